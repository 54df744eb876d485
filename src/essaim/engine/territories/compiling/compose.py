"""A version of the territories: the compiled base, then each added table in turn.

Order does not matter between tables that speak of different things: communes come first, then codes of the past,
levels, names, criteria. Where two tables speak of the same thing, the one added last is heard.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from essaim.engine.territories.codes import CodeIndex, Int32s, Texts
from essaim.engine.territories.compiling.history import gather_past
from essaim.engine.territories.compiling.layer import Layer, LayerCriterion, LayerLevel
from essaim.engine.territories.compiling.ordering import spatial_order, zone_of
from essaim.engine.territories.compiling.placing import Placement, place_rows
from essaim.engine.territories.declarations import LevelWords, load_declarations
from essaim.engine.territories.model import COMMUNE, GIVEN_POINT, NO_POINT, FormerCodes
from essaim.engine.values import Source

Arrays = dict[str, NDArray[Any]]

_FIGURES = {
    "names": "label",
    "population": "population",
    "area": "area",
    "positions": "lon",
    "postal": "postal_code",
}

BASE_LEVELS = ("departement", "region", "epci")


@dataclass(eq=False)
class DraftLevel:
    """A level being composed."""

    label: str
    source: Source
    codes: Texts
    names: Texts
    member: Int32s


@dataclass(eq=False)
class DraftCriterion:
    """A criterion being composed."""

    spec: LayerCriterion
    source: Source
    values: NDArray[np.float64]
    categories: tuple[str, ...] = ()


@dataclass(eq=False)
class Draft:
    """Everything a version holds, before it is written.

    Attributes:
        communes: ``code name population area_km2 lon lat point_kind contour_row`` (n,).
        population_sources, area_sources: who says how many communes' value, the main one first.
        reports: for each layer, what became of its lines.
    """

    communes: Arrays
    former: FormerCodes
    postal_code: Texts
    postal_index: Int32s
    levels: dict[str, DraftLevel]
    population_sources: list[tuple[Source, int]]
    area_sources: list[tuple[Source, int]]
    criteria: dict[str, DraftCriterion] = field(default_factory=dict)
    reports: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """How many communes there are."""
        return int(self.communes["code"].size)


def compose(base: Mapping[str, NDArray[Any]], sources: Mapping[str, Source], layers: list[Layer]) -> Draft:
    """Put the base and the layers together.

    Args:
        base: the arrays of ``compile_base``.
        sources: of its parts: "communes", "population", "epci", "contours".
        layers: the added tables, oldest first.
    """
    added = {layer.name: _new_communes(base["code"], layer) for layer in layers}
    communes = _all_communes(base, layers, added)
    n = int(communes["code"].size)
    base_former = FormerCodes(base["former_code"], base["former_name"], base["former_index"], base["former_kind"])
    codes = communes["code"].tolist()
    former, past_counts = gather_past(base_former, codes, layers)
    draft = Draft(
        communes=communes,
        former=former,
        postal_code=base["postal_code"],
        postal_index=base["postal_index"],
        levels={key: _base_level(base, key, n, sources) for key in BASE_LEVELS},
        population_sources=[(sources["population"], int(np.isfinite(base["population"]).sum()))],
        area_sources=[(sources["contours"], int(np.isfinite(base["area_km2"]).sum()))],
    )
    current = CodeIndex.from_codes(communes["code"])
    for layer in layers:
        report = {"added_communes": len(added[layer.name]), "levels": [], "criteria": [], "waiting": "", "lost": {}}
        figures = {"figures": [name for name, array in _FIGURES.items() if layer.get(array) is not None]}
        draft.reports[layer.name] = report | figures | past_counts.get(layer.name, {})
    _put_layers(draft, layers, current)
    return draft


def _put_layers(draft: Draft, layers: list[Layer], current: CodeIndex) -> None:
    """Figures and levels of every layer, then names, then criteria: those of a level need the level first."""
    placed = {layer.name: place_rows(layer, current, draft.former) for layer in layers if layer.per == COMMUNE}
    for layer in layers:
        _postal(draft, layer, current)
        if layer.name in placed:
            draft.reports[layer.name] |= placed[layer.name].summary()
            _figures(draft, layer, placed[layer.name])
            _levels(draft, layer, placed[layer.name])
    for layer in layers:
        if layer.per not in ("", COMMUNE):
            _names(draft, layer)
    for layer in layers:
        if layer.name in placed:
            _criteria(draft, layer, placed[layer.name])
        elif layer.per:
            _level_criteria(draft, layer)


def _department(code: str) -> str:
    return zone_of(code) or code[:2]


def _new_communes(base_codes: Texts, layer: Layer) -> list[int]:
    """Rows of communes of territories that the base does not cover at all, with a known position."""
    codes, lon, lat = layer.get("codes"), layer.get("lon"), layer.get("lat")
    if not layer.new_communes or codes is None or lon is None or lat is None:
        return []
    covered = {_department(code) for code in base_codes.tolist()}
    located = np.isfinite(lon) & np.isfinite(lat)
    rows: dict[str, int] = {}
    for row in np.flatnonzero(located).tolist():
        code = str(codes[row])
        if len(code) == 5 and code[2:].isdigit() and _department(code) not in covered:
            rows.setdefault(code, int(row))
    return list(rows.values())


def _all_communes(base: Mapping[str, NDArray[Any]], layers: list[Layer], added: dict[str, list[int]]) -> Arrays:
    """The base's communes, then the added ones, by overseas territory and near one another."""
    columns = ("code", "name", "lon", "lat")
    extra: dict[str, tuple[Any, ...]] = {}
    for layer in layers:
        names = layer.get("names")
        for row in added[layer.name]:
            code = str(layer.arrays["codes"][row])
            name = str(names[row]) if names is not None else code
            extra.setdefault(code, (code, name, layer.arrays["lon"][row], layer.arrays["lat"][row]))
    arrays = {name: base[name] for name in ("code", "name", "population", "area_km2", "lon", "lat", "point_kind")}
    arrays["contour_row"] = base["contour_row"]
    if not extra:
        return {name: np.array(values) for name, values in arrays.items()}
    new = {name: np.array([row[place] for row in extra.values()]) for place, name in enumerate(columns)}
    zones = np.array([zone_of(str(code)) or str(code)[:2] for code in new["code"]], dtype=np.str_)
    order = spatial_order(zones, new["lon"], new["lat"], new["code"])
    new = {name: values[order] for name, values in new.items()}
    k = len(extra)
    new |= {"population": np.full(k, np.nan), "area_km2": np.full(k, np.nan)}
    new |= {"point_kind": np.full(k, GIVEN_POINT, dtype=np.uint8), "contour_row": np.full(k, -1, dtype=np.int32)}
    return {name: np.concatenate((values, new[name])) for name, values in arrays.items()}


def _base_level(base: Mapping[str, NDArray[Any]], key: str, n: int, sources: Mapping[str, Source]) -> DraftLevel:
    member = np.full(n, -1, dtype=np.int32)
    member[: base[key].size] = base[key]
    label = load_declarations().levels[key].label
    source = sources["epci"] if key == "epci" else sources["communes"]
    return DraftLevel(label, source, base[f"{key}_code"], base[f"{key}_name"], member)


def _postal(draft: Draft, layer: Layer, current: CodeIndex) -> None:
    codes, owners = layer.get("postal_code"), layer.get("postal_commune")
    if codes is None or owners is None:
        return
    index = current.find(owners)
    past = CodeIndex.from_codes(draft.former.codes, draft.former.index).find(owners)
    index = np.where(index < 0, past, index)
    known = index >= 0
    pairs = set(zip(draft.postal_code.tolist(), draft.postal_index.tolist(), strict=True))
    pairs |= set(zip(codes[known].tolist(), index[known].tolist(), strict=True))
    ordered = sorted(pairs)
    draft.postal_code = np.array([code for code, _index in ordered], dtype=np.str_)
    draft.postal_index = np.array([index for _code, index in ordered], dtype=np.int32)


def _figures(draft: Draft, layer: Layer, placed: Placement) -> None:
    """Population and area override the base's; positions only fill what it does not know."""
    draft.population_sources = _override(draft, layer, placed, "population", draft.population_sources)
    draft.area_sources = _override(draft, layer, placed, "area_km2", draft.area_sources)
    lon, lat = layer.get("lon"), layer.get("lat")
    if lon is None or lat is None:
        return
    kind = draft.communes["point_kind"]
    given_lon, given_lat = placed.exact(lon), placed.exact(lat)
    fill = (kind == NO_POINT) & np.isfinite(given_lon) & np.isfinite(given_lat)
    draft.communes["lon"][fill], draft.communes["lat"][fill] = given_lon[fill], given_lat[fill]
    kind[fill] = GIVEN_POINT


def _override(
    draft: Draft, layer: Layer, placed: Placement, name: str, sources: list[tuple[Source, int]]
) -> list[tuple[Source, int]]:
    given = layer.get("population" if name == "population" else "area")
    if given is None:
        return sources
    values = placed.total(given)
    # No inhabitants is a fact (the destroyed villages of Verdun); no area is a gap.
    said = np.isfinite(values) if name == "population" else values > 0
    kept = int((np.isfinite(draft.communes[name]) & ~said).sum())
    draft.communes[name] = np.where(said, values, draft.communes[name])
    before = [(source, kept) for source, _count in sources[:1] if kept]
    return [(layer.source, int(said.sum())), *before]


def _levels(draft: Draft, layer: Layer, placed: Placement) -> None:
    for spec in layer.levels:
        codes, names = layer.arrays[f"level:{spec.key}"], layer.arrays[f"level_name:{spec.key}"]
        mine = placed.agreed(codes)
        old = draft.levels.get(spec.key)
        if old is not None and spec.extends:
            was = np.append(old.codes, "")[old.member]
            mine = np.where(was != "", was, mine)
        named = {code: name for code, name in zip(codes.tolist(), names.tolist(), strict=True) if code and name}
        if old is not None:
            known = dict(zip(old.codes.tolist(), old.names.tolist(), strict=True))
            named = named | known if spec.extends else known | named
            lost = int(((old.member >= 0) & (mine == "")).sum())
            if lost:
                draft.reports[layer.name]["lost"][spec.key] = lost
        source = old.source if old is not None and spec.extends else layer.source_of(spec)
        draft.levels[spec.key] = _level(spec, source, mine, named)
        draft.reports[layer.name]["levels"].append(spec.key)


def _level(spec: LayerLevel, source: Source, mine: Texts, named: dict[str, str]) -> DraftLevel:
    codes, member = np.unique(mine, return_inverse=True)
    member = member.astype(np.int32)
    if codes.size and codes[0] == "":
        codes, member = codes[1:], member - 1
    names = np.array([named.get(code, code) for code in codes.tolist()], dtype=np.str_)
    return DraftLevel(spec.label, source, codes, names, member.astype(np.int32))


def _level_rows(draft: Draft, layer: Layer) -> Int32s | None:
    """For each territory of the level, its row in the table (-1: none); None while the level is unknown."""
    report = draft.reports[layer.name]
    level = draft.levels.get(layer.per)
    if level is None:
        report["waiting"] = layer.per
        return None
    words = load_declarations().levels.get(layer.per, LevelWords(layer.per, {}))
    row_of: dict[str, int] = {}
    for row, code in enumerate(layer.arrays["codes"]):
        row_of.setdefault(words.clean(str(code)), row)
    known = set(level.codes.tolist())
    unknown = [code for code in row_of if code and code not in known]
    report |= {"matched": len(row_of) - len(unknown), "via_former": 0, "unknown": len(unknown)}
    report |= {"unknown_examples": unknown[:10], "ambiguous": 0}
    return np.array([row_of.get(str(code), -1) for code in level.codes], dtype=np.int32)


def _names(draft: Draft, layer: Layer) -> None:
    rows, given = _level_rows(draft, layer), layer.get("label")
    if rows is None or given is None:
        return
    level = draft.levels[layer.per]
    names = [str(given[row]) if row >= 0 else "" for row in rows]
    level.names = np.array([new or str(old) for new, old in zip(names, level.names, strict=True)], dtype=np.str_)


def _level_criteria(draft: Draft, layer: Layer) -> None:
    """A fact of a territory is a fact of each of its communes, as far as comparing goes."""
    rows = _level_rows(draft, layer)
    if rows is None:
        return
    member = draft.levels[layer.per].member
    row = np.where(member >= 0, rows[np.maximum(member, 0)], -1) if rows.size else np.full(draft.n, -1)
    for spec in layer.criteria:
        given = layer.arrays[f"criterion:{spec.key}"]
        if spec.categorical:
            _add_words(draft, layer, spec, np.where(row >= 0, given[np.maximum(row, 0)], ""))
        else:
            _add(draft, layer, spec, np.where(row >= 0, given[np.maximum(row, 0)], np.nan))


def _criteria(draft: Draft, layer: Layer, placed: Placement) -> None:
    for spec in layer.criteria:
        given = layer.arrays[f"criterion:{spec.key}"]
        if spec.categorical:
            words = placed.agreed(given)
            absent = "" if spec.absent is None else str(spec.absent)
            _add_words(draft, layer, spec, np.where(_absent(draft, words == ""), absent, words) if absent else words)
            continue
        values = placed.total(given) if spec.how == "sum" else placed.exact(given)
        if spec.absent is not None:
            values = np.where(_absent(draft, np.isnan(values)), float(spec.absent), values)
        _add(draft, layer, spec, values)


def _absent(draft: Draft, nothing: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Communes that a complete list does not name; it says nothing of the overseas collectivities."""
    beyond = load_declarations().collectivities
    outside = np.array([code.startswith(beyond) for code in draft.communes["code"].tolist()], dtype=np.bool_)
    return nothing & ~outside


def _add(draft: Draft, layer: Layer, spec: LayerCriterion, values: NDArray[np.float64]) -> None:
    draft.criteria[spec.key] = DraftCriterion(spec, layer.source_of(spec), values)
    draft.reports[layer.name]["criteria"].append(spec.key)


def _add_words(draft: Draft, layer: Layer, spec: LayerCriterion, words: Texts) -> None:
    categories, place = np.unique(words, return_inverse=True)
    values = place.astype(np.float64)
    if categories.size and categories[0] == "":
        values = np.where(values == 0, np.nan, values - 1)
        categories = categories[1:]
    named = tuple(str(category) for category in categories)
    draft.criteria[spec.key] = DraftCriterion(spec, layer.source_of(spec), values, named)
    draft.reports[layer.name]["criteria"].append(spec.key)
