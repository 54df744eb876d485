"""A line of a plan: added, corrected, paid when, taken away."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from essaim.apps.financing.actions.lines import PaidWhen, put_line, remove_line, set_calendar, usual_calendar
from essaim.apps.financing.models import Plan, PlanLine
from essaim.engine.errors import EssaimError
from essaim.engine.financing import Side, load_form, share_in_words
from essaim.engine.financing.plan import WHOLE
from essaim.engine.language import gettext as _
from essaim.kit.forms import attempt
from essaim.kit.numbers import typed_version
from essaim.web.acting import acting
from essaim.web.editing.saving import Part, edited
from essaim.web.financing.access import own_line, own_plan
from essaim.web.financing.line_forms import (
    AddLineForm,
    CalendarForm,
    EditLineForm,
    analytic_of,
    paid_when,
    present_calendar,
    present_line,
)
from essaim.web.financing.years import year_labels


def add(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """Add a charge, or a product."""
    plan = own_plan(request, slug, uid)
    side = Side.PRODUCT if request.GET.get("cote") == Side.PRODUCT.value else Side.CHARGE
    first = {"form_line": request.GET.get("ligne", "")}
    form = AddLineForm(request.POST or None, initial=first, plan=plan, side=side)
    if request.method == "POST" and form.is_valid():
        line = attempt(form, lambda: _added(request, form, plan))
        if line is not None:
            messages.success(request, _("« %(line)s » est ajoutée.") % {"line": _title(line)})
            again = request.POST.get("then") == "again"
            return redirect(f"{request.path}?cote={side.value}" if again else f"{plan.get_absolute_url()}#l-{line.uid}")
    shown = {"plan": plan, "tab": "plan", "form": form, "is_charge": side == Side.CHARGE}
    return render(request, "financing/line_add.html", shown)


def edit(request: HttpRequest, slug: str, uid: str, line: str) -> HttpResponse:
    """Correct what a line is and who pays it."""
    plan = own_plan(request, slug, uid)
    found = own_line(plan, line)
    amounts = {one.year: one.planned_cents for one in found.amounts.all()}
    part = Part(
        title=_title(found), back=f"{plan.get_absolute_url()}#l-{found.uid}", back_label=plan.title,
        version=plan.version, present=present_line(found), template="financing/line.html",
        make=lambda *args, **options: EditLineForm(*args, plan=plan, side=Side(found.side), **options),
        save=lambda typed, seen, by, at: put_line(
            plan=plan, line=found, facts=_facts(plan, typed), funder_name=typed.get("funder_name", ""),
            seen_version=seen, by=by, at=at,
        ),
        shown={
            "plan": plan, "line": found, "calendar": calendar_in_words(found),
            "amounts": [(label, amounts.get(year)) for year, label in enumerate(year_labels(plan), start=1)],
        },
    )  # fmt: skip
    return edited(request, part)


def calendar(request: HttpRequest, slug: str, uid: str, line: str) -> HttpResponse:
    """Say when a line is paid; ``?forme=cpo`` proposes how that kind of support usually is."""
    plan = own_plan(request, slug, uid)
    found = own_line(plan, line)
    kind = found.support.kind if found.support is not None and found.support.kind else found.support_kind
    usual = usual_calendar(kind)
    proposed = usual if request.GET.get("forme") == "habituelle" else None
    here = reverse("plan-line", args=[slug, uid, line])
    part = Part(
        title=_("Quand « %(line)s » est payée") % {"line": _title(found)}, back=here, back_label=_title(found),
        version=plan.version, present=present_calendar(proposed or paid_when(found)),
        template="financing/calendar.html",
        make=lambda *args, **options: CalendarForm(*args, plan=plan, **options),
        save=lambda typed, seen, by, at: set_calendar(
            plan=plan, line=found, paid=typed["paid"], seen_version=seen, by=by, at=at
        ),
        shown={"plan": plan, "line": found, "usual": usual, "is_usual": proposed is not None},
    )  # fmt: skip
    return edited(request, part)


def remove(request: HttpRequest, slug: str, uid: str, line: str) -> HttpResponse:
    """Ask, then take a line away."""
    plan = own_plan(request, slug, uid)
    found = own_line(plan, line)
    if request.method == "POST":
        seen = typed_version(request.POST.get("seen_version", ""))
        try:
            remove_line(plan=plan, line=found, seen_version=seen, by=acting(request), at=timezone.now())
        except EssaimError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("« %(line)s » est retirée.") % {"line": _title(found)})
        return redirect(plan)
    shown = {"plan": plan, "tab": "plan", "line": found, "title": _title(found)}
    return render(request, "financing/line_remove.html", shown)


def calendar_in_words(line: PlanLine) -> str:
    """When a line is paid, in one sentence."""
    paid: PaidWhen = paid_when(line)
    said = str(line.get_rhythm_display())
    if paid.tranches:
        parts = [_("%(share)s au mois %(n)s") % {"share": _share(share), "n": n} for n, share in paid.tranches]
        said = f"{said} : {', '.join(parts)}"
    if paid.delay:
        said = _("%(rhythm)s, avec %(n)s mois de retard") % {"rhythm": said, "n": paid.delay}
    return said


def _share(points: int) -> str:
    return share_in_words(Fraction(points, WHOLE), 2 if points % 100 else 0)


def _added(request: HttpRequest, form: AddLineForm, plan: Plan) -> PlanLine:
    facts = {**_facts(plan, form.cleaned_data), "amounts": form.amounts()}
    return put_line(
        plan=plan, facts=facts, funder_name=form.cleaned_data.get("funder_name", ""), seen_version=None,
        by=acting(request), at=timezone.now(),
    )  # fmt: skip


def _facts(plan: Plan, typed: dict[str, Any]) -> dict[str, Any]:
    """What was typed, as the line holds it; who pays is said of products only."""
    facts: dict[str, Any] = {key: typed[key] for key in ("form_line", "label", "note", "support_kind") if key in typed}
    facts["analytic"] = analytic_of(typed)
    if "funder" in typed:
        facts["funder"] = next((one for one in plan.pole.funders.all() if one.uid == typed["funder"]), None)
        facts["support"] = plan.pole.supports.select_related("funder").filter(uid=typed["support"]).first()
    return facts


def _title(line: PlanLine) -> str:
    return line.label or load_form().line(line.form_line).title()
