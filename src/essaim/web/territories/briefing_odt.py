"""The two-page note about a place as an OpenDocument text, to be edited."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import IO, Any

from essaim.web.documents.odt_parts import bullets, heading, note, paragraph, table, write_document

_WIDTH = 17.0
_WIDTHS = {
    "landmarks": (5, 12), "composition": (9, 3.6, 2, 2.4), "models": (9.8, 2.2, 2.4, 2.6),
    "families": (12.6, 2, 2.4),
}  # fmt: skip


def write_briefing(words: Mapping[str, Any], target: IO[bytes]) -> None:
    """The words of ``briefing_words`` as a document."""
    rates = len(words["families_head"]) - 3
    # As many references as the place has: three at most, none without rates.
    widths = dict(_WIDTHS) | ({"rates": _rates(rates)} if rates > 0 else {})
    body = "".join([*_place(words), *_actors(words), *_poles(words), *_end(words)])
    write_document(body, words, target, widths=widths, styles="briefing_styles.xml", padding="0.04cm")


def _rates(count: int) -> tuple[float, ...]:
    first = _WIDTH - 3.6 - 2 * count
    return (first, 1.4, 2.2, *(2.0 for _number in range(count)))


def _place(data: Mapping[str, Any]) -> Iterable[str]:
    words = data["words"]
    yield paragraph(data["synthetic"], "Notice") if data["synthetic"] else ""
    yield heading(1, data["title"])
    yield paragraph(words["subtitle"], "Lead")
    yield paragraph(words["intro"])
    yield heading(2, words["place"])
    yield _table("landmarks", [words["what"], words["known"]], data["facts"])
    yield paragraph(data["limits"], "Notice") if data["limits"] else ""


def _actors(data: Mapping[str, Any]) -> Iterable[str]:
    words = data["words"]
    if not data["composition"]:
        return
    yield heading(2, words["composition"])
    yield _table("composition", words["composition_head"], data["composition"])
    yield note(words["composition_note"])
    yield heading(2, words["families"])
    yield _table("rates" if len(data["families_head"]) > 3 else "families", data["families_head"], data["families"])
    yield paragraph(data["persons"])


def _poles(data: Mapping[str, Any]) -> Iterable[str]:
    words = data["words"]
    yield heading(2, words["here"])
    yield bullets(paragraph(one) for one in data["here"]) or paragraph(words["none_here"])
    yield heading(2, words["peers"])
    yield bullets(paragraph(one) for one in data["peers"]) or paragraph(words["no_peers"])
    yield heading(2, words["models"])
    if not data["models"]:
        yield paragraph(words["no_models"])
        return
    yield note(words["models_note"])
    yield _table("models", words["models_head"], data["models"])
    yield note(data["more_models"])


def _end(data: Mapping[str, Any]) -> Iterable[str]:
    words = data["words"]
    if data["alike"]:
        yield heading(2, data["alike_title"])
        yield bullets(paragraph(one) for one in data["alike"])
    yield heading(2, words["sources"])
    yield bullets(note(one) for one in data["sources"])
    yield "".join(note(one) for one in data["about"])


def _table(name: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return table(name, head, [[paragraph(cell, "Cell") for cell in row] for row in rows])
