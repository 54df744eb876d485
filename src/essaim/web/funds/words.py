"""Where a support stands and what comes next, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from essaim.apps.financing.enums import SupportState
from essaim.apps.financing.models import Support
from essaim.apps.financing.queries.awaited import late_of
from essaim.apps.financing.queries.funds import law_term
from essaim.engine.financing import Total
from essaim.engine.financing.supports import load_supports
from essaim.engine.language import gettext as _
from essaim.kit.dates import DAY, date_in_words
from essaim.tables.formats import euros

# States in which money may still come.
WAITING = (SupportState.PLANNED, SupportState.REQUESTED, SupportState.GRANTED)


def kind_title(key: str) -> str:
    """A kind of support in words; "" for none."""
    return next((one.title() for one in load_supports().kinds if one.key == key), key)


def kind_text(key: str) -> str:
    """How a kind of support is usually paid; "" for none."""
    return next((one.text() for one in load_supports().kinds if one.key == key), "")


def total_in_words(found: Total, count: int) -> str:
    """A sum, with how many of ``count`` amounts nobody wrote; "" when none is known."""
    if found.unknown >= count:
        return ""
    said = euros(found.cents)
    return said if found.is_whole else _("%(sum)s, au moins") % {"sum": said}


def next_step(support: Support, today: date) -> str:
    """What to do now, in one sentence; "" when nothing waits."""
    if support.state == SupportState.PLANNED:
        return _before_asking(support, today)
    if support.state == SupportState.REQUESTED:
        return _("Attendre la décision ; relancez si elle tarde, puis notez-la ici.")
    if support.state == SupportState.GRANTED:
        return _while_running(support, today)
    return ""


def law_sentence(support: Support, today: date) -> str:
    """What the law says of the term of payment, when it may apply; no verdict: the agreement may say otherwise."""
    found = law_term(support)
    if found is None:
        return ""
    term, day = found
    words = {"day": date_in_words(day, DAY), "days": term.days, "law": term.title()}
    if day < today:
        return (
            _(
                "La décision a plus de %(days)s jours (terme : %(day)s). La %(law)s demande un paiement dans les "
                "%(days)s jours de la notification, sauf si la convention prévoit autre chose : relisez-la."
            )
            % words
        )
    return (
        _(
            "Sauf si la convention prévoit autre chose, la %(law)s demande un paiement dans les %(days)s jours de la "
            "notification : au plus tard le %(day)s."
        )
        % words
    )


def above_request(support: Support) -> str:
    """That more was granted than was requested; "" where it was not, or where one of them is unknown."""
    requested, granted = support.requested_cents, support.granted_cents
    if requested is None or granted is None or granted <= requested:
        return ""
    said = _("%(granted)s accordés pour %(requested)s demandés : c'est rare. Vérifiez les deux montants.")
    return said % {"granted": euros(granted), "requested": euros(requested)}


def states() -> Mapping[str, Any]:
    """What each step is called on its button, whether it asks a day, and what its amount is called ("" for none)."""
    return {
        SupportState.PLANNED: (_("Remettre parmi les aides à demander"), False, ""),
        SupportState.REQUESTED: (_("La demande est partie"), True, _("Montant demandé")),
        SupportState.GRANTED: (_("L'aide est accordée"), True, _("Montant accordé")),
        SupportState.REFUSED: (_("L'aide est refusée"), True, ""),
        SupportState.GIVEN_UP: (_("Nous y renonçons"), False, ""),
        SupportState.ENDED: (_("Tout est reçu et rendu : solder l'aide"), False, ""),
    }


def _before_asking(support: Support, today: date) -> str:
    if support.apply_before is None:
        return _("Trouver jusqu'à quand la demander, et préparer le dossier.")
    day = {"day": date_in_words(support.apply_before, DAY)}
    if support.apply_before < today:
        return _("La date de dépôt est passée (%(day)s) : notez que la demande est partie, ou renoncez-y.") % day
    return _("Déposer la demande avant le %(day)s.") % day


def _while_running(support: Support, today: date) -> str:
    late = late_of(support, today)
    if late:
        first = late[0]
        day = date_in_words(first.on, DAY) if first.on else ""
        if first.is_rest:
            said = _("Relancer le financeur : il manque %(sum)s au versement du %(day)s.")
            return said % {"sum": euros(first.cents or 0), "day": day}
        return _("Relancer le financeur : un versement était attendu le %(day)s.") % {"day": day}
    reports = [one for one in support.reports.all() if one.sent_on is None]
    if reports:
        return _("Rendre « %(what)s » avant le %(day)s.") % {
            "what": reports[0].title or reports[0].get_kind_display(), "day": date_in_words(reports[0].due_on, DAY),
        }  # fmt: skip
    if support.agreed_on is None:
        return _("Signer la convention, s'il y en a une, et la joindre ici.")
    if not support.receipts.all():
        return _(
            "Noter quand les versements sont attendus : « À venir » s'en sert, la trésorerie dit ceux qui manquent."
        )
    if not support.reports.all():
        return _("Noter quand le compte rendu financier est à rendre.")
    return ""
