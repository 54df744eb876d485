"""Poles worth asking for help: those the model is drawn from, those on territories like the draft's, the nearest."""

from __future__ import annotations

from collections.abc import Collection

from essaim.apps.founding.models import Founding
from essaim.apps.founding.queries.foundings import pattern_of
from essaim.apps.poles.enums import Stage
from essaim.engine.errors import EssaimError
from essaim.engine.territories import Territories, read_perimeter
from essaim.web.territories.peers import Peer, model_peers, peers
from essaim.web.territories.places import place_of

_MOST = 8


def suggested_mentors(founding: Founding, known: Collection[int], t: Territories) -> list[Peer]:
    """Those of the model first, then those of the territory; each once, none already asked, none that has ended."""
    try:
        place = place_of(read_perimeter(founding.place), t)
    except EssaimError:
        return []
    pattern = pattern_of(founding)
    found = [*(model_peers(place, pattern, t) if pattern else ()), *peers(place, t)]
    once: dict[int, Peer] = {}
    for one in found:
        once.setdefault(one.line.pole.pk, one)
    return [one for pk, one in once.items() if pk not in known and one.line.pole.stage != Stage.ENDED][:_MOST]
