"""What the expenses noted on the lines of a plan add up to, beside what is typed; and taking it up in one click."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from essaim.apps.financing.actions.lines import CellsChangedMeanwhile, put_amounts
from essaim.apps.financing.enums import PlanState
from essaim.apps.financing.models import Plan
from essaim.apps.financing.queries.final_reports import spent_on
from essaim.apps.financing.reporting import Origin, Reported, as_reported
from essaim.engine.errors import EssaimError
from essaim.engine.financing import PlanLine, Stage, load_form
from essaim.engine.language import gettext as _
from essaim.kit.numbers import typed_version
from essaim.tables.formats import euros
from essaim.web.acting import acting
from essaim.web.financing.access import own_plan

_DIGITS = 13


@dataclass(frozen=True, slots=True)
class SpentRow:
    """A line with expenses noted in a year.

    Attributes:
        uid, title: of the line.
        typed, spent: cents; ``typed`` None: nobody wrote what happened.
        seen: ``typed`` as the button sends it back.
        differs: whether what is typed is not what the expenses make.
    """

    uid: str
    title: str
    typed: int | None
    spent: int
    seen: str
    differs: bool


def spent_rows(plan: Plan, year: int) -> list[SpentRow]:
    """The lines of a plan with expenses noted in a year (0 is the first). One query."""
    reported = as_reported(plan, spent_on(plan))
    return [_row(reported, line, year) for line in reported.plan.lines if (line.key, year) in reported.spent]


@require_POST
def take_up(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """Write what the expenses of a line make as what happened in a year."""
    plan = own_plan(request, slug, uid)
    asked, seen = request.POST.get("annee", ""), request.POST.get("seen", "")
    back = f"{reverse('plan-actual', args=[slug, uid])}?annee={asked}" if asked.isdecimal() else plan
    year = typed_version(asked) or 0
    row = next((one for one in spent_rows(plan, year - 1) if one.uid == request.POST.get("ligne")), None)
    if row is None:
        messages.error(request, _("Aucune dépense n'est notée sur cette ligne pour cette année."))
        return redirect(back)
    cell = (row.uid, year)
    try:
        put_amounts(
            plan=plan, stage=Stage.ACTUAL, changes={cell: row.spent}, seen={cell: _cents(seen)},
            by=acting(request), at=timezone.now(),
        )  # fmt: skip
    except CellsChangedMeanwhile:
        messages.error(request, _("Quelqu'un a écrit ce réalisé entre-temps : relisez-le, puis recommencez."))
    except EssaimError as refusal:
        messages.error(request, str(refusal))
    else:
        said = _("Le réalisé de « %(line)s » est maintenant %(sum)s, d'après les dépenses notées.")
        messages.success(request, said % {"line": row.title, "sum": euros(row.spent)})
    return redirect(back)


def can_take_up(plan: Plan) -> bool:
    """Whether what happened may still be written."""
    return plan.state != PlanState.CLOSED


def _cents(seen: str) -> int | None:
    """What the page says was typed; None where nothing was."""
    return int(seen) if seen.isdecimal() and len(seen) <= _DIGITS else None


def _row(reported: Reported, line: PlanLine, year: int) -> SpentRow:
    is_typed = reported.origins[line.key, year] == Origin.TYPED
    typed = line.amount(year, Stage.ACTUAL) if is_typed else None
    spent = reported.spent[line.key, year]
    known = load_form().line(line.form_line)
    title = line.label or f"{known.account} {known.title()}".strip()
    return SpentRow(
        line.key, title, typed, spent, "" if typed is None else str(typed), typed is not None and typed != spent
    )
