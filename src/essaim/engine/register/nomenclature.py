"""Official codes as words: activities (NAF rev. 2 and NAF 2025), legal categories, size bands.

Tables and their sources: ``essaim/data/nomenclatures``. A register may hold codes of older nomenclatures, or none at
all: the label of a code that is not in its table is the empty text, and it is for the caller to show the bare code.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _

NOMENCLATURES = {"rev2": "naf_rev2.csv", "naf2025": "naf_2025.csv"}


def naf_label(code: str, nomenclature: str = "rev2") -> str:
    """What an activity is, in words: ``naf_label("94.99Z")``. Also takes a section; rev. 2: a division or a group.

    Args:
        code: subclass ("94.99Z", dot optional), group ("94.9"), division ("94") or section ("S").
        nomenclature: "rev2" or "naf2025".

    Returns:
        The official French label; ``""`` when the nomenclature has no such code.

    Raises:
        InvalidValue: an unknown nomenclature.
    """
    return _naf(nomenclature).get(_dotted(code), "")


def division_label(code: str, nomenclature: str = "rev2") -> str:
    """The label of the division (first two digits) of an activity.

    NAF 2025 is kept without its divisions: the label of the section is given instead. ``""`` when there is none.

    Raises:
        InvalidValue: an unknown nomenclature.
    """
    if nomenclature == "rev2":
        return naf_label(code[:2])
    return section_label(code, nomenclature)


def section_of(code: str, nomenclature: str = "rev2") -> str:
    """The letter of the section that holds an activity (two digits of its code are enough); ``""`` when none does.

    Raises:
        InvalidValue: an unknown nomenclature.
    """
    return _sections(nomenclature).get(code[:2], "")


def section_label(code: str, nomenclature: str = "rev2") -> str:
    """The label of the section that holds an activity; ``""`` when none does.

    Raises:
        InvalidValue: an unknown nomenclature.
    """
    return _naf(nomenclature).get(section_of(code, nomenclature), "")


def expand(pattern: str, nomenclature: str = "rev2") -> tuple[str, ...]:
    """The subclasses that a pattern stands for, in the nomenclature's order.

    ``expand("94.99Z")`` is that code; ``expand("85*")`` is every subclass of division 85; ``expand("94.9*")`` every one
    of group 94.9.

    Raises:
        InvalidValue: no subclass answers to the pattern, or an unknown nomenclature.
    """
    codes = [code for code in _naf(nomenclature) if len(code) == 6]
    if pattern.endswith("*"):
        found = tuple(code for code in codes if code.startswith(pattern[:-1]))
    else:
        found = tuple(code for code in codes if code == pattern)
    if not found or pattern == "*":
        raise InvalidValue(
            _("Aucune activité de la nomenclature « %(name)s » ne répond à « %(pattern)s ».")
            % {"name": nomenclature, "pattern": pattern},
            _("Écrivez un code entier (94.99Z) ou le début d'un code suivi d'une étoile (85*)."),
        )
    return found


def find_activities(words: str, nomenclature: str = "rev2") -> tuple[tuple[str, str], ...]:
    """Activities whose label or code holds every word: code and label, in the nomenclature's order.

    A division or a group (rev. 2) is given as the pattern that stands for all it holds: ``85*``.

    Raises:
        InvalidValue: an unknown nomenclature.
    """
    wanted = [plain(word).removesuffix("*") for word in words.split()]
    found = (
        (code if len(code) == 6 else f"{code}*", label)
        for code, label in _naf(nomenclature).items()
        if len(code) > 1 and wanted and all(word in plain(f"{code} {label}") for word in wanted)
    )
    return tuple(found)


def find_legal(words: str) -> tuple[tuple[str, str], ...]:
    """Legal categories whose label or code holds every word; one or two digits are given as the pattern ``92*``."""
    wanted = [plain(word).removesuffix("*") for word in words.split()]
    return tuple(
        (code if len(code) == 4 else f"{code}*", label)
        for code, label in _table("categories_juridiques.csv").items()
        if wanted and all(word in plain(f"{code} {label}") for word in wanted)
    )


def plain(text: str) -> str:
    """A text without case nor accents, as it is searched: points of codes stay."""
    letters = unicodedata.normalize("NFKD", text.casefold().replace("\u0153", "oe"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def legal_label(code: str) -> str:
    """What a legal category is, in words; one, two or four digits. ``""`` when INSEE's table has no such code."""
    return _table("categories_juridiques.csv").get(code, "")


@cache
def listed_authorities() -> tuple[int, ...]:
    """The SIREN of the communes and EPCI on the official lists, in order."""
    text = (files("essaim") / "data" / "nomenclatures" / "communes_epci.csv").read_text(encoding="utf-8")
    return tuple(map(int, text.split()[1:]))


def legal_codes(pattern: str) -> tuple[str, ...]:
    """The legal categories of four digits that a pattern stands for: ``legal_codes("92*")``; none when none does."""
    codes = [code for code in _table("categories_juridiques.csv") if len(code) == 4]
    if pattern.endswith("*"):
        return tuple(code for code in codes if code.startswith(pattern[:-1]))
    return tuple(code for code in codes if code == pattern)


def size_label(code: str) -> str:
    """What a size band is, in words: ``size_label("11")`` is "10 à 19 salariés". ``""`` when there is no such band."""
    return _table("tranches_effectifs.csv").get(code, "")


def _dotted(code: str) -> str:
    return f"{code[:2]}.{code[2:]}" if len(code) > 2 and code[2] != "." else code


def _naf(nomenclature: str) -> Mapping[str, str]:
    if nomenclature not in NOMENCLATURES:
        raise InvalidValue(
            _("La nomenclature « %(name)s » n'existe pas.") % {"name": nomenclature},
            _("Écrivez rev2 ou naf2025."),
        )
    return _table(NOMENCLATURES[nomenclature])


@cache
def _table(name: str) -> Mapping[str, str]:
    source = files("essaim") / "data" / "nomenclatures" / name
    _header, *rows = csv.reader(source.read_text(encoding="utf-8").splitlines())
    return {row[0]: row[1] for row in rows}


@cache
def _sections(nomenclature: str) -> Mapping[str, str]:
    """Division → letter of its section: in the table, a section stands before what it holds."""
    holder, sections = "", {}
    for code in _naf(nomenclature):
        if len(code) == 1:
            holder = code
        else:
            sections[code[:2]] = holder
    return sections
