"""Reading imports, and what each line of a pending one would become, in a few queries whatever their number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from essaim.apps.intake.enums import Outcome
from essaim.apps.intake.lines import Communes, Wanted, read_line
from essaim.apps.intake.models import MemberImport
from essaim.apps.poles.enums import Circle
from essaim.apps.poles.models import Membership, Organisation, Pole
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext as _
from essaim.engine.territories.search_index import search_form

# SQLite takes a bounded number of values in one query.
_AT_ONCE = 300
NOBODY = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """What one line would become.

    Attributes:
        line: its number in the file.
        name: as the file gives it.
        outcome: of ``Outcome``.
        sentence: why, when there is something to say.
        wanted: its values, None when refused.
        found: the record that it is, or those that it looks like.
    """

    line: int
    name: str
    outcome: str
    sentence: str
    wanted: Wanted | None = None
    found: list[Organisation] = field(default_factory=list)


def import_by_uid(uid: str) -> MemberImport | None:
    """One import, its pole and the pole's networks loaded."""
    return (
        MemberImport.objects.filter(uid=uid)
        .select_related("pole", "pole__carrier")
        .prefetch_related("pole__networks")
        .first()
    )


def imports_of(pole: Pole) -> QuerySet[MemberImport]:
    """The imports of a pole, the latest first, without their lines."""
    return MemberImport.objects.filter(pole=pole).defer("lines", "header", "matching")


def planned(pending: MemberImport) -> list[Planned]:
    """Every line of a pending import, with what it would become today."""
    communes: Communes = {}
    read = [_read(number, cells, pending.matching, communes) for number, cells in pending.lines]
    there = _Directory(pending.pole, [one.wanted for one in read if one.wanted is not None])
    return [there.placed(one) for one in read]


def counted(outcomes: Iterable[str]) -> list[tuple[str, int]]:
    """How many lines of each outcome, in the order of ``Outcome``."""
    found = list(outcomes)
    return [(str(one.value), found.count(one.value)) for one in Outcome if one.value in found]


def _read(number: int, cells: list[str], matching: list[str], communes: Communes) -> Planned:
    said = dict(zip(matching, cells, strict=False))
    name = said.get("name", "") or said.get("persons", "")
    try:
        wanted = read_line(cells, matching, communes)
    except EssaimError as refusal:
        return Planned(number, name, Outcome.REFUSED, str(refusal))
    outcome = Outcome.PERSONS if wanted.persons else Outcome.NEW
    return Planned(number, name, outcome, " ; ".join(wanted.notes), wanted)


class _Directory:
    """What the directory and the pole know of the organisations that a file names, read in a few queries."""

    def __init__(self, pole: Pole, wanted: list[Wanted]) -> None:
        self.pole = pole
        self.by_number: dict[str, Organisation] = {}
        self.by_name: dict[str, list[Organisation]] = {}
        for column in ("siret", "rna"):
            for one in _found(column, {w.facts[column] for w in wanted if w.facts.get(column)}):
                self.by_number[getattr(one, column)] = one.merged_into or one
        self.by_siren: dict[str, list[Organisation]] = {}
        sirens = {w.facts.get("siren") or w.facts.get("siret", "")[:9] for w in wanted if w.facts}
        for one in _found("siren", sirens - {NOBODY}):
            self.by_siren.setdefault(one.siren or "", []).append(one.merged_into or one)
        for one in _found("search_text", {search_form(w.name)[:200] for w in wanted if w.name}):
            if one.merged_into is None:
                self.by_name.setdefault(one.search_text, []).append(one)
        running = Membership.objects.filter(pole=pole, until=None).values_list("organisation", "circle")
        self.running = {pair for pair in running if pair[0] is not None}
        self.persons = set(
            Membership.objects.filter(pole=pole, organisation=None, until=None).values_list(
                "persons", "circle", "college"
            )
        )
        self.seen: dict[tuple[str, ...], int] = {}

    def placed(self, one: Planned) -> Planned:
        """The line, against the directory, the pole, and the lines above it."""
        if one.wanted is None:
            return one
        for key in _keys(one.wanted):
            above = self.seen.setdefault(key, one.line)
            if above != one.line:
                return self._as(one, Outcome.REFUSED, _("Déjà dans ce fichier, ligne %(line)d.") % {"line": above})
        if one.wanted.persons:
            place = (one.wanted.persons, str(one.wanted.place["circle"]), str(one.wanted.place["college"]))
            return self._as(one, Outcome.PRESENT, "") if place in self.persons else one
        return self._organisation(one, one.wanted)

    def _organisation(self, one: Planned, wanted: Wanted) -> Planned:
        same = self._same(wanted)
        if wanted.place["circle"] == Circle.CARRIER and self._other_carrier(same):
            sentence = _("Le pôle a déjà une structure porteuse : %(name)s. Changez-la depuis la liste des membres.")
            return self._as(one, Outcome.REFUSED, sentence % {"name": self.pole.carrier})
        if same is not None:
            return self._known(one, wanted, same)
        alike = [other for other in self.by_name.get(search_form(wanted.name)[:200], []) if _may_be(other, wanted)]
        alike += self.by_siren.get(wanted.facts["siren"] or wanted.facts["siret"][:9], [])
        alike = list({other.pk: other for other in alike}.values())
        if alike:
            return self._as(one, Outcome.DOUBT, one.sentence, alike)
        return one

    def _known(self, one: Planned, wanted: Wanted, same: Organisation) -> Planned:
        if wanted.place["until"] is None and (same.pk, wanted.place["circle"]) in self.running:
            return self._as(one, Outcome.PRESENT, "", [same])
        note = _("sa fiche n'est pas modifiée")
        return self._as(one, Outcome.KNOWN, " ; ".join(part for part in (one.sentence, note) if part), [same])

    def _same(self, wanted: Wanted) -> Organisation | None:
        facts = wanted.facts
        for column in ("siret", "rna"):
            if facts[column] in self.by_number:
                return self.by_number[facts[column]]
        if facts["siren"]:
            return next((other for other in self.by_siren.get(facts["siren"], []) if not other.siret), None)
        return None

    def _other_carrier(self, same: Organisation | None) -> bool:
        return self.pole.carrier_id is not None and (same is None or same.pk != self.pole.carrier_id)

    @staticmethod
    def _as(one: Planned, outcome: str, sentence: str, found: list[Organisation] | None = None) -> Planned:
        return Planned(one.line, one.name, str(outcome), sentence, one.wanted, found or [])


def _keys(wanted: Wanted) -> Iterator[tuple[str, ...]]:
    """What makes two lines of one file the same: a number, else the name and the place; always in the same circle."""
    circle = f"{wanted.place['circle']} {wanted.place['until'] or ''}"
    facts = wanted.facts
    numbers = [facts[key] for key in ("siret", "rna") if facts.get(key)]
    if not numbers and facts.get("siren"):
        numbers = [facts["siren"]]
    for number in numbers:
        yield number, circle
    if wanted.name and not numbers:
        yield search_form(wanted.name), facts["commune"], circle
    if wanted.persons:
        yield str(wanted.persons), circle, str(wanted.place["college"]), str(wanted.place["since"])


def _may_be(other: Organisation, wanted: Wanted) -> bool:
    commune = wanted.facts["commune"]
    return not commune or not other.commune or other.commune == commune


def _found(column: str, values: set[str]) -> Iterator[Organisation]:
    ordered = sorted(values)
    for start in range(0, len(ordered), _AT_ONCE):
        asked = Q(**{f"{column}__in": ordered[start : start + _AT_ONCE]})
        yield from Organisation.objects.filter(asked).select_related("merged_into").order_by("pk")
