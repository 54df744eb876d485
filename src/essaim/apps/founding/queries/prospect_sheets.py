"""What each line of an imported spreadsheet would become, against the board as it is now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from essaim.apps.founding.enums import LineOutcome
from essaim.apps.founding.models import Founding, Prospect, ProspectSheet
from essaim.apps.founding.prospect_columns import Read, Vocabulary, guessed_columns, read_prospect, said_by
from essaim.apps.founding.queries.prospects import founders_of, roles_of
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext as _
from essaim.engine.territories.search_index import search_form

COMPARED = ("name", "siret", "commune", "family", "role", "in_charge", "next_step", "next_on")


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """One line, before anything is written.

    Attributes:
        found: the prospect that it is, None for a new one.
        fills: fields that are blank on the board and said by the line; "contact" for a person's.
        differs: fields that both say, otherwise: what the board says, what the line says.
    """

    line: int
    name: str
    outcome: str
    sentence: str
    read: Read | None = None
    found: Prospect | None = None
    fills: tuple[str, ...] = ()
    differs: dict[str, tuple[str | date | None, str | date | None]] = field(default_factory=dict)


def planned_lines(sheet: ProspectSheet) -> list[PlannedLine]:
    """Every line of a pending spreadsheet, in order."""
    founding = sheet.founding
    meanings, known, board = guessed_columns(sheet.header), vocabulary(founding), _Board(founding)
    # Below the table, our own CSV files carry notes: nothing but the first column of such a line is filled.
    lines = [(number, cells) for number, cells in sheet.lines if set(said_by(cells, meanings)) - {"uid"}]
    return [board.placed(_read(number, cells, meanings, known)) for number, cells in lines]


def vocabulary(founding: Founding) -> Vocabulary:
    """What roles and founders of this draft may be called in a spreadsheet."""
    roles = {search_form(name): key for key, label in roles_of(founding).items() for name in (key, label)}
    founders = {
        search_form(name): one.uid for one in founders_of(founding) for name in (one.name, one.email) if name.strip()
    }
    return Vocabulary(roles, founders)


def counted_lines(outcomes: Iterable[str]) -> list[tuple[str, int]]:
    """How many lines of each outcome, in the order of ``LineOutcome``."""
    found = list(outcomes)
    return [(str(one.label), found.count(one.value)) for one in LineOutcome if one.value in found]


def sheets_of(founding: Founding) -> QuerySet[ProspectSheet]:
    """The spreadsheets of this draft that are not forgotten yet, the latest first."""
    return ProspectSheet.objects.filter(founding=founding).defer("lines", "report")


def _read(number: int, cells: list[str], meanings: list[str], known: Vocabulary) -> PlannedLine:
    name = next((cell for key, cell in zip(meanings, cells, strict=False) if key == "name"), "")
    try:
        read = read_prospect(cells, meanings, known)
    except EssaimError as refusal:
        return PlannedLine(number, name, LineOutcome.REFUSED, str(refusal))
    return PlannedLine(number, name, LineOutcome.NEW, "", read)


class _Board:
    """The prospects of the draft, read once, and the lines above."""

    def __init__(self, founding: Founding) -> None:
        self.by_uid: dict[str, Prospect] = {}
        self.by_siret: dict[str, Prospect] = {}
        self.by_name: dict[str, list[Prospect]] = {}
        for one in Prospect.objects.filter(founding=founding):
            self.by_uid[one.uid] = one
            self.by_name.setdefault(one.search_text, []).append(one)
            if one.siret:
                self.by_siret[one.siret] = one
        self.seen: dict[tuple[str, ...], int] = {}

    def placed(self, one: PlannedLine) -> PlannedLine:
        if one.read is None:
            return one
        found = self._same(one.read)
        for key in _keys(one.read, found):
            above = self.seen.setdefault(key, one.line)
            if above != one.line:
                sentence = _("Déjà dans ce fichier, ligne %(line)d.") % {"line": above}
                return PlannedLine(one.line, one.name, LineOutcome.REFUSED, sentence)
        return one if found is None else self._compared(one, one.read, found)

    def _same(self, read: Read) -> Prospect | None:
        if read.uid in self.by_uid:
            return self.by_uid[read.uid]
        wanted = read.wanted
        if wanted.siret in self.by_siret:
            return self.by_siret[wanted.siret]
        alike = self.by_name.get(search_form(wanted.name)[:200], [])
        alike = [one for one in alike if not (one.siret and wanted.siret)]
        return next(
            (one for one in alike if one.commune == wanted.commune or not (one.commune and wanted.commune)), None
        )

    def _compared(self, one: PlannedLine, read: Read, found: Prospect) -> PlannedLine:
        pairs = {key: (getattr(found, key), getattr(read.wanted, key)) for key in COMPARED}
        pairs["state"] = (found.state, read.state)
        said = {key: pair for key, pair in pairs.items() if pair[1]}
        fills = [key for key, (now, _new) in said.items() if not now]
        differs = {key: pair for key, pair in said.items() if pair[0] and pair[0] != pair[1]}
        present = (found.contact_name, found.contact_email, found.contact_phone)
        sentence = ""
        if any(read.contact) and not any(present):
            fills.append("contact")
        elif any(new and new != now for new, now in zip(read.contact, present, strict=True)):
            sentence = _("La personne à joindre qui est déjà écrite n'est pas remplacée.")
        outcome = LineOutcome.DIFFERS if differs else LineOutcome.FILLED if fills else LineOutcome.PRESENT
        return PlannedLine(one.line, one.name, outcome, sentence, read, found, tuple(fills), differs)


def _keys(read: Read, found: Prospect | None) -> Iterable[tuple[str, ...]]:
    """What makes two lines of one file the same prospect."""
    if found is not None:
        yield ("uid", found.uid)
    if read.wanted.siret:
        yield ("siret", read.wanted.siret)
    elif found is None:
        yield (search_form(read.wanted.name), read.wanted.commune)
