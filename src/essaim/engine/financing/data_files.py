"""Reading the files of the form, of supports and of funding rules: checked key by key, errors say the line."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from importlib.resources import files
from typing import Any, Protocol, TypeVar

from essaim.engine.errors import InvalidRules, UnknownKey
from essaim.engine.language import current_language
from essaim.engine.language import gettext as _
from essaim.engine.patterns.lines import Lines, Path
from essaim.engine.patterns.problems import Findings, nearest, summary_of
from essaim.engine.patterns.schema import Key
from essaim.engine.patterns.shape import check_table
from essaim.engine.patterns.syntax import explain

# How sure a text is: we read it, we remember it and it must be checked, or it is a choice of ours.
STATUSES = ("read", "recalled", "proposal")


def status_words() -> dict[str, str]:
    """What each status of a text means, for people."""
    return {
        "read": _("texte lu"),
        "recalled": _("de mémoire : à vérifier"),
        "proposal": _("proposition d'Essaim, à adapter"),
    }


def shipped_text(*parts: str) -> str:
    """The text of a file of ``essaim/data``."""
    found = files("essaim") / "data"
    for part in parts:
        found = found / part
    return found.read_text(encoding="utf-8")


def checked(
    text: str, name: str, keys: tuple[Key, ...], sense: Callable[[Findings], None] | None = None
) -> Mapping[str, Any]:
    """The content of a TOML text that has the keys asked; ``name`` is the file named in messages.

    ``sense`` looks at what keys mean together, once each is right.

    Raises:
        InvalidRules: it is not TOML, or keys are missing, unknown or wrong; the message gives each with its line.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidRules(summary_of((explain(error, text),), name)) from error
    findings = Findings(data, Lines(text))
    check_table(findings, (), data, keys)
    _check_unique(findings, data)
    if sense is not None and not findings.problems:
        sense(findings)
    if findings.problems:
        raise InvalidRules(summary_of(findings.sorted(), name))
    return data


def words(*known: str) -> Mapping[str, str]:
    """A closed list whose words say themselves."""
    return {one: one for one in known}


def check_days(findings: Findings, path: Path, entry: Mapping[str, Any]) -> None:
    """Note days of validity that are no days, or that end before they start."""
    start, end = entry.get("valid_from"), entry.get("valid_until")
    for name, value in (("valid_from", start), ("valid_until", end)):
        if value is not None and type(value) is not date:
            message = _("« %(value)s » n'est pas une date.") % {"value": value}
            findings.add((*path, name), message, _("Écrivez 2026-01-01, sans guillemets."), code="date")
            return
    if start and end and end < start:
        message = _("la validité finit avant de commencer.")
        findings.add((*path, "valid_until"), message, _("Vérifiez les deux dates."), code="date")


def is_in_force(at: date, valid_from: date | None, valid_until: date | None) -> bool:
    """Whether a day is within a validity; None is without bound."""
    return (valid_from is None or valid_from <= at) and (valid_until is None or at <= valid_until)


def in_language(texts: Mapping[str, str]) -> str:
    """A text in the language in use, French when it is not translated."""
    return texts.get(current_language()) or texts.get("fr", "")


def both(entry: Mapping[str, Any], name: str = "") -> Mapping[str, str]:
    """The French and the English of an entry: ``fr`` and ``en``, or ``name_fr`` and ``name_en``."""
    start = f"{name}_" if name else ""
    return {code: entry.get(f"{start}{code}", "") for code in ("fr", "en")}


class Keyed(Protocol):
    """Something that has a key."""

    @property
    def key(self) -> str:
        """What names it."""
        ...


Entry = TypeVar("Entry", bound=Keyed)


def named(key: str, known: Iterable[Entry], refusal: str) -> Entry:
    """The one of that key; ``refusal`` is the sentence when there is none, with "%(key)s".

    Raises:
        UnknownKey: there is none; the advice names the nearest.
    """
    found = {one.key: one for one in known}
    if key not in found:
        raise UnknownKey(refusal % {"key": key}, nearest(key, found))
    return found[key]


def _check_unique(findings: Findings, data: Mapping[str, Any]) -> None:
    for table, entries in data.items():
        if not isinstance(entries, list):
            continue
        seen: set[str] = set()
        for place, entry in enumerate(entries):
            key = entry.get("key") if isinstance(entry, dict) else None
            if isinstance(key, str) and key in seen:
                message = _("la clé « %(key)s » est déjà prise.") % {"key": key}
                findings.add((table, place, "key"), message, _("Donnez à chacune la sienne."), code="twice")
            seen.add(str(key))
