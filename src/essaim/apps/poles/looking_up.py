"""Asking the public directory of enterprises, within a hard budget, and keeping what came of it.

No transaction is open while the network is waited for. After a failure nobody is sent to wait again for a moment.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.core.cache import cache as kept
from django.utils import timezone

from essaim import __version__
from essaim.apps.poles.actions.look_ups import keep_answer, keep_failure
from essaim.apps.poles.models import LookUp
from essaim.apps.poles.queries.look_ups import kept_look_up
from essaim.engine.errors import DataProblem, InvalidValue, LookupProblem
from essaim.engine.language import gettext as _
from essaim.engine.register.look_up import number_question, questions
from essaim.engine.sources.connections import Waiting
from essaim.engine.sources.recherche_entreprises import Question, Service, TokenBucket, ask
from essaim.engine.territories import load_territories, read_perimeter
from essaim.engine.values import siren, siret, with_valid_key

OFF = "off"
BUDGET = 3.0
_SILENCE = 2.0
_MOST_PAGES = 4
# Asked again sooner, the answer is the one that just came: somebody pressed twice.
_FRESH = timedelta(seconds=20)
_PAUSE, _LONGEST_PAUSE = 15.0, 3600.0
_PAUSED = "look-up:paused-until"
_SIREN = 9


class LookUpOff(DataProblem):
    """This site asks nothing of the outside."""

    def __init__(self) -> None:
        super().__init__(_("Ce site n'interroge pas l'annuaire des entreprises : c'est un choix de qui l'administre."))


class LookUpPaused(DataProblem):
    """The directory did not answer a moment ago, or asked to wait."""

    def __init__(self, until: datetime) -> None:
        super().__init__(
            _("L'annuaire des entreprises ne répondait pas, ou demande d'attendre jusqu'à %(time)s.")
            % {"time": f"{timezone.localtime(until):%H:%M:%S}"},
            _("Rien ne lui a été demandé : recommencez après."),
        )
        self.until = until


def is_on() -> bool:
    """Whether this site may ask the directory."""
    return bool(settings.LOOKUP != OFF)


def look_up_place(*, place: str, family: str, words: str, at: datetime, activities: str = "") -> LookUp:
    """Ask who of ``family`` ("": anybody) is in ``place``, a perimeter in one line; the answer or the failure, kept.

    ``activities``: codes or prefixes of NAF rev. 2, separated by commas; "" for any.

    Raises:
        LookUpOff. LookUpPaused. BadOption, UnknownTerritory, BadRadius, EmptyPerimeter: it cannot be asked.
    """
    written = read_perimeter(place)
    asked = questions(family, words, written, load_territories(), codes_of(activities))
    return _kept((str(written), family, words, activities), asked, at)


def look_up_number(*, number: str, at: datetime) -> LookUp:
    """Ask about a SIREN or a SIRET; the answer or the failure, kept.

    Raises:
        LookUpOff. LookUpPaused. InvalidValue: no such number.
    """
    digits = checked_number(number)
    return _kept(("", "", digits, ""), number_question(digits), at)


def codes_of(activities: str) -> tuple[str, ...]:
    """The codes or prefixes that a question writes, one by one."""
    return tuple(code for code in activities.split(",") if code)


def checked_number(text: str) -> str:
    """A SIREN or a SIRET as people type it, as digits.

    Raises:
        InvalidValue: neither, or its key is wrong.
    """
    bare = "".join(letter for letter in text if letter.isdigit())
    return with_valid_key(siren(text) if len(bare) == _SIREN else siret(text))


def asked_number(text: str) -> str:
    """The SIREN or the SIRET that somebody typed, "" when it is none."""
    try:
        return checked_number(text)
    except InvalidValue:
        return ""


def _kept(said: tuple[str, str, str, str], asked: tuple[Question, ...], at: datetime) -> LookUp:
    """``said``: place, family, words, activities."""
    if not is_on():
        raise LookUpOff()
    before = kept_look_up(*said)
    if before is not None and before.answered_at is not None and at - before.answered_at < _FRESH:
        return before
    until: datetime | None = kept.get(_PAUSED)
    if until is not None and until > at:
        raise LookUpPaused(until)
    question: dict[str, Any] = dict(zip(("place", "family", "words", "activities"), said, strict=True))
    question |= {"address": settings.LOOKUP, "at": at}
    try:
        answer = ask(
            asked,
            service=Service(settings.LOOKUP, _agent()),
            bucket=_bucket(settings.LOOKUP_RATE),
            waiting=Waiting(time.sleep, time.monotonic, timeout=_SILENCE),
            most_pages=_MOST_PAGES,
            budget=BUDGET,
        )
    except LookupProblem as failure:
        pause = min(_LONGEST_PAUSE, failure.wait or _PAUSE)
        kept.set(_PAUSED, at + timedelta(seconds=pause), pause)
        return keep_failure(failure=failure.message, **question)
    return keep_answer(asked=answer, **question)


@cache
def _bucket(rate: float) -> TokenBucket:
    """One for the process: two processes of pages stay under what the directory accepts."""
    return TokenBucket(rate, burst=2)


def _agent() -> str:
    return f"essaim/{__version__} (+{settings.ADDRESS})"
