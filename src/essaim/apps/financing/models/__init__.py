"""Plans, funders, supports and what follows them."""

from essaim.apps.financing.models.aid import DeMinimisAid, SingleUndertaking
from essaim.apps.financing.models.expense_sheets import ExpenseSheet
from essaim.apps.financing.models.following import (
    CalendarFeed,
    Claim,
    DedicatedFund,
    Expense,
    FinalReport,
    Receipt,
    Report,
)
from essaim.apps.financing.models.plan_sheets import PlanSheet
from essaim.apps.financing.models.plans import (
    CashScenario,
    LongTermItem,
    Plan,
    PlanAmount,
    PlanLine,
    PlanShare,
    Tranche,
)
from essaim.apps.financing.models.supports import Funder, Support

__all__ = [
    "CalendarFeed", "CashScenario", "Claim", "DeMinimisAid", "DedicatedFund", "Expense", "ExpenseSheet", "FinalReport",
    "Funder", "LongTermItem", "Plan", "PlanAmount", "PlanLine", "PlanShare", "PlanSheet", "Receipt", "Report",
    "SingleUndertaking", "Support", "Tranche",
]  # fmt: skip
