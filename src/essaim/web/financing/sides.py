"""Charges and products as the page lays them: the form's headings, the plan's lines under each, years as columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from essaim.apps.financing.models import Plan, PlanLine
from essaim.engine import financing as engine
from essaim.engine.financing import COORDINATION, PlanProblem, Side, Stage, Total
from essaim.engine.financing.balance import Budget, balance, by_group
from essaim.engine.financing.form import FormLine
from essaim.engine.financing.supports import load_supports
from essaim.engine.language import gettext as _


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of the plan: its words, its amounts in cents a year, what is to be mended in it."""

    line: PlanLine
    title: str
    under: str
    payer: str
    support: str
    is_coordination: bool
    amounts: tuple[int | None, ...]
    problems: tuple[PlanProblem, ...]

    @property
    def details(self) -> str:
        """What is said under its title."""
        return " · ".join(one for one in (self.under, self.payer, self.support) if one)


@dataclass(frozen=True, slots=True)
class HeadingRows:
    """A heading of the form that the plan uses: its sum by year, its lines."""

    title: str
    totals: tuple[Total, ...]
    rows: tuple[LineRow, ...]


@dataclass(frozen=True, slots=True)
class SideTable:
    """One side: what is in money and its total, then what is in kind and the total of both."""

    title: str
    key: str
    money: tuple[HeadingRows, ...]
    in_kind: tuple[HeadingRows, ...]
    totals: tuple[Budget, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """What rows are written with: the plan's lines by their form line, and the problems of each."""

    plan: Plan
    values: engine.Plan
    problems: Mapping[str, Sequence[PlanProblem]] = field(default_factory=dict)

    def row(self, line: PlanLine, known: FormLine, stage: Stage, *, is_alone: bool = False) -> LineRow:
        """A line in words; ``is_alone``: its heading has no other line."""
        value = next(one for one in self.values.lines if one.key == line.uid)
        kind = value.support
        return LineRow(
            line,
            line.label or known.title(),
            # Under a heading of one line, its words would be said twice.
            "" if is_alone else _under(line, known),
            line.funder.name if line.funder else "",
            load_supports().support(kind).title() if load_supports().has(kind) else "",
            line.analytic == COORDINATION,
            tuple(value.amount(year, stage) for year in range(self.plan.years)),
            tuple(self.problems.get(line.uid, ())),
        )


def _under(line: PlanLine, known: FormLine) -> str:
    """What is said under the title of a line: its account, and the form's words where nothing else says what it is."""
    return known.account if not line.label or line.funder else f"{known.account} {known.title()}".strip()


def both_sides(words: Words, stage: Stage = Stage.PLANNED) -> tuple[SideTable, SideTable]:
    """Charges, then products."""
    years = balance(words.values, stage)
    return (
        _side(words, Side.CHARGE, _("Charges"), stage, tuple(one.charges for one in years)),
        _side(words, Side.PRODUCT, _("Produits"), stage, tuple(one.products for one in years)),
    )


def _side(words: Words, side: Side, title: str, stage: Stage, totals: tuple[Budget, ...]) -> SideTable:
    money: list[HeadingRows] = []
    in_kind: list[HeadingRows] = []
    for group in by_group(words.values, side, stage):
        if not group.is_written:
            continue
        rows = tuple(
            words.row(line, one.line, stage, is_alone=len(group.lines) == 1)
            for one in group.lines
            for line in words.plan.lines.all()
            if line.form_line == one.line.key and line.side == side
        )
        (in_kind if group.lines[0].line.in_kind else money).append(
            HeadingRows(group.heading.title(), group.years, rows)
        )
    return SideTable(title, side.value, tuple(money), tuple(in_kind), totals)
