"""What a plan says of itself, and how far it is: corrected, adopted, closed, reopened."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from essaim.apps.financing.actions.plans import edit_plan, move_plan
from essaim.apps.financing.enums import PlanState
from essaim.apps.financing.models import Plan
from essaim.apps.financing.queries.plans import amounts_after
from essaim.apps.financing.to_engine import as_plan
from essaim.engine.errors import EssaimError
from essaim.engine.financing import balance
from essaim.engine.financing.wording import euros
from essaim.engine.language import gettext as _
from essaim.engine.language import ngettext
from essaim.kit.numbers import typed_version
from essaim.web.acting import acting
from essaim.web.editing.saving import Part, edited
from essaim.web.financing.access import own_plan, own_plan_row
from essaim.web.financing.forms import EditForm, plan_facts, present
from essaim.web.financing.years import year_labels
from essaim.web.sure import asked_first


def edit(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """Correct the plan's title, years, opening balance, assumptions; losing years with amounts is asked first."""
    plan = own_plan_row(request, slug, uid)
    years = typed_version(request.POST.get("years", ""))
    gone = amounts_after(plan, years) if request.method == "POST" and years else 0
    if gone:
        lead = ngettext(
            "%(n)s montant des années retirées est effacé, et ne se retrouve pas.",
            "%(n)s montants des années retirées sont effacés, et ne se retrouvent pas.", gone,
        ) % {"n": gone}  # fmt: skip
        asked = asked_first(
            request, title=_("Raccourcir le plan ?"), lead=lead, back=plan.get_absolute_url(), back_label=plan.title
        )
        if asked is not None:
            return asked
    part = Part(
        title=_("Modifier le plan"), back=plan.get_absolute_url(), back_label=plan.title, version=plan.version,
        present=present(plan), make=EditForm, template="financing/part.html", shown={"plan": plan},
        save=lambda typed, seen, by, at: edit_plan(
            plan=plan, changes=plan_facts(typed), seen_version=seen, by=by, at=at
        ),
    )  # fmt: skip
    return edited(request, part)


@require_POST
def move(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """Adopt, close or reopen the plan; adopting one that does not balance is asked first."""
    plan = own_plan(request, slug, uid)
    uneven = _uneven(plan) if request.POST.get("step") == "adopt" and plan.state == PlanState.DRAFT else []
    if uneven:
        lead = _("%(gaps)s. Une fois le plan adopté, le prévu ne change plus : corrigez-le d'abord si vous le pouvez.")
        asked = asked_first(
            request, title=_("Adopter un plan qui n'est pas équilibré ?"), lead=lead % {"gaps": ". ".join(uneven)},
            back=plan.get_absolute_url(), back_label=plan.title, send=_("Adopter quand même"),
        )  # fmt: skip
        if asked is not None:
            return asked
    seen = typed_version(request.POST.get("seen_version", ""))
    try:
        moved = move_plan(
            plan=plan, step=request.POST.get("step", ""), seen_version=seen, by=acting(request), at=timezone.now()
        )
    except EssaimError as refusal:
        messages.error(request, str(refusal))
    else:
        said = _("Le plan est maintenant « %(state)s ».") % {"state": moved.get_state_display()}
        messages.success(request, said)
    return redirect(plan)


def _uneven(plan: Plan) -> list[str]:
    """By how much each year does not balance, in words; [] when no year is known not to."""
    labels, said = year_labels(plan), []
    for one in balance(as_plan(plan)):
        if one.gap:
            said.append(_in_money(one.gap) % {"year": labels[one.year], "sum": euros(abs(one.gap))})
        if one.gap_in_kind:
            said.append(_in_kind(one.gap_in_kind) % {"year": labels[one.year], "sum": euros(abs(one.gap_in_kind))})
    return said


def _in_money(gap: int) -> str:
    if gap < 0:
        return _("En %(year)s, il manque %(sum)s de produits")
    return _("En %(year)s, les produits dépassent les charges de %(sum)s")


def _in_kind(gap: int) -> str:
    if gap < 0:
        return _("En %(year)s, il manque %(sum)s de contributions en nature du côté des produits")
    return _("En %(year)s, il manque %(sum)s de contributions en nature du côté des charges")
