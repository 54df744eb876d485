"""The action sheet of a project as an OpenDocument text, to be completed or pasted elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import IO, Any

from essaim.tables.open_parts import written
from essaim.web.documents.odt_parts import bullets, heading, note, paragraph, raw, strong, table, write_document


def write_action_sheet(words: Mapping[str, Any], target: IO[bytes]) -> None:
    """The words of ``action_sheet_words`` as a document."""
    body = "".join([*_top(words), *_tables(words), *_end(words)])
    widths = {"facts": (4.0, 13.0), **{one["name"]: one["widths"] for one in words["tables"]}}
    write_document(body, words, target, widths=widths, styles="action_sheet_styles.xml", padding="0.1cm")


def _top(words: Mapping[str, Any]) -> Iterable[str]:
    if words["synthetic"]:
        yield paragraph(words["synthetic"], "Notice")
    yield paragraph(words["subtitle"], "Quiet")
    yield heading(1, words["title"])
    if words["summary"]:
        yield paragraph(words["summary"], "Lead")
    rows = [[raw(strong(label), "Cell"), _cell(value)] for label, value in words["facts"]]
    yield table("facts", words["facts_head"], rows)
    for one in words["texts"]:
        yield heading(2, one["title"])
        yield paragraph(one["text"], "French") if one["text"] else note(one["unknown"])


def _tables(words: Mapping[str, Any]) -> Iterable[str]:
    for one in words["tables"]:
        yield heading(2, one["title"])
        if one["rows"]:
            rows = [_row(row, one["numbers"]) for row in one["rows"]]
            yield table(one["name"], one["head"], rows, numbers=one["numbers"])
        else:
            yield note(one["unknown"])
        yield from (note(line) for line in one["lines"])


def _end(words: Mapping[str, Any]) -> Iterable[str]:
    documents = words["documents"]
    yield heading(2, documents["title"])
    yield bullets(paragraph(one) for one in documents["items"]) or note(documents["unknown"])
    yield paragraph("")
    yield from (note(line) for line in words["about"])


def _row(row: list[str], numbers: list[int]) -> list[str]:
    return [_cell(text, "Number" if place in numbers else "Cell") for place, text in enumerate(row)]


def _cell(text: str, style: str = "Cell") -> str:
    return raw(written(text).replace("\n", "<text:line-break/>"), style)
