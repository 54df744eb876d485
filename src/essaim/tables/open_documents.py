"""ODS, written as it is read: one sheet a table, frozen and filtered headers, then the notes and sources.

A library would hold the whole tree in memory, some gigabytes for a hundred thousand rows. The format is a zip archive
of XML files: rows are written into it as they come. Every text is a cell of type string: none can act as a formula.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, islice
from typing import IO, Any
from xml.sax.saxutils import quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

from essaim.engine.language import current_language
from essaim.engine.language import gettext as _
from essaim.tables import formats
from essaim.tables.fillable import column_letters
from essaim.tables.notes import SYNTHETIC, feet, headers, sheet_names
from essaim.tables.open_parts import HEAD, SPACES, entry, manifest, start, written
from essaim.tables.table import Column, Row, Written

SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"
_SAMPLE, _WIDEST, _CM_A_SIGN = 200, 60, 0.19


def write_ods(tables: Sequence[Written], target: IO[bytes]) -> None:
    """Write the tables as one spreadsheet.

    Raises:
        OSError: the disk is full.
    """
    with tempfile.TemporaryFile(prefix="essaim-") as draft:
        with ZipFile(draft, "w", ZIP_DEFLATED) as archive:
            _fill(archive, tables)
        draft.seek(0)
        shutil.copyfileobj(draft, target)


def _fill(archive: ZipFile, tables: Sequence[Written]) -> None:
    start(archive, SPREADSHEET)
    with archive.open(entry("content.xml"), "w", force_zip64=True) as part:
        for text in _content(tables):
            part.write(text.encode())
    archive.writestr(entry("styles.xml"), page_styles())
    archive.writestr(entry("settings.xml"), _settings(sheet_names(tables)))
    archive.writestr(entry("meta.xml"), _meta(tables))
    archive.writestr(
        entry("META-INF/manifest.xml"), manifest(SPREADSHEET, ("content.xml", "styles.xml", "settings.xml", "meta.xml"))
    )


def _content(tables: Sequence[Written]) -> Iterator[str]:
    sampled = [_sampled(table) for table in tables]
    yield f'{HEAD}<office:document-content {SPACES} office:version="1.3">'
    yield _faces(tables, [widths for widths, _rows in sampled])
    yield "<office:body><office:spreadsheet>"
    ranges = []
    for place, (name, table, (widths, rows)) in enumerate(zip(sheet_names(tables), tables, sampled, strict=True)):
        yield f"<table:table table:name={quoteattr(name)}>"
        yield "".join(f'<table:table-column table:style-name="w{place}-{n}"/>' for n in range(len(widths)))
        yield f"<table:table-header-rows>{_line([(text, 'head') for text in headers(table)])}</table:table-header-rows>"
        count = 0
        for row in rows:
            count += 1
            yield _data_line(table, row, place)
        yield "</table:table>"
        ranges.append(_range(name, place, len(widths), max(count, 1)))
    yield f'<table:table table:name={quoteattr(_("Notes et sources"))}><table:table-column table:style-name="notes"/>'
    yield "".join(_line([(text, "wrapped")]) for text in feet(tables))
    yield f"</table:table><table:database-ranges>{''.join(ranges)}</table:database-ranges>"
    yield "</office:spreadsheet></office:body></office:document-content>"


def _sampled(table: Written) -> tuple[list[int], Iterable[Row]]:
    """The width of each column, in signs, seen on the first rows; and all the rows, these included."""
    rows = iter(table.rows)
    first = list(islice(rows, _SAMPLE))
    widths = [min(len(text), 24) for text in headers(table)]
    for row in first:
        for place, column in enumerate(table.columns):
            value = formats.bare(row.get(column.key))
            if value is not None:
                widths[place] = max(widths[place], len(formats.cell(column, value)))
    return [min(width, _WIDEST) + 3 for width in widths], chain(first, rows)


def _data_line(table: Written, row: Row, sheet: int) -> str:
    cells = [
        _cell(column, formats.bare(row.get(column.key)), f"f{sheet}-{place}")
        for place, column in enumerate(table.columns)
    ]
    if table.made_up:
        cells.append(_words(SYNTHETIC.upper(), "words"))
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def _line(texts: Iterable[tuple[str, str]]) -> str:
    return f"<table:table-row>{''.join(_words(text, face) for text, face in texts)}</table:table-row>"


def _cell(column: Column, value: Any, face: str) -> str:
    if value is None:
        return "<table:table-cell/>"
    text = formats.cell(column, value)
    if isinstance(value, int | float) and not isinstance(value, bool) and column.kind in formats.NUMBERS:
        kind = "percentage" if column.kind == "percent" else "float"
        return (
            f'<table:table-cell table:style-name="{face}" office:value-type="{kind}" office:value="{value!r}">'
            f"<text:p>{written(text)}</text:p></table:table-cell>"
        )
    if isinstance(value, date) and column.kind == "date":
        return (
            f'<table:table-cell table:style-name="{face}" office:value-type="date" '
            f'office:date-value="{value.isoformat()}"><text:p>{written(text)}</text:p></table:table-cell>'
        )
    return _words(text, "words")


def _words(text: str, face: str) -> str:
    shown = written(text)
    return (
        f'<table:table-cell table:style-name="{face}" office:value-type="string"><text:p>{shown}</text:p>'
        "</table:table-cell>"
    )


def _faces(tables: Sequence[Written], widths: Sequence[Sequence[int]]) -> str:
    """How columns and cells look."""
    parts = [
        '<number:text-style style:name="as-text"><number:text-content/></number:text-style>',
        _face("words", "as-text", ""),
        _face("head", "as-text", 'fo:wrap-option="wrap" style:vertical-align="top" fo:border-bottom="0.5pt solid #000"',
              '<style:text-properties fo:font-weight="bold"/>'),
        _face("wrapped", "as-text", 'fo:wrap-option="wrap" style:vertical-align="top"'),
        column_width("notes", 110),
    ]  # fmt: skip
    for sheet, table in enumerate(tables):
        parts += [column_width(f"w{sheet}-{place}", width) for place, width in enumerate(widths[sheet])]
        for place, column in enumerate(table.columns):
            if column.kind in (*formats.NUMBERS, "date"):
                parts.append(_number(f"n{sheet}-{place}", column))
                parts.append(_face(f"f{sheet}-{place}", f"n{sheet}-{place}", ""))
    return f"<office:automatic-styles>{''.join(parts)}</office:automatic-styles>"


def _face(name: str, data: str, look: str, more: str = "") -> str:
    return (
        f'<style:style style:name="{name}" style:family="table-cell" style:data-style-name="{data}">'
        f"<style:table-cell-properties {look}/>{more}</style:style>"
    )


def column_width(name: str, signs: int) -> str:
    """The style of a column, as wide as that many signs."""
    return (
        f'<style:style style:name="{name}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{signs * _CM_A_SIGN:.2f}cm"/></style:style>'
    )


def _number(name: str, column: Column) -> str:
    if column.kind == "date":
        day, month, year = (f'<number:{part} number:style="long"/>' for part in ("day", "month", "year"))
        slash = "<number:text>/</number:text>"
        return f'<number:date-style style:name="{name}">{day}{slash}{month}{slash}{year}</number:date-style>'
    digits = 0 if column.kind == "int" else column.digits
    number = f'<number:number number:decimal-places="{digits}" number:min-integer-digits="1" number:grouping="true"/>'
    if column.kind == "percent":
        return (
            f'<number:percentage-style style:name="{name}">{number}<number:text>%</number:text>'
            "</number:percentage-style>"
        )
    return f'<number:number-style style:name="{name}">{number}</number:number-style>'


def _range(name: str, place: int, columns: int, rows: int) -> str:
    sheet = "'" + name.replace("'", "''") + "'"
    address = quoteattr(f"{sheet}.A1:{sheet}.{column_letters(columns)}{rows + 1}")
    return (
        f'<table:database-range table:name="filter{place}" table:target-range-address={address} '
        'table:display-filter-buttons="true"/>'
    )


def _settings(names: Sequence[str]) -> str:
    """The header stays on screen."""
    frozen = "".join(
        f"<config:config-item-map-entry config:name={quoteattr(name)}>"
        '<config:config-item config:name="VerticalSplitMode" config:type="short">2</config:config-item>'
        '<config:config-item config:name="VerticalSplitPosition" config:type="int">1</config:config-item>'
        '<config:config-item config:name="ActiveSplitRange" config:type="short">2</config:config-item>'
        '<config:config-item config:name="PositionBottom" config:type="int">1</config:config-item>'
        "</config:config-item-map-entry>"
        for name in names
    )
    return (
        f'{HEAD}<office:document-settings {SPACES} office:version="1.3"><office:settings>'
        '<config:config-item-set config:name="ooo:view-settings"><config:config-item-map-indexed config:name="Views">'
        '<config:config-item-map-entry><config:config-item config:name="ViewId" config:type="string">view1'
        f'</config:config-item><config:config-item-map-named config:name="Tables">{frozen}'
        "</config:config-item-map-named>"
        "</config:config-item-map-entry></config:config-item-map-indexed></config:config-item-set></office:settings>"
        "</office:document-settings>"
    )


def page_styles() -> str:
    """The styles of a spreadsheet: its language, its page."""
    language = 'fo:language="en" fo:country="GB"' if current_language() == "en" else 'fo:language="fr" fo:country="FR"'
    return (
        f'{HEAD}<office:document-styles {SPACES} office:version="1.3"><office:styles>'
        f'<style:default-style style:family="table-cell"><style:text-properties {language}/></style:default-style>'
        '</office:styles><office:automatic-styles><style:page-layout style:name="page"><style:page-layout-properties '
        'style:print-orientation="landscape" fo:page-width="29.7cm" fo:page-height="21cm"/></style:page-layout>'
        '</office:automatic-styles><office:master-styles><style:master-page style:name="Default" '
        'style:page-layout-name="page"/></office:master-styles></office:document-styles>'
    )


def _meta(tables: Sequence[Written]) -> str:
    about = written("\n".join(feet(tables)))
    title = written(tables[0].title)
    return (
        f'{HEAD}<office:document-meta {SPACES} office:version="1.3"><office:meta><dc:title>{title}</dc:title>'
        f"<dc:description>{about}</dc:description><dc:language>{current_language()}</dc:language></office:meta>"
        "</office:document-meta>"
    )
