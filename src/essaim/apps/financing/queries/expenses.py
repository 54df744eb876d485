"""Expenses of a pole, as filtered, with their totals and what lacks evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from essaim.apps.documents.models import Document
from essaim.apps.financing.models import Claim, Expense, PlanLine, Support
from essaim.apps.financing.models.following import EXPENSE
from essaim.apps.poles.models import Pole

SORTS = {"": ("-on", "-pk"), "on": ("on", "pk"), "-cents": ("-cents", "-pk"), "supplier": ("supplier", "-on", "-pk")}
WITHOUT, WITH = "sans", "avec"


@dataclass(frozen=True, slots=True)
class ExpenseFilters:
    """What the list of expenses is asked; "" asks nothing. ``project`` and ``support`` may be ``NONE``."""

    words: str = ""
    project: str = ""
    support: str = ""
    claim: str = ""
    year: int | None = None
    evidence: str = ""
    sort: str = ""


NONE = "aucun"


@dataclass(frozen=True, slots=True)
class ExpenseTotals:
    """Of some expenses: how many, what is charged of them, how many have no evidence filed.

    Their amounts are not added up: a piece that several supports share is written several times.
    """

    count: int
    charged: int
    without_evidence: int


def expenses_of(pole: Pole, filters: ExpenseFilters = ExpenseFilters()) -> QuerySet[Expense]:
    """The expenses of a pole, as filtered, the latest first."""
    found = Expense.objects.filter(pole=pole)
    for word in filters.words.split():
        found = found.filter(Q(label__icontains=word) | Q(supplier__icontains=word) | Q(reference__icontains=word))
    for name, value in (("project", filters.project), ("support", filters.support), ("claim", filters.claim)):
        if value == NONE:
            found = found.filter(**{f"{name}__isnull": True})
        elif value:
            found = found.filter(**{f"{name}__uid": value})
    if filters.year is not None:
        found = found.filter(on__year=filters.year)
    if filters.evidence:
        wanted = Q(uid__in=_with_evidence())
        found = found.filter(~wanted if filters.evidence == WITHOUT else wanted)
    return found.order_by(*SORTS.get(filters.sort, SORTS[""])).select_related(
        "project", "support__funder", "claim", "line__plan"
    )


def expense_by_uid(pole: Pole, uid: str) -> Expense | None:
    """One expense of that pole; None when there is none."""
    return expenses_of(pole).filter(uid=uid).first()


def totals_of(expenses: QuerySet[Expense]) -> ExpenseTotals:
    """Their totals, in one query."""
    found = expenses.order_by().aggregate(
        count=Count("pk"), charged=Sum(Coalesce("charged_cents", F("cents"))),
        without=Count("pk", filter=~Q(uid__in=_with_evidence())),
    )  # fmt: skip
    return ExpenseTotals(found["count"], found["charged"] or 0, found["without"])


def pieces_of(expenses: Sequence[Expense]) -> dict[str, int]:
    """How many documents are filed for each, by ``uid``, in one query."""
    uids = [one.uid for one in expenses]
    counted = Document.objects.filter(owner_kind=EXPENSE, owner_key__in=uids).values("owner_key").order_by()
    found = {one["owner_key"]: one["n"] for one in counted.annotate(n=Count("pk"))}
    return {uid: found.get(uid, 0) for uid in uids}


def years_of(pole: Pole) -> list[int]:
    """The years that have expenses, the latest first."""
    return [day.year for day in Expense.objects.filter(pole=pole).dates("on", "year", order="DESC")]


def charge_lines(pole: Pole) -> QuerySet[PlanLine]:
    """The charges of the pole's plans, by plan."""
    return PlanLine.objects.filter(plan__pole=pole, side="charge").select_related("plan").order_by(
        "-plan__starts_on", "plan__title", "plan_id", "form_line", "place", "pk"
    )  # fmt: skip


def claims_of(pole: Pole) -> QuerySet[Claim]:
    """The claims of the pole's supports, the latest first."""
    return Claim.objects.filter(support__pole=pole).select_related("support__funder").order_by("-claimed_on", "-pk")


def is_outside(expense: Expense) -> bool:
    """Whether it is dated outside the period that its support takes into account, as far as that is known."""
    support: Support | None = expense.support
    if support is None:
        return False
    first: date | None = support.starts_on
    last: date | None = support.ends_on
    return (first is not None and expense.on < first) or (last is not None and expense.on > last)


def _with_evidence() -> QuerySet[Document, str]:
    return Document.objects.filter(owner_kind=EXPENSE).order_by().values_list("owner_key", flat=True)
