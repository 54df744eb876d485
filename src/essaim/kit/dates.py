"""Dates as precise as their source: a year, a month or a day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from essaim.engine.errors import InvalidValue
from essaim.engine.language import current_language
from essaim.engine.language import gettext as _

YEAR, MONTH, DAY = "year", "month", "day"
_WRITTEN = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2}))?(?:-(?P<day>\d{2}))?")
_FRENCH = re.compile(r"(?:(?P<day>\d{1,2})[/. ])?(?P<month>\d{1,2})[/. ](?P<year>\d{4})")


@dataclass(frozen=True, slots=True)
class DatedAs:
    """A date, and what of it is known: the rest is the first of its month or year."""

    day: date
    precision: str


def dated(text: str) -> DatedAs:
    """``2012``, ``2012-06`` or ``06/2012``, ``2012-06-25`` or ``25/06/2012`` as a date with its precision.

    Raises:
        InvalidValue: not such a date.
    """
    found = _WRITTEN.fullmatch(text.strip()) or _FRENCH.fullmatch(text.strip())
    try:
        if found is None:
            raise ValueError
        year, month, day = (int(found[part] or 0) for part in ("year", "month", "day"))
        return DatedAs(date(year, month or 1, day or 1), DAY if day else MONTH if month else YEAR)
    except ValueError:
        raise InvalidValue(
            _("« %(text)s » n'est pas une date.") % {"text": text}, _("Écrivez 2012, 06/2012 ou 25/06/2012.")
        ) from None


def date_in_words(day: date, precision: str) -> str:
    """``2012``, ``juin 2012`` or ``25 juin 2012``, in the language in use."""
    if precision == YEAR:
        return str(day.year)
    month = _months()[day.month - 1]
    if precision == MONTH:
        return f"{month} {day.year}"
    first = _("1er") if day.day == 1 and current_language() == "fr" else str(day.day)
    return f"{first} {month} {day.year}"


def iso(day: date, precision: str) -> str:
    """The date as machines read it, no longer than what is known."""
    return day.isoformat()[: {YEAR: 4, MONTH: 7}.get(precision, 10)]


def as_typed(day: date | None, precision: str) -> str:
    """The date as people type it, no longer than what is known: ``2012``, ``06/2012``, ``25/06/2012``."""
    if day is None:
        return ""
    return {YEAR: f"{day.year}", MONTH: f"{day:%m/%Y}"}.get(precision, f"{day:%d/%m/%Y}")


def _months() -> tuple[str, ...]:
    return (
        _("janvier"), _("février"), _("mars"), _("avril"), _("mai"), _("juin"),
        _("juillet"), _("août"), _("septembre"), _("octobre"), _("novembre"), _("décembre"),
    )  # fmt: skip


def must_be_past(on: date | None, refusal: str, at: datetime) -> None:
    """Go on unless something that happened is dated after the day of ``at`` here; None: it has no day.

    Raises:
        InvalidValue: it is; ``refusal`` says what.
    """
    if on is not None and on > timezone.localdate(at):
        raise InvalidValue(refusal, _("Corrigez la date."))
