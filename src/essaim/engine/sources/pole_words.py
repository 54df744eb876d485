"""The words that poles' sheets are written with: fields of activity, forms of recognition, measures, networks.

They are closed lists, kept as data (``data/poles``), so that two poles can be compared and a misspelt word is seen.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from essaim.engine.sources.pole_records import SCHEME_KINDS, Domain, Indicator, Measures, Network, Scheme, Word
from essaim.engine.sources.toml_entries import Entry, read_entry, refuse_twice

DOMAINS, SCHEMES, INDICATORS, NETWORKS = "domains.toml", "schemes.toml", "indicators.toml", "networks.toml"


@cache
def load_domains() -> tuple[Domain, ...]:
    """The fields of activity, in the file's order (that of their keys).

    Raises:
        InvalidRules: the file breaks its schema.
    """
    entries = _list_of(DOMAINS, "domain")
    return tuple(entry.finish(Domain(*_word(entry), entry.flag("founding_text"))) for entry in entries)


@cache
def load_schemes() -> tuple[Scheme, ...]:
    """The forms of recognition, in the file's order (roughly that of time).

    Raises:
        InvalidRules: the file breaks its schema.
    """
    return tuple(entry.finish(_scheme(entry)) for entry in _list_of(SCHEMES, "scheme"))


@cache
def load_measures() -> Measures:
    """The indicators, units and scopes that observations are written with.

    Raises:
        InvalidRules: the file breaks its schema.
    """
    top = read_entry(_text(INDICATORS), INDICATORS)
    units = tuple(entry.finish(Word(*_word(entry))) for entry in _unique(top.entries("unit")))
    scopes = tuple(entry.finish(Word(*_word(entry))) for entry in _unique(top.entries("scope")))
    known = [unit.key for unit in units]
    indicators = tuple(entry.finish(_indicator(entry, known)) for entry in _unique(top.entries("indicator")))
    top.done()
    return Measures(
        indicators={one.key: one for one in indicators},
        units={one.key: one for one in units},
        scopes={one.key: one for one in scopes},
    )


@cache
def load_networks() -> tuple[Network, ...]:
    """The five networks that carried the process in 2012.

    Raises:
        InvalidRules: the file breaks its schema.
    """
    return tuple(entry.finish(_network(entry)) for entry in _list_of(NETWORKS, "network"))


def pole_folder() -> Traversable:
    """The folder of the sheets and of their words."""
    return files("essaim") / "data" / "poles"


def _indicator(entry: Entry, units: list[str]) -> Indicator:
    entry.require("units")
    return Indicator(*_word(entry), entry.choices("units", units))


def _scheme(entry: Entry) -> Scheme:
    return Scheme(
        *_word(entry),
        kind=entry.choice("kind", SCHEME_KINDS),
        organiser=entry.maybe_text("organiser"),
        opened=entry.maybe_date("opened"),
        decided=entry.maybe_date("decided"),
        candidates=entry.maybe_count("candidates"),
        selected=entry.maybe_count("selected"),
        note=entry.maybe_text("note"),
        sources=entry.urls("sources"),
    )


def _network(entry: Entry) -> Network:
    return Network(
        key=entry.key("key"),
        name_2012=entry.text("name_2012"),
        acronym_2012=entry.maybe_text("acronym_2012"),
        name_now=entry.text("name_now"),
        acronym_now=entry.maybe_text("acronym_now"),
        note=entry.text("note"),
        to_confirm=entry.maybe_text("to_confirm"),
        sources_2012=entry.urls("sources_2012"),
        sources_now=entry.urls("sources_now"),
    )


def _word(entry: Entry) -> tuple[str, dict[str, str]]:
    return entry.key("key"), {"fr": entry.text("label_fr"), "en": entry.text("label_en")}


def _list_of(file: str, table: str) -> list[Entry]:
    top = read_entry(_text(file), file)
    entries = _unique(top.entries(table))
    top.done()
    return entries


def _unique(entries: list[Entry]) -> list[Entry]:
    refuse_twice((entry, entry.key("key")) for entry in entries)
    return entries


def _text(name: str) -> str:
    return (pole_folder() / name).read_text(encoding="utf-8")
