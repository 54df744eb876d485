"""The questionnaire as a spreadsheet: filled offline, read back line by line.

Each line carries the mark of its question, and the sheet that of its questionnaire: lines may be moved, and another
pole's file is refused.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from xml.etree import ElementTree

import odfdo
import openpyxl

from essaim.apps.campaigns.actions.answering import Given
from essaim.apps.campaigns.enums import Choice
from essaim.apps.campaigns.models import Answer, Invitation, Question
from essaim.apps.campaigns.questions import choices_of, in_words, is_long, known, label, read, written_number
from essaim.engine.errors import EssaimError, UnreadableFile
from essaim.engine.language import gettext as _
from essaim.engine.territories.search_index import search_form
from essaim.kit.dates import date_in_words

LARGEST_FILE, _LARGEST_UNPACKED = 2_000_000, 20_000_000
_MOST_ROWS, _MOST_CELLS = 2_000, 40
_WIDTHS = ("6cm", "7cm", "2.6cm", "5cm", "3.4cm", "6cm", "5cm", "1.8cm")
_MARK = re.compile(r"q(\d+)")
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


@dataclass(slots=True)
class Reading:
    """What a file says: the answers by question, and a report by line of what could not be taken."""

    given: dict[int, Given] = field(default_factory=dict)
    refused: list[tuple[int, str]] = field(default_factory=list)


def questionnaire_ods(invitation: Invitation) -> bytes:
    """The questionnaire of a pole, with what is known and its answers so far, for any office suite."""
    document = odfdo.Document("spreadsheet")
    body = document.body
    body.clear()
    body.append(odfdo.Element.from_tag(_validation()))
    table = odfdo.Table(_("Questionnaire"))
    for row in _head(invitation):
        table.append(_row(row))
    answers = {answer.question_id: answer for answer in invitation.answers.all()}
    for question in invitation.campaign.questions.all():
        table.append(_question_row(question, invitation, answers.get(question.pk)))
    body.append(table)
    for place, width in enumerate(_WIDTHS):
        name = document.insert_style(odfdo.Style(family="table-column", width=width), automatic=True)
        column = table.get_column(place)
        column.style = name
        table.set_column(place, column)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def read_questionnaire(content: bytes, invitation: Invitation) -> Reading:
    """The answers of an .ods or .xlsx file of this questionnaire. Good lines are kept, bad ones named.

    Raises:
        UnreadableFile: too large, no such file, or the file of another pole.
    """
    rows = list(_rows(content))
    texts = {cell.strip() for row in rows[:12] for cell in row}
    if invitation.uid not in texts:
        raise UnreadableFile(
            _("Ce fichier n'est pas le questionnaire de ce pôle."),
            _("Reprenez celui qui se télécharge sur cette page, et gardez sa ligne « Repère »."),
        )
    questions = {question.pk: question for question in invitation.campaign.questions.all()}
    reading = Reading()
    for number, row in enumerate(rows, start=1):
        mark = _MARK.fullmatch(row[7].strip()) if len(row) > 7 else None
        if mark:
            _read_line(number, row, questions.get(int(mark.group(1))), invitation, reading)
    if not reading.given and not reading.refused:
        raise UnreadableFile(
            _("Ce fichier ne contient aucune réponse."), _("Remplissez la colonne « Votre réponse », puis renvoyez-le.")
        )
    return reading


def _head(invitation: Invitation) -> list[list[str]]:
    campaign = invitation.campaign
    answers = ", ".join(f"« {choice.label} »" for choice in Choice if choice.value)
    return [
        [invitation.pole.name],
        [campaign.name],
        [_("Écrivez dans « Votre réponse » : %(answers)s. Laissez vide pour ne pas répondre.") % {"answers": answers}],
        [_("Pour une nouvelle valeur, écrivez-la dans la colonne suivante. Enregistrez, puis déposez ce fichier.")],
        [_("Repère"), invitation.uid],
        [],
        [
            _("Question"), _("Ce qui est connu"), _("Date"), _("Source"), _("Votre réponse"), _("Nouvelle valeur"),
            _("Remarque pour le réseau"), _("Repère"),
        ],
    ]  # fmt: skip


def _question_row(question: Question, invitation: Invitation, answer: Answer | None) -> odfdo.Row:
    now = known(question, invitation.pole)
    names = [name for _key, name in choices_of(question)]
    asked = label(question) + (f" ({' / '.join(names)})" if names else "")
    value = answer.value if answer else ""
    row = _row(
        [
            asked,
            in_words(question, now.value) or _("non renseigné"),
            date_in_words(now.on, now.precision) if now.on else "",
            now.source,
            str(answer.get_choice_display()) if answer and answer.choice else "",
            dict(choices_of(question)).get(value, value) or (now.value if is_long(question) else ""),
            answer.note if answer else "",
            f"q{question.pk}",
        ]
    )
    cell = row.get_cell(4) or odfdo.Cell()
    cell.set_attribute("table:content-validation-name", "reponses")
    row.set_cell(4, cell)
    return row


def _row(texts: list[str]) -> odfdo.Row:
    row = odfdo.Row()
    for place, text in enumerate(texts):
        row.set_cell(place, odfdo.Cell(text, cell_type="string"))
    return row


def _validation() -> str:
    words = ";".join(f"&quot;{choice.label}&quot;" for choice in Choice if choice.value)
    return (
        "<table:content-validations><table:content-validation table:name='reponses' table:allow-empty-cell='true' "
        f"table:condition='of:cell-content-is-in-list({words})' table:base-cell-address='Questionnaire.E8'/>"
        "</table:content-validations>"
    )


def _read_line(number: int, row: list[str], question: Question | None, invitation: Invitation, into: Reading) -> None:
    if question is None:
        into.refused.append((number, _("Cette question n'est plus dans la campagne.")))
        return
    typed, value, note = row[4].strip(), row[5].strip(), row[6].strip()
    choice = next((one.value for one in Choice if one.value and search_form(str(one.label)) == search_form(typed)), "")
    now = known(question, invitation.pole)
    if typed and not choice:
        into.refused.append((number, _("« %(text)s » n'est pas une réponse proposée.") % {"text": typed[:60]}))
        return
    if not typed and value and value != now.value:
        choice = Choice.CORRECTED.value
    if not choice:
        return
    try:
        kept = read(question, value) if choice == Choice.CORRECTED else ""
    except EssaimError as wrong:
        into.refused.append((number, f"{label(question)} : {wrong.message} {wrong.advice}".strip()))
        return
    into.given[question.pk] = Given(choice, kept, note)


# Files ---------------------------------------------------------------------------------------------------------------


def _rows(content: bytes) -> Iterator[list[str]]:
    refusal = UnreadableFile(
        _("Ce fichier ne se lit pas."), _("Enregistrez-le à nouveau au format ODS ou XLSX, sous 2 Mo, puis déposez-le.")
    )
    if len(content) > LARGEST_FILE:
        raise refusal
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            # A small archive may unpack to gigabytes.
            if sum(one.file_size for one in archive.infolist()) > _LARGEST_UNPACKED:
                raise refusal
            names = set(archive.namelist())
            text = archive.read("content.xml") if "content.xml" in names else b""
        rows = _ods_rows(text) if text else _xlsx_rows(content)
        yield from rows
    except UnreadableFile:
        raise
    except Exception as error:  # readers raise whatever a broken file makes them stumble on
        raise refusal from error


def _ods_rows(text: bytes) -> list[list[str]]:
    # Entities could grow without end; no office suite writes any.
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise ValueError
    table = ElementTree.fromstring(text).find(f".//{_TABLE}table")
    if table is None:
        raise ValueError
    rows = []
    for row in table.iter(f"{_TABLE}table-row"):
        cells: list[str] = []
        for cell in row:
            times = min(int(cell.get(f"{_TABLE}number-columns-repeated", "1")), _MOST_CELLS - len(cells))
            cells += [_cell(cell)] * times
        rows.append(cells)
        if len(rows) > _MOST_ROWS:
            raise ValueError
    return rows


def _cell(cell: ElementTree.Element) -> str:
    number = cell.get(f"{_OFFICE}value")
    if number is not None:
        return written_number(Decimal(number))
    return "\n".join("".join(part.itertext()) for part in cell.iter(f"{_TEXT}p"))


def _xlsx_rows(content: bytes) -> list[list[str]]:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    sheet = book.worksheets[0]
    rows = sheet.iter_rows(max_row=_MOST_ROWS, max_col=_MOST_CELLS, values_only=True)
    return [[_plain(value) for value in row] for row in rows]


def _plain(value: object) -> str:
    if value is None:
        return ""
    return written_number(Decimal(str(value))) if isinstance(value, int | float) else str(value)
