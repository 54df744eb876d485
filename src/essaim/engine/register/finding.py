"""Find an establishment of the register by its name or number, to fill in a record: only what may be shown.

A number is looked for in the whole register; a name, in the communes asked for. Names are compared without accents,
case or punctuation, every word of the question standing somewhere in the name. What ``disclosure`` does not let be
named (natural persons, unknown legal forms, establishments that are not public) is never found here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from essaim.engine.disclosure import shown
from essaim.engine.register.naming import name_of
from essaim.engine.register.profiles import FLAGS
from essaim.engine.register.register import Register
from essaim.engine.territories import Territories
from essaim.engine.territories.search_index import search_form
from essaim.engine.values import Answer

_SIREN, _SIRET = 9, 14
_PER_SIREN = 10**5


@dataclass(frozen=True)
class Establishment:
    """One establishment that may be named.

    Attributes:
        siret, name, commune_code, commune_name: as the register has them.
        naf: activity (rev. 2, else NAF 2025), "" when unknown.
        legal: legal category, never "" for what may be named, save public bodies.
        flags: what the register says of it, by name of ``FLAGS``; unknown ones are left out.
    """

    siret: str
    name: str
    commune_code: str
    commune_name: str
    naf: str
    legal: str
    flags: Mapping[str, Answer]


def find_establishments(
    text: str, communes: NDArray[np.int32], *, territories: Territories, register: Register, limit: int = 20
) -> list[Establishment]:
    """The establishments that ``text`` (SIREN, SIRET, or words of the name) may mean, at most ``limit``.

    Args:
        text: what was typed.
        communes: int32 (k,), where names are looked for; numbers are looked for everywhere.
    """
    digits = "".join(text.split()).replace(".", "")
    if digits.isascii() and digits.isdigit() and len(digits) in (_SIREN, _SIRET):
        rows: Iterator[int] = iter(_rows_of_number(int(digits), len(digits), register).tolist())
    else:
        rows = _rows_of_name(search_form(text).split(), communes, register)
    may = shown(register.profiles).name
    found: list[Establishment] = []
    for row in rows:
        one = _establishment(row, territories, register) if may[int(register.rows.profile[row])] else None
        if one is not None:
            found.append(one)
        if len(found) == limit:
            break
    return found


def named_establishments(
    sirets: Sequence[str], *, territories: Territories, register: Register
) -> dict[str, Establishment]:
    """The establishments of these numbers that may be named, by SIRET; the whole register is read once for all."""
    numbers = [int(one) for one in sirets if one.isascii() and one.isdigit() and len(one) == _SIRET]
    wanted = np.array(numbers, dtype=np.int64)
    may = shown(register.profiles).name
    found: dict[str, Establishment] = {}
    for row in np.flatnonzero(np.isin(register.rows.siret, wanted)).tolist() if len(wanted) else ():
        one = _establishment(row, territories, register) if may[int(register.rows.profile[row])] else None
        if one is not None:
            found[one.siret] = one
    return found


def _rows_of_number(number: int, length: int, register: Register) -> NDArray[np.int64]:
    siret = register.rows.siret
    if length == _SIRET:
        return np.flatnonzero(siret == number)
    return np.flatnonzero((siret >= number * _PER_SIREN) & (siret < (number + 1) * _PER_SIREN))


def _rows_of_name(words: list[str], communes: NDArray[np.int32], register: Register) -> Iterator[int]:
    """Rows whose name holds every word. The letters of a commune stand together: only lines that hold a piece of the
    longest word, in the unaccented letters that registers use, are read one by one."""
    if not words:
        return
    rows = register.rows
    # A word may be written with accents; its longest piece without the letters that bear them is looked for first.
    piece = max(re.split("[aceiouyn]", max(words, key=len)), key=len)
    sought = re.compile(re.escape(piece.encode()), re.IGNORECASE)
    for commune in communes.tolist():
        start, stop = int(rows.start[commune]), int(rows.stop[commune])
        if start == stop:
            continue
        first = int(rows.name_start[start])
        letters = bytes(rows.name_bytes[first : int(rows.name_start[stop])])
        places = np.array([match.start() for match in sought.finditer(letters)], dtype=np.int64) + first
        named = np.searchsorted(rows.name_start[start : stop + 1], places, side="right") - 1
        hits = np.unique(named) if piece else np.arange(stop - start)
        yield from (row for row in (hits + start).tolist() if _holds(rows.name(row), words))


def _holds(name: str | None, words: list[str]) -> bool:
    form = search_form(name or "")
    return all(word in form for word in words)


def _establishment(row: int, territories: Territories, register: Register) -> Establishment | None:
    """One that may be named; None when its name is not known."""
    profiles = register.profiles
    profile = int(register.rows.profile[row])
    commune = int(register.rows.commune_of(np.array([row]))[0])
    name = name_of(row, commune, register, territories)
    if name is None:
        return None
    flags = {key: Answer(int(profiles.flags[key][profile])) for key in FLAGS}
    return Establishment(
        siret=f"{int(register.rows.siret[row]):014d}",
        name=name,
        commune_code=str(territories.codes[commune]),
        commune_name=str(territories.names[commune]),
        naf=str(profiles.naf[profile]) or str(profiles.naf25[profile]),
        legal=str(profiles.legal[profile]),
        flags={key: answer for key, answer in flags.items() if answer != Answer.UNKNOWN},
    )
