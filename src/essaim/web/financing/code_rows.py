"""A plan by analytic code: what each costs and brings, and its part of the costs that no code bears directly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from essaim.apps.financing.models import Plan
from essaim.apps.financing.to_engine import as_plan
from essaim.engine.financing import COORDINATION, Total, by_analytic, by_direct_costs
from essaim.engine.financing.balance import difference
from essaim.engine.language import gettext as _
from essaim.web.financing.years import year_labels


@dataclass(frozen=True, slots=True)
class CodeRows:
    """A code over the years, in cents: its charges, its products, and what they leave (None: cannot tell)."""

    name: str
    charges: tuple[Total, ...]
    products: tuple[Total, ...]
    gaps: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class SpreadRow:
    """A code in a year: direct costs, its part of the rest (share, cents) and the rule in words; None: cannot tell."""

    name: str
    direct: Total
    share: Fraction | None
    part: int | None
    sentence: str


@dataclass(frozen=True, slots=True)
class SpreadYear:
    """A year: the costs that no code bears directly, and what each code would bear of them."""

    label: str
    indirect: Total
    rows: Sequence[SpreadRow]


def codes_in_words(plan: Plan) -> dict[str, Any]:
    """What the tables by code show; nothing to show where no line has one."""
    has_codes = any(line.analytic for line in plan.lines.all())
    return {
        "codes": code_rows(plan) if has_codes else [],
        "spread": [one for one in spread_years(plan) if one.rows],
    }


def code_rows(plan: Plan) -> list[CodeRows]:
    """Each code of the plan, coordination first, what has no code last: what is planned."""
    return [
        CodeRows(
            code_name(one.code), one.charges, one.products,
            tuple(difference(got, spent) for got, spent in zip(one.products, one.charges, strict=True)),
        )
        for one in by_analytic(as_plan(plan))
    ]  # fmt: skip


def spread_years(plan: Plan) -> list[SpreadYear]:
    """The costs without code of each year, spread between the codes by their direct costs: what is planned."""
    values, found = as_plan(plan), []
    for year, label in enumerate(year_labels(plan)):
        one = by_direct_costs(values, year)
        key, parts = one.key, one.parts or {}
        rows = [
            SpreadRow(
                code_name(code), direct, key.share(code) if key else None, parts.get(code),
                key.sentence(code) if key else "",
            )
            for code, direct in one.direct.items()
        ]  # fmt: skip
        found.append(SpreadYear(label, one.indirect, rows))
    return found


def code_name(code: str) -> str:
    """A code as it is said: the coordination, one of the pole's own, or none."""
    return {COORDINATION: _("Coordination"), "": _("Sans code")}.get(code, code)
