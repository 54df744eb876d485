"""The sheet of a pole as an OpenDocument text: real headings, tables with header rows, links, language, metadata."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import IO, Any

from essaim.tables.open_parts import written
from essaim.web.documents.odt_parts import (
    MEDIA,
    bullets,
    heading,
    link,
    note,
    paragraph,
    raw,
    strong,
    table,
    write_document,
)

__all__ = ["MEDIA", "write_odt"]
_WIDTHS = {"landmarks": (5, 12), "figures": (4.2, 2.8, 4, 2.4, 3.6)}


def write_odt(words: Mapping[str, Any], target: IO[bytes]) -> None:
    """The words of ``sheet_words`` as a document that can be edited."""
    body = "".join([*_top(words), *_middle(words), *_bottom(words)])
    write_document(body, words, target, widths=_WIDTHS)


def _top(data: Mapping[str, Any]) -> Iterable[str]:
    words = data["words"]
    yield paragraph(data["synthetic"], "Notice") if data["synthetic"] else ""
    yield heading(1, data["title"])
    yield paragraph(data["other_names"]) if data["other_names"] else ""
    if data["ended"]:
        yield paragraph(f"{data['ended']} {data['ended_reason']}", "Notice")
    yield _french(data["summary"], "Lead") if data["summary"] else ""
    yield heading(2, words["landmarks"])
    rows = [[paragraph(one["label"]), paragraph(one["value"]) + note(one["note"])] for one in data["facts"]]
    yield table("landmarks", [words["what"], words["known"]], rows)
    yield heading(2, words["recognitions"])
    yield bullets(
        raw(f"{strong(one['date'])} · {written(one['name'])} {written(one['doubt'])}".rstrip())
        + note(one["note"]) + _sources(one["sources"], words)
        for one in data["recognitions"]
    ) or paragraph(words["unknown"])  # fmt: skip


def _middle(data: Mapping[str, Any]) -> Iterable[str]:
    words = data["words"]
    if data["axes"]:
        yield heading(2, words["axes"])
        yield bullets(raw(strong(one["title"]), "French") + _french(one["text"]) for one in data["axes"])
    for part in data["parts"]:
        yield heading(2, part["label"])
        if part["text"]:
            yield "".join(_french(text) for text in part["text"].split("\n\n")) + _sources(part["sources"], words)
        yield bullets(
            raw(f"{strong(one['kind'])} : {written(one['label'])}{written(one['amount'])}")
            + (_sources(one["sources"], words) if one["sources"] else "")
            for one in part["items"]
        )
        yield "".join(paragraph(text) for text in part["lines"])
        yield paragraph(words["unknown"]) if part["empty"] else ""


def _bottom(data: Mapping[str, Any]) -> Iterable[str]:
    words = data["words"]
    yield heading(2, words["members"])
    yield bullets(paragraph(one) for one in data["members"]) or paragraph(words["no_members"])
    yield heading(2, words["figures"])
    if data["figures"]:
        yield paragraph(words["figures_note"], "Quiet")
        rows = [
            [
                paragraph(one["indicator"]), paragraph(one["value"]), paragraph(one["scope"]) + note(one["note"]),
                paragraph(one["date"]), _sources(one["sources"], None),
            ]
            for one in data["figures"]
        ]  # fmt: skip
        yield table("figures", words["figures_head"], rows)
    else:
        yield paragraph(words["unknown"])
    yield heading(2, words["read"])
    yield bullets(raw(link(one), "Quiet") for one in data["read"]) or paragraph(words["unknown"])
    yield heading(2, words["about"])
    yield "".join(paragraph(text) for text in data["about"])


def _french(text: str, style: str = "French") -> str:
    """A text of a source is French whatever the language of the sheet."""
    return paragraph(text, style) if text else ""


def _sources(found: Mapping[str, Any], words: Mapping[str, Any] | None) -> str:
    """Who says so; without ``words``, the header of the column says what it is."""
    parts = [written(found["title"])] if found["title"] else []
    said = ", ".join(parts + [link(one) for one in found["urls"]])
    first = written(words["source"]) if words else ""
    return raw(" ".join(text for text in (first, said, written(found["doubt"])) if text), "Quiet")
