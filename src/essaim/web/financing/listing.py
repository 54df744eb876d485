"""The plans of a pole and of its projects; those that others share."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from essaim.apps.financing.models import Plan
from essaim.apps.financing.queries.plans import plans_of, whole
from essaim.apps.financing.to_engine import as_plan
from essaim.engine.financing import Total
from essaim.engine.financing.balance import balance, plus
from essaim.engine.values import Answer
from essaim.web.access import own_pole
from essaim.web.financing.years import span


@dataclass(frozen=True, slots=True)
class PlanCard:
    """A plan of the list: its years, its totals in money, whether every year is balanced."""

    plan: Plan
    span: str
    charges: Total
    products: Total
    balanced: Answer
    is_blank: bool


def plan_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The plans of the pole and of its projects, or how to make the first one."""
    pole = own_pole(request, slug)
    cards = [card(plan) for plan in whole(plans_of(pole))]
    return render(request, "financing/list.html", {"pole": pole, "cards": cards})


def card(plan: Plan) -> PlanCard:
    """A plan that ``queries.plans.whole`` read, for a list."""
    years = balance(as_plan(plan))
    # Kleene's "and": one year that is not balanced says no, else one that nobody can tell.
    balanced = min(one.is_balanced for one in years)
    charges, products = plus(*(one.charges.money for one in years)), plus(*(one.products.money for one in years))
    blank = not charges.cents and not products.cents
    return PlanCard(plan, span(plan), charges, products, Answer.UNKNOWN if blank else balanced, blank)
