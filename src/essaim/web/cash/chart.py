"""The cash of several cases as one drawing: where each line, tick and word stands. The table beneath says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from essaim.engine.financing.cash import CashCurve
from essaim.engine.financing.plan import MONTHS_A_YEAR
from essaim.engine.financing.wording import euros, whole_euros

_WIDTH, _HEIGHT = 760, 340
_LEFT, _RIGHT, _TOP, _BOTTOM = 96, 24, 18, 34
_TICKS = 6
# One dash for each line, so that none is told by its colour alone; colours for a file, where no style sheet reaches.
_DASHES = ("", "9 5", "2 4", "12 4 2 4")
_COLOURS = ("#8a3f06", "#1f55a8", "#8c2f83", "#8a1f3d")
# One month in so many is named: the closest that leaves at most ten names, which stand beside one another.
_EVERY = (1, 2, 3, 6, 12, 24)
_MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class Drawn:
    """One line of the drawing, and its sample in the legend."""

    label: str
    points: str
    dash: str
    colour: str
    css: str


@dataclass(frozen=True, slots=True)
class Tick:
    """An amount or a month beside an axis."""

    at: float
    label: str
    is_main: bool = False

    @property
    def text_at(self) -> float:
        """Where the words beside a row stand: their middle on it."""
        return self.at + 4


@dataclass(frozen=True, slots=True)
class CashChart:
    """All that the drawing holds.

    Attributes:
        lines: of the cases, the main one first.
        rows, columns: amounts from below, months from the left.
        zero, overdraft: heights; no overdraft: None.
        now: where the month that is being lived begins; None before the plan.
        end: where the plan ends and only its last payments are waited for; None when they end together.
        under: the surface below zero of the main line.
        trough: where its lowest point stands, and its amount in words.
        label: what the drawing says, in a sentence.
    """

    lines: tuple[Drawn, ...]
    rows: tuple[Tick, ...]
    columns: tuple[Tick, ...]
    zero: float
    overdraft: float | None
    end: float | None
    now: float | None
    under: str
    trough: tuple[float, float]
    trough_label: str
    label: str
    width: int = _WIDTH
    height: int = _HEIGHT
    left: int = _LEFT
    right: int = _WIDTH - _RIGHT
    top: int = _TOP
    bottom: int = _HEIGHT - _BOTTOM

    @property
    def end_words(self) -> float:
        """Where the words beside the plan's end finish."""
        return (self.end or 0) - 5

    @property
    def words_at(self) -> tuple[float, float, str]:
        """Where the amount of the lowest point is written, and from which of its ends."""
        x, y = self.trough
        is_right = x > self.right - 110
        return (x - 8 if is_right else x + 8, min(y + 16, self.bottom - 4), "end" if is_right else "start")


@dataclass(frozen=True, slots=True)
class _Scale:
    low: int
    high: int
    months: int

    def x(self, month: int) -> float:
        return round(_LEFT + (_WIDTH - _LEFT - _RIGHT) * month / self.months, 1)

    def y(self, cents: int) -> float:
        return round(_TOP + (_HEIGHT - _TOP - _BOTTOM) * (self.high - cents) / (self.high - self.low), 1)

    def points(self, curve: CashCurve) -> list[tuple[float, float]]:
        return [(self.x(month), self.y(cents)) for month, cents in enumerate(_from_start(curve))]


def cash_chart(curves: Sequence[tuple[str, CashCurve]], label: str) -> CashChart:
    """The lines of cases that have the same months, four at most; the first is marked at its lowest point."""
    main = curves[0][1]
    values = [cents for _name, curve in curves for cents in _from_start(curve)]
    ticks = _steps(min(*values, 0, -main.overdraft), max(*values, 0))
    scale = _Scale(ticks[0], ticks[-1], len(main.balance))
    zero, last = scale.y(0), scale.x(scale.months)
    below = [(x, max(zero, y)) for x, y in scale.points(main)]
    return CashChart(
        lines=tuple(
            Drawn(name, _written(scale.points(curve)), _DASHES[place], _COLOURS[place], f"l{place}")
            for place, (name, curve) in enumerate(curves)
        ),
        rows=tuple(Tick(scale.y(cents), euros(cents), cents == 0) for cents in ticks),
        columns=_columns(main, scale),
        zero=zero,
        overdraft=scale.y(-main.overdraft) if main.overdraft else None,
        end=scale.x(main.plan_months) if main.plan_months < scale.months else None,
        now=scale.x(main.since - 1) if main.since > 1 else None,
        under=_written([(_LEFT, zero), *below, (last, zero)]),
        trough=(scale.x(main.trough_month), scale.y(main.trough)),
        trough_label=whole_euros(main.trough),
        label=label,
    )


def _from_start(curve: CashCurve) -> tuple[int, ...]:
    return (curve.opening or 0, *curve.balance)


def _written(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)


def _steps(low: int, high: int) -> list[int]:
    """Round amounts in cents, evenly spaced, from below the lowest to above the highest: 1, 2 or 5 and zeros apart."""
    least = max(high - low, 100) / _TICKS
    size = next(step * 10**power for power in range(2, 18) for step in (1, 2, 5) if step * 10**power >= least)
    first, last = low // size, -(-high // size)
    return [place * size for place in range(first, max(last, first + 1) + 1)]


def _columns(curve: CashCurve, scale: _Scale) -> tuple[Tick, ...]:
    """The months that are named: 07/2027; Januaries stand out."""
    every = next((step for step in _EVERY if scale.months <= _MOST_NAMED * step), 36)
    days = [(month, curve.date_of(month)) for month in range(1, scale.months + 1)]
    return tuple(
        Tick(scale.x(month - 1), f"{day.month:02d}/{day.year}", day.month == 1)
        for month, day in days
        if (day.year * MONTHS_A_YEAR + day.month - 1) % every == 0
    )
