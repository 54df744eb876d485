"""What a visitor wants to look up: the place, the family, the words, as the address or a form says them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse

from essaim.apps.poles.models.look_ups import LONGEST_ACTIVITIES, LONGEST_WORDS
from essaim.engine.errors import InvalidValue, UsageProblem
from essaim.engine.essaimage import role_place
from essaim.engine.language import gettext as _
from essaim.engine.patterns import Role
from essaim.engine.register import load_families
from essaim.engine.register.look_up import EVERYBODY, MOST_COMMUNES, asked_families
from essaim.engine.register.nomenclature import expand, naf_label
from essaim.engine.territories import Perimeter, Territories, WrittenPerimeter, read_perimeter
from essaim.tables import formats

EVERYBODY_WORD = "tous"
_ALL_ACTIVITIES = "toutes"
_LONGEST_PLACE = 15_000
_USUAL = "ess"
_SLUG = re.compile(r"[\w-]{1,120}", re.ASCII)
_KM = re.compile(r"\d{1,4}(?:\.\d{1,2})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted; ``perimeter`` is None when the place is no place, and ``problem`` says why.

    ``activities`` are the only ones wanted, codes or prefixes of NAF rev. 2; () for any. ``draft`` is the slug of the
    draft pole for which one looks, ``role`` the role of its model; "" when none is said. ``all_activities``: the role
    has more activities than may be asked, so that any is. ``reach_km``: how far the role is looked for, when that holds
    too many communes to be asked, so that only the place is.
    """

    place: str
    family: str
    words: str
    written: WrittenPerimeter | None
    perimeter: Perimeter | None
    problem: str
    draft: str = ""
    role: str = ""
    activities: tuple[str, ...] = ()
    all_activities: bool = False
    reach_km: float | None = None

    @property
    def question(self) -> tuple[str, str, str, str]:
        """What is asked, as answers are kept under: place, family, words, activities."""
        return self.place, self.family, self.words, ",".join(self.activities)

    @property
    def activity_names(self) -> list[str]:
        """The activities in words."""
        return [f"{code} {naf_label(code.removesuffix('*').removesuffix('.'))}".strip() for code in self.activities]

    @property
    def limits(self) -> list[str]:
        """What is not asked though it is wanted, one sentence each."""
        said = []
        if self.reach_km is not None:
            km = formats.number(self.reach_km, 0 if self.reach_km.is_integer() else 1)
            said.append(
                _("Ce rôle se cherche jusqu'à %(km)s km, mais il y a là trop de communes pour les demander à "
                  "l'annuaire (%(n)s au plus) : seul le territoire lui-même est demandé.")
                % {"km": km, "n": formats.number(MOST_COMMUNES)}
            )  # fmt: skip
        if self.all_activities:
            said.append(_("Ce rôle compte trop d'activités pour les demander à l'annuaire : toutes sont demandées."))
        return said

    @property
    def family_label(self) -> str:
        """Whom one looks for, in words."""
        return load_families()[self.family].label() if self.family else _("Tous les acteurs")

    @property
    def activities_line(self) -> str:
        """The activities as an address or a form writes them."""
        return _ALL_ACTIVITIES if self.all_activities else ",".join(self.activities)

    @property
    def reach_line(self) -> str:
        """The reach as an address or a form writes it."""
        return "" if self.reach_km is None else f"{self.reach_km:g}"

    @property
    def address(self) -> str:
        """The page that shows it."""
        asked = {
            "lieu": self.place, "famille": self.family or EVERYBODY_WORD, "activites": self.activities_line,
            "q": self.words, "fonde": self.draft, "role": self.role, "portee": self.reach_line,
        }  # fmt: skip
        return f"{reverse('territory-lookup')}?{urlencode({key: value for key, value in asked.items() if value})}"


def wanted(said: Mapping[str, str], t: Territories) -> Wanted:
    """What ``said`` (GET or POST) asks for; an unknown family is the ESS."""
    words = "".join(letter for letter in said.get("q", "")[:LONGEST_WORDS] if letter.isprintable()).strip()
    family = said.get("famille", _USUAL)
    family = EVERYBODY if family == EVERYBODY_WORD else family if family in asked_families() else _USUAL
    draft, role = (found[0] if (found := _SLUG.fullmatch(said.get(key, ""))) else "" for key in ("fonde", "role"))
    place = said.get("lieu", "").replace("\0", "")[:_LONGEST_PLACE].strip()
    activities, is_all = _activities(said.get("activites", ""))
    reach = float(km[0]) if (km := _KM.fullmatch(said.get("portee", ""))) else None
    nowhere = Wanted(place, family, words, None, None, "", draft, role, activities, is_all, reach)
    if not place:
        return nowhere
    try:
        written = read_perimeter(place)
        return replace(nowhere, place=str(written), written=written, perimeter=written.perimeter(t))
    except UsageProblem as problem:
        return replace(nowhere, problem=str(problem))


def role_look_up(role: Role, place: str, t: Territories, draft: str = "", words: str = "") -> str:
    """The page that looks up who could hold a role from a place: as far as the role reaches, for its activities."""
    families = role.predicate.families()
    family = next(iter(families)) if len(families) == 1 else EVERYBODY
    codes = role.suggestion.codes("rev2") if role.suggestion is not None else ()
    reach = None
    try:
        reached = role_place(read_perimeter(place), role.reach_km, t, MOST_COMMUNES)
        place, reach = (place, role.reach_km) if reached is None else (str(reached), None)
    except UsageProblem:
        pass  # the page itself says what is wrong with the place
    family = family if family in asked_families() else EVERYBODY
    activities, is_all = _activities(",".join(dict.fromkeys(codes)))
    return Wanted(place, family, words, None, None, "", draft, role.key, activities, is_all, reach).address


def _activities(text: str) -> tuple[tuple[str, ...], bool]:
    """The activities that an address writes, and whether all are asked as they are too many; what is none is dropped.

    Some of them would pass for all: a list that is cut lies.
    """
    if text == _ALL_ACTIVITIES or len(text) > LONGEST_ACTIVITIES:
        return (), True
    kept: list[str] = []
    for code in dict.fromkeys(text.split(",")):
        try:
            expand(code)
        except InvalidValue:
            continue
        kept.append(code)
    return tuple(kept), False


def family_choices() -> list[tuple[str, str]]:
    """The families that may be asked for, and everybody."""
    families = load_families()
    return [*((key, families[key].label()) for key in asked_families()), (EVERYBODY_WORD, _("Tous les acteurs"))]
