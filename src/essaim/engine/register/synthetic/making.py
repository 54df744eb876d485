"""A synthetic register in the official schema: to try Essaim, to test it, to measure it, never to inform anyone.

Everything is made up from the laws of ``data/rules/synthetic_register.toml``. No SIREN passes Luhn's rule, so none can
be a real one; the word *synthétique* stands in the files' names, in their metadata and in every invented name.

Legal units are drawn by chunks (number of establishments, place, activity, legal form, then what depends on them), each
chunk is unfolded into establishments, and DuckDB writes the columns: 20 bytes a row are all that stays in memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from essaim.engine.errors import BadOption
from essaim.engine.language import gettext as _
from essaim.engine.register.synthetic.files import (
    ABROAD,
    ACTIVE,
    EPOCH,
    FEMALE,
    HEAD,
    PARTIAL,
    PURGED,
    TRADE_NAME,
    USUAL_NAME,
    SyntheticFiles,
    write_files,
)
from essaim.engine.register.synthetic.laws import DrawTable, SynthesisLaws, draw_table, load_laws
from essaim.engine.register.synthetic.places import Communes, Places, places_from
from essaim.engine.values import Progress, silent

MOST_ROWS = 60_000_000
_CHUNK = 1 << 20
# Legal categories of local bodies, whose SIREN begins with 2; 738x are national.
_LOCAL = ("72", "73", "414", "415")

Columns = dict[str, NDArray[Any]]


def synthesize(
    folder: Path,
    *,
    rows: int,
    seed: int,
    territories: Communes | None = None,
    departements: Sequence[str] = (),
    csv: bool = False,
    geolocation: bool = False,
    progress: Progress = silent,
) -> SyntheticFiles:
    """Write a made-up register of ``rows`` establishments, with their legal units, in the official schema.

    The same version of Essaim, rows, seed and communes give the same files, byte for byte.

    Args:
        folder: where to write; made when absent. Files of the same names are replaced once the new ones are whole.
        rows: number of establishments, active and closed, 1 to 60 million (the real register: 43.7 million).
        seed: any natural number.
        territories: communes with code, name, population, longitude and latitude; by default those of the store.
        departements: codes; when given, only their communes are used, and no place is added to them.
        csv: also write zipped CSV like the official ones.
        geolocation: also write the geolocation file.
        progress: told how many rows are drawn, then which file is written.

    Raises:
        BadOption: a number of rows or a seed out of bounds, a département without any commune.
        StoreProblem: the folder cannot be written, or the disk is too small.
    """
    if not 1 <= rows <= MOST_ROWS:
        raise BadOption(
            _("Un registre synthétique compte de 1 à %(most)d établissements ; %(rows)d demandés.")
            % {"most": MOST_ROWS, "rows": rows},
            _("Donnez par exemple 100000 lignes."),
        )
    if seed < 0:
        raise BadOption(_("La graine est un nombre entier positif ou nul."), _("Donnez par exemple 1."))
    laws = load_laws()
    places = places_from(_communes(territories, progress), laws, departements)
    units, establishments = _draw(rows, seed, laws, places, progress)
    return write_files(
        Path(folder), units, establishments, laws, places, seed=seed, csv=csv, geolocation=geolocation,
        progress=progress,
    )  # fmt: skip


def _communes(territories: Communes | None, progress: Progress) -> Communes:
    if territories is not None:
        return territories
    from essaim.engine.territories import load_territories  # heavy, and callers with their own communes do not need it

    communes: Communes = load_territories(progress)
    return communes


@dataclass(frozen=True)
class _Tables:
    """The laws ready to be drawn."""

    sizes: DrawTable
    activity: DrawTable
    former: DrawTable
    form: DrawTable
    band: DrawTable
    quality: DrawTable
    active_units: NDArray[np.float64]
    today: int

    @classmethod
    def from_laws(cls, laws: SynthesisLaws) -> _Tables:
        today = (date.fromisoformat(laws.reference_day) - EPOCH).days
        return cls(
            sizes=draw_table(laws.unit_size_shares[None], 16),
            activity=draw_table(laws.naf_shares, 20),
            former=draw_table(laws.former_shares[None], 12),
            form=draw_table(laws.form_shares, 13),
            band=draw_table(laws.size_shares, 18),
            quality=draw_table(laws.quality_shares[None], 10),
            active_units=laws.active_share_of_units(),
            today=today,
        )


def _draw(rows: int, seed: int, laws: SynthesisLaws, places: Places, progress: Progress) -> tuple[Columns, Columns]:
    """All units and all establishments, as compact columns."""
    tables = _Tables.from_laws(laws)
    label = _("Tirage du registre synthétique")
    units = _empty_units(rows)
    establishments = _empty_establishments(rows)
    mean = float(laws.unit_sizes @ laws.unit_size_shares / laws.unit_size_shares.sum())
    numbers = _Numbers(rows, laws)
    done = drawn = chunk = 0
    while done < rows:
        progress(label, done, rows)
        rng = np.random.default_rng([seed, chunk])
        n = min(_CHUNK, int((rows - done) / mean * 1.02) + 8)
        some = _draw_units(rng, n, rows - done, laws, tables, places)
        _number(some, rng, numbers, laws)
        theirs = _draw_establishments(rng, some, laws, tables, places)
        _finish_units(some, theirs, laws, tables, rng)
        _store(units, some, drawn)
        _store(establishments, theirs, done)
        drawn += some["siren"].size
        done += theirs["siren"].size
        chunk += 1
    progress(label, rows, rows)
    return {name: column[:drawn] for name, column in units.items()}, establishments


def _empty_units(rows: int) -> Columns:
    kinds = {"siren": "i4", "naf": "u2", "form": "u1", "band": "u1", "day": "u2", "flags": "u1", "ess": "u1",
             "mission": "u1", "nic": "u2", "rna": "u4", "several": "u1"}  # fmt: skip
    return {name: np.empty(rows, kind) for name, kind in kinds.items()}


def _empty_establishments(rows: int) -> Columns:
    kinds = {"siren": "i4", "nic": "u2", "place": "u2", "naf": "u2", "band": "u1", "day": "u2", "flags": "u1",
             "east": "i1", "north": "i1", "quality": "u1"}  # fmt: skip
    return {name: np.empty(rows, kind) for name, kind in kinds.items()}


def _store(whole: Columns, part: Columns, start: int) -> None:
    for name, column in whole.items():
        column[start : start + part["siren"].size] = part[name]


def _chance(rng: np.random.Generator, share: NDArray[Any] | float, n: int) -> NDArray[np.bool_]:
    drawn: NDArray[np.bool_] = rng.random(n, np.float32) < share
    return drawn


def _draw_units(
    rng: np.random.Generator, n: int, room: int, laws: SynthesisLaws, tables: _Tables, places: Places
) -> Columns:
    """Up to ``n`` units that hold at most ``room`` establishments; the last one is cut to fit."""
    size = laws.unit_sizes[tables.sizes.draw(rng, 0, n)]
    ends = np.cumsum(size)
    if ends[-1] > room:
        n = int(np.searchsorted(ends, room)) + 1
        size = size[:n]
        size[-1] -= ends[n - 1] - room
    place = places.draw(rng, n)
    rank = places.rank[place]
    active = _chance(rng, tables.active_units[rank], n)
    activity = tables.activity.draw(rng, rank, n)
    form = tables.form.draw(rng, activity, n)
    group = laws.group_of_form[form]
    mean_days = np.where(active, laws.mean_years[0], laws.mean_years[1]).astype(np.float32) * np.float32(365.25)
    age = rng.standard_exponential(n, np.float32) * mean_days
    day = np.maximum(tables.today - age, 0).astype(np.uint16)
    day[_chance(rng, laws.conventional, n)] = 0
    flags = ACTIVE * active + PARTIAL * _chance(rng, laws.partial[group], n)
    flags = flags + PURGED * (~active & _chance(rng, laws.purged, n)) + FEMALE * _chance(rng, 0.5, n)
    return {
        "size": size, "place": place, "rank": rank, "activity": activity, "form": form, "group": group, "day": day,
        "naf": _aged(rng, activity, ~active, laws, tables), "flags": flags.astype(np.uint8),
        "ess": _yes_no(rng, laws.ess[group]), "mission": _yes_no(rng, laws.mission[group]),
    }  # fmt: skip


def _yes_no(rng: np.random.Generator, shares: NDArray[np.float64]) -> NDArray[np.uint8]:
    """0 empty, 1 yes ("O"), 2 no ("N"), drawn from the shares of yes and of no in each row of ``shares``."""
    drawn = rng.random(shares.shape[0], np.float32)
    answer: NDArray[np.uint8] = np.select([drawn < shares[:, 0], drawn < shares.sum(axis=1)], [1, 2]).astype(np.uint8)
    return answer


def _aged(
    rng: np.random.Generator, activity: NDArray[np.uint16], closed: NDArray[np.bool_], laws: SynthesisLaws,
    tables: _Tables,
) -> NDArray[np.uint16]:  # fmt: skip
    """Activity codes: rows closed before 2008 keep a code of an older nomenclature, a few have none."""
    n = activity.size
    naf = activity.copy()
    old = closed & _chance(rng, laws.former_share, n)
    naf[old] = len(laws.naf) + tables.former.draw(rng, 0, int(old.sum()))
    naf[closed & _chance(rng, laws.without_code, n)] = len(laws.naf) + len(laws.former)
    return naf


class _Numbers:
    """Hands out SIREN prefixes (eight digits), ever growing and evenly spread within each kind, and RNA ranks.

    Kinds: 0 the State's bodies (they begin with 1), 1 local ones (2), 2 all the others (3 to 9).
    """

    def __init__(self, rows: int, laws: SynthesisLaws) -> None:
        public = np.array([laws.groups[group] == "public" for group in laws.group_of_form])
        local = np.array([form.startswith(_LOCAL) and not form.startswith("738") for form in laws.forms])
        self.kind_of_form = np.where(public, local, 2)
        self.next = np.array([10_000_000, 20_000_000, 30_000_000])
        # Public bodies are less than a quarter of any register long enough to matter. In a national register they are
        # far fewer still, and a step below one would give all of them the same number.
        public_step = max(1, 10_000_000 // (rows // 4 + 16))
        self.step = np.array([public_step, public_step, max(1, 70_000_000 // rows)])
        self.rna = 0

    def prefixes(self, rng: np.random.Generator, form: NDArray[np.uint16]) -> NDArray[np.int64]:
        """A new prefix for each unit of these legal forms."""
        kind = self.kind_of_form[form]
        prefix: NDArray[np.int64] = (rng.random(kind.size) * self.step[kind]).astype(np.int64)
        for one in range(3):
            mine = kind == one
            n = int(mine.sum())
            prefix[mine] += self.next[one] + self.step[one] * np.arange(n)
            self.next[one] += self.step[one] * n
        return prefix


def _number(some: Columns, rng: np.random.Generator, numbers: _Numbers, laws: SynthesisLaws) -> None:
    """Give each unit a SIREN that fails Luhn's rule, and associations an RNA rank (0: none)."""
    prefix = numbers.prefixes(rng, some["form"])
    sums = _DOUBLED[prefix // 10_000] + _DOUBLED[prefix % 10_000]
    some["siren"] = (prefix * 10 + _wrong_digit(sums, rng.integers(0, 9, prefix.size))).astype(np.int32)
    known = _chance(rng, laws.rna[some["group"]], prefix.size)
    some["rna"] = np.where(known, numbers.rna + np.cumsum(known), 0).astype(np.uint32)
    numbers.rna += int(known.sum())


def _luhn_sums(doubled_last: bool) -> NDArray[np.int64]:
    """Luhn's sum of every number of four digits, the last one doubled or not."""
    numbers = np.arange(10_000)
    total = np.zeros(10_000, np.int64)
    for place in range(4):
        digit = numbers // 10**place % 10 * (2 if (place % 2 == 0) == doubled_last else 1)
        total += digit - 9 * (digit > 9)
    return total


_DOUBLED, _PLAIN = _luhn_sums(True), _luhn_sums(False)


def _wrong_digit(sums: NDArray[np.int64], shift: NDArray[np.int64]) -> NDArray[np.int64]:
    """A last digit (never doubled) that does not bring ``sums`` to a multiple of ten; ``shift`` 0 to 8 picks which."""
    digit: NDArray[np.int64] = (-sums + 1 + shift) % 10
    return digit


def _draw_establishments(
    rng: np.random.Generator, some: Columns, laws: SynthesisLaws, tables: _Tables, places: Places
) -> Columns:
    """The establishments of ``some`` units, in their order."""
    size = some["size"]
    owner = np.repeat(np.arange(size.size), size)
    n = owner.size
    position = np.arange(n) - np.repeat(np.cumsum(size) - size, size)
    head = position == np.where(_chance(rng, 0.5, size.size), 0, size - 1)[owner]
    unit_active = (some["flags"] & ACTIVE)[owner] > 0
    active = unit_active & (head | _chance(rng, laws.others_active, n))
    place = _spread(rng, some, owner, ~head, laws, places)
    activity = some["activity"][owner]
    other = np.flatnonzero(~head & _chance(rng, 1 - laws.same_activity, n))
    activity[other] = tables.activity.draw(rng, places.rank[place[other]], other.size)
    naf = np.where(head, some["naf"][owner], _aged(rng, activity, ~active, laws, tables))
    born = some["day"][owner]
    later = (~head | (position > 0)) & (born > 0)
    born = born + ((tables.today - born) * rng.random(n, np.float32) * later).astype(np.uint16)
    flags = ACTIVE * active + HEAD * head + (some["flags"] & PARTIAL)[owner]
    flags = flags + TRADE_NAME * _chance(rng, laws.trade_name, n) + USUAL_NAME * _chance(rng, laws.usual_name, n)
    siren = some["siren"][owner].astype(np.int64)
    prefix = siren // 10
    check = siren % 10 * 2
    sums = _PLAIN[prefix // 10_000] + _PLAIN[prefix % 10_000] + check - 9 * (check > 9) + _DOUBLED[position + 1]
    place = place.astype(np.uint16)
    place[_chance(rng, laws.abroad, n) & ~head] = ABROAD
    return {
        "owner": owner, "siren": siren, "place": place, "naf": naf, "day": born, "flags": flags.astype(np.uint8),
        "nic": (position + 1) * 10 + _wrong_digit(sums, siren % 9),
        "band": np.where(active, tables.band.draw(rng, some["group"][owner], n), 0),
        "east": rng.integers(-127, 128, n, dtype=np.int8), "north": rng.integers(-127, 128, n, dtype=np.int8),
        "quality": tables.quality.draw(rng, 0, n),
    }  # fmt: skip


def _spread(
    rng: np.random.Generator, some: Columns, owner: NDArray[np.int64], others: NDArray[np.bool_], laws: SynthesisLaws,
    places: Places,
) -> NDArray[np.int32]:  # fmt: skip
    """Where establishments are: the head office at the unit's place, the others there or in the same département."""
    place: NDArray[np.int32] = some["place"][owner]
    moved = np.flatnonzero(others & _chance(rng, 1 - laws.same_commune, owner.size))
    place[moved] = places.draw_near(rng, place[moved])
    return place


def _finish_units(
    some: Columns, theirs: Columns, laws: SynthesisLaws, tables: _Tables, rng: np.random.Generator
) -> None:
    """What units owe to their establishments: head office, size band; then bands left empty on both."""
    starts = np.cumsum(some["size"]) - some["size"]
    head = (theirs["flags"] & HEAD) > 0
    some["nic"] = theirs["nic"][head]
    active = np.add.reduceat((theirs["flags"] & ACTIVE).astype(np.int32), starts) // ACTIVE
    band = np.maximum.reduceat(theirs["band"], starts)
    bands = len(laws.size_bands)
    some["band"] = np.where((active > 1) & (band > 1), np.minimum(band + 1, bands - 1), band)
    some["several"] = active > 1
    for table in (some, theirs):
        unknown = table["band"] == 0
        table["band"] = np.where(unknown & _chance(rng, laws.size_empty, unknown.size), bands, table["band"])
