"""The slow obvious twin of the scan: one territory, one role, one establishment at a time, no arrays.

Written from the definitions (docs of ``conditions`` and ``predicates``), not from the fast code.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import asin, cos, radians, sin, sqrt
from typing import Any

YES, UNKNOWN, NO = "yes", "unknown", "no"
_STRENGTH = {NO: 0, UNKNOWN: 1, YES: 2}
Actor = Mapping[str, Any]


def answer_of(rule: Mapping[str, Any], actor: Actor) -> str:
    """Does one actor meet a predicate in its TOML form? (naf, legal, flag, any, all, not)"""
    return min((_one_key(key, value, actor) for key, value in rule.items()), key=_STRENGTH.__getitem__)


def _one_key(key: str, value: Any, actor: Actor) -> str:
    if key == "naf":
        return _code(actor.get("naf", ""), value["rev2"])
    if key == "legal":
        return _code(actor.get("legal", ""), value)
    if key == "flag":
        return {2: YES, 1: UNKNOWN, 0: NO}[int(actor.get(value, 1))]
    if key == "any":
        return max((answer_of(part, actor) for part in value), key=_STRENGTH.__getitem__)
    if key == "all":
        return min((answer_of(part, actor) for part in value), key=_STRENGTH.__getitem__)
    if key == "not":
        return {YES: NO, NO: YES, UNKNOWN: UNKNOWN}[answer_of(value, actor)]
    raise AssertionError(key)


def _code(code: str, wanted: Sequence[str]) -> str:
    if not code:
        return UNKNOWN
    for pattern in wanted:
        if code == pattern or (pattern.endswith("*") and code.startswith(pattern[:-1])):
            return YES
    return NO


def distance_km(one: tuple[float, float], two: tuple[float, float]) -> float:
    """Great-circle distance of two (lon, lat) in degrees."""
    half_lat, half_lon = radians(two[1] - one[1]) / 2, radians(two[0] - one[0]) / 2
    a = sin(half_lat) ** 2 + cos(radians(one[1])) * cos(radians(two[1])) * sin(half_lon) ** 2
    return 2 * 6371.0088 * asin(min(1.0, sqrt(a)))


def role_answer(
    rule: Mapping[str, Any],
    minimum: int,
    places: set[int],
    actors: Sequence[tuple[int, Actor]],
    covered: Sequence[bool],
) -> tuple[str, int, int]:
    """The condition "at least ``minimum``" over some communes: (answer, sure, possible)."""
    found = [answer_of(rule, actor) for commune, actor in actors if commune in places]
    sure, possible = found.count(YES), found.count(YES) + found.count(UNKNOWN)
    if sure >= minimum:
        return YES, sure, possible
    if possible < minimum and all(covered[place] for place in places):
        return NO, sure, possible
    return UNKNOWN, sure, possible
