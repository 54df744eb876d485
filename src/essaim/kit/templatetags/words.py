"""Sentences in templates, from the same catalogue as the code: ``{% say "Bonjour %(name)s" name=person %}``."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import template

from essaim.engine.language import current_language, gettext, ngettext
from essaim.kit.dates import date_in_words
from essaim.tables import formats

_BEFORE, _AFTER = re.compile(r" (?=[:;?!»])"), re.compile(r"(?<=«) ")
register = template.Library()


@register.simple_tag
def say(text: str, **places: Any) -> str:
    """``text`` in the language in use, its named places filled."""
    return _spaced(gettext(text) % places if places else gettext(text))


@register.simple_tag
def say_many(one: str, many: str, n: int, **places: Any) -> str:
    """``one`` or ``many`` as ``n`` asks; ``%(n)s`` is the number as people write it."""
    return _spaced(ngettext(one, many, n) % {"n": number(n), **places})


@register.filter
def number(value: float | int | None) -> str:
    """A number as people write it: ``1 234,5`` in French; empty when unknown."""
    if value is None:
        return ""
    return formats.number(value, _decimals(value))


@register.simple_tag
def dated(day: date, precision: str) -> str:
    """A date in words, no more precise than its source."""
    return date_in_words(day, precision)


def _spaced(text: str) -> str:
    """French double punctuation does not start a line: its space does not break."""
    if current_language() != "fr":
        return text
    return _AFTER.sub("\u00a0", _BEFORE.sub("\u00a0", text))


def _decimals(value: float | int) -> int:
    return 0 if value == int(value) else 1 if round(value, 1) == value else 2
