"""Dependence: exact shares, unknown never zero; the published budget gives 83.9 % and 46.1 %."""

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from essaim.engine.financing import (
    COORDINATION,
    Funder,
    Total,
    concentration,
    coverage,
    ending,
    hybridisation,
    public_share,
)
from essaim.engine.financing.wording import share_in_words
from tests.engine.financing.small import REGION, STATE, TRUST, line, plan, real_budget

MIXED = plan(
    line("70", 300), line("756", 100), line("74-etat", 400, funder="state"), line("74-prive", 100, funder="trust"),
    line("76", 100), line("870", 1000), funders=(STATE, TRUST),
)  # fmt: skip


def test_public_money_of_the_published_budget_with_and_without_volunteering() -> None:
    found = public_share(real_budget())

    assert (found.in_money.fraction, found.with_valued.fraction) == (
        Fraction(118_425, 141_112),
        Fraction(118_425, 257_112),
    )
    assert [share_in_words(one.fraction or Fraction(0)) for one in (found.in_money, found.with_valued)] == [
        "83,9\u00a0%", "46,1\u00a0%",
    ]  # fmt: skip


def test_origins_without_and_with_valued_contributions() -> None:
    bare = {key: one.fraction for key, one in hybridisation(MIXED, with_valued=False).shares.items()}
    valued = {key: one.fraction for key, one in hybridisation(MIXED, with_valued=True).shares.items()}

    assert bare == {
        "market": Fraction(3, 10), "public": Fraction(4, 10), "reciprocity": Fraction(2, 10), "other": Fraction(1, 10),
    }  # fmt: skip
    assert valued == {
        "market": Fraction(3, 20), "public": Fraction(4, 20), "reciprocity": Fraction(12, 20),
        "other": Fraction(1, 20),
    }  # fmt: skip


@given(st.lists(st.integers(0, 10**9), min_size=5, max_size=5))
def test_shares_of_origins_sum_to_the_whole(cents: list[int]) -> None:
    keys = ("70", "756", "74-etat", "76", "870")

    shares = hybridisation(
        plan(*(line(key, one) for key, one in zip(keys, cents, strict=True))), with_valued=True
    ).shares

    assert sum(one.cents for one in shares.values()) == sum(cents)


def test_an_unknown_product_makes_shares_provisional() -> None:
    found = hybridisation(plan(line("70", 300), line("756", None)), with_valued=False)

    market = found.shares["market"]
    assert (market.fraction, market.unknown, market.is_whole) == (Fraction(1), 1, False)


def test_who_pays_decides_whether_a_subsidy_is_public() -> None:
    found = plan(line("74-etablissements", 100, funder="trust"), line("74-etat", 300), funders=(TRUST,))

    shares = hybridisation(found, with_valued=False).shares

    assert (shares["public"].cents, shares["reciprocity"].cents) == (300, 100)


def test_the_largest_funder_and_the_concentration_of_funders() -> None:
    found = concentration(
        plan(
            line("74-etat", 600, funder="state"), line("74-region", 300, funder="region"),
            line("74-prive", 100, funder="trust"), line("756", 1000), funders=(STATE, REGION, TRUST),
        )
    )  # fmt: skip

    assert [one.funder.key for one in found.funders] == ["state", "region", "trust"]
    assert found.largest is not None
    assert found.largest.share.fraction == Fraction(600, 2000)
    assert (found.index, found.is_concentrated) == (Fraction(46, 100), True)


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=6))
def test_concentration_is_one_over_the_number_when_funders_are_equal_and_never_below(cents: list[int]) -> None:
    funders = tuple(Funder(f"f{place}", f"F{place}", is_public=True) for place in range(len(cents)))
    lines = [line("74-etat", one, funder=funder.key) for one, funder in zip(cents, funders, strict=True)]

    index = concentration(plan(*lines, funders=funders)).index

    assert index is not None
    assert Fraction(1, len(cents)) <= index <= 1
    assert index == sum(Fraction(one, sum(cents)) ** 2 for one in cents)


def test_without_any_funder_there_is_no_concentration() -> None:
    found = concentration(plan(line("756", 1000), line("74-etat", None, funder="state"), funders=(STATE,)))

    assert (found.largest, found.index, found.is_concentrated, found.unknown) == (None, None, None, 1)


def test_what_ends_within_twelve_months_of_a_day() -> None:
    found = plan(
        line("74-etat", 400, key="a", funder="state"), line("74-region", 300, key="b", funder="region"),
        line("74-prive", 200, key="c", funder="trust"), line("756", 100, key="d"), funders=(STATE, REGION, TRUST),
    )  # fmt: skip
    ends = {"a": date(2027, 12, 31), "b": date(2028, 1, 15)}

    one = ending(found, ends, date(2027, 1, 15), 0)

    assert (one.lines, one.share.fraction, one.no_end) == (("a",), Fraction(4, 10), ("c",))
    assert ending(found, ends, date(2027, 12, 31), 0).lines == ("a", "b")
    assert ending(found, ends, date(2028, 1, 1), 0).lines == ("b",)


def test_grant_without_a_named_payer_is_in_no_share_and_says_so() -> None:
    found = plan(line("74-etat", 900), line("74-region", 100, funder="region"), funders=(REGION,))

    one = concentration(found)

    assert (one.index, one.unnamed, one.is_concentrated) == (Fraction(1), Total(900), None)
    assert ending(found, {}, date(2027, 1, 15), 0).no_end == tuple(each.key for each in found.lines)


def test_unknown_amount_of_a_funder_leaves_the_concentration_open() -> None:
    found = plan(
        line("74-etat", 900, funder="state"), line("74-region", None, funder="region"), funders=(STATE, REGION)
    )

    assert (concentration(found).index, concentration(found).is_concentrated) == (Fraction(1), None)


def test_own_resources_over_the_cost_of_coordination() -> None:
    found = coverage(
        plan(
            line("641", 4000, analytic=COORDINATION), line("864", 500, analytic=COORDINATION),
            line("756", 1000, analytic=COORDINATION, funder="trust"), line("70", 1000), line("758", 900),
            line("74-etat", 2000, funder="state", analytic=COORDINATION), funders=(STATE, TRUST),
        )
    )  # fmt: skip

    assert (found.ratio, found.allotted_ratio) == (Fraction(1, 2), Fraction(1, 4))


def test_coverage_is_unknown_without_the_cost_or_an_amount() -> None:
    assert coverage(plan(line("756", 100))).ratio is None
    assert coverage(plan(line("641", 100, analytic=COORDINATION), line("756", None))).ratio is None


def test_a_year_is_looked_at_alone() -> None:
    found = plan(line("70", 100, 0), line("74-etat", 0, 100, funder="state"), years=2, funders=(STATE,))

    assert hybridisation(found, with_valued=False, year=0).shares["market"].fraction == 1
    assert hybridisation(found, with_valued=False, year=1).shares["market"].fraction == 0
