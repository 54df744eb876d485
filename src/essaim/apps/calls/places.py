"""Where a call applies: territories that people name, kept with their codes, named when they are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from essaim.engine.errors import EssaimError, InvalidValue, UnknownTerritory
from essaim.engine.language import current_language, ngettext
from essaim.engine.language import gettext as _
from essaim.engine.territories import (
    CODES,
    Perimeter,
    Territories,
    full_name,
    place_named,
    read_perimeter,
    search_places,
    short_name,
)

MOST_PLACES = 200
_MOST_NAMES = 3
_TWINS = ("commune", "departement")


@dataclass(frozen=True, slots=True)
class CallPlace:
    """One territory of a call.

    Attributes:
        line: as ``read_perimeter`` reads it.
        name: as it was called when it was chosen, in the language of that day: tables of territories come and go, and
            this is what it is called once it is gone.
    """

    line: str
    name: str

    def __str__(self) -> str:
        """The line that is kept in ``Call.place``."""
        return f"{self.line} {self.name}"


def kept_places(text: str) -> list[CallPlace]:
    """The territories of ``Call.place``; none is the whole of France."""
    found = [line.strip().partition(" ") for line in text.splitlines() if line.strip()]
    return [CallPlace(line, name or line) for line, _space, name in found]


def named_places(text: str, t: Territories) -> dict[str, CallPlace]:
    """The same by their names in the language in use, written so that ``typed_places`` reads them back; those that
    have one name are numbered."""
    found: dict[str, CallPlace] = {}
    for place in kept_places(text):
        base = name = _name(t, place.line, current_language()) or place.name
        number = 2
        while name in found:
            name, number = _("%(name)s (n° %(number)s)") % {"name": base, "number": number}, number + 1
        found[name] = place
    return found


def typed_places(text: str, kept: Mapping[str, CallPlace], t: Territories) -> list[CallPlace]:
    """The territories that people wrote, one a line or separated by commas; those that are ``kept``, by the names under
    which they were shown, stay as they are.

    Raises:
        InvalidValue: some are unknown or could be several; one sentence for each.
    """
    lines = {one.line: one for one in kept.values()}
    found: dict[str, CallPlace] = {}
    wrong: list[str] = []
    for said in (one for line in text.splitlines() for one in _said(line.strip(), kept, t)):
        try:
            place = kept.get(said) or _read(said, t)
        except EssaimError as refusal:
            wrong.append(str(refusal))
        else:
            found.setdefault(place.line, lines.get(place.line, place))
    if len(found) > MOST_PLACES:
        wrong.append(_("Un appel nomme au plus deux cents territoires : préférez un département, une région."))
    if wrong:
        raise InvalidValue(" ".join(dict.fromkeys(wrong)))
    return list(found.values())


def communes_of(places: Sequence[CallPlace], t: Territories) -> tuple[set[int], str]:
    """The communes of those territories, and why some are not known today ("" when all are)."""
    found: set[int] = set()
    missing = ""
    for place in places:
        try:
            found |= set(read_perimeter(place.line).perimeter(t).communes.tolist())
        except EssaimError as refusal:
            missing = str(refusal)
    return found, missing


def _said(line: str, known: Mapping[str, CallPlace], t: Territories) -> list[str]:
    """What a line names: a comma may part two territories, or stand in the name of one."""
    if not ({",", ";"} & set(line)) or line in known or line.startswith("codes:"):
        return [line] if line else []
    try:
        _read(line, t)
    except EssaimError:
        return [one.strip() for one in _parted(line) if one.strip()]
    return [line]


def _parted(line: str) -> list[str]:
    """The line cut at its commas, those in brackets apart."""
    parts, depth = [""], 0
    for sign in line:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign in ",;" and depth <= 0:
            parts.append("")
        else:
            parts[-1] += sign
    return parts


def _read(said: str, t: Territories) -> CallPlace:
    try:
        line = str(read_perimeter(said))
    except UnknownTerritory:
        place = place_named(t, said)
        line = f"{place.kind}:{place.code}"
    else:
        read_perimeter(line).perimeter(t)  # which refuses what does not exist
    return CallPlace(line, _name(t, line, current_language()) or line)


# A public page names up to two hundred territories, and looking for the shortest name takes some milliseconds.
@lru_cache(maxsize=1000)
def _name(t: Territories, line: str, language: str) -> str:
    """What a territory is called, in the ``language`` in use; "" when it is not among those of today."""
    try:
        written = read_perimeter(line)
        perimeter = written.perimeter(t)
    except EssaimError:
        return ""
    if written.kind == CODES:
        return _name_of_list(t, perimeter)
    code = written.codes[0]
    found = [one for one in search_places(t, code, levels=(written.kind,)) if one.code == code]
    # Around a commune, or under a code of the past.
    if written.radius_km is not None or not found:
        return " ".join(perimeter.label.split())
    # A commune and a département that are one place (Paris) bear one name: which of them is said.
    same = [one for one in search_places(t, found[0].name) if one.name == found[0].name and one.kind in _TWINS]
    return full_name(found[0]) if found[0].kind in _TWINS and len(same) > 1 else short_name(t, found[0])


def _name_of_list(t: Territories, perimeter: Perimeter) -> str:
    """A list of communes: how many, and the first names."""
    names = [str(t.names[one]) for one in perimeter.communes[:_MOST_NAMES]]
    more = "…" if perimeter.communes.size > _MOST_NAMES else ""
    said = ngettext("%(n)d commune (%(names)s)", "%(n)d communes (%(names)s)", int(perimeter.communes.size))
    return said % {"n": perimeter.communes.size, "names": ", ".join(names) + more}
