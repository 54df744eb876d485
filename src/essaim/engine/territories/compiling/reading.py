"""From a table file to a layer: recognise it by its columns, or read the columns that were named."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from essaim.engine.errors import MissingColumns, UnreadableFile
from essaim.engine.language import gettext as _
from essaim.engine.sources.tables import open_table, quoted
from essaim.engine.territories.cells import Cells, each, items, mostly_words, numbers, text, texts
from essaim.engine.territories.codes import clean_codes
from essaim.engine.territories.compiling.layer import Layer, LayerCriterion, LayerLevel
from essaim.engine.territories.compiling.table_options import TableOptions, columns_read, declaration_for, key_of, slug
from essaim.engine.territories.declarations import (
    CriterionColumn,
    CriterionWords,
    Declaration,
    LevelColumn,
    LevelWords,
    load_declarations,
)
from essaim.engine.values import Source

_VIEW = "table_to_add"
_KINDS = {"commune-deleguee": "COMD", "commune-associee": "COMA", "arrondissement-municipal": "ARM"}
_PAST_KINDS = ("COMD", "COMA", "ARM", "OLD")


class _Table:
    """A table in memory, by column, whatever the case of their names."""

    def __init__(self, path: Path, columns: tuple[str, ...], read: list[str], rows: list[tuple[Any, ...]]) -> None:
        self.path = path
        self.columns = columns
        self.rows = len(rows)
        values = zip(*rows, strict=True)
        self._cells: dict[str, Cells] = {name.casefold(): cells for name, cells in zip(read, values, strict=False)}

    def has(self, name: str) -> bool:
        return bool(name) and name.casefold() in self._cells

    def cells(self, name: str) -> Cells:
        if not self.has(name):
            raise MissingColumns(
                _("%(path)s n'a pas la colonne « %(column)s ».") % {"path": self.path, "column": name},
                _("Ses colonnes : %(columns)s.") % {"columns": ", ".join(self.columns)},
            )
        return self._cells[name.casefold()]

    def keep(self, mask: NDArray[np.bool_]) -> None:
        for name, cells in self._cells.items():
            self._cells[name] = [cell for cell, kept in zip(cells, mask, strict=True) if kept]
        self.rows = int(mask.sum())


def table_to_layer(path: Path, options: TableOptions) -> Layer:
    """Read a table and say what it brings.

    Raises:
        UnreadableFile: it cannot be read, or holds no line.
        MissingColumns: it is not known and nothing says which column is what; or a named column is absent.
        BadOption: an option makes no sense.
    """
    with tempfile.TemporaryDirectory(prefix="essaim-") as scratch, duckdb.connect() as con:
        columns = open_table(con, path, _VIEW, scratch=Path(scratch)).columns
        declaration = declaration_for(path, columns, options)
        needed = [name for name in columns if name.casefold() in columns_read(declaration)]
        table = _Table(path, columns, needed, _rows(con, path, needed))
    return _Reader(table, declaration, options).layer()


def _rows(con: duckdb.DuckDBPyConnection, path: Path, columns: list[str]) -> list[tuple[Any, ...]]:
    wanted = ", ".join(quoted(name) for name in columns) or "1"
    try:
        rows: list[tuple[Any, ...]] = con.execute(f"SELECT {wanted} FROM {quoted(_VIEW)}").fetchall()
    except duckdb.Error as error:
        raise UnreadableFile(
            _("%(path)s ne se lit pas jusqu'au bout.") % {"path": path}, _("Téléchargez-le à nouveau.")
        ) from error
    if not rows:
        raise UnreadableFile(_("%(path)s ne contient aucune ligne.") % {"path": path}, _("Vérifiez le fichier."))
    return rows


class _Reader:
    """Reads one table as its declaration says."""

    def __init__(self, table: _Table, declaration: Declaration, options: TableOptions) -> None:
        self.table = table
        self.asked = declaration
        self.options = options
        self.words = load_declarations()
        self.arrays: dict[str, NDArray[Any]] = {}
        self.mended = 0
        self.unread = 0

    def layer(self) -> Layer:
        asked, rows = self.asked, self.table.rows
        source = self._source()
        self._filter()
        levels: list[LayerLevel] = []
        criteria: list[LayerCriterion] = []
        if asked.movements:
            self._movements()
        elif asked.past:
            self._past()
        else:
            levels, criteria = self._facts()
        return Layer(
            name=slug(self.options.name or asked.key or self.table.path.stem),
            known=asked.key,
            source=source,
            per="" if asked.movements or asked.past else "commune" if asked.commune or asked.communes else asked.level,
            rows=rows,
            levels=tuple(levels),
            criteria=tuple(criteria),
            new_communes=asked.new_communes,
            mended=self.mended,
            unread=self.unread,
            arrays=self.arrays,
        )

    def _source(self) -> Source:
        asked, said = self.asked, self.options
        vintage = said.vintage or asked.vintage
        if not vintage and asked.vintage_column and self.table.has(asked.vintage_column):
            vintage = ", ".join(sorted({text(cell) for cell in self.table.cells(asked.vintage_column)} - {""}))
        if not vintage and asked.period:
            vintage = max(texts(self.table.cells(asked.period)))
        return Source(
            key=slug(said.name or asked.key or self.table.path.stem),
            title=said.title or asked.title,
            publisher=said.publisher or asked.publisher,
            licence=said.licence or asked.licence,
            vintage=vintage,
        )

    def _filter(self) -> None:
        if self.asked.period:
            periods = texts(self.table.cells(self.asked.period))
            self.table.keep(periods == max(periods))

    def _codes(self, cells: Cells) -> NDArray[np.str_]:
        cleaned = clean_codes(text(cell) for cell in cells)
        self.mended += cleaned.mended
        return cleaned.codes

    def _numbers(self, cells: Cells) -> NDArray[np.float64]:
        read = numbers(cells)
        self.unread += read.unread
        return read.values

    def _movements(self) -> None:
        kept = texts(self.table.cells("TYPECOM_AV")) == "COM"
        kept &= texts(self.table.cells("TYPECOM_AP")) == "COM"
        self.table.keep(kept)
        self.arrays["move_date"] = texts(self.table.cells("DATE_EFF"))
        self.arrays["move_from"] = self._codes(self.table.cells("COM_AV"))
        self.arrays["move_to"] = self._codes(self.table.cells("COM_AP"))

    def _past(self) -> None:
        asked = self.asked.past
        assert asked is not None
        n = self.table.rows
        communes = texts(self.table.cells(asked.commune))
        kinds = self.table.cells(asked.kind) if self.table.has(asked.kind) else [asked.kind] * n
        found = [_KINDS.get(text(kind), text(kind)) for kind in kinds]
        kept = communes != ""
        self.arrays |= {
            "past_code": self._codes(self.table.cells(asked.code))[kept],
            "past_commune": self._codes(list(communes))[kept],
            "past_name": texts(self.table.cells(asked.name))[kept] if asked.name else np.full(n, "")[kept],
            "past_kind": np.array([kind if kind in _PAST_KINDS else "OLD" for kind in found], dtype=np.str_)[kept],
        }
        if asked.postal:
            self._lists("postal", asked.postal, texts(self.table.cells(asked.code)))

    def _lists(self, name: str, column: str, owners: NDArray[np.str_]) -> None:
        """``<name>_code`` and ``<name>_commune``: one pair for each item of each list."""
        if not self.table.has(column):
            return
        pairs = [
            (part, str(own)) for own, cell in zip(owners, self.table.cells(column), strict=True) for part in items(cell)
        ]
        self.arrays[f"{name}_code"] = self._codes([part for part, _own in pairs])
        self.arrays[f"{name}_commune"] = texts([own for _part, own in pairs])

    def _facts(self) -> tuple[list[LayerLevel], list[LayerCriterion]]:
        asked = self.asked
        if asked.communes:
            return self._members(), []
        if asked.commune:
            self.arrays["codes"] = self._codes(self.table.cells(asked.commune))
        else:
            level = self._level_words(asked.level)
            self.arrays["codes"] = texts([level.clean(text(cell)) for cell in self.table.cells(asked.code)])
        if self.table.has(asked.label):
            self.arrays["label"] = texts(self.table.cells(asked.label))
        if asked.name:
            self.arrays["names"] = texts(self.table.cells(asked.name))
        for name in ("population", "area", "lon", "lat"):
            column = getattr(asked, name)
            if column and self._wanted(column):
                self.arrays[name] = self._numbers(self.table.cells(column))
        self._lists("postal", asked.postal, self.arrays["codes"])
        self._lists("past", asked.former, self.arrays["codes"])
        if "past_code" in self.arrays:
            count = self.arrays["past_code"].size
            self.arrays |= {"past_name": np.full(count, "", dtype="U1"), "past_kind": np.full(count, "OLD")}
        levels = [self._level(column) for column in asked.levels if self._wanted(column.code)]
        criteria = [self._criterion(column) for column in asked.criteria if self._wanted(column.column)]
        criteria += [self._count(column) for column in asked.counts]
        if asked.counts:
            self._keep_first_rows()
        return levels, criteria

    def _wanted(self, column: str) -> bool:
        # Publishers drop columns from one year to the next: only those that make the table known are needed.
        return self.table.has(column) or not self.asked.key

    def _level_words(self, key: str) -> LevelWords:
        return self.words.levels.get(key, LevelWords(key, {"fr": key}))

    def _level(self, column: LevelColumn) -> LayerLevel:
        words = self._level_words(column.key)
        codes = each(self.table.cells(column.code), lambda cell: words.clean(text(cell)))
        self.arrays[f"level:{column.key}"] = texts(codes)
        named = column.label and (self.table.has(column.label) or not self.asked.key)
        names = texts(self.table.cells(column.label)) if named else np.full(len(codes), "", dtype="U1")
        self.arrays[f"level_name:{column.key}"] = names
        return LayerLevel(column.key, words.label, self.options.vintage or column.vintage, column.extends)

    def _members(self) -> list[LayerLevel]:
        """A table of territories that list their communes, turned into one row a commune."""
        asked, words = self.asked, self._level_words(self.asked.level)
        rows = zip(
            self.table.cells(asked.communes), self.table.cells(asked.code), self.table.cells(asked.label), strict=True
        )
        flat = [(part, words.clean(text(code)), text(name)) for parts, code, name in rows for part in items(parts)]
        self.arrays["codes"] = self._codes([row[0] for row in flat])
        self.arrays[f"level:{words.key}"] = texts([row[1] for row in flat])
        self.arrays[f"level_name:{words.key}"] = texts([row[2] for row in flat])
        return [LayerLevel(words.key, words.label, self.options.vintage)]

    def _criterion(self, column: CriterionColumn) -> LayerCriterion:
        cells = self.table.cells(column.column)
        words = self.words.criteria.get(column.key) if self.asked.key else None
        if words is None:
            how = "majority" if mostly_words(cells) else "mean"
            unit = self._unit(column.key)
            words = CriterionWords(column.key, {"fr": column.key.replace("_", " ")}, unit=unit, how=how)
        if words.categorical:
            self.arrays[f"criterion:{column.key}"] = texts(each(cells, lambda cell: _word(words, text(cell))))
        else:
            self.arrays[f"criterion:{column.key}"] = self._numbers(cells) * words.factor
        return _layer_criterion(words, column, self.options.vintage)

    def _unit(self, key: str) -> str:
        said = {key_of(name): text for name, text in (self.options.criteria or {}).items()}
        return said.get(key, "").partition(":")[2].strip()

    def _count(self, column: CriterionColumn) -> LayerCriterion:
        """How many distinct codes each commune has; a table may list them in one cell or in several rows."""
        codes: dict[str, set[str]] = {}
        for owner, cell in zip(self.arrays["codes"].tolist(), self.table.cells(column.column), strict=True):
            codes.setdefault(owner, set()).update(items(cell))
        counts = [len(codes[owner]) for owner in self.arrays["codes"].tolist()]
        self.arrays[f"criterion:{column.key}"] = np.array(counts, dtype=np.float64)
        return _layer_criterion(self.words.criteria[column.key], column, self.options.vintage)

    def _keep_first_rows(self) -> None:
        """Once counted, the several rows of a commune say the same: one is enough."""
        _codes, first = np.unique(self.arrays["codes"], return_index=True)
        rows = np.sort(first)
        self.arrays = {name: values[rows] for name, values in self.arrays.items()}


def _word(words: CriterionWords, said: str) -> str:
    return "" if said in words.unknown else words.words.get(said, said)


def _layer_criterion(words: CriterionWords, column: CriterionColumn, vintage: str) -> LayerCriterion:
    return LayerCriterion(
        key=column.key,
        label=words.label,
        unit=words.unit,
        vintage=vintage or column.vintage,
        how=words.how,
        scale=words.scale,
        categorical=words.categorical,
        similar=words.similar,
        absent=column.absent,
    )
