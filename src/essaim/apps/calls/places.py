"""Where a call applies: territories that people name, kept with their codes and the names they had."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from essaim.engine.errors import EssaimError, InvalidValue, UnknownTerritory
from essaim.engine.language import gettext as _
from essaim.engine.territories import Territories, place_named, read_perimeter, short_name

MOST_PLACES = 200


@dataclass(frozen=True, slots=True)
class CallPlace:
    """One territory of a call.

    Attributes:
        line: as ``read_perimeter`` reads it.
        name: as it was called when it was chosen, written so that it is read back; tables of territories come and go.
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


def typed_places(text: str, kept: Sequence[CallPlace], t: Territories) -> list[CallPlace]:
    """The territories that people wrote, one a line or separated by commas; those that are ``kept`` stay as they are.

    Raises:
        InvalidValue: some are unknown or could be several; one sentence for each.
    """
    known = {one.name: one for one in kept}
    found: dict[str, CallPlace] = {}
    wrong: list[str] = []
    for said in (one for line in text.splitlines() for one in _said(line.strip(), known, t)):
        try:
            place = known.get(said) or _read(said, t)
        except EssaimError as refusal:
            wrong.append(str(refusal))
        else:
            found.setdefault(place.line, place)
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


def _said(line: str, known: dict[str, CallPlace], t: Territories) -> list[str]:
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
        written = read_perimeter(said)
    except UnknownTerritory:
        place = place_named(t, said)
        return CallPlace(f"{place.kind}:{place.code}", short_name(t, place))
    return CallPlace(str(written), " ".join(written.perimeter(t).label.split()))
