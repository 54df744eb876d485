"""The years and months of a plan in words."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from essaim.apps.financing.models import Plan
from essaim.engine.financing.calendars import first_day
from essaim.engine.financing.plan import MONTHS_A_YEAR
from essaim.engine.language import gettext as _
from essaim.kit.dates import MONTH, date_in_words


class HasYears(Protocol):
    """A plan as a record or as the engine's value: its first day and how many years it lasts."""

    @property
    def starts_on(self) -> date: ...
    @property
    def years(self) -> int: ...


def year_labels(plan: HasYears) -> list[str]:
    """What each year is called: "2027", or "2027-2028" when it does not begin in January."""
    first, straddles = plan.starts_on.year, plan.starts_on.month != 1
    return [f"{first + n}-{first + n + 1}" if straddles else str(first + n) for n in range(plan.years)]


def span(plan: Plan) -> str:
    """The years that the plan covers: "2027 à 2029"."""
    first, last = plan.starts_on, month_of(plan, MONTHS_A_YEAR * plan.years)
    if first.month == 1:
        return str(first.year) if first.year == last.year else _("%(first)s à %(last)s") % _named(first.year, last.year)
    return _("%(first)s à %(last)s") % _named(f"{first:%m/%Y}", f"{last:%m/%Y}")


def month_of(plan: Plan, number: int) -> date:
    """The first day of a month of the plan; 1 is the first."""
    return first_day(plan.starts_on, number)


def month_names() -> list[str]:
    """The twelve months, January first."""
    return [date_in_words(date(2000, number, 1), MONTH).rpartition(" ")[0] for number in range(1, MONTHS_A_YEAR + 1)]


def _named(first: object, last: object) -> dict[str, object]:
    return {"first": first, "last": last}
