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
from essaim.engine.register.look_up import EVERYBODY, asked_families
from essaim.engine.register.nomenclature import expand, naf_label
from essaim.engine.territories import Perimeter, Territories, WrittenPerimeter, read_perimeter

EVERYBODY_WORD = "tous"
_LONGEST_PLACE = 15_000
_USUAL = "ess"
_SLUG = re.compile(r"[\w-]{1,120}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted; ``perimeter`` is None when the place is no place, and ``problem`` says why.

    ``activities`` are the only ones wanted, codes or prefixes of NAF rev. 2; () for any. ``draft`` is the slug of the
    draft pole for which one looks, ``role`` the role of its model; "" when none is said.
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

    @property
    def question(self) -> tuple[str, str, str, str]:
        """What is asked, as answers are kept under: place, family, words, activities."""
        return self.place, self.family, self.words, ",".join(self.activities)

    @property
    def activity_names(self) -> list[str]:
        """The activities in words."""
        return [f"{code} {naf_label(code.removesuffix('*').removesuffix('.'))}".strip() for code in self.activities]

    @property
    def family_label(self) -> str:
        """Whom one looks for, in words."""
        return load_families()[self.family].label() if self.family else _("Tous les acteurs")

    @property
    def address(self) -> str:
        """The page that shows it."""
        asked = {
            "lieu": self.place, "famille": self.family or EVERYBODY_WORD, "activites": ",".join(self.activities),
            "q": self.words, "fonde": self.draft, "role": self.role,
        }  # fmt: skip
        return f"{reverse('territory-lookup')}?{urlencode({key: value for key, value in asked.items() if value})}"


def wanted(said: Mapping[str, str], t: Territories) -> Wanted:
    """What ``said`` (GET or POST) asks for; an unknown family is the ESS."""
    words = "".join(letter for letter in said.get("q", "")[:LONGEST_WORDS] if letter.isprintable()).strip()
    family = said.get("famille", _USUAL)
    family = EVERYBODY if family == EVERYBODY_WORD else family if family in asked_families() else _USUAL
    draft, role = (found[0] if (found := _SLUG.fullmatch(said.get(key, ""))) else "" for key in ("fonde", "role"))
    place = said.get("lieu", "").replace("\0", "")[:_LONGEST_PLACE].strip()
    nowhere = Wanted(place, family, words, None, None, "", draft, role, _activities(said.get("activites", "")))
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
    try:
        place = str(role_place(read_perimeter(place), role.reach_km, t))
    except UsageProblem:
        pass  # the page itself says what is wrong with the place
    family = family if family in asked_families() else EVERYBODY
    return Wanted(
        place, family, words, None, None, "", draft, role.key, _activities(",".join(dict.fromkeys(codes)))
    ).address


def _activities(text: str) -> tuple[str, ...]:
    """The activities that an address writes; what is none is dropped."""
    kept: list[str] = []
    for code in dict.fromkeys(text[:LONGEST_ACTIVITIES].split(",")):
        try:
            expand(code)
        except InvalidValue:
            continue
        kept.append(code)
    return tuple(kept)


def family_choices() -> list[tuple[str, str]]:
    """The families that may be asked for, and everybody."""
    families = load_families()
    return [*((key, families[key].label()) for key in asked_families()), (EVERYBODY_WORD, _("Tous les acteurs"))]
