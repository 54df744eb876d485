"""A workbook to fill, as ODS."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import IO
from xml.sax.saxutils import quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

from essaim.engine.language import current_language
from essaim.tables.fillable import Cell, FillColumn, FillSheet, Formula, Reference, Workbook
from essaim.tables.open_documents import SPREADSHEET, column_width, page_styles
from essaim.tables.open_parts import HEAD, SPACES, entry, manifest, start, written

_FORMULAS = 'xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"'


def write_fillable_ods(book: Workbook, target: IO[bytes]) -> None:
    """Write the workbook."""
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        start(archive, SPREADSHEET)
        archive.writestr(entry("content.xml"), "".join(_content(book)))
        archive.writestr(entry("styles.xml"), page_styles())
        archive.writestr(entry("settings.xml"), _settings(book.sheets))
        archive.writestr(entry("meta.xml"), _meta(book))
        parts = ("content.xml", "styles.xml", "settings.xml", "meta.xml")
        archive.writestr(entry("META-INF/manifest.xml"), manifest(SPREADSHEET, parts))


def _content(book: Workbook) -> Iterator[str]:
    yield f'{HEAD}<office:document-content {SPACES} {_FORMULAS} office:version="1.3">{_faces(book.sheets)}'
    yield "<office:body><office:spreadsheet>"
    yield f"<table:content-validations>{''.join(_validations(book.sheets))}</table:content-validations>"
    for number, sheet in enumerate(book.sheets):
        yield f"<table:table table:name={quoteattr(sheet.title)}>"
        for place, column in enumerate(sheet.columns):
            hidden = ' table:visibility="collapse"' if column.is_hidden else ""
            face = f'table:default-cell-style-name="{_face_name(sheet, column)}"'
            yield f'<table:table-column table:style-name="w{number}-{place}" {face}{hidden}/>'
        if not sheet.is_prose:
            titles = "".join(_words(column.title, "head") for column in sheet.columns)
            yield (f"<table:table-header-rows><table:table-row>{titles}</table:table-row></table:table-header-rows>")
        for row in sheet.rows:
            yield _row(sheet, number, row)
        if sheet.spare:
            empty: list[Cell] = [None] * len(sheet.columns)
            yield _row(sheet, number, empty, f' table:number-rows-repeated="{sheet.spare}"')
        yield "</table:table>"
    yield "</office:spreadsheet></office:body></office:document-content>"


def _row(sheet: FillSheet, number: int, cells: Sequence[Cell], more: str = "") -> str:
    inside = "".join(
        _cell(cell, _face_name(sheet, column), f"c{number}-{place}" if column.choices is not None else "")
        for place, (cell, column) in enumerate(zip(cells, sheet.columns, strict=True))
    )
    return f"<table:table-row{more}>{inside}</table:table-row>"


def _cell(cell: Cell, face: str, choices: str) -> str:
    listed = f' table:content-validation-name="{choices}"' if choices else ""
    look = f'table:style-name="{face}"{listed}'
    if cell is None:
        return f"<table:table-cell {look}/>"
    if isinstance(cell, str):
        return (
            f'<table:table-cell {look} office:value-type="string"><text:p>{written(cell)}</text:p></table:table-cell>'
        )
    formula = f" table:formula={quoteattr(f'of:={_text(cell)}')}" if isinstance(cell, Formula) else ""
    value = cell.value if isinstance(cell, Formula) else cell
    if value is None:
        return f'<table:table-cell {look}{formula} office:value-type="string"><text:p/></table:table-cell>'
    return (
        f'<table:table-cell {look}{formula} office:value-type="float" office:value="{value!r}">'
        f"<text:p>{value}</text:p></table:table-cell>"
    )


def _words(text: str, face: str) -> str:
    return (
        f'<table:table-cell table:style-name="{face}" office:value-type="string"><text:p>{written(text)}</text:p>'
        "</table:table-cell>"
    )


def _text(formula: Formula) -> str:
    named = {name: f"[{_address(part)}]" for name, part in formula.parts.items()}
    return formula.text.format(**named).replace("|", ";")


def _address(part: Reference) -> str:
    sheet = "'" + part.sheet.replace("'", "''") + "'"
    return f"${sheet}.${part.letters}$2:.${part.letters}${part.last}"


def _validations(sheets: Sequence[FillSheet]) -> Iterator[str]:
    for number, sheet in enumerate(sheets):
        for place, column in enumerate(sheet.columns):
            if column.choices is None:
                continue
            condition = quoteattr(f"of:cell-content-is-in-list([{_address(column.choices)}])")
            base = "'" + sheet.title.replace("'", "''") + "'"
            yield (
                f'<table:content-validation table:name="c{number}-{place}" table:condition={condition} '
                f'table:allow-empty-cell="true" table:display-list="unsorted" '
                f"table:base-cell-address={quoteattr(f'{base}.A2')}><table:error-message "
                'table:message-type="warning" table:display="true"/></table:content-validation>'
            )


def _face_name(sheet: FillSheet, column: FillColumn) -> str:
    if sheet.is_prose:
        return "prose"
    kind = "text" if column.decimals is None else f"n{column.decimals}"
    return f"{kind}-quiet" if column.is_quiet else kind


def _faces(sheets: Sequence[FillSheet]) -> str:
    """How columns and cells look."""
    parts = [
        '<number:number-style style:name="d0"><number:number number:decimal-places="0" number:min-integer-digits="1" '
        'number:grouping="true"/></number:number-style>',
        '<number:number-style style:name="d2"><number:number number:decimal-places="2" number:min-integer-digits="1" '
        'number:grouping="true"/></number:number-style>',
        _face("head", "", 'fo:wrap-option="wrap" fo:background-color="#dbe7e0" fo:border-bottom="0.5pt solid #000"',
              '<style:text-properties fo:font-weight="bold"/>'),
        _face("prose", "", 'fo:wrap-option="wrap"'),
    ]  # fmt: skip
    quiet = '<style:text-properties fo:color="#4a4a4a"/>'
    for kind, data in (("text", ""), ("n0", "d0"), ("n2", "d2")):
        parts.append(_face(kind, data, ""))
        parts.append(_face(f"{kind}-quiet", data, 'fo:background-color="#f2f2f2"', quiet))
    parts += [
        column_width(f"w{number}-{place}", column.width)
        for number, sheet in enumerate(sheets)
        for place, column in enumerate(sheet.columns)
    ]
    return f"<office:automatic-styles>{''.join(parts)}</office:automatic-styles>"


def _face(name: str, data: str, look: str, more: str = "") -> str:
    shown = f' style:data-style-name="{data}"' if data else ""
    return (
        f'<style:style style:name="{name}" style:family="table-cell"{shown}>'
        f'<style:table-cell-properties style:vertical-align="top" {look}/>{more}</style:style>'
    )


def _settings(sheets: Sequence[FillSheet]) -> str:
    """Titles, and the first columns, stay on screen."""
    maps = "".join(_frozen(sheet) for sheet in sheets if not sheet.is_prose)
    return (
        f'{HEAD}<office:document-settings {SPACES} office:version="1.3"><office:settings>'
        '<config:config-item-set config:name="ooo:view-settings"><config:config-item-map-indexed config:name="Views">'
        '<config:config-item-map-entry><config:config-item config:name="ViewId" config:type="string">view1'
        f'</config:config-item><config:config-item-map-named config:name="Tables">{maps}'
        "</config:config-item-map-named></config:config-item-map-entry></config:config-item-map-indexed>"
        "</config:config-item-set></office:settings></office:document-settings>"
    )


def _frozen(sheet: FillSheet) -> str:
    values = [("VerticalSplitMode", 2), ("VerticalSplitPosition", 1), ("PositionBottom", 1), ("ActiveSplitRange", 2)]
    if sheet.frozen:
        values = [
            *values[:3], ("HorizontalSplitMode", 2), ("HorizontalSplitPosition", sheet.frozen),
            ("PositionRight", sheet.frozen), ("ActiveSplitRange", 3),
        ]  # fmt: skip
    items = "".join(
        f'<config:config-item config:name="{name}" config:type="{_config_type(name)}">{value}</config:config-item>'
        for name, value in values
    )
    return f"<config:config-item-map-entry config:name={quoteattr(sheet.title)}>{items}</config:config-item-map-entry>"


def _config_type(name: str) -> str:
    return "short" if name.endswith(("Mode", "Range")) else "int"


def _meta(book: Workbook) -> str:
    return (
        f'{HEAD}<office:document-meta {SPACES} office:version="1.3"><office:meta>'
        f"<dc:title>{written(book.title)}</dc:title><dc:description>{written(book.about)}</dc:description>"
        f"<dc:language>{current_language()}</dc:language></office:meta></office:document-meta>"
    )
