"""Poles as lines of a list: codes become names, keys become words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from essaim.apps.poles.models import Pole
from essaim.apps.poles.places import DEPARTMENT, REGION, level_names
from essaim.engine.territories import Territories
from essaim.kit.dates import date_in_words
from essaim.web import labels
from essaim.web.directory.symbols import SHAPES, family_of


@dataclass(frozen=True, slots=True)
class Where:
    """The place of a pole in words; each part is "" when unknown."""

    commune: str
    department: str
    region: str
    place: str


@dataclass(frozen=True, slots=True)
class Line:
    """What a list says of a pole."""

    pole: Pole
    where: Where
    domains: list[str]
    family: str
    shape: str
    recognitions: list[str]


def lines(poles: Iterable[Pole], t: Territories) -> list[Line]:
    """The lines of ``poles``, which have their domains and recognitions prefetched."""
    places = Places(t)
    return [_line(pole, places, with_recognitions=True) for pole in poles]


def short_lines(poles: Iterable[Pole], t: Territories) -> list[Line]:
    """The same without the recognitions."""
    places = Places(t)
    return [_line(pole, places, with_recognitions=False) for pole in poles]


class Places:
    """Names of official codes, looked up once for a page."""

    def __init__(self, t: Territories) -> None:
        self.t = t
        self._departments = level_names(t, DEPARTMENT)
        self._regions = level_names(t, REGION)

    def commune(self, code: str) -> str:
        """The commune's name, "" when there is none."""
        place = int(self.t.resolve([code])[0]) if code else -1
        return str(self.t.names[place]) if place >= 0 else ""

    def of(self, pole: Pole) -> Where:
        """Where a pole is, in words."""
        return Where(
            commune=self.commune(pole.commune),
            department=self._departments.get(pole.department, ""),
            region=self._regions.get(pole.region, ""),
            place=pole.place,
        )


def _line(pole: Pole, places: Places, with_recognitions: bool) -> Line:
    keys = [domain.key for domain in pole.domains.all()]
    family = family_of(keys)
    events = pole.recognitions.all() if with_recognitions else ()
    return Line(
        pole=pole,
        where=places.of(pole),
        domains=[labels.domain(key) for key in keys],
        family=family,
        shape=SHAPES[family],
        recognitions=[
            f"{labels.scheme(event.scheme)} ({date_in_words(event.on, event.precision)})"
            if event.on
            else labels.scheme(event.scheme)
            for event in events
        ],
    )
