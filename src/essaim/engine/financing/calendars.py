"""In which months a year's amount of a line is paid, exactly to the cent.

Months are counted from the first month of the year the amount belongs to: 1 is that month, 13 the first of the year
after. A share of an amount is rounded by largest remainder (the cents left over go to the largest fractions, the
earliest first), so that the parts always make the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from essaim.engine.financing.plan import MONTHS_A_YEAR, WHOLE, Calendar, Rhythm

# (month, cents), in the order of the months; no two of one month, none of zero.
Payments = tuple[tuple[int, int], ...]

_MONTHS_A_QUARTER = 3


def first_day(starts_on: date, month: int) -> date:
    """The first day of a month counted from the one that holds ``starts_on``, which is 1."""
    past = starts_on.year * MONTHS_A_YEAR + starts_on.month - 1 + month - 1
    return date(past // MONTHS_A_YEAR, past % MONTHS_A_YEAR + 1, 1)


def split(amount: int, weights: Sequence[int]) -> list[int]:
    """Cents in proportion to whole weights, by largest remainder: their sum is the amount.

    >>> split(100, [1, 1, 1])
    [34, 33, 33]
    """
    whole = sum(weights)
    sign, left = (-1, -amount) if amount < 0 else (1, amount)
    parts = [left * weight // whole for weight in weights]
    missing = left - sum(parts)
    if missing:
        # Python's sort is stable: between equal fractions the earliest comes first.
        order = sorted(range(len(weights)), key=lambda place: -(left * weights[place] % whole))
        for place in order[:missing]:
            parts[place] += 1
    return parts if sign > 0 else [-part for part in parts]


def payments(amount: int, calendar: Calendar) -> Payments:
    """When a year's amount is paid.

    Quarterly and yearly payments begin in the calendar's month; those of quarters may fall in the year after. On claim,
    spending is taken as even over the twelve months; a claim covers ``claim_every`` of them, the last one what is left
    of the year; it is paid ``delay`` months after the month in which it is written. The advance is rounded down, paid
    in the first month whatever the delay, and taken off the last claims.

    >>> payments(120, Calendar(Rhythm.ON_CLAIM, claim_every=6, delay=4, advance=2_000))
    ((1, 24), (10, 60), (16, 36))
    """
    match calendar.rhythm:
        case Rhythm.MONTHLY:
            return _later(zip(range(1, MONTHS_A_YEAR + 1), split(amount, [1] * MONTHS_A_YEAR), strict=True), calendar)
        case Rhythm.QUARTERLY:
            months = range(calendar.month, calendar.month + MONTHS_A_YEAR, _MONTHS_A_QUARTER)
            return _later(zip(months, split(amount, [1] * len(months)), strict=True), calendar)
        case Rhythm.YEARLY:
            return _later([(calendar.month, amount)], calendar)
        case Rhythm.TRANCHES:
            parts = split(amount, [one.share for one in calendar.tranches])
            return _later(zip((one.month for one in calendar.tranches), parts, strict=True), calendar)
        case Rhythm.ON_CLAIM:
            return _on_claim(amount, calendar)


def merged(parts: Sequence[tuple[int, int]]) -> Payments:
    """Payments of one month put together, in the order of the months."""
    by_month: dict[int, int] = {}
    for month, cents in parts:
        by_month[month] = by_month.get(month, 0) + cents
    return tuple((month, cents) for month, cents in sorted(by_month.items()) if cents)


def scaled(paid: Payments, share: int, since: int = 1) -> Payments:
    """Payments of which a share (basis points) is kept from a month on.

    Rounded on the running total, so that what is lost in all is the exact share, rounded down to the cent.

    >>> scaled(((1, 100), (2, 101), (3, 101)), 5_000, since=2)
    ((1, 100), (2, 51), (3, 50))
    """
    if share == WHOLE:
        return paid
    parts, reached, kept = [], 0, 0
    for month, cents in paid:
        if month < since:
            parts.append((month, cents))
            continue
        reached += cents
        now = reached - reached * (WHOLE - share) // WHOLE
        parts.append((month, now - kept))
        kept = now
    return merged(parts)


def _later(parts: Iterable[tuple[int, int]], calendar: Calendar) -> Payments:
    return merged([(month + calendar.delay, cents) for month, cents in parts])


def _on_claim(amount: int, calendar: Calendar) -> Payments:
    spent = split(amount, [1] * MONTHS_A_YEAR)
    starts = range(0, MONTHS_A_YEAR, calendar.claim_every)
    ends = [min(start + calendar.claim_every, MONTHS_A_YEAR) for start in starts]
    claims = [sum(spent[start:end]) for start, end in zip(starts, ends, strict=True)]
    sign = -1 if amount < 0 else 1
    advance = abs(amount) * calendar.advance // WHOLE
    left = advance
    for place in reversed(range(len(claims))):
        taken = min(left, abs(claims[place]))
        claims[place] -= sign * taken
        left -= taken
    paid = [(end + calendar.delay, claim) for end, claim in zip(ends, claims, strict=True)]
    return merged([(1, sign * advance), *paid])


def in_years(day: date, years: int) -> date:
    """The same day some years later; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
