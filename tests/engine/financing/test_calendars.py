"""A year's amount over its months: always whole, to the cent."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.engine.financing.calendars import payments, scaled, split
from essaim.engine.financing.plan import Calendar, Rhythm, Tranche

AMOUNTS = st.integers(-(10**11), 10**11)


@st.composite
def tranches(draw: st.DrawFn) -> tuple[Tranche, ...]:
    cuts = sorted(draw(st.sets(st.integers(1, 9_999), max_size=5)))
    shares = [high - low for low, high in zip([0, *cuts], [*cuts, 10_000], strict=True)]
    return tuple(Tranche(draw(st.integers(1, 60)), share) for share in shares)


CALENDARS = st.builds(
    Calendar,
    rhythm=st.sampled_from(Rhythm),
    month=st.integers(1, 12),
    delay=st.integers(0, 60),
    tranches=tranches(),
    claim_every=st.integers(1, 12),
    advance=st.integers(0, 10_000),
)


def slow_split(amount: int, weights: list[int]) -> list[int]:
    """Twin of ``split``: one cent after another, to whoever is furthest below its exact share."""
    sign = -1 if amount < 0 else 1
    exact = [Fraction(abs(amount) * weight, sum(weights)) for weight in weights]
    parts = [int(share) for share in exact]
    while sum(parts) < abs(amount):
        gaps = [share - part for share, part in zip(exact, parts, strict=True)]
        parts[gaps.index(max(gaps))] += 1
    return [sign * part for part in parts]


@given(amount=AMOUNTS, weights=st.lists(st.integers(1, 10_000), min_size=1, max_size=15))
def test_split_is_its_slow_twin(amount: int, weights: list[int]) -> None:
    assert split(amount, weights) == slow_split(amount, weights)


@given(amount=AMOUNTS, calendar=CALENDARS)
def test_payments_make_the_amount(amount: int, calendar: Calendar) -> None:
    paid = payments(amount, calendar)

    assert sum(cents for _month, cents in paid) == amount
    assert [month for month, _cents in paid] == sorted({month for month, _cents in paid})
    assert 0 not in [cents for _month, cents in paid]


@pytest.mark.parametrize(
    ("calendar", "expected"),
    [
        (Calendar(), [(month, 9 if month <= 4 else 8) for month in range(1, 13)]),
        (Calendar(delay=2), [(month, 9 if month <= 6 else 8) for month in range(3, 15)]),
        (Calendar(Rhythm.QUARTERLY), [(1, 25), (4, 25), (7, 25), (10, 25)]),
        # In arrears: the last quarter is paid in the year after.
        (Calendar(Rhythm.QUARTERLY, month=4), [(4, 25), (7, 25), (10, 25), (13, 25)]),
        (Calendar(Rhythm.YEARLY, month=6, delay=3), [(9, 100)]),
        (Calendar(Rhythm.TRANCHES, tranches=(Tranche(3, 5_000), Tranche(15, 5_000))), [(3, 50), (15, 50)]),
        # Two parts in one month are one payment.
        (Calendar(Rhythm.TRANCHES, tranches=(Tranche(3, 5_000), Tranche(3, 5_000))), [(3, 100)]),
        # The months hold 9 9 9 9 8 8 8 8 8 8 8 8.
        (Calendar(Rhythm.ON_CLAIM, claim_every=6, delay=8), [(14, 52), (20, 48)]),
        (Calendar(Rhythm.ON_CLAIM, claim_every=5), [(5, 44), (10, 40), (12, 16)]),
        (Calendar(Rhythm.ON_CLAIM, claim_every=6, delay=4, advance=2_000), [(1, 20), (10, 52), (16, 28)]),
        # An advance larger than the last claim is taken off the one before as well.
        (Calendar(Rhythm.ON_CLAIM, claim_every=6, delay=1, advance=6_000), [(1, 60), (7, 40)]),
        (Calendar(Rhythm.ON_CLAIM, advance=10_000), [(1, 100)]),
    ],
)
def test_payments_of_one_euro(calendar: Calendar, expected: list[tuple[int, int]]) -> None:
    assert list(payments(100, calendar)) == expected


def test_nothing_is_paid_for_zero() -> None:
    assert payments(0, Calendar()) == ()


@given(
    paid=st.dictionaries(st.integers(1, 60), st.integers(-(10**9), 10**9).filter(bool)),
    share=st.integers(0, 10_000),
    since=st.integers(1, 70),
)
def test_scaled_keeps_the_exact_share_of_what_is_due_from_then_on(paid: dict[int, int], share: int, since: int) -> None:
    given_payments = tuple(sorted(paid.items()))

    kept = scaled(given_payments, share, since)

    before = [one for one in given_payments if one[0] < since]
    due = sum(cents for month, cents in given_payments if month >= since)
    lost = Fraction(due * (10_000 - share), 10_000)
    assert [one for one in kept if one[0] < since] == before
    assert 0 <= lost - (due - sum(cents for month, cents in kept if month >= since)) < 1
