"""The sheet of a pole as an OpenDocument text: real headings, tables with header rows, links, language, metadata.

Written as XML, part by part, with styles of our own (``data/documents/sheet_styles.xml``): the same facts give the same
bytes, which a library that stamps the hour does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import IO, Any
from xml.sax.saxutils import quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

from essaim.tables.open_parts import HEAD, SPACES, entry, manifest, start, written

MEDIA = "application/vnd.oasis.opendocument.text"


def write_odt(words: Mapping[str, Any], target: IO[bytes]) -> None:
    """The words of ``sheet_words`` as a document that can be edited."""
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        start(archive, MEDIA)
        archive.writestr(entry("content.xml"), _content(words))
        archive.writestr(entry("styles.xml"), _styles(words["language"]))
        archive.writestr(entry("meta.xml"), _meta(words))
        archive.writestr(entry("META-INF/manifest.xml"), manifest(MEDIA, ("content.xml", "styles.xml", "meta.xml")))


def _content(data: Mapping[str, Any]) -> str:
    body = "".join([*_top(data), *_middle(data), *_bottom(data)])
    return (
        f'{HEAD}<office:document-content {SPACES} office:version="1.3"><office:automatic-styles>{_table_styles()}'
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )


def _top(data: Mapping[str, Any]) -> Iterable[str]:
    words = data["words"]
    yield _paragraph(data["synthetic"], "Notice") if data["synthetic"] else ""
    yield _heading(1, data["title"])
    yield _paragraph(data["other_names"]) if data["other_names"] else ""
    if data["ended"]:
        yield _paragraph(f"{data['ended']} {data['ended_reason']}", "Notice")
    yield _french(data["summary"], "Lead") if data["summary"] else ""
    yield _heading(2, words["landmarks"])
    rows = [[_paragraph(one["label"]), _paragraph(one["value"]) + _note(one["note"])] for one in data["facts"]]
    yield _table("landmarks", [words["what"], words["known"]], rows)
    yield _heading(2, words["recognitions"])
    yield _list(
        _raw(f"{_strong(one['date'])} · {written(one['name'])} {written(one['doubt'])}".rstrip())
        + _note(one["note"]) + _sources(one["sources"], words)
        for one in data["recognitions"]
    ) or _paragraph(words["unknown"])  # fmt: skip


def _middle(data: Mapping[str, Any]) -> Iterable[str]:
    words = data["words"]
    if data["axes"]:
        yield _heading(2, words["axes"])
        yield _list(_raw(_strong(one["title"]), "French") + _french(one["text"]) for one in data["axes"])
    for part in data["parts"]:
        yield _heading(2, part["label"])
        if part["text"]:
            yield "".join(_french(text) for text in part["text"].split("\n\n")) + _sources(part["sources"], words)
        yield _list(
            _raw(f"{_strong(one['kind'])} : {written(one['label'])}{written(one['amount'])}")
            + (_sources(one["sources"], words) if one["sources"] else "")
            for one in part["items"]
        )
        yield "".join(_paragraph(text) for text in part["lines"])
        yield _paragraph(words["unknown"]) if part["empty"] else ""


def _bottom(data: Mapping[str, Any]) -> Iterable[str]:
    words = data["words"]
    yield _heading(2, words["members"])
    yield _list(_paragraph(one) for one in data["members"]) or _paragraph(words["no_members"])
    yield _heading(2, words["figures"])
    if data["figures"]:
        yield _paragraph(words["figures_note"], "Quiet")
        rows = [
            [
                _paragraph(one["indicator"]), _paragraph(one["value"]), _paragraph(one["scope"]) + _note(one["note"]),
                _paragraph(one["date"]), _sources(one["sources"], None),
            ]
            for one in data["figures"]
        ]  # fmt: skip
        yield _table("figures", words["figures_head"], rows)
    else:
        yield _paragraph(words["unknown"])
    yield _heading(2, words["read"])
    yield _list(_raw(_link(one), "Quiet") for one in data["read"]) or _paragraph(words["unknown"])
    yield _heading(2, words["about"])
    yield "".join(_paragraph(text) for text in data["about"])


def _heading(level: int, text: str) -> str:
    return f'<text:h text:style-name="Heading_20_{level}" text:outline-level="{level}">{written(text)}</text:h>'


def _paragraph(text: str, style: str = "Text_20_body") -> str:
    return _raw(written(text).replace("\n", "<text:line-break/>"), style)


def _raw(content: str, style: str = "Text_20_body") -> str:
    return f'<text:p text:style-name="{style}">{content}</text:p>'


def _french(text: str, style: str = "French") -> str:
    """A text of a source is French whatever the language of the sheet."""
    return _paragraph(text, style) if text else ""


def _note(text: str) -> str:
    return _paragraph(text, "Quiet") if text else ""


def _strong(text: str) -> str:
    return f'<text:span text:style-name="Strong">{written(text)}</text:span>'


def _link(one: Mapping[str, str]) -> str:
    if not one["url"]:
        return written(one["name"])
    return f'<text:a xlink:type="simple" xlink:href={quoteattr(one["url"])}>{written(one["name"])}</text:a>'


def _sources(found: Mapping[str, Any], words: Mapping[str, Any] | None) -> str:
    """Who says so; without ``words``, the header of the column says what it is."""
    parts = [written(found["title"])] if found["title"] else []
    said = ", ".join(parts + [_link(one) for one in found["urls"]])
    first = written(words["source"]) if words else ""
    return _raw(" ".join(text for text in (first, said, written(found["doubt"])) if text), "Quiet")


def _list(items: Iterable[str]) -> str:
    inside = "".join(f"<text:list-item>{one}</text:list-item>" for one in items)
    return f'<text:list text:style-name="Bullets">{inside}</text:list>' if inside else ""


_WIDTHS = {"landmarks": (5, 12), "figures": (4.2, 2.8, 4, 2.4, 3.6)}


def _table_styles() -> str:
    cell = (
        '<style:style style:name="cell" style:family="table-cell"><style:table-cell-properties fo:padding="0.1cm" '
        'fo:border-bottom="0.5pt solid #b9c4be"/></style:style><style:style style:name="row" style:family="table-row">'
        '<style:table-row-properties fo:keep-together="always"/></style:style><style:style style:name="table" '
        'style:family="table"><style:table-properties style:width="17cm" table:align="left"/></style:style>'
    )
    return cell + "".join(
        f'<style:style style:name="{name}-{place}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width}cm"/></style:style>'
        for name, widths in _WIDTHS.items()
        for place, width in enumerate(widths)
    )


def _table(name: str, head: list[str], rows: list[list[str]]) -> str:
    columns = "".join(f'<table:table-column table:style-name="{name}-{place}"/>' for place in range(len(_WIDTHS[name])))
    titles = _row(_paragraph(text, "Table_20_Heading") for text in head)
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


def _styles(language: str) -> str:
    country = {"en": "GB"}.get(language, "FR")
    text = (files("essaim") / "data" / "documents" / "sheet_styles.xml").read_text(encoding="utf-8")
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
