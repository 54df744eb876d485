"""Add a table to the territories, or take one away: a new version is composed, contours are not compiled again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from essaim.engine.errors import BadOption, UnreadableFile
from essaim.engine.language import gettext as _
from essaim.engine.sources.france import FranceFiles
from essaim.engine.territories.compiling.layer import Layer
from essaim.engine.territories.compiling.reading import table_to_layer
from essaim.engine.territories.compiling.table_options import TableOptions, slug
from essaim.engine.territories.model import COMMUNE, Territories
from essaim.engine.territories.snapshot import change_layers, load_territories
from essaim.engine.values import Progress, Source, silent


@dataclass(frozen=True)
class AddReport:
    """What became of an added table.

    Attributes:
        version: the version of the territories now in use.
        name: under which the table is kept (``remove_table`` takes it away).
        known: key of its declaration, "" when its columns were named.
        source: with its vintage.
        rows: lines read. matched: communes (or territories of its level) with their own line.
        via_former: lines that bear a code of the past, resolved to the commune of today.
        ambiguous: communes that such lines speak of: rates stay unknown, counts add up only without a line of its own.
        unknown, unknown_examples: codes that nobody has or had, the first ten of them.
        doubled: lines whose code stood before (the first is kept).
        mended: codes mended (lost zeros, blanks). unread: cells that are not the number they should be.
        added_communes: communes that the base did not have.
        past_codes, past_unsettled: codes of the past learnt, and those that lead to several communes or to none.
        levels, criteria: keys of what it brought. figures: which facts of communes it brought besides: "names",
            "population", "area", "positions", "postal".
        lost: levels that it replaces, and how many communes had a territory there and have none in it.
        waiting: key of a level that must be added before this table can serve, "" when none.
        replaced: whether a table of that name was there before.
    """

    version: str
    name: str
    known: str
    source: Source
    rows: int
    matched: int
    via_former: int
    ambiguous: int
    unknown: int
    unknown_examples: tuple[str, ...]
    doubled: int
    mended: int
    unread: int
    added_communes: int
    past_codes: int
    past_unsettled: int
    levels: tuple[str, ...]
    criteria: tuple[str, ...]
    figures: tuple[str, ...]
    lost: tuple[tuple[str, int], ...]
    waiting: str
    replaced: bool = False


def add_table(
    path: Path,
    *,
    name: str | None = None,
    vintage: str | None = None,
    source: str | None = None,
    publisher: str | None = None,
    licence: str | None = None,
    key: str | None = None,
    levels: Mapping[str, str] | None = None,
    criteria: Mapping[str, str] | None = None,
    progress: Progress = silent,
    root: Path | None = None,
    files: FranceFiles | None = None,
) -> AddReport:
    """Add the table at ``path``; the same table added again replaces itself. Other tables keep their place.

    Args:
        path: Parquet, CSV, zipped CSV or XLSX.
        name: under which to keep it; by default its own, when it is known, else the file's.
        vintage, source, publisher, licence: what to say of its origin; known tables say it themselves.
        key: column of the commune codes, for a table that is not known (guessed from usual names).
        levels: level name → "code column" or "code column:name column".
        criteria: criterion name → "column" or "column:unit"; words make categories. "population" and "superficie"
            replace those of the base.
        progress, root, files: see ``load_territories``.

    Raises:
        UnreadableFile, MissingColumns, BadOption: see ``table_to_layer``. Nothing has changed then.
        UnreadableFile: no line of the table speaks of a known territory.
        StoreProblem: the data folder cannot be written. Nothing has changed then.
    """
    options = TableOptions(
        name=name or "",
        vintage=vintage or "",
        title=source or "",
        publisher=publisher or "",
        licence=licence or "",
        key=key or "",
        levels=levels,
        criteria=criteria,
    )
    return add_tables([path], options, progress=progress, root=root, files=files)[0]


def add_tables(
    paths: Sequence[Path],
    options: TableOptions | None = None,
    *,
    progress: Progress = silent,
    root: Path | None = None,
    files: FranceFiles | None = None,
) -> list[AddReport]:
    """Add several tables at once, all or none; see ``add_table``. The last of two that speak of the same is heard.

    Args:
        options: hold for every table.
    """
    label = _("Lecture des tables")
    layers = []
    for done, path in enumerate(paths):
        progress(label, done, len(paths))
        layers.append(table_to_layer(path, options or TableOptions()))
    progress(label, len(paths), len(paths))
    names = [layer.name for layer in layers]
    doubled = next((name for name in names if names.count(name) > 1), None)
    if doubled is not None:
        raise BadOption(
            _("Deux des fichiers sont la même table, « %(name)s ».") % {"name": doubled},
            _("Ajoutez-les l'un après l'autre : le second remplacera le premier."),
        )
    territories = load_territories(progress, root, files)
    for layer, path in zip(layers, paths, strict=True):
        _refuse_if_foreign(layer, path, territories)
    version, replaced = change_layers(layers, "", root, files, progress)
    raw = {table["name"]: table for table in version.meta["tables"]}
    return [_report(version.id, raw[layer.name], layer.name in replaced) for layer in layers]


def _refuse_if_foreign(layer: Layer, path: Path, territories: Territories) -> None:
    if layer.per != COMMUNE or layer.new_communes or (territories.resolve(layer.arrays["codes"]) >= 0).any():
        return
    raise UnreadableFile(
        _("Aucune ligne de %(path)s ne porte le code d'une commune connue.") % {"path": path},
        _("Vérifiez la colonne des codes (--key) : des codes INSEE, pas des codes postaux ni des noms."),
    )


def remove_table(
    name: str, *, progress: Progress = silent, root: Path | None = None, files: FranceFiles | None = None
) -> Territories:
    """Take away the table added under ``name``; everything is as if it had never been added.

    Raises:
        BadOption: no table has that name.
    """
    territories = load_territories(progress, root, files)
    names = [report.name for report in added_tables(territories)]
    if slug(name) not in names:
        raise BadOption(
            _("Aucune table ajoutée ne s'appelle « %(name)s ».") % {"name": name},
            _("Tables ajoutées : %(names)s.") % {"names": ", ".join(names) or _("aucune")},
        )
    change_layers([], slug(name), root, files, progress)
    return load_territories(progress, root, files)


def added_tables(territories: Territories) -> list[AddReport]:
    """The tables added to these territories, oldest first, with what became of each."""
    return [_report(territories.version, raw) for raw in territories.meta.get("tables", [])]


def _report(version: str, raw: dict[str, Any], replaced: bool = False) -> AddReport:
    return AddReport(
        version=version,
        name=raw["name"],
        known=raw["known"],
        source=Source(**raw["source"]),
        rows=raw["rows"],
        matched=raw.get("matched", 0),
        via_former=raw.get("via_former", 0),
        ambiguous=raw.get("ambiguous", 0),
        unknown=raw.get("unknown", 0),
        unknown_examples=tuple(raw.get("unknown_examples", ())),
        doubled=raw.get("doubled", 0),
        mended=raw["mended"],
        unread=raw["unread"],
        added_communes=raw["added_communes"],
        past_codes=raw.get("past_codes", 0),
        past_unsettled=raw.get("past_unsettled", 0),
        levels=tuple(raw["levels"]),
        criteria=tuple(raw["criteria"]),
        figures=tuple(raw["figures"]),
        lost=tuple(raw["lost"].items()),
        waiting=raw["waiting"],
        replaced=replaced,
    )
