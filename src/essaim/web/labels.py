"""Keys as people read them, in the language in use. A key that no list knows is shown as it is."""

from __future__ import annotations

from collections.abc import Sequence

from essaim.engine.language import current_language
from essaim.engine.patterns.vocabulary import funder_kinds, legal_forms, means_kinds
from essaim.engine.sources.poles import Word, load_domains, load_measures, load_schemes


def colon() -> str:
    """What parts a label from its value in the language in use."""
    return "\u00a0:" if current_language() == "fr" else ":"


def domain(key: str) -> str:
    """A domain of activity."""
    return _label(load_domains(), key)


def scheme(key: str) -> str:
    """A form of recognition."""
    return _label(load_schemes(), key)


def indicator(key: str) -> str:
    """What is counted."""
    return _of(load_measures().indicators.get(key), key)


def unit(key: str) -> str:
    """The unit of a figure; a plain count needs no word."""
    return "" if key == "count" else _of(load_measures().units.get(key), key)


def unit_name(key: str) -> str:
    """The unit of a figure, a plain count named too."""
    return _of(load_measures().units.get(key), key)


def scope(key: str) -> str:
    """Who or what is counted."""
    return _of(load_measures().scopes.get(key), key)


def legal_form(key: str) -> str:
    """A legal form."""
    return str(legal_forms().get(key, key))


def item_kind(key: str) -> str:
    """The kind of a shared means or of a funder."""
    return str(means_kinds().get(key) or funder_kinds().get(key, key))


def _label(words: Sequence[Word], key: str) -> str:
    return _of(next((word for word in words if word.key == key), None), key)


def _of(word: Word | None, key: str) -> str:
    return word.label() if word else key
