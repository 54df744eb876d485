"""Who could join: establishments of a place that play a role or belong to a family, with why and what would confirm it.

The only part of the engine that touches names, and only for the place being looked at. ``disclosure`` says what may be
shown; natural persons are counted, never listed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from essaim.engine.disclosure import Shown, shown
from essaim.engine.language import gettext as _
from essaim.engine.register.naming import name_of
from essaim.engine.register.predicates import Answers
from essaim.engine.register.register import Register
from essaim.engine.territories import Territories, distances_to_points_km
from essaim.engine.values import Answer


@dataclass(frozen=True)
class Candidate:
    """One establishment that could join.

    Attributes:
        siret: fourteen digits.
        name: None when it may not be shown or is not known; ``unnamed`` then says why.
        unnamed: "" or a sentence.
        commune_code, commune_name: where it is.
        lon, lat: degrees; its own point, else its commune's; None when neither is known.
        located: True when the point is its own.
        distance_km: from the centre asked for, as the crow flies; None without points.
        naf, nomenclature: activity code and which nomenclature it belongs to; "" when unknown.
        legal: legal category, "" when unknown.
        size: size band of the establishment, "" when unknown.
        answer: YES (sure) or UNKNOWN (possible).
        suggested: possible, and its activity hints at it.
        why, confirms: sentences.
    """

    siret: str
    name: str | None
    unnamed: str
    commune_code: str
    commune_name: str
    lon: float | None
    lat: float | None
    located: bool
    distance_km: float | None
    naf: str
    nomenclature: str
    legal: str
    size: str
    answer: Answer
    suggested: bool
    why: str
    confirms: str


@dataclass(frozen=True)
class Candidates:
    """The first candidates of a place and how many there are.

    Attributes:
        listed: sure ones first, then those whose activity hints at it, then the others, each by distance.
        sure, possible: establishments counted, listed or not (possible includes sure).
        unlisted: possible ones that may not be listed, natural persons mostly.
    """

    listed: tuple[Candidate, ...]
    sure: int
    possible: int
    unlisted: int


Explain = Callable[[int], tuple[str, str]]


def find_candidates(
    answers: Answers,
    hinted: NDArray[np.bool_],
    explain: Explain,
    communes: NDArray[np.int32],
    *,
    territories: Territories,
    register: Register,
    centre: int | None = None,
    limit: int = 20,
    only_hinted: bool = False,
) -> Candidates:
    """The candidates of some communes.

    Args:
        answers: int8 ``Answer`` (n_profiles,): who counts.
        hinted: bool (n_profiles,): whose activity hints at it.
        explain: profile number → (why, what would confirm it).
        communes: int32 (k,), where to look.
        territories, register: what is known.
        centre: commune index that distances are taken from; None: no distance.
        limit: how many to list.
        only_hinted: among the merely possible, list only those whose activity hints at it.
    """
    rows = register.rows.of(communes)
    profile = np.asarray(register.rows.profile[rows])
    answer = answers[profile]
    may = shown(register.profiles).listed[profile]
    wanted = (answer == Answer.YES) | ((answer == Answer.UNKNOWN) & (hinted[profile] | (not only_hinted)))
    kept = np.flatnonzero(wanted & may)
    first = _nearest_first(rows[kept], answer[kept], hinted[profile[kept]], territories, register, centre, limit)
    return Candidates(
        read_candidates(*first, answers, hinted, explain, territories=territories, register=register),
        int(np.sum(answer == Answer.YES)),
        int(np.sum(answer >= Answer.UNKNOWN)),
        int(np.sum((answer >= Answer.UNKNOWN) & ~may)),
    )


def _nearest_first(
    rows: NDArray[np.int64],
    answer: NDArray[np.int8],
    hinted: NDArray[np.bool_],
    territories: Territories,
    register: Register,
    centre: int | None,
    limit: int,
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    distance = np.full(len(rows), np.nan)
    if centre is not None:
        lon, lat, _own = points_of(rows, territories, register)
        distance = distances_to_points_km(territories, centre, lon, lat)
    siret = np.asarray(register.rows.siret[rows])
    order = np.lexsort((siret, np.nan_to_num(distance, nan=np.inf), ~hinted, answer != Answer.YES))[:limit]
    return rows[order], distance[order]


def points_of(
    rows: NDArray[np.int64], territories: Territories, register: Register
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
    """Longitude and latitude of each row, and whether they are its own or its commune's."""
    commune = register.rows.commune_of(rows)
    lon = np.asarray(register.rows.lon[rows], dtype=np.float64)
    lat = np.asarray(register.rows.lat[rows], dtype=np.float64)
    # An establishment that may not be named may be somebody's home: its commune stands for it.
    own = ~np.isnan(lon) & ~np.isnan(lat) & shown(register.profiles).name[np.asarray(register.rows.profile[rows])]
    return np.where(own, lon, territories.lon[commune]), np.where(own, lat, territories.lat[commune]), own


def read_candidates(
    rows: NDArray[np.int64],
    distances: NDArray[np.float64],
    answers: Answers,
    hinted: NDArray[np.bool_],
    explain: Explain,
    *,
    territories: Territories,
    register: Register,
) -> tuple[Candidate, ...]:
    """What may be told of some rows, in their order; ``distances`` in km, NaN when unknown."""
    if not len(rows):
        return ()
    lon, lat, own = points_of(rows, territories, register)
    places = zip(register.rows.commune_of(rows), lon, lat, own, distances, strict=True)
    rights = shown(register.profiles)
    return tuple(
        _candidate(int(row), place, rights, answers, hinted, explain, territories, register)
        for row, place in zip(rows, places, strict=True)
    )


def _candidate(
    row: int,
    place: tuple[int, float, float, bool, float],
    rights: Shown,
    answers: Answers,
    hinted: NDArray[np.bool_],
    explain: Explain,
    territories: Territories,
    register: Register,
) -> Candidate:
    profiles, rows = register.profiles, register.rows
    profile = int(rows.profile[row])
    commune, lon, lat, own, distance = place
    name = name_of(row, commune, register, territories) if rights.name[profile] else None
    why, confirms = explain(profile)
    naf = str(profiles.naf[profile]) or str(profiles.naf25[profile])
    return Candidate(
        siret=f"{int(rows.siret[row]):014d}",
        name=name,
        unnamed="" if name else rights.sentence(profile) or _("nom absent du registre"),
        commune_code=str(territories.codes[commune]),
        commune_name=str(territories.names[commune]),
        lon=_known(lon),
        lat=_known(lat),
        located=bool(own),
        distance_km=_known(distance),
        naf=naf,
        nomenclature="rev2" if profiles.naf[profile] else "naf2025",
        legal=str(profiles.legal[profile]),
        size=str(profiles.size[profile]),
        answer=Answer(int(answers[profile])),
        suggested=bool(hinted[profile]),
        why=why,
        confirms=confirms,
    )


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
