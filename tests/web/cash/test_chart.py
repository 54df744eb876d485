"""The drawing of the cash: what stands where."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.engine.financing.cash import CashCurve
from essaim.web.cash.chart import cash_chart

MOVES = st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=220)


def curve(moves: list[int], opening: int | None = 0, overdraft: int = 0, plan_months: int = 12) -> CashCurve:
    ins = tuple(max(0, move) for move in moves)
    outs = tuple(max(0, -move) for move in moves)
    return CashCurve(date(2027, 1, 1), plan_months, ins, outs, opening, overdraft)


@given(moves=MOVES, opening=st.one_of(st.none(), st.integers(-(10**12), 10**12)), overdraft=st.integers(0, 10**12))
def test_everything_stands_inside_and_names_do_not_meet(moves: list[int], opening: int | None, overdraft: int) -> None:
    chart = cash_chart([("A", curve(moves, opening, overdraft))], "…")

    points = [tuple(map(float, point.split(","))) for point in chart.lines[0].points.split(" ")]
    assert len(points) == len(moves) + 1
    assert all(chart.left <= x <= chart.right and chart.top <= y <= chart.bottom for x, y in points)
    assert chart.top <= chart.zero <= chart.bottom
    assert 2 <= len(chart.rows) <= 9
    assert len(chart.columns) <= 11
    assert all(after.at - before.at >= 58 for before, after in zip(chart.columns, chart.columns[1:], strict=False))


def test_the_lowest_point_the_overdraft_and_the_end_are_marked() -> None:
    chart = cash_chart([("A", curve([0, -300, 500, 0], 100, 200, plan_months=3)), ("B", curve([0] * 4))], "said")

    assert chart.trough_label == "−2\u00a0€"
    assert chart.trough[0] == pytest.approx(chart.left + (chart.right - chart.left) / 2)
    assert chart.overdraft == pytest.approx(chart.trough[1])
    assert chart.end == pytest.approx(chart.left + (chart.right - chart.left) * 3 / 4)
    assert [(line.label, line.dash) for line in chart.lines] == [("A", ""), ("B", "9 5")]
    assert [column.label for column in chart.columns] == ["01/2027", "02/2027", "03/2027", "04/2027"]


def test_a_plan_that_never_moves_is_drawn() -> None:
    chart = cash_chart([("A", curve([0]))], "…")

    assert (chart.overdraft, chart.lines[0].points) == (
        None,
        f"{chart.left},{chart.zero:g} {chart.right},{chart.zero:g}",
    )
