"""Calendars that people subscribe to (iCalendar, RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import HttpResponse
from django.utils import timezone

_LINE = 74  # octets: 75 with the space that begins the lines that follow


@dataclass(frozen=True, slots=True)
class Entry:
    """Something in a calendar: between two moments, or a whole day (``starts`` a date, ``ends`` None)."""

    uid: str
    stamped: datetime
    starts: datetime | date
    summary: str
    ends: datetime | None = None
    description: str = ""
    url: str = ""


def calendar_answer(entries: Iterable[Entry], name: str) -> HttpResponse:
    """The entries as a calendar; ``name`` says which of the site's."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//Essaim//{name}//FR", "CALSCALE:GREGORIAN"]
    for one in entries:
        lines += _event(one)
    body = "\r\n".join(piece for line in [*lines, "END:VCALENDAR"] for piece in _folded(line)) + "\r\n"
    return HttpResponse(body, content_type="text/calendar; charset=utf-8")


def _event(one: Entry) -> list[str]:
    if isinstance(one.starts, datetime):
        when = [f"DTSTART:{_utc(one.starts)}", f"DTEND:{_utc(one.ends or one.starts)}"]
    else:
        after = one.starts + timedelta(days=1)
        when = [f"DTSTART;VALUE=DATE:{one.starts:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}"]
    lines = ["BEGIN:VEVENT", f"UID:{one.uid}@essaim", f"DTSTAMP:{_utc(one.stamped)}", *when,
             f"SUMMARY:{_escaped(one.summary)}"]  # fmt: skip
    if one.description:
        lines.append(f"DESCRIPTION:{_escaped(one.description)}")
    if one.url:
        lines.append(f"URL:{one.url}")
    return [*lines, "END:VEVENT"]


def _utc(at: datetime) -> str:
    return f"{at.astimezone(timezone.get_fixed_timezone(0)):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())


def _folded(line: str) -> list[str]:
    """Lines of at most 75 octets, those that follow starting with a space."""
    pieces, rest = [], line.encode()
    while len(rest) > _LINE:
        cut = _LINE
        while rest[cut] & 0xC0 == 0x80:
            cut -= 1
        pieces.append(rest[:cut].decode())
        rest = b" " + rest[cut:]
    return [*pieces, rest.decode()]
