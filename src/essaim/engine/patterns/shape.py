"""Does a model's file have the right keys, with the right kind of value? (Meaning is checked in ``consistency``.)"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from essaim.engine.errors import EssaimError, InvalidRules
from essaim.engine.language import gettext as _
from essaim.engine.patterns.lines import Path
from essaim.engine.patterns.problems import Findings, nearest
from essaim.engine.patterns.schema import Key
from essaim.engine.register.predicates import parse_predicate
from essaim.engine.values import commune_code

_SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")


def check_table(findings: Findings, path: Path, table: Mapping[str, Any], keys: tuple[Key, ...]) -> None:
    """Note unknown keys, missing keys and wrong values of one table and of the tables inside."""
    known = {key.name: key for key in keys}
    for name in table:
        if name not in known:
            message = _("la clé « %(name)s » n'existe pas.") % {"name": name}
            findings.add((*path, name), message, nearest(name, known), code="unknown_key")
    for key in keys:
        if key.name in table:
            _check_value(findings, (*path, key.name), table[key.name], key)
        elif key.required:
            message = _("il manque « %(name)s ».") % {"name": key.name}
            findings.add(path, message, _write(key), code="missing", key=key.name)


def _write(key: Key) -> str:
    return _("Écrivez par exemple : %(example)s") % {"example": key.example}


def _check_value(findings: Findings, path: Path, value: object, key: Key) -> None:
    if not _has_type(value, key):
        message = _("« %(name)s » doit être %(expected)s.") % {"name": key.name, "expected": _expected(key)}
        findings.add(path, message, _write(key), code="type")
        return
    _CONTENT.get(key.type, _nothing)(findings, path, value, key)


def _has_type(value: object, key: Key) -> bool:
    if key.type in ("text", "slug", "word", "commune"):
        return isinstance(value, str) and bool(value.strip())
    if key.type in ("texts", "words"):
        return isinstance(value, list) and bool(value) and all(isinstance(v, str) and v.strip() for v in value)
    if key.type == "date":
        return isinstance(value, str | int | datetime.date) and not isinstance(value, bool) and bool(str(value).strip())
    if key.type == "whole":
        return isinstance(value, int) and not isinstance(value, bool)
    if key.type == "number":
        return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if key.type == "flag":
        return isinstance(value, bool)
    if key.type == "pairs":
        return isinstance(value, list) and all(_is_pair(one) for one in value)
    if key.type == "tables":
        return isinstance(value, list) and bool(value) and all(isinstance(v, dict) for v in value)
    return isinstance(value, dict)


def _is_pair(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(type(one) is int for one in value)


def _expected(key: Key) -> str:
    return {
        "text": _("un texte entre guillemets, non vide"),
        "slug": _("un nom court entre guillemets"),
        "word": _("un mot entre guillemets"),
        "commune": _("un code de commune entre guillemets"),
        "texts": _("une liste de textes, non vide"),
        "words": _("une liste de mots, non vide"),
        "date": _("une année ou une date"),
        "whole": _("un nombre entier"),
        "number": _("un nombre"),
        "flag": _("true ou false, sans guillemets"),
        "pairs": _("une liste de paires de nombres entiers"),
        "predicate": _("une table entre accolades"),
        "table": _("une table"),
        "tables": _("une suite de tables [[…]]"),
    }[key.type]


def _nothing(findings: Findings, path: Path, value: Any, key: Key) -> None:
    """Values whose kind says it all."""


def _check_slug(findings: Findings, path: Path, value: Any, key: Key) -> None:
    if not _SLUG.fullmatch(value):
        message = _("« %(value)s » n'est pas un nom court.") % {"value": value}
        advice = _("Lettres minuscules sans accent, chiffres, « - » ou « _ » : %(example)s")
        findings.add(path, message, advice % {"example": key.example}, code="slug")


def _check_words(findings: Findings, path: Path, value: Any, key: Key) -> None:
    known = key.words() if key.words else {}
    for word in [value] if isinstance(value, str) else value:
        if word not in known:
            message = _("« %(word)s » n'est pas une valeur de « %(name)s ».") % {"word": word, "name": key.name}
            findings.add(path, message, nearest(word, known), value=f'"{word}"', code="word")


def _check_bounds(findings: Findings, path: Path, value: Any, key: Key) -> None:
    too_low = key.low is not None and value < key.low
    too_high = key.high is not None and value > key.high
    if too_low or too_high:
        low, high = (f"{bound:g}" if bound is not None else "…" for bound in (key.low, key.high))
        message = _("« %(name)s » vaut %(value)s, hors de %(low)s – %(high)s.")
        words = {"name": key.name, "value": f"{value:g}", "low": low, "high": high}
        findings.add(path, message % words, _write(key), code="bounds")


def _check_commune(findings: Findings, path: Path, value: Any, key: Key) -> None:
    try:
        commune_code(value)
    except EssaimError as error:
        findings.add(path, error.message, error.advice, code="commune")


def _check_predicate(findings: Findings, path: Path, value: Any, key: Key) -> None:
    try:
        parse_predicate(value, key.name)
    except InvalidRules as error:
        findings.add(path, error.message, error.advice, code="rule")


def _check_inside(findings: Findings, path: Path, value: Any, key: Key) -> None:
    if key.type == "table":
        check_table(findings, path, value, key.keys)
        return
    for place, entry in enumerate(value):
        check_table(findings, (*path, place), entry, key.keys)


_CONTENT: dict[str, Callable[[Findings, Path, Any, Key], None]] = {
    "slug": _check_slug,
    "word": _check_words,
    "words": _check_words,
    "whole": _check_bounds,
    "number": _check_bounds,
    "commune": _check_commune,
    "predicate": _check_predicate,
    "table": _check_inside,
    "tables": _check_inside,
}
