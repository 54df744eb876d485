"""Small plans, made for the tests of cash."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from essaim.engine.financing import (
    COORDINATION,
    Calendar,
    Funder,
    Plan,
    PlanLine,
    Rhythm,
    Side,
    Stage,
    Tranche,
)

YEARLY = Calendar(Rhythm.YEARLY)
# fin-treasury of the shared vectors: 50, 30 and 20 % at months 3, 9 and 15.
THREE_PARTS = Calendar(Rhythm.TRANCHES, tranches=(Tranche(3, 5_000), Tranche(9, 3_000), Tranche(15, 2_000)))


def charge(key: str, *amounts: int | None, calendar: Calendar = Calendar(), **more: Any) -> PlanLine:  # noqa: B008
    """A charge: 64 of the form, where nothing else is said."""
    more.setdefault("form_line", "641")
    return PlanLine(key, Side.CHARGE, label=key, amounts={Stage.PLANNED: amounts}, calendar=calendar, **more)


def product(key: str, *amounts: int | None, calendar: Calendar = Calendar(), **more: Any) -> PlanLine:  # noqa: B008
    """A product: dues, where nothing else is said."""
    more.setdefault("form_line", "756")
    return PlanLine(key, Side.PRODUCT, label=key, amounts={Stage.PLANNED: amounts}, calendar=calendar, **more)


def grant(funder: str, *amounts: int | None, calendar: Calendar = YEARLY, **more: Any) -> PlanLine:
    """What a funder gives each year, at its start where nothing else is said."""
    more.setdefault("form_line", "74-state")
    return product(f"grant-{funder}", *amounts, calendar=calendar, funder=funder, **more)


def plan(*lines: PlanLine, years: int = 1, **more: Any) -> Plan:
    """A plan that starts in January 2027 with nothing in the bank, with a funder for each key that lines name."""
    funders = tuple(Funder(key, key.title()) for key in _keys(lines))
    more.setdefault("opening", 0)
    return Plan(date(2027, 1, 1), years, tuple(lines), funders, **more)


def treasury(**more: Any) -> Plan:
    """fin-treasury: ten a month for a year, paid by one grant in three parts."""
    cost = charge("team", 120, analytic=COORDINATION)
    return plan(cost, grant("state", 120, calendar=THREE_PARTS), **more)


def _keys(lines: Iterable[PlanLine]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.funder for line in lines if line.funder))
