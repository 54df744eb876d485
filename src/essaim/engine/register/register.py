"""The register in use: profiles, counts per commune, coverage, and rows for the names of one territory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from essaim.engine.register.profiles import Profiles
from essaim.engine.values import Source


class Coverage(IntEnum):
    """How much of a commune's establishments the register holds."""

    NONE = 0
    PARTIAL = 1
    WHOLE = 2


@dataclass(frozen=True)
class RegisterInfo:
    """What the register is and what it knows.

    Attributes:
        source: title, publisher, licence, vintage; ``source.synthetic`` is True for a made-up register.
        rows: active establishments kept.
        known: share (0 to 1) of rows for which each attribute is known ("naf", "legal", "size", "ess", "name"…).
        rejected: rejected lines counted by reason (key → lines); the report file holds line and value.
        coverage_basis: one sentence: how the coverage was established.
        imported: moment of import, ISO 8601 with time zone, as given by the caller.
        files: names of the files read.
    """

    source: Source
    rows: int
    known: Mapping[str, float]
    rejected: Mapping[str, int] = field(default_factory=dict)
    coverage_basis: str = ""
    imported: str = ""
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rows:
    """Establishments sorted by commune, then SIRET; columns are memory-mapped when they come from the store.

    Attributes:
        start: int64 (n_communes,): commune ``i`` (order of ``Territories``) owns rows ``start[i]:stop[i]``.
        stop: int64 (n_communes,).
        siret: int64 (rows,).
        profile: int32 (rows,).
        lon, lat: float32 (rows,), degrees, NaN when unknown or not public.
        name_bytes: uint8, all names end to end, UTF-8.
        name_start: int64 (rows + 1,).
    """

    start: NDArray[np.int64]
    stop: NDArray[np.int64]
    siret: NDArray[np.int64]
    profile: NDArray[np.int32]
    lon: NDArray[np.float32]
    lat: NDArray[np.float32]
    name_bytes: NDArray[np.uint8]
    name_start: NDArray[np.int64]

    def of(self, communes: NDArray[np.int32]) -> NDArray[np.int64]:
        """Row numbers of the establishments of ``communes`` (indexes), shape (k,)."""
        spans = [np.arange(self.start[c], self.stop[c], dtype=np.int64) for c in communes]
        return np.concatenate(spans) if spans else np.empty(0, dtype=np.int64)

    def commune_of(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """The commune index of each row, shape as ``rows``."""
        order = np.argsort(self.start, kind="stable")
        order = order[self.stop[order] > self.start[order]]
        return order[np.searchsorted(self.start[order], rows, side="right") - 1]

    def name(self, row: int) -> str | None:
        """The name that the register holds for a row, None when it holds none. Whether it may be shown is
        ``disclosure``'s to say."""
        text = bytes(self.name_bytes[self.name_start[row] : self.name_start[row + 1]]).decode("utf-8")
        return text or None


@dataclass(frozen=True)
class Register:
    """One version of the register, laid on one version of the territories.

    Attributes:
        version: the store's version name.
        info: what it is and what it knows.
        profiles: distinct combinations of attributes, n_profiles of them.
        presence: int32 sparse (n_communes, n_profiles): active establishments of each profile in each commune, in the
            order of ``Territories``.
        coverage: int8 of ``Coverage``, shape (n_communes,).
        rows: the establishments themselves.
        by_profile: ``presence`` the other way, int32 sparse (n_profiles, n_communes): where each profile stands.
    """

    version: str
    info: RegisterInfo
    profiles: Profiles
    presence: csr_array
    coverage: NDArray[np.int8]
    rows: Rows
    by_profile: csr_array

    @property
    def establishments(self) -> NDArray[np.int32]:
        """How many active establishments each commune has, int32 (n_communes,)."""
        return (self.rows.stop - self.rows.start).astype(np.int32)
