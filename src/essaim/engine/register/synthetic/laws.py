"""The laws a synthetic register is drawn from, read from ``data/rules/synthetic_register.toml``.

Draws with a few hundred outcomes go through tables of 2**bits cells, filled in proportion to the shares: one random
integer and one look-up per draw, at the price of shares rounded to 1 / 2**bits.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from essaim.engine.errors import InvalidRules
from essaim.engine.language import gettext as _

RULES = "synthetic_register.toml"
STATUSES = ("published", "computed", "assumption")
PARIS = 3
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Law:
    """What one law rests on: its name in the file, its status, its source and what the reader should know."""

    name: str
    status: str
    source: str
    note: str


@dataclass(frozen=True)
class DrawTable:
    """``k`` laws over the same outcomes, ready to be drawn: ``cells`` is (k, 2**bits), each cell an outcome."""

    cells: NDArray[np.uint16]
    bits: int

    def draw(self, rng: np.random.Generator, which: NDArray[Any] | int, n: int) -> NDArray[np.uint16]:
        """``n`` outcomes; row i is drawn from law ``which[i]``."""
        place = rng.integers(0, 1 << self.bits, n, dtype=np.uint32)
        drawn: NDArray[np.uint16] = self.cells[which, place]
        return drawn


def draw_table(shares: Numbers, bits: int) -> DrawTable:
    """Tables for the laws in the rows of ``shares`` (k, m): cells by the largest remainder, so each sums exactly."""
    size = 1 << bits
    cells = np.empty((shares.shape[0], size), np.uint16)
    for row, law in enumerate(shares):
        exact = law * (size / law.sum())
        counts = np.floor(exact).astype(np.int64)
        missing = size - int(counts.sum())
        counts[np.argsort(-(exact - counts), kind="stable")[:missing]] += 1
        cells[row] = np.repeat(np.arange(law.size, dtype=np.uint16), counts)
    return DrawTable(cells, bits)


@dataclass(frozen=True)
class SynthesisLaws:
    """Every law as arrays. K activities, O former activities, F legal forms, G groups of forms, B size bands.

    Attributes:
        cited: what each law rests on.
        version: of the laws' file.
        reference_day: the day the made-up register describes, ISO.
        workforce_year: the year its size bands are about.
        class_bounds: populations that separate the first classes of communes.
        active_per_1000, closed_per_active: by class of communes (4,).
        unit_sizes, unit_size_shares: establishments per unit, and how frequent.
        others_active, same_commune, same_activity: of a unit's establishments other than the head office.
        arrondissements, beyond: (code, inhabitants) of places to add.
        abroad: share of establishments without a commune.
        naf, naf25: (K,) codes, "" when no NAF 2025 code was matched; naf_shares (4, K).
        former, former_shares: codes of older nomenclatures; former_share of closed rows has one.
        forms, words, group_of_form: legal categories, the word of their invented names, index in ``groups``.
        form_shares: (K, F) forms by activity.
        size_bands, size_shares: (B,) codes and (G, B).
        size_empty: share of bands left empty instead of NN.
        partial: (G,) share of partial diffusion; ess, mission: (G, 2) shares of O and of N; rna: (G,).
        trade_name, usual_name, purged, conventional: shares.
        mean_years: mean age of active and of closed rows.
        spread_m, qualities, quality_shares: positions around the commune's point.
    """

    cited: tuple[Law, ...]
    version: str
    reference_day: str
    workforce_year: int
    class_bounds: Numbers
    active_per_1000: Numbers
    closed_per_active: Numbers
    unit_sizes: NDArray[np.int64]
    unit_size_shares: Numbers
    others_active: float
    same_commune: float
    same_activity: float
    arrondissements: tuple[tuple[str, float], ...]
    beyond: tuple[tuple[str, float], ...]
    abroad: float
    naf: tuple[str, ...]
    naf25: tuple[str, ...]
    naf_shares: Numbers
    former: tuple[str, ...]
    former_shares: Numbers
    former_share: float
    without_code: float
    forms: tuple[str, ...]
    words: tuple[str, ...]
    groups: tuple[str, ...]
    group_of_form: NDArray[np.uint8]
    form_shares: Numbers
    size_bands: tuple[str, ...]
    size_shares: Numbers
    size_empty: float
    partial: Numbers
    ess: Numbers
    mission: Numbers
    rna: Numbers
    trade_name: float
    usual_name: float
    purged: float
    conventional: float
    mean_years: tuple[float, float]
    spread_m: float
    qualities: tuple[str, ...]
    quality_shares: Numbers

    def active_share_of_units(self) -> Numbers:
        """Share of active units by class of communes (4,).

        A unit has 1 + m establishments on average, of which the head office and ``others_active`` of the m others are
        active when the unit is: the share a of active establishments asks for p = a (1 + m) / (1 + m q).
        """
        others = float(self.unit_sizes @ self.unit_size_shares / self.unit_size_shares.sum()) - 1
        active = 1 / (1 + self.closed_per_active)
        share: Numbers = active * (1 + others) / (1 + others * self.others_active)
        return share


def laws_from(data: Mapping[str, Any]) -> SynthesisLaws:
    """The laws held by a parsed rules file.

    Raises:
        InvalidRules: a law lacks its status or its source, or a table cannot be read.
    """
    try:
        return _laws_from(data)
    except (KeyError, ValueError, IndexError, TypeError) as error:
        raise InvalidRules(
            _("%(file)s : une loi est incomplète ou illisible (%(detail)s).")
            % {"file": RULES, "detail": str(error)[:200]},
            _("Réinstallez Essaim, ou rétablissez ce fichier."),
        ) from error


@cache
def load_laws() -> SynthesisLaws:
    """The laws that come with Essaim."""
    text = (files("essaim") / "data" / "rules" / RULES).read_text(encoding="utf-8")
    return laws_from(tomllib.loads(text))


def _laws_from(data: Mapping[str, Any]) -> SynthesisLaws:
    law = data["law"]
    return SynthesisLaws(
        cited=tuple(_cited(name, entry) for name, entry in law.items()),
        version=str(data["version"]),
        reference_day=data["reference_day"].isoformat(),
        workforce_year=int(data["workforce_year"]),
        **_about_places(law),
        **_about_activities(law),
        **_about_groups(law),
        **_about_rows(law),
    )


def _about_places(law: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "class_bounds": _array(law["commune_classes"]["bounds"]),
        "active_per_1000": _array(law["establishments"]["active_per_1000"]),
        "closed_per_active": _array(law["closed"]["closed_per_active"]),
        "arrondissements": _pairs(law["arrondissements"]["table"]),
        "beyond": _pairs(law["beyond"]["table"]),
        "abroad": float(law["abroad"]["share"]),
        "spread_m": float(law["position"]["spread_m"]),
        "qualities": tuple(law["position"]["qualities"]),
        "quality_shares": _array(law["position"]["shares"]),
    }


def _about_activities(law: Mapping[str, Any]) -> dict[str, Any]:
    activities = _records(law["activity"]["table"], 6)
    naf = tuple(record[0] for record in activities)
    former = _pairs(law["former_activity"]["table"])
    forms, form_shares = _form_shares(law["legal_form"]["rule"], naf)
    return {
        "naf": naf,
        "naf25": tuple("" if record[1] == "-" else record[1] for record in activities),
        "naf_shares": np.array([[float(cell) for cell in record[2:]] for record in activities]).T,
        "former": tuple(code for code, _share in former),
        "former_shares": np.array([share for _code, share in former]),
        "former_share": float(law["former_activity"]["share"]),
        "without_code": float(law["former_activity"]["without_code"]),
        "forms": forms,
        "form_shares": form_shares,
    }


def _about_groups(law: Mapping[str, Any]) -> dict[str, Any]:
    """What depends on the group of legal forms."""
    forms, _shares = _form_shares(law["legal_form"]["rule"], ())
    found = [_group_and_word(form, law["form_group"]["rule"]) for form in forms]
    groups = tuple(key for key, value in law["size"].items() if isinstance(value, list) and key != "bands")
    return {
        "words": tuple(word for _group, word in found),
        "groups": groups,
        "group_of_form": np.array([groups.index(group) for group, _word in found], np.uint8),
        "size_bands": tuple(law["size"]["bands"]),
        "size_shares": _array([law["size"][group] for group in groups]),
        "size_empty": float(law["size"]["empty"]),
        "partial": _array([law["diffusion"][group] for group in groups]),
        "ess": _array([law["ess_flag"][group] for group in groups]),
        "mission": _array([law["mission_flag"].get(group, [0, 0]) for group in groups]),
        "rna": _array([law["rna"].get(group, 0) for group in groups]),
    }


def _about_rows(law: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "unit_sizes": np.array(law["per_unit"]["establishments"], np.int64),
        "unit_size_shares": _array(law["per_unit"]["shares"]),
        "others_active": float(law["per_unit"]["others_active"]),
        "same_commune": float(law["per_unit"]["same_commune"]),
        "same_activity": float(law["per_unit"]["same_activity"]),
        "trade_name": float(law["signs"]["trade_name"]),
        "usual_name": float(law["signs"]["usual_name"]),
        "purged": float(law["purged"]["share"]),
        "conventional": float(law["age"]["conventional"]),
        "mean_years": (float(law["age"]["mean_years_active"]), float(law["age"]["mean_years_closed"])),
    }


def _array(values: object) -> Numbers:
    return np.array(values, np.float64)


def _cited(name: str, entry: Mapping[str, Any]) -> Law:
    if entry["status"] not in STATUSES or not entry["source"].strip():
        raise ValueError(f"law.{name}: status, source")
    return Law(name, entry["status"], entry["source"], entry.get("note", ""))


def _records(text: str, width: int) -> list[list[str]]:
    cells = text.split()
    if len(cells) % width:
        raise ValueError(f"{len(cells)} / {width}")
    return [cells[start : start + width] for start in range(0, len(cells), width)]


def _pairs(text: str) -> tuple[tuple[str, float], ...]:
    return tuple((code, float(share)) for code, share in _records(text, 2))


def _form_shares(rules: Sequence[Mapping[str, str]], naf: Sequence[str]) -> tuple[tuple[str, ...], Numbers]:
    tables = {rule["prefix"]: dict(_pairs(rule["table"])) for rule in rules}
    forms = tuple(sorted({form for table in tables.values() for form in table}))
    shares = np.zeros((len(naf), len(forms)))
    for row, code in enumerate(naf):
        prefix = max((prefix for prefix in tables if code.startswith(prefix)), key=len)
        for form, share in tables[prefix].items():
            shares[row, forms.index(form)] = share
    return forms, shares


def _group_and_word(form: str, rules: Sequence[Mapping[str, str]]) -> tuple[str, str]:
    fitting = [(len(prefix), rule) for rule in rules for prefix in rule["prefixes"].split() if form.startswith(prefix)]
    rule = max(fitting, key=lambda pair: pair[0])[1]
    return rule["group"], rule["word"]
