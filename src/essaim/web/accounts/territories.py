"""EPCI on which roles are held, by code or by name."""

from __future__ import annotations

from essaim.apps.poles.places import level_names
from essaim.engine.territories import load_territories
from essaim.engine.territories.search_index import search_form

_EPCI = "epci"


def territory_name(code: str) -> str:
    """The name of an EPCI; the code itself when nobody knows it, "" for none."""
    return level_names(load_territories(), _EPCI).get(code, code) if code else ""


def territory_named(text: str) -> str:
    """The code of the EPCI that ``text`` (code or whole name) surely means; "" when nobody can tell."""
    names = level_names(load_territories(), _EPCI)
    wanted = search_form(text)
    if text.strip() in names:
        return text.strip()
    found = [code for code, name in names.items() if wanted and search_form(name) == wanted]
    return found[0] if len(found) == 1 else ""
