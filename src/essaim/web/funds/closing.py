"""What a support still owes or is owed when somebody is about to close it, and the page that asks first."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from essaim.apps.financing.enums import SupportState
from essaim.apps.financing.models import Support
from essaim.apps.financing.queries.awaited import awaited_payments, unreceived_cents
from essaim.apps.poles.models import Pole
from essaim.engine.financing import total
from essaim.engine.language import gettext as _
from essaim.engine.language import ngettext
from essaim.kit.dates import DAY, date_in_words
from essaim.tables.formats import euros
from essaim.web.funds.contract import ContractNotice, notice_of
from essaim.web.funds.words import WAITING, states, total_in_words
from essaim.web.sure import asked_first

CLOSING = (SupportState.ENDED, SupportState.GIVEN_UP)


def step_title(state: str, due: list[str]) -> str:
    """What a step is called; nobody is made to say that all came when something is still due."""
    return _("Solder l'aide") if state == SupportState.ENDED and due else str(states()[state][0])


def still_due(support: Support, contract: ContractNotice | None) -> list[str]:
    """What is still due of a support under way, in words, its rows prefetched."""
    if support.state not in WAITING:
        return []
    return [*_money(support), *_reports(support), *_contract(contract)]


def closing_words(support: Support, pole: Pole, state: str) -> str:
    """What closing would leave aside; "" when nothing is due, or when the step closes nothing."""
    due = still_due(support, notice_of(support, pole)) if state in CLOSING else []
    if not due:
        return ""
    said = _("De cette aide, il reste : %(due)s. Ensuite, « À venir » et la trésorerie n'attendent plus son argent.")
    return said % {"due": " ; ".join(due)}


def asked_before_closing(
    request: HttpRequest, slug: str, support: Support, state: str, lead: str
) -> HttpResponse | None:  # fmt: skip
    """The page that asks, when something is still due; None once the person is sure."""
    if not lead:
        return None
    is_ended = state == SupportState.ENDED
    return asked_first(
        request, title=_("Solder cette aide quand même ?") if is_ended else _("Renoncer à cette aide ?"), lead=lead,
        back=reverse("support", args=[slug, support.uid]), back_label=support.title,
        send=_("Solder l'aide") if is_ended else _("Y renoncer"),
    )  # fmt: skip


def _money(support: Support) -> list[str]:
    said, rows = [], awaited_payments(support)
    if rows:
        owed = total_in_words(total(one.cents for one in rows), len(rows))
        many = ngettext("%(n)s versement attendu", "%(n)s versements attendus", len(rows)) % {"n": len(rows)}
        said.append(f"{many} ({owed})" if owed else many)
    left = unreceived_cents(support)
    if left:
        said.append(_("%(sum)s accordés et non reçus") % {"sum": euros(left)})
    if support.state == SupportState.GRANTED and support.granted_cents is None:
        said.append(_("un montant accordé que personne n'a noté"))
    return said


def _reports(support: Support) -> list[str]:
    said = _("« %(what)s » à rendre le %(day)s")
    return [
        said % {"what": one.title or one.get_kind_display(), "day": _day(one.due_on)}
        for one in support.reports.all()
        if one.sent_on is None
    ]


def _contract(contract: ContractNotice | None) -> list[str]:
    return [_("le contrat d'engagement républicain à joindre")] if contract is not None and contract.is_sure else []


def _day(day: date) -> str:
    return date_in_words(day, DAY)
