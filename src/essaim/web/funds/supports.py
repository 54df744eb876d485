"""One support: all that is known of it, its steps, its documents."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from essaim.apps.accounts.models import User
from essaim.apps.documents.queries import documents_of
from essaim.apps.financing.actions import funders as funder_actions
from essaim.apps.financing.actions import supports as actions
from essaim.apps.financing.actions.holding import SUPPORT
from essaim.apps.financing.enums import SUPPORT_TRANSITIONS, SupportState
from essaim.apps.financing.models import Support
from essaim.apps.financing.queries.awaited import awaited_payments
from essaim.apps.financing.queries.funds import funder_by_uid
from essaim.apps.poles.models import Pole
from essaim.engine.language import gettext as _
from essaim.kit.forms import attempt
from essaim.tables.formats import euros, typed_euros
from essaim.web.access import own_pole
from essaim.web.acting import acting
from essaim.web.editing.saving import Part, confirmed, edited
from essaim.web.filing import Shelf, attachment, shelf_page, shelved
from essaim.web.funds.access import own_support
from essaim.web.funds.closing import asked_before_closing, closing_words, step_title, still_due
from essaim.web.funds.contract import notice_of
from essaim.web.funds.forms import MoveForm, NewSupportForm, SupportForm
from essaim.web.funds.overview import support_line
from essaim.web.funds.words import WAITING, above_request, kind_text, law_sentence, states

_FIELDS = (
    "title", "kind", "project", "apply_before", "requested_on", "requested_cents", "decided_on", "granted_cents",
    "decision_note", "reference", "agreed_on", "starts_on", "ends_on", "republican_contract_on", "note",
)  # fmt: skip


def add(request: HttpRequest, slug: str) -> HttpResponse:
    """A support to ask for."""
    pole = own_pole(request, slug)
    form = NewSupportForm(request.POST or None, pole=pole, initial={"funder": request.GET.get("financeur", "")})
    if request.method == "POST" and form.is_valid():
        said, by, at = form.cleaned_data, acting(request), timezone.now()
        made = attempt(form, lambda: _started(pole, said, by, at))
        if made is not None:
            messages.success(request, _("L'aide est notée parmi celles à demander."))
            return redirect("support", slug, made.uid)
    return render(request, "funds/add.html", {"pole": pole, "form": form, "title": _("Noter une aide à demander")})


def support(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """All that is known of a support, and what to do next."""
    pole, found = own_support(request, slug, uid)
    today, contract = timezone.localdate(), notice_of(found, pole)
    due = still_due(found, contract)
    shown: dict[str, Any] = {
        "pole": pole, "support": found, "line": support_line(found, today), "today": today,
        "kind_text": kind_text(found.kind), "law": law_sentence(found, today),
        "contract": contract, "above": above_request(found),
        "steps": [(state, step_title(state, due)) for state in SUPPORT_TRANSITIONS[found.state]],
        "main": "" if due and found.state == SupportState.GRANTED else SUPPORT_TRANSITIONS[found.state][0],
        "is_closed": found.state not in WAITING,
        "claims": found.claims.all(), "reports": found.reports.all(),
        "receipts": _receipts(found, today),
        "documents": documents_of(SUPPORT, found.uid), "on_lines": _on_lines(found),
    }  # fmt: skip
    return render(request, "funds/support.html", shown)


def edit(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """Correct what is known of a support."""
    pole, found = own_support(request, slug, uid)
    present = {name: getattr(found, name) for name in _FIELDS}
    present |= {name: typed_euros(getattr(found, name)) for name in ("requested_cents", "granted_cents")}
    present["project"] = found.project.uid if found.project else ""
    part = Part(
        title=_("Corriger l'aide"), back=reverse("support", args=[slug, uid]), back_label=found.title,
        version=found.version, present=present,
        make=lambda *args, **options: SupportForm(*args, pole=pole, **options),
        save=lambda typed, seen, by, at: actions.edit_support(
            support=found, changes={name: typed[name] for name in _FIELDS}, seen_version=seen, by=by, at=at
        ),
    )  # fmt: skip
    return edited(request, part)


def move(request: HttpRequest, slug: str, uid: str, state: str) -> HttpResponse:
    """A step: requested, granted, refused… on a day, for an amount."""
    pole, found = own_support(request, slug, uid)
    if state not in SUPPORT_TRANSITIONS[found.state]:
        messages.info(request, _("Cette aide a déjà changé d'état."))
        return redirect("support", slug, uid)
    lead = closing_words(found, pole, state)
    asked = asked_before_closing(request, slug, found, state, lead) if request.method == "POST" else None
    if asked is not None:
        return asked
    title, asks_day, amount = states()[state]
    title = step_title(state, [lead] if lead else [])
    again = state == SupportState.GRANTED and found.state == SupportState.ENDED
    known = found.granted_cents if state == SupportState.GRANTED else found.requested_cents
    first = known if known is not None else found.requested_cents
    part = Part(
        title=_("Rouvrir l'aide") if again else title, back=reverse("support", args=[slug, uid]),
        back_label=found.title, version=found.version,
        present={"cents": typed_euros(first)} if amount and not again else {},
        make=lambda *args, **options: MoveForm(
            *args, asks_day=asks_day and not again, amount="" if again else amount, **options
        ),
        shown={"lead": lead},
        save=lambda typed, seen, by, at: actions.move_support(
            support=found, state=state, on=typed.get("on"), cents=typed.get("cents"), seen_version=seen, by=by, at=at
        ),
    )  # fmt: skip
    return edited(request, part)


def remove(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """Ask before removing a support noted by mistake."""
    _pole, found = own_support(request, slug, uid)
    return confirmed(
        request, title=_("Retirer « %(title)s »") % {"title": found.title},
        lead=_("Ses versements attendus, ses bilans à rendre et ses documents partent avec elle."),
        back=reverse("support", args=[slug, uid]), back_label=found.title, version=found.version,
        remove=partial(actions.remove_support, support=found), done=_("L'aide est retirée."),
        then=reverse("funds", args=[slug]),
    )  # fmt: skip


def documents(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """The decision, the agreement, the republican contract…: filed, withdrawn."""
    _pole, found = own_support(request, slug, uid)
    shelf = Shelf(
        kind=SUPPORT, key=found.uid, file=partial(actions.file_support_document, support=found),
        withdraw=partial(actions.withdraw_support_document, support=found),
        back=reverse("support", args=[slug, uid]), back_label=found.title,
        address=reverse("support-documents", args=[slug, uid]),
        given=lambda document: reverse("support-document", args=[slug, uid, document.uid]),
    )  # fmt: skip
    return shelf_page(request, shelf)


def download(request: HttpRequest, slug: str, uid: str, document: str) -> HttpResponse:
    """A document of a support, for the pole's own people."""
    _pole, found = own_support(request, slug, uid)
    return attachment(shelved(SUPPORT, found.uid, document))


def _started(pole: Pole, said: dict[str, Any], by: User, at: Any) -> Support:
    funder = funder_by_uid(pole, said["funder"]) if said["funder"] else None
    if funder is None:
        funder = funder_actions.add_funder(pole=pole, name=said["new_funder"], by=by, at=at)
    facts = {name: said[name] for name in ("title", "kind", "project", "apply_before", "note")}
    return actions.start_support(funder=funder, requested_cents=said["requested"], by=by, at=at, **facts)


def _receipts(found: Support, today: date) -> list[dict[str, Any]]:
    """The payments of a support with what each still waits for; ``short``: it came, and less than was expected."""
    waits = {one.receipt.pk: one for one in awaited_payments(found)} if found.state in WAITING else {}
    lines = []
    for row in found.receipts.all():
        awaited = waits.get(row.pk)
        is_late = awaited is not None and awaited.on is not None and awaited.on < today
        came, due = row.received_cents, row.due_cents
        lines.append(
            {
                "row": row, "is_late": is_late, "short": came is not None and due is not None and came < due,
                "missing": euros(awaited.cents) if awaited and awaited.is_rest and awaited.cents else "",
            }
        )  # fmt: skip
    return lines


def _on_lines(found: Support) -> list[dict[str, Any]]:
    """The lines of plans that this support pays, with what they say is granted, to be compared with the decision."""
    lines = []
    for line in found.lines.all():
        granted = [one.granted_cents for one in line.amounts.all() if one.granted_cents is not None]
        planned = [one.planned_cents for one in line.amounts.all() if one.planned_cents is not None]
        lines.append(
            {
                "line": line, "plan": line.plan,
                "granted": euros(sum(granted)) if granted else "", "planned": euros(sum(planned)) if planned else "",
            }
        )  # fmt: skip
    return lines
