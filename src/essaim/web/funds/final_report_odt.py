"""A final report as an OpenDocument text, to be completed, signed or pasted elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import IO, Any

from essaim.tables.open_parts import written
from essaim.web.documents.odt_parts import bullets, heading, note, paragraph, raw, strong, table, write_document
from essaim.web.funds.final_report_words import HEADING

_COLUMNS = ("planned", "actual", "gap", "rate")
_WIDTHS = {"facts": (4.0, 13.0), "charges": (6.6, 2.8, 2.8, 2.6, 2.2), "products": (6.6, 2.8, 2.8, 2.6, 2.2)}


def write_report(words: Mapping[str, Any], target: IO[bytes]) -> None:
    """The words of ``report_words`` as a document."""
    body = "".join([*_top(words), *_figures(words), *_texts(words), *_end(words)])
    write_document(body, words, target, widths=_WIDTHS, styles="briefing_styles.xml", padding="0.08cm")


def _top(words: Mapping[str, Any]) -> Iterable[str]:
    said = words["words"]
    yield paragraph(words["synthetic"], "Notice") if words["synthetic"] else ""
    yield heading(1, words["title"])
    yield paragraph(words["subtitle"], "Lead")
    rows = [[paragraph(cell, "Cell") for cell in row] for row in words["facts"]]
    yield table("facts", [said["what"], said["known"]], rows)


def _figures(words: Mapping[str, Any]) -> Iterable[str]:
    said, totals = words["words"], words["totals"]
    head = [said[name] for name in ("line", *_COLUMNS)]
    yield heading(2, said["figures"])
    for side in ("charges", "products"):
        rows = [*words[side], totals[side], totals[f"{side}_whole"]]
        yield heading(3, said[side])
        yield table(side, head, [_cells(row) for row in rows], numbers=(1, 2, 3, 4))
    yield paragraph(words["sentence"])
    if words["unknown"]:
        yield heading(2, said["unknown"])
        yield bullets(paragraph(one) for one in words["unknown"])


def _texts(words: Mapping[str, Any]) -> Iterable[str]:
    yield heading(2, words["words"]["texts"])
    for one in words["texts"]:
        yield heading(3, one["label"])
        yield paragraph(one["text"] or "\u2026")


def _end(words: Mapping[str, Any]) -> Iterable[str]:
    yield paragraph(words["words"]["sign"])
    yield paragraph(words["words"]["signed"])
    yield from (note(one) for one in words["about"])


def _cells(row: Mapping[str, Any]) -> list[str]:
    bold = row["kind"] == HEADING
    source = note(row["source"])
    return [_cell(row["label"], "Cell", bold) + source, *(_cell(row[name], "Number", bold) for name in _COLUMNS)]


def _cell(text: str, style: str, bold: bool) -> str:
    return raw(strong(text) if bold and text else written(text), style)
