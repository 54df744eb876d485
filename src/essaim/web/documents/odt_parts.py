"""Parts of an OpenDocument text: headings, paragraphs, lists, tables, and the file that holds them.

Written as XML with styles of our own: the same facts give the same bytes, which a library that stamps the hour
does not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from typing import IO, Any
from xml.sax.saxutils import quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

from essaim.tables.open_parts import HEAD, SPACES, entry, manifest, start, written

_SVG = "image/svg+xml"
MEDIA = "application/vnd.oasis.opendocument.text"
# Tables by name: the width of each column, in centimetres; the whole is 17 cm.
Widths = Mapping[str, Sequence[float]]


def write_document(
    body: str,
    data: Mapping[str, Any],
    target: IO[bytes],
    *,
    widths: Widths,
    styles: str = "sheet_styles.xml",
    padding: str = "0.1cm",
    pictures: Mapping[str, bytes] | None = None,
) -> None:
    """A document that can be edited.

    Args:
        body: its content, made of the parts below.
        data: ``language``, ``title``, ``description``, ``keywords``, ``day`` (year, month, day).
        target: where it is written.
        widths: of the tables it holds.
        styles: the file of its styles in ``data/documents``.
        padding: of the cells.
        pictures: SVG drawings by their path in the file, those that ``picture`` names.
    """
    drawings = pictures or {}
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        start(archive, MEDIA)
        archive.writestr(entry("content.xml"), _content(body, widths, padding))
        archive.writestr(entry("styles.xml"), _styles(data["language"], styles))
        archive.writestr(entry("meta.xml"), _meta(data))
        for path, content in drawings.items():
            archive.writestr(entry(path), content)
        parts = ("content.xml", "styles.xml", "meta.xml")
        archive.writestr(entry("META-INF/manifest.xml"), manifest(MEDIA, parts, dict.fromkeys(drawings, _SVG)))


def _content(body: str, widths: Widths, padding: str) -> str:
    return (
        f'{HEAD}<office:document-content {SPACES} office:version="1.3"><office:automatic-styles>'
        f"{_table_styles(widths, padding)}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )


def heading(level: int, text: str, *, on_new_page: bool = False) -> str:
    """A heading; on a new page where the document's styles have one of that level which begins a page."""
    style = f"Heading_20_{level}{'_20_Page' if on_new_page else ''}"
    return f'<text:h text:style-name="{style}" text:outline-level="{level}">{written(text)}</text:h>'


def paragraph(text: str, style: str = "Text_20_body") -> str:
    """A paragraph of plain text; its line ends are kept."""
    return raw(written(text).replace("\n", "<text:line-break/>"), style)


def raw(content: str, style: str = "Text_20_body") -> str:
    """A paragraph whose content is already XML."""
    return f'<text:p text:style-name="{style}">{content}</text:p>'


def note(text: str) -> str:
    """A quiet paragraph; nothing when there is no text."""
    return paragraph(text, "Quiet") if text else ""


def strong(text: str) -> str:
    """Bold words inside a paragraph."""
    return f'<text:span text:style-name="Strong">{written(text)}</text:span>'


def link(one: Mapping[str, str]) -> str:
    """A link, or its name alone when it leads nowhere."""
    if not one["url"]:
        return written(one["name"])
    return f'<text:a xlink:type="simple" xlink:href={quoteattr(one["url"])}>{written(one["name"])}</text:a>'


def picture(path: str, said: str, *, width: float, height: float) -> str:
    """A drawing in a paragraph of its own, ``said`` in words for those who do not see it; sizes in centimetres."""
    frame = (
        f'<draw:frame draw:name={quoteattr(path)} text:anchor-type="as-char" svg:width="{width}cm" '
        f'svg:height="{height}cm"><draw:image xlink:href={quoteattr(path)} xlink:type="simple" xlink:show="embed" '
        f'xlink:actuate="onLoad" draw:mime-type="{_SVG}"/><svg:desc>{written(said)}</svg:desc></draw:frame>'
    )
    return raw(frame)


def bullets(items: Iterable[str]) -> str:
    """A bulleted list; nothing when it is empty."""
    inside = "".join(f"<text:list-item>{one}</text:list-item>" for one in items)
    return f'<text:list text:style-name="Bullets">{inside}</text:list>' if inside else ""


def table(name: str, head: Sequence[str], rows: Iterable[Sequence[str]], numbers: Collection[int] = ()) -> str:
    """A table with a header row; ``name`` is one of the document's widths, cells are XML.

    ``numbers``: places of the columns whose head stands at the end, as their figures do.
    """
    columns = "".join(f'<table:table-column table:style-name="{name}-{place}"/>' for place in range(len(head)))
    styles = ["Number_20_Heading" if place in numbers else "Table_20_Heading" for place in range(len(head))]
    titles = _row(paragraph(text, style) for text, style in zip(head, styles, strict=True))
    lines = "".join(map(_row, rows))
    return (
        f'<table:table table:name="{name}" table:style-name="table">{columns}'
        f"<table:table-header-rows>{titles}</table:table-header-rows>{lines}</table:table>"
    )


def _row(cells: Iterable[str]) -> str:
    inside = "".join(
        f'<table:table-cell table:style-name="cell" office:value-type="string">{one}</table:table-cell>'
        for one in cells
    )
    return f'<table:table-row table:style-name="row">{inside}</table:table-row>'


def _table_styles(widths: Widths, padding: str) -> str:
    cell = (
        '<style:style style:name="cell" style:family="table-cell"><style:table-cell-properties '
        f'fo:padding="{padding}" '
        'fo:border-bottom="0.5pt solid #b9c4be"/></style:style><style:style style:name="row" style:family="table-row">'
        '<style:table-row-properties fo:keep-together="always"/></style:style><style:style style:name="table" '
        'style:family="table"><style:table-properties style:width="17cm" table:align="left"/></style:style>'
    )
    return cell + "".join(
        f'<style:style style:name="{name}-{place}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width}cm"/></style:style>'
        for name, columns in widths.items()
        for place, width in enumerate(columns)
    )


def _styles(language: str, name: str) -> str:
    country = {"en": "GB"}.get(language, "FR")
    text = (files("essaim") / "data" / "documents" / name).read_text(encoding="utf-8")
    return text.replace("LANGUAGE", language).replace("COUNTRY", country)


@cache
def _generator() -> str:
    from essaim import __version__

    return f"Essaim/{__version__}"


def _meta(data: Mapping[str, Any]) -> str:
    day = date(*data["day"]).isoformat()
    keywords = "".join(f"<meta:keyword>{written(one)}</meta:keyword>" for one in data["keywords"])
    return (
        f'{HEAD}<office:document-meta {SPACES} office:version="1.3"><office:meta>'
        f"<meta:generator>{_generator()}</meta:generator><dc:title>{written(data['title'])}</dc:title>"
        f"<dc:description>{written(data['description'])}</dc:description>{keywords}<dc:creator>Essaim</dc:creator>"
        f"<meta:creation-date>{day}T00:00:00</meta:creation-date><dc:date>{day}T00:00:00</dc:date>"
        f"<dc:language>{data['language']}</dc:language></office:meta></office:document-meta>"
    )
