"""Sentences in templates, from the same catalogue as the code: ``{% say "Bonjour %(name)s" name=person %}``."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template

from essaim.engine.language import current_language, gettext, ngettext
from essaim.kit.dates import date_in_words

register = template.Library()


@register.simple_tag
def say(text: str, **places: Any) -> str:
    """``text`` in the language in use, its named places filled."""
    return gettext(text) % places if places else gettext(text)


@register.simple_tag
def say_many(one: str, many: str, n: int, **places: Any) -> str:
    """``one`` or ``many`` as ``n`` asks; ``%(n)s`` is the number as people write it."""
    return ngettext(one, many, n) % {"n": number(n), **places}


@register.filter
def number(value: float | int | None) -> str:
    """A number as people write it: ``1 234,5`` in French; empty when unknown."""
    if value is None:
        return ""
    text = f"{value:,.2f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"
    if current_language() == "fr":
        return text.replace(",", "\u202f").replace(".", ",")
    return text


@register.simple_tag
def dated(day: date, precision: str) -> str:
    """A date in words, no more precise than its source."""
    return date_in_words(day, precision)
