"""Planned against actual: gaps and rates, unknown where an amount is not written."""

from fractions import Fraction

from essaim.engine.financing import Stage, Total, against_actual
from tests.engine.financing.small import line, plan


def test_gaps_and_rates_are_exact() -> None:
    found = plan(
        line("613", 300, stages={Stage.ACTUAL: (100,)}), line("616", 50, stages={Stage.ACTUAL: (80,)}),
        line("756", 350, stages={Stage.ACTUAL: (350,)}),
    )  # fmt: skip

    report = against_actual(found)

    rent = report.charges[0].lines[0].years[0]
    assert (rent.gap, rent.rate) == (-200, Fraction(1, 3))
    assert report.charges[0].years[0].gap == -170
    assert (report.years[0].charges.actual, report.years[0].products.gap) == (Total(180), 0)


def test_what_is_not_written_is_unknown() -> None:
    report = against_actual(plan(line("613", 300), line("756", 0, stages={Stage.ACTUAL: (5,)})))

    assert (report.charges[0].years[0].gap, report.years[0].charges.rate) == (None, None)
    assert (report.products[0].years[0].gap, report.products[0].years[0].rate) == (5, None)


def test_only_lines_of_the_plan_are_listed() -> None:
    report = against_actual(plan(line("613", 300), line("864", 10), line("870", 10)))

    assert [group.heading.key for group in report.charges] == ["61", "86"]
    assert [one.line.key for group in report.charges for one in group.lines] == ["613", "864"]
    assert report.years[0].charges_whole.planned == Total(310)
