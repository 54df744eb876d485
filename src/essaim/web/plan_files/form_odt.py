"""A plan in the layout of the subsidy form as an OpenDocument text, to be completed and pasted elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import IO, Any

from essaim.tables.open_parts import written
from essaim.web.documents.odt_parts import heading, note, paragraph, raw, strong, table, write_document
from essaim.web.plan_files.form_words import DETAIL, HEADING

_WIDTH, _AMOUNT = 17.0, 2.4
_NOTHING: Mapping[str, Any] = {"kind": "", "label": "", "amounts": [""]}


def write_form(words: Mapping[str, Any], target: IO[bytes]) -> None:
    """The words of ``form_words`` as a document."""
    count = len(words["years"])
    pair = ((_WIDTH - 2 * _AMOUNT) / 2, _AMOUNT)
    columns = (_WIDTH - min(_AMOUNT, 10 / count) * count, *(min(_AMOUNT, 10 / count) for _year in range(count)))
    widths = {"facts": (4.0, 13.0), "form": (*pair, *pair), "charges": columns, "products": columns}
    body = "".join([*_top(words), *(_one_year(words) if count == 1 else _years(words)), *_end(words)])
    write_document(body, words, target, widths=widths, styles="briefing_styles.xml", padding="0.08cm")


def _top(words: Mapping[str, Any]) -> Iterable[str]:
    said = words["words"]
    yield paragraph(words["synthetic"], "Notice") if words["synthetic"] else ""
    yield heading(1, words["title"])
    yield paragraph(words["subtitle"], "Lead")
    yield table(
        "facts", [said["what"], said["known"]],
        [[paragraph(cell, "Cell") for cell in row] for row in words["facts"]],
    )  # fmt: skip


def _one_year(words: Mapping[str, Any]) -> Iterable[str]:
    """Charges on the left and products on the right, as on the form."""
    said, (left, right) = words["words"], (words["charges"], words["products"])
    rows = [
        *_pairs(left["money"], right["money"]),
        *_pairs(_total(said["total_charges"], left["total"]), _total(said["total_products"], right["total"])),
        *_pairs(left["in_kind"], right["in_kind"]),
        *_pairs(_total(said["whole_charges"], left["whole"]), _total(said["whole_products"], right["whole"])),
    ]
    yield heading(2, words["years"][0])
    yield table("form", [said["charges"], said["amount"], said["products"], said["amount"]], rows)


def _years(words: Mapping[str, Any]) -> Iterable[str]:
    said = words["words"]
    for name in ("charges", "products"):
        side = words[name]
        rows = [
            *side["money"], *_total(said[f"total_{name}"], side["total"]), *side["in_kind"],
            *_total(said[f"whole_{name}"], side["whole"]),
        ]  # fmt: skip
        yield heading(2, said[name])
        yield table(name, [said[name], *words["years"]], [_cells(row) for row in rows])


def _end(words: Mapping[str, Any]) -> Iterable[str]:
    yield from (paragraph(one) for one in words["sentences"])
    yield from (note(one) for one in (*words["notes"], *words["about"]))


def _total(label: str, amounts: Sequence[str]) -> list[dict[str, Any]]:
    return [{"kind": HEADING, "label": label, "amounts": list(amounts)}]


def _pairs(left: Sequence[Mapping[str, Any]], right: Sequence[Mapping[str, Any]]) -> Iterable[list[str]]:
    for one, other in zip_longest(left, right, fillvalue=_NOTHING):
        yield [*_cells(one), *_cells(other)]


def _cells(row: Mapping[str, Any]) -> list[str]:
    bold = row["kind"] == HEADING
    label = f"\u2013 {row['label']}" if row["kind"] == DETAIL else row["label"]
    return [_cell(label, "Cell", bold), *(_cell(one, "Number", bold) for one in row["amounts"])]


def _cell(text: str, style: str, bold: bool) -> str:
    return raw(strong(text) if bold and text else written(text), style)
