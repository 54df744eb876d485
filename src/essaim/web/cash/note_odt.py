"""The two-page note on a plan as an OpenDocument text, to be edited."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import IO, Any

from essaim.web.documents.odt_parts import (
    bullets,
    heading,
    note,
    paragraph,
    picture,
    raw,
    strong,
    table,
    write_document,
)

_WIDTH = 17.0
_CASES = (4.6, 2.3, 2.3, 4.4, 3.4)
_CHART = "Pictures/cash.svg"


def write_note(words: Mapping[str, Any], target: IO[bytes]) -> None:
    """The words of ``note_words`` as a document."""
    columns = len(words["plan_head"])
    amounts = min(2.6, (_WIDTH - 4.5) / (columns - 1))
    widths = {"plan": (_WIDTH - amounts * (columns - 1), *(amounts for _one in range(columns - 1))), "cases": _CASES}
    body = "".join([*_start(words), *_cases(words), *_end(words)])
    write_document(
        body, words, target, widths=widths, styles="briefing_styles.xml", padding="0.04cm",
        pictures={_CHART: words["map"].encode()},
    )  # fmt: skip


def _start(data: Mapping[str, Any]) -> Iterable[str]:
    words = data["words"]
    yield paragraph(data["synthetic"], "Notice") if data["synthetic"] else ""
    yield heading(1, data["title"])
    yield paragraph(words["subtitle"], "Lead")
    yield paragraph(data["lead"])
    yield "".join(paragraph(one, "Notice") for one in data["cautions"])
    yield heading(2, words["plan"])
    amounts = range(1, len(data["plan_head"]))
    yield table("plan", data["plan_head"], [_plan_row(row) for row in data["plan_rows"]], amounts)
    yield note(data["star"])
    yield heading(2, words["cash"])
    yield paragraph(data["lowest"])
    yield picture(_CHART, data["map_alt"], width=16.5, height=7.4)
    yield note(" · ".join(f"{_sample(dash)} {label}" for label, dash, _colour in data["legend"]))


def _plan_row(row: Sequence[Any]) -> list[str]:
    is_sum, *cells = row
    styles = ["Number" if place else "Cell" for place in range(len(cells))]
    return [
        raw(strong(cell), style) if is_sum else paragraph(cell, style)
        for cell, style in zip(cells, styles, strict=True)
    ]


def _case_row(row: Sequence[str]) -> list[str]:
    return [paragraph(cell, "Cell") for cell in row]


def _sample(dash: str) -> str:
    """The line of a case as signs: ——, – –, ····, –·–."""
    return {"": "——", "9 5": "– –", "2 4": "····", "4 3": "---"}.get(dash, "–·–")


def _cases(data: Mapping[str, Any]) -> Iterable[str]:
    words = data["words"]
    yield heading(2, words["cases"], on_new_page=True)
    yield note(words["cases_note"])
    yield table("cases", words["cases_head"], [_case_row(row) for row in data["cases"]])
    yield heading(2, words["without"])
    yield bullets(paragraph(one) for one in data["without"]) or paragraph(words["no_funder"])


def _end(data: Mapping[str, Any]) -> Iterable[str]:
    words = data["words"]
    yield heading(2, words["fees"])
    yield bullets(paragraph(one) for one in data["fees"]) or paragraph(words["no_members"])
    if data["dependence"]:
        yield heading(2, words["dependence"])
        yield bullets(paragraph(one) for one in data["dependence"])
    yield heading(2, words["sources"])
    yield bullets(note(one) for one in data["sources"])
    yield "".join(note(one) for one in data["about"])
