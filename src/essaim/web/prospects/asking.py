"""What is asked of the board, read from the address; prospects in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpRequest

from essaim.apps.accounts.models import User
from essaim.apps.founding.enums import ProspectState
from essaim.apps.founding.models import Founding, Prospect
from essaim.apps.founding.queries.prospects import (
    NOBODY,
    NONE_SAID,
    ProspectFilters,
    families,
    founders_of,
    founding_at,
    is_late,
    prospect_by_uid,
    role_names,
)
from essaim.apps.poles.places import Location, names_of
from essaim.engine.language import gettext as _
from essaim.engine.territories.search_index import search_form
from essaim.web.directory.asking import Choice, Field
from essaim.web.founding.access import theirs
from essaim.web.organisations import wording
from essaim.web.organisations.listing import asked_text

TABLE = "tableau"
_NAMES = {
    "q": "words", "etat": "state", "role": "role", "famille": "family", "suivi": "in_charge", "retard": "late",
    "tri": "sort",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Card:
    """A prospect as the board shows it; "" is not known.

    Attributes:
        late: "" or since when its next step is late, in words.
    """

    prospect: Prospect
    where: str
    family: str
    role: str
    in_charge: str
    late: str


@dataclass(frozen=True, slots=True)
class Wording:
    """What turns prospects into words: read once for a page."""

    roles: Mapping[str, str]
    founders: Mapping[str, str]
    today: date
    # Names already looked for: a board speaks of few communes and families, many times.
    named: dict[tuple[str, str], str] = field(default_factory=dict)

    def card(self, one: Prospect) -> Card:
        """A prospect in words."""
        return Card(
            prospect=one,
            where=self._name("commune", one.commune, commune_name),
            family=self._name("family", one.family, short_family),
            role=self.roles.get(one.role, one.role),
            in_charge=self.founders.get(one.in_charge, _("quelqu'un qui n'est plus là")) if one.in_charge else "",
            late=late_words(one, self.today),
        )

    def _name(self, kind: str, code: str, read: Callable[[str], str]) -> str:
        if (kind, code) not in self.named:
            self.named[kind, code] = read(code)
        return self.named[kind, code]


def asked_founding(request: HttpRequest, slug: str) -> Founding:
    """The draft at that address, for one of its founders.

    Raises:
        Http404: there is none, or it is somebody else's.
    """
    return theirs(request, founding_at(slug))


def asked_prospect(request: HttpRequest, slug: str, uid: str) -> tuple[Founding, Prospect]:
    """The draft and one of its prospects, for one of its founders.

    Raises:
        Http404: there is none, or it is somebody else's.
    """
    founding = asked_founding(request, slug)
    found = prospect_by_uid(founding, uid)
    if found is None:
        raise Http404
    return founding, found


def asked_board(request: HttpRequest) -> ProspectFilters:
    """The filters in the address; anything odd is dropped, never an error."""
    return ProspectFilters(**{meaning: asked_text(request, name) for name, meaning in _NAMES.items()})


def board_query(filters: ProspectFilters, view: str = "", page: int = 1, **others: str) -> str:
    """The filters as the end of an address; ``others`` change some of them."""
    filters = replace(filters, **others) if others else filters
    pairs = [("vue", view)] if view else []
    pairs += [(name, getattr(filters, meaning)) for name, meaning in _NAMES.items() if getattr(filters, meaning)]
    return f"?{urlencode([*pairs, ('page', str(page))] if page > 1 else pairs)}"


def is_filtered(filters: ProspectFilters) -> bool:
    """Whether anything is asked beside the order."""
    return replace(filters, sort="") != ProspectFilters()


def words_for(founding: Founding, today: date) -> Wording:
    """What the cards of this draft need; one query."""
    return Wording(role_names(founding), founder_names(founders_of(founding)), today)


def founder_names(founders: Sequence[User]) -> dict[str, str]:
    """The founders as they know each other."""
    return {one.uid: one.name or one.email for one in founders}


def filter_fields(filters: ProspectFilters, words: Wording) -> list[Field]:
    """The lists of the filter form."""
    states: list[Choice] = [(str(key), str(label)) for key, label in ProspectState.choices]
    return [
        Field("etat", _("Où en est-on"), filters.state, states),
        Field("role", _("Rôle dans le modèle"), filters.role, [*words.roles.items(), (NONE_SAID, _("sans rôle"))]),
        Field("famille", _("Famille"), filters.family, [*family_choices(), (NONE_SAID, _("non renseignée"))]),
        Field("suivi", _("Suivi par"), filters.in_charge, [*words.founders.items(), (NOBODY, _("personne encore"))]),
        Field("retard", _("Prochaine étape"), filters.late, [("oui", _("en retard"))]),
    ]


def family_choices() -> list[Choice]:
    """The families of which a prospect may be, by name."""
    found = [(key, wording.family(key)) for key in families()]
    return sorted(found, key=lambda pair: search_form(pair[1]))


def short_family(key: str) -> str:
    """A family by name, without what its name explains between brackets; "" when it is not known."""
    return wording.family(key).partition(" (")[0] if key else ""


def commune_name(code: str) -> str:
    """A commune by name, its code when the reference data no longer know it."""
    return (names_of(Location(code)).commune or code) if code else ""


def late_words(one: Prospect, today: date) -> str:
    """Since when the next step is late: it is said in words, never by a colour alone."""
    if not is_late(one, today) or one.next_on is None:
        return ""
    days = (today - one.next_on).days
    return _("en retard d'un jour") if days == 1 else _("en retard de %(n)d jours") % {"n": days}
