"""What a spreadsheet that came back says, cell by cell, before it is set beside the plan."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from essaim.apps.financing.plan_sheets.columns import (
    BASE,
    NAMING,
    SIDE,
    UID,
    column_title,
    guessed_columns,
    is_read_only,
)
from essaim.apps.financing.plan_sheets.rows import ITEMS, LINES, Row, fields_of, marks_in
from essaim.apps.financing.plan_sheets.values import side_named, understood
from essaim.engine.errors import InvalidValue
from essaim.engine.financing.form import load_form
from essaim.engine.language import gettext as _
from essaim.engine.sources.spreadsheets import Limits, NamedSheet
from essaim.engine.territories.search_index import search_form
from essaim.tables.csv_files import unguarded

# A plan of five years has some fifty columns; a note is longer than a name.
LIMITS = Limits(lines=600, columns=80, cell=4000, decimals=2)
_MARK = re.compile(r"plan/(?P<uid>[\w-]{1,22})/(?P<version>\d{1,9})(?!\d)", re.ASCII)
_TITLES_WITHIN = 10
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Brought:
    """The two tables of a file, and the plan that it says it is of; "" and None when it says nothing."""

    header: list[str]
    lines: list[tuple[int, list[str]]]
    items: dict[str, Any]
    from_plan: str
    from_version: int | None


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row.

    Attributes:
        number: of the row in the sheet.
        title: how people know it.
        said: what each column says, for those that the sheet has.
        marks: of what it was when the file went out, for those that are known.
        refusal: why it cannot be read; "" when it can.
    """

    number: int
    title: str
    uid: str
    said: Row
    marks: Mapping[str, str] = field(default_factory=dict)
    refusal: str = ""


def brought_in(book: Sequence[NamedSheet], labels: Sequence[str]) -> Brought:
    """The tables of a file, wherever they stand in it.

    Raises:
        InvalidValue: no sheet gives the lines of a plan.
    """
    named = sorted(book, key=lambda sheet: search_form(sheet.name) != "plan")
    lines = next((table for sheet in named if (table := _table(sheet, LINES, labels))), None)
    if lines is None:
        raise InvalidValue(
            _("Aucune feuille ne donne les lignes du plan."),
            _("Reprenez le tableau téléchargé ici, ou nommez au moins les colonnes « %(line)s » et « %(amount)s ».")
            % {"line": column_title("form_line", labels), "amount": column_title("planned.1", labels)},
        )
    items = next((table for sheet in book if (table := _table(sheet, ITEMS, labels))), None)
    mark = next((mark for text in _texts(book) if (mark := _MARK.search(text))), None)
    return Brought(
        *lines, {"header": items[0], "lines": items[1]} if items else {},
        mark["uid"] if mark else "", int(mark["version"]) if mark else None,
    )  # fmt: skip


def read_rows(
    header: Sequence[str], lines: Sequence[tuple[int, list[str]]], kind: str, labels: Sequence[str]
) -> list[ReadRow]:
    """Every row that says something, in order."""
    columns = guessed_columns(header, kind, labels)
    fields = fields_of(kind, len(labels))
    found = []
    for number, cells in lines:
        padded = [*cells, *([""] * (len(columns) - len(cells)))]
        said = {key: unguarded(cell.strip()) for key, cell in zip(columns, padded, strict=False) if key}
        # Below the table, our own CSV files carry notes: only the first column of such a row is filled.
        if any(text for key, text in said.items() if key not in (UID, BASE, SIDE) and not is_read_only(key)):
            found.append(_row(number, said, fields, labels))
    return found


def unread_columns(header: Sequence[str], labels: Sequence[str]) -> list[str]:
    """The titles of the columns that mean nothing here."""
    return [
        title for title, key in zip(header, guessed_columns(header, LINES, labels), strict=True) if title and not key
    ]


def missing_years(header: Sequence[str], labels: Sequence[str]) -> list[str]:
    """The years of the plan of which the file says nothing."""
    years = {key.partition(".")[2] for key in guessed_columns(header, LINES, labels) if "." in key}
    return [label for number, label in enumerate(labels, start=1) if str(number) not in years]


def other_years(header: Sequence[str], labels: Sequence[str]) -> list[str]:
    """The columns of years that the plan does not have."""
    return [title for title in unread_columns(header, labels) if _YEAR.search(title)]


def _table(sheet: NamedSheet, kind: str, labels: Sequence[str]) -> tuple[list[str], list[tuple[int, list[str]]]] | None:
    """The header and the rows of a sheet that is of that kind, titles above its header left out."""
    for place, (_number, cells) in enumerate(sheet.rows[:_TITLES_WITHIN]):
        columns = guessed_columns(cells, kind, labels)
        if NAMING[kind] in columns and any("." in one for one in columns):
            return cells, sheet.rows[place + 1 :]
    return None


def _texts(book: Sequence[NamedSheet]) -> Iterator[str]:
    for sheet in book:
        for _number, cells in sheet.rows:
            yield from cells


def _row(number: int, texts: Mapping[str, str], fields: Sequence[str], labels: Sequence[str]) -> ReadRow:
    title = texts.get("label") or texts.get("form_line") or texts.get("category") or texts.get("funder") or ""
    uid, said, refusals = texts.get(UID, ""), {}, []
    for key in fields:
        if key not in texts:
            continue
        try:
            said[key] = understood(key, texts[key])
        except InvalidValue as wrong:
            refusals.append(f"{column_title(key, labels)} : {wrong}")
    try:
        _check_side(texts.get(SIDE, ""), said.get("form_line", ""))
    except InvalidValue as wrong:
        refusals.append(str(wrong))
    return ReadRow(number, title, uid, said, marks_in(texts.get(BASE, ""), fields), " ".join(refusals))


def _check_side(text: str, form_line: str) -> None:
    side = side_named(text)
    if side and form_line and load_form().line(form_line).side.value != side:
        raise InvalidValue(
            _("La ligne du formulaire est de l'autre côté du budget."),
            _("Corrigez le côté, ou choisissez une autre ligne du formulaire."),
        )
