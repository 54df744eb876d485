"""Reading the board of prospects: the draft with what rights need, its roles, who is where, what is due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When, Window
from django.db.models.functions import RowNumber

from essaim.apps.accounts.enums import Role
from essaim.apps.accounts.models import User
from essaim.apps.documents.models import Document
from essaim.apps.founding.enums import ProspectState
from essaim.apps.founding.models import Founding, Letter, Mentoring, Prospect, ProspectNote, ProspectSheet
from essaim.engine.language import named
from essaim.engine.register.families import load_families
from essaim.engine.territories.search_index import search_form

LETTER, MENTORING, FOUNDING = "letter", "mentoring", "founding"
# Natural persons are counted, never listed: nobody is put on a board as one.
_NO_FAMILY = ("natural_person", "ess")
_STATES = Case(
    *(When(state=state, then=Value(place)) for place, state in enumerate(ProspectState.values)), default=Value(9)
)
_SORTS = {
    "": ("search_text",),
    "etat": ("rank", "search_text"),
    "role": ("role", "search_text"),
    "famille": ("family", "search_text"),
    "date": (F("next_on").asc(nulls_last=True), "search_text"),
    "note": (F("last_noted_at").desc(nulls_last=True), "search_text"),
}


@dataclass(frozen=True, slots=True)
class ProspectFilters:
    """What is asked of the board; "" asks nothing. ``NOBODY`` in charge: those whom nobody follows."""

    words: str = ""
    state: str = ""
    role: str = ""
    family: str = ""
    in_charge: str = ""
    late: str = ""
    sort: str = ""


NOBODY, NONE_SAID = "personne", "sans"


@dataclass(frozen=True, slots=True)
class Column:
    """One state of the board: how many prospects are there, and the first of them."""

    state: str
    count: int
    prospects: list[Prospect]


def founding_at(slug: str) -> Founding | None:
    """The founding of the pole at that address; None when there is none."""
    return Founding.objects.filter(pole__slug=slug).select_related("pole").first()


def roles_of(founding: Founding) -> dict[str, str]:
    """The roles of the model that the draft follows: key and label, in its order; {} when it follows none."""
    return {str(one["key"]): str(one.get("label", one["key"])) for one in _entries(founding.model_data, "role")}


def role_names(founding: Founding) -> dict[str, str]:
    """The same as people read them, in the language in use."""
    return {key: named(label) for key, label in roles_of(founding).items()}


def colleges_named(founding: Founding) -> list[str]:
    """The colleges that the model proposes, in its words."""
    governance = founding.model_data.get("governance") or {}
    return [str(one["label"]) for one in _entries(governance, "college") if one.get("label")]


def _entries(data: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    found = data.get(key) or []
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


@cache
def families() -> tuple[str, ...]:
    """The families of which a prospect may be."""
    return tuple(key for key in load_families() if key not in _NO_FAMILY)


def founders_of(founding: Founding) -> list[User]:
    """Who prepares the draft, or coordinates the pole once it is published, by name."""
    found = User.objects.filter(
        grants__role__in=(Role.FOUNDER, Role.COORDINATOR), grants__key=founding.pole.uid, is_active=True
    )
    return list(found.distinct().order_by("name", "email"))


def founder_uids(founding: Founding) -> list[str]:
    """Their identifiers."""
    return [one.uid for one in founders_of(founding)]


def board(founding: Founding, filters: ProspectFilters, today: date, each: int) -> list[Column]:
    """The five columns, the first ``each`` of every state, those with the nearest next step first; two queries."""
    found = _filtered(founding, filters, today)
    counts = dict(found.order_by().values_list("state").annotate(Count("pk")))
    # Any: the types of Django know no column that a query adds.
    ranked: Any = found.annotate(
        line=Window(
            RowNumber(), partition_by=[F("state")], order_by=[F("next_on").asc(nulls_last=True), "search_text", "pk"]
        )
    )
    ranked = _with_last_note(ranked.filter(line__lte=each))
    columns: dict[str, list[Prospect]] = {state: [] for state in ProspectState.values}
    for one in ranked.order_by("line"):
        columns[one.state].append(one)
    return [Column(state, counts.get(state, 0), columns[state]) for state in ProspectState.values]


def prospect_list(founding: Founding, filters: ProspectFilters, today: date) -> QuerySet[Prospect]:
    """The table: every prospect that answers, in the order asked, with its last note."""
    found = _filtered(founding, filters, today).annotate(rank=_STATES)
    return _with_last_note(found).order_by(*_SORTS.get(filters.sort, _SORTS[""]), "pk")


def prospect_by_uid(founding: Founding, uid: str) -> Prospect | None:
    """One prospect of this draft; None when there is none."""
    found = Prospect.objects.filter(founding=founding, uid=uid).select_related("organisation").first()
    if found is not None:
        found.founding = founding
    return found


def uids_by_siret(founding: Founding) -> dict[str, str]:
    """Who is on the board, by number: those without one are left out."""
    return dict(Prospect.objects.filter(founding=founding).exclude(siret="").values_list("siret", "uid"))


def notes_about(prospect: Prospect) -> list[ProspectNote]:
    """What was said with a prospect, the latest first."""
    return list(prospect.notes.all())


def prospect_notes_written_by(uid: str) -> list[dict[str, Any]]:
    """What a person wrote about prospects, for them to take away; the prospects are other people's."""
    rows = ProspectNote.objects.filter(written_by=uid).values("text", "written_at", "erase_on")
    return [dict(row) for row in rows]


def note_by_uid(prospect: Prospect, uid: str) -> ProspectNote | None:
    """One note of a prospect; None when there is none."""
    found = prospect.notes.filter(uid=uid).first()
    if found is not None:
        found.prospect = prospect
    return found


def letters_of(prospect: Prospect) -> list[Letter]:
    """The letters of a prospect with their signed copies, the latest first."""
    return list(prospect.letters.select_related("document").order_by("-made_at", "-pk"))


def letter_by_uid(founding: Founding, uid: str) -> Letter | None:
    """One letter of this draft with its prospect; None when there is none."""
    found = Letter.objects.filter(prospect__founding=founding, uid=uid).select_related("prospect", "document").first()
    if found is not None:
        found.prospect.founding = founding
    return found


def document_of(founding: Founding, uid: str) -> Document | None:
    """A document filed for this draft: a signed letter, an agreement with a mentor, one of its own; None otherwise."""
    found = Document.objects.filter(uid=uid).first()
    if found is None:
        return None
    owned = {
        LETTER: lambda key: Letter.objects.filter(prospect__founding=founding, uid=key).exists(),
        MENTORING: lambda key: Mentoring.objects.filter(founding=founding, uid=key).exists(),
        FOUNDING: lambda key: bool(key == founding.pole.uid),
    }
    return found if found.owner_kind in owned and owned[found.owner_kind](found.owner_key) else None


def sheet_by_uid(founding: Founding, uid: str) -> ProspectSheet | None:
    """One imported spreadsheet of this draft; None when there is none."""
    return ProspectSheet.objects.filter(founding=founding, uid=uid).first()


def overdue_contacts(today: date) -> list[Prospect]:
    """Prospects whose contact was to be kept until a day that is past."""
    return list(Prospect.objects.filter(erase_contact_on__lt=today).select_related("founding"))


def overdue_notes(today: date) -> list[ProspectNote]:
    """Notes that were to be kept until a day that is past."""
    return list(ProspectNote.objects.filter(erase_on__lt=today).select_related("prospect"))


def contacts_of(email: str) -> list[Prospect]:
    """Prospects of every draft whose person to reach has this address."""
    found = Prospect.objects.filter(contact_email__iexact=email).select_related("founding__pole")
    return list(found.order_by("founding", "search_text"))


def notes_saying(text: str) -> list[ProspectNote]:
    """Notes of every draft that hold this text, an address mostly."""
    found = ProspectNote.objects.filter(text__icontains=text).select_related("prospect__founding__pole")
    return list(found.order_by("prospect", "pk"))


def lost_documents() -> list[Document]:
    """Signed copies whose letter is gone with its draft."""
    return list(Document.objects.filter(owner_kind=LETTER).exclude(owner_key__in=Letter.objects.values("uid")))


def is_late(prospect: Prospect, today: date) -> bool:
    """Whether its next step was for a day that is past; nobody waits for those that declined."""
    return prospect.next_on is not None and prospect.next_on < today and prospect.state != ProspectState.DECLINED


def _filtered(founding: Founding, filters: ProspectFilters, today: date) -> QuerySet[Prospect]:
    found = Prospect.objects.filter(founding=founding)
    for word in search_form(filters.words).split():
        found = found.filter(Q(search_text__contains=word) | Q(siret__startswith=word))
    if filters.state in ProspectState.values:
        found = found.filter(state=filters.state)
    for key, value in (("role", filters.role), ("family", filters.family)):
        if value:
            found = found.filter(**{key: "" if value == NONE_SAID else value})
    if filters.in_charge:
        found = found.filter(in_charge="" if filters.in_charge == NOBODY else filters.in_charge)
    if filters.late:
        found = found.filter(next_on__lt=today).exclude(state=ProspectState.DECLINED)
    return found


def _with_last_note(found: QuerySet[Prospect]) -> QuerySet[Prospect]:
    last = ProspectNote.objects.filter(prospect=OuterRef("pk")).order_by("-written_at", "-pk")
    return found.annotate(
        last_note=Subquery(last.values("text")[:1]), last_noted_at=Subquery(last.values("written_at")[:1])
    )
