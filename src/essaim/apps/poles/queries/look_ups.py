"""Answers of the public directory that are kept: about a place, or about a number."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from essaim.apps.poles.models import LookUp, LookUpLine
from essaim.apps.poles.models.look_ups import look_up_key
from essaim.engine.sources.recherche_answers import Found
from essaim.engine.values import Answer

_SIREN, _SIRET = 9, 14
_MOST = 20


def kept_look_up(place: str, family: str, words: str, activities: str = "") -> LookUp | None:
    """The question and its last answer, with its lines; None when it was never asked."""
    return LookUp.objects.filter(key=look_up_key(place, family, words, activities)).prefetch_related("lines").first()


def found_in(look_up: LookUp) -> list[Found]:
    """The establishments of an answer."""
    return [as_found(line.facts) for line in look_up.lines.all()]


def kept_establishments(number: str) -> list[tuple[Found, datetime]]:
    """What kept answers know of a SIREN or a SIRET, each establishment once, with the moment of the latest answer."""
    if not number.isdigit() or len(number) not in (_SIREN, _SIRET):
        return []
    lines: QuerySet[LookUpLine] = LookUpLine.objects.filter(look_up__answered_at__isnull=False)
    lines = lines.filter(siret=number) if len(number) == _SIRET else lines.filter(siret__startswith=number)
    latest: dict[str, tuple[Found, datetime]] = {}
    for line in lines.select_related("look_up").order_by("-look_up__answered_at")[: 10 * _MOST]:
        assert line.look_up.answered_at is not None
        latest.setdefault(line.siret, (as_found(line.facts), line.look_up.answered_at))
    return list(latest.values())[:_MOST]


def as_found(facts: Mapping[str, Any]) -> Found:
    """A kept line as the engine reads it."""
    flags = {key: Answer(value) for key, value in facts["flags"].items()}
    return Found(**{**facts, "flags": flags})
