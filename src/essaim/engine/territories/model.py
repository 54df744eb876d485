"""What a territory is, once compiled: communes in a fixed order, the levels that group them, the criteria they carry.

Every array of communes has the same order (neighbours stay near one another); a commune is its place in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from essaim.engine.errors import UnknownTerritory
from essaim.engine.language import gettext as _
from essaim.engine.territories.codes import CodeIndex, Int32s, Texts, clean_code
from essaim.engine.values import Source

COMMUNE = "commune"
NO_POINT, TOWN_HALL, INNER_POINT, GIVEN_POINT = 0, 1, 2, 3


def _nothing() -> Mapping[str, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, eq=False)
class Level:
    """A way to group communes: départements, EPCI, employment zones…

    Attributes:
        key, label: its short name and its name in words.
        codes, names: one each for its m territories.
        member: (n,) for each commune, its territory's place in ``codes``, or -1: none, or unknown.
        source: who says so.
    """

    key: str
    label: str
    codes: Texts
    names: Texts
    member: Int32s
    source: Source

    @property
    def m(self) -> int:
        """How many territories the level has."""
        return int(self.codes.size)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {str(code): place for place, code in enumerate(self.codes)}

    def index(self, code: str) -> int:
        """The place of the territory whose code is ``code``.

        Raises:
            UnknownTerritory: there is none.
        """
        code = "".join(code.split())  # spreadsheets and people group the digits of a SIREN
        place = self._places.get(code, self._places.get(code.upper(), -1))
        if place < 0 and self.codes.size and code.strip().isdigit():
            place = self._places.get(code.strip().zfill(len(str(self.codes[0]))), -1)
        if place < 0:
            raise UnknownTerritory(
                _("Aucun territoire du niveau « %(level)s » n'a le code « %(code)s ».")
                % {"level": self.label, "code": code},
                _("Cherchez-le par son nom."),
                "essaim territories find …",
            )
        return place

    def communes(self, place: int) -> Int32s:
        """The communes of the territory at ``place``, sorted."""
        return np.flatnonzero(self.member == place).astype(np.int32)


@dataclass(frozen=True, eq=False)
class Criterion:
    """One fact known of communes.

    Attributes:
        values: (n,) numbers, NaN where unknown; when ``categorical``, places in ``categories``.
        categories: what the values stand for, when they are words.
        how: how a group of communes gets its value: "sum", "mean" (weighted by population), "majority" (the class of
            most inhabitants) or "density" (all its inhabitants over all its square kilometres).
        scale: "log" or "linear", how differences are measured.
        similar: whether similar territories are looked for with it when nobody says otherwise.
    """

    key: str
    label: str
    unit: str
    values: NDArray[np.float64]
    source: Source
    categorical: bool = False
    categories: tuple[str, ...] = ()
    how: str = "mean"
    scale: str = "linear"
    similar: bool = True


@dataclass(frozen=True, eq=False)
class FormerCodes:
    """Codes that are no longer those of a commune, and the commune that each now belongs to.

    Attributes:
        codes, names: (k,) as they were; a name may be "".
        index: (k,) the commune of today.
        kinds: (k,) "ARM" arrondissement, "COMD" delegated, "COMA" associated, "OLD" former commune.

    A delegated commune that bears the code of its commune is here too, for its name.
    """

    codes: Texts
    names: Texts
    index: Int32s
    kinds: Texts

    @classmethod
    def empty(cls) -> FormerCodes:
        """No former code at all."""
        text = np.zeros(0, dtype="U5")
        return cls(text, text, np.zeros(0, dtype=np.int32), text)


@dataclass(frozen=True, eq=False)
class Territories:
    """All the territories of France, at one version of the reference data.

    Attributes:
        version: name of the compiled version; ``path`` is its folder.
        sources: every source used, for the notes of a page or a file.
        codes, names: (n,) the communes, in the fixed order; names carry their article.
        population: (n,) inhabitants, NaN unknown. area_km2: (n,) square kilometres, NaN unknown.
        lon, lat: (n,) degrees, NaN unknown; ``point_kind`` says 1 town hall, 2 inner point of the contour, 3 given by
            an added table, 0 unknown.
        levels, criteria: by key; "population", "superficie" and "densite" are always among the criteria.
        former: codes of the past, of delegated communes and of arrondissements.
        contour_row: (n,) place of the commune's contour in the contour files, -1 when it has none.
        gaps: what is missing, counted; ``meta`` is all that the version says of itself.
    """

    version: str
    sources: tuple[Source, ...]
    codes: Texts
    names: Texts
    population: NDArray[np.float64]
    population_source: Source
    area_km2: NDArray[np.float64]
    area_source: Source
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    point_kind: NDArray[np.uint8]
    levels: Mapping[str, Level]
    criteria: Mapping[str, Criterion]
    contour_row: Int32s
    path: Path
    former: FormerCodes = field(default_factory=FormerCodes.empty)
    gaps: Mapping[str, int] = field(default_factory=_nothing)
    meta: Mapping[str, Any] = field(default_factory=_nothing)

    @property
    def n(self) -> int:
        """How many communes there are."""
        return int(self.codes.size)

    @cached_property
    def _current(self) -> CodeIndex:
        return CodeIndex.from_codes(self.codes)

    @cached_property
    def _past(self) -> CodeIndex:
        return CodeIndex.from_codes(self.former.codes, self.former.index)

    @property
    def has_point(self) -> NDArray[np.bool_]:
        """(n,) whether the commune's position is known."""
        return np.asarray(self.point_kind != NO_POINT, dtype=np.bool_)

    def resolve(self, codes: Sequence[str] | Texts) -> Int32s:
        """The commune of each code, former ones included: (k,) text → (k,) int32, -1 where unknown.

        Codes of arrondissements (75101), of delegated and associated communes and of communes of the past give the
        commune of today. What a spreadsheet did to a code (lost zero, blanks, lower case) is mended.
        """
        texts = np.asarray(codes, dtype=np.str_)
        found = self._find(texts)
        lost = np.flatnonzero(found < 0)
        if lost.size:
            odd, back = np.unique(texts[lost], return_inverse=True)
            mended = np.array([clean_code(str(code)) for code in odd], dtype=np.str_)
            found[lost] = self._find(mended)[back]
        return found

    def _find(self, texts: Texts) -> Int32s:
        found = self._current.find(texts)
        return np.where(found < 0, self._past.find(texts), found).astype(np.int32)

    def index(self, code: str) -> int:
        """The commune whose code is ``code``, or was.

        Raises:
            UnknownTerritory: no commune has, or had, that code.
        """
        place = int(self.resolve([code])[0])
        if place < 0:
            raise UnknownTerritory(
                _("Aucune commune n'a le code INSEE « %(code)s ».") % {"code": code},
                _("Cherchez-la par son nom ; un code ancien n'est reconnu qu'avec l'historique des communes."),
                "essaim territories find …, essaim territories add …",
            )
        return place

    def level(self, key: str) -> Level:
        """The level whose key is ``key``; "commune" gives every commune as its own territory.

        Raises:
            UnknownTerritory: there is no such level (yet).
        """
        if key == COMMUNE:
            return self._communes_as_level
        if key not in self.levels:
            raise UnknownTerritory(
                _("Le niveau « %(level)s » n'est pas connu ; les niveaux connus sont : %(known)s.")
                % {"level": key, "known": ", ".join([COMMUNE, *self.levels])},
                _("Ajoutez la table qui le décrit."),
                "essaim territories add …",
            )
        return self.levels[key]

    @cached_property
    def _communes_as_level(self) -> Level:
        itself = np.arange(self.n, dtype=np.int32)
        return Level(COMMUNE, _("Commune"), self.codes, self.names, itself, self.sources[0])
