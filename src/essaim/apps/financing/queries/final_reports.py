"""What a final report is made of: the plans that a support pays, their expenses, what people wrote."""

from __future__ import annotations

from essaim.apps.financing.models import Expense, FinalReport, Plan, Support
from essaim.apps.financing.queries.plans import whole


def plans_paid_by(support: Support) -> list[Plan]:
    """The plans with a line that this support pays, the latest first, whole."""
    return list(whole(Plan.objects.filter(lines__support=support).distinct()))


def spent_on(plan: Plan) -> list[Expense]:
    """The expenses charged to the lines of a plan."""
    return list(Expense.objects.filter(line__plan=plan).order_by("on", "pk"))


def spent_off(support: Support, plan: Plan) -> list[Expense]:
    """The expenses shown to the support that stand on no line of this plan."""
    return list(Expense.objects.filter(support=support).exclude(line__plan=plan).order_by("on", "pk"))


def final_report_of(support: Support, year: int) -> FinalReport | None:
    """What people wrote for a year of the plan (0: all of them); None when nobody did."""
    return FinalReport.objects.filter(support=support, year=year).first()
