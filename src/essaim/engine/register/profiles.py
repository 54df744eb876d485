"""Profiles: the distinct combinations of attributes that decide what an establishment can be in a pole.

Among some 15 million active establishments there are only about 220,000 distinct combinations, so every question on
families and roles is asked of the profiles, never of the rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _
from essaim.engine.values import Answer

FLAGS = (
    "ess",  # the legal unit's ESS flag (SIRENE) or its place on the list kept by ESS France
    "mission",  # société à mission
    "siae",  # work-integration structure (structure d'insertion par l'activité économique)
    "training",  # has a declared or certified training body
    "association",  # carries an RNA number, or is said to be an association
    "administration",  # listed as an administration
    "public_siren",  # SIREN starts with 1 or 2: public bodies
    "head_office",  # the establishment is its legal unit's head office
    "not_public",  # statutDiffusion = P: neither name nor address may be shown
    "listed_authority",  # SIREN on the official list of communes and EPCI
)
TEXTS = ("naf", "naf25", "legal", "size", "unit_size")
_WIDTHS = {"naf": "U6", "naf25": "U6", "legal": "U4", "size": "U2", "unit_size": "U2"}

Coded = tuple[NDArray[np.str_], NDArray[np.uint16]]


@dataclass(frozen=True)
class Profiles:
    """Columns of ``n`` profiles; the profile's number is its place.

    Attributes:
        naf: NAF rev. 2 code, shape (n,), ``""`` when unknown.
        naf25: NAF 2025 code, ``""`` when unknown.
        legal: legal category, four digits (INSEE), ``""`` when unknown.
        size: size band of the establishment, ``""`` when unknown; ``NN`` mixes "none" and "unknown".
        unit_size: size band of the legal unit, same meaning.
        flags: for each name of ``FLAGS`` an int8 array of ``Answer``, shape (n,).
        numbered: what ``coded`` gives for columns that were numbered beforehand, by name.
    """

    naf: NDArray[np.str_]
    naf25: NDArray[np.str_]
    legal: NDArray[np.str_]
    size: NDArray[np.str_]
    unit_size: NDArray[np.str_]
    flags: Mapping[str, NDArray[np.int8]]
    numbered: Mapping[str, Coded] = field(default_factory=dict)

    @cached_property
    def _coded(self) -> dict[str, Coded]:
        return dict(self.numbered)

    def coded(self, column: str) -> Coded:
        """A text column as its distinct values, (d,), and the place of each profile's among them, (n,).

        A column repeats few values; sorting its 220,000 texts again for every question would cost more than the answer.
        """
        if column not in self._coded:
            self._coded[column] = numbered(getattr(self, column))
        return self._coded[column]

    @property
    def n(self) -> int:
        """How many profiles there are."""
        return len(self.naf)

    @staticmethod
    def from_rows(rows: Sequence[Mapping[str, object]]) -> Profiles:
        """Profiles from mappings; absent texts are unknown (``""``), absent flags ``Answer.UNKNOWN``.

        Raises:
            InvalidValue: a key that is neither a text nor a flag.
        """
        wrong = {key for row in rows for key in row} - set(TEXTS) - set(FLAGS)
        if wrong:
            raise InvalidValue(_("Attributs de profil inconnus : %(names)s.") % {"names": ", ".join(sorted(wrong))})
        texts = {key: np.array([str(row.get(key, "")) for row in rows], dtype=_WIDTHS[key]) for key in TEXTS}
        flags = {
            key: np.array([int(row.get(key, Answer.UNKNOWN)) for row in rows], dtype=np.int8)  # type: ignore[call-overload]
            for key in FLAGS
        }
        return Profiles(**texts, flags=flags, numbered={})


def numbered(column: NDArray[np.str_]) -> Coded:
    """A column of texts as its distinct values, sorted, and the place of each text among them."""
    distinct, place = np.unique(column, return_inverse=True)
    assert len(distinct) <= np.iinfo(np.uint16).max  # official codes: some thousands at most
    return distinct, place.astype(np.uint16)
