"""What a visitor wants to look up: the place, the family, the words, as the address or a form says them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from essaim.apps.poles.models.look_ups import LONGEST_WORDS
from essaim.engine.errors import UsageProblem
from essaim.engine.language import gettext as _
from essaim.engine.register import load_families
from essaim.engine.register.look_up import EVERYBODY, asked_families
from essaim.engine.territories import Perimeter, Territories, WrittenPerimeter, read_perimeter

EVERYBODY_WORD = "tous"
_LONGEST_PLACE = 15_000
_USUAL = "ess"
_SLUG = re.compile(r"[\w-]{1,120}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted; ``perimeter`` is None when the place is no place, and ``problem`` says why.

    ``draft`` is the slug of the draft pole for which one looks, ``role`` the role of its model; "" when none is said.
    """

    place: str
    family: str
    words: str
    written: WrittenPerimeter | None
    perimeter: Perimeter | None
    problem: str
    draft: str = ""
    role: str = ""

    @property
    def family_label(self) -> str:
        """Whom one looks for, in words."""
        return load_families()[self.family].label() if self.family else _("Tous les acteurs")

    @property
    def address(self) -> str:
        """The page that shows it."""
        asked = {
            "lieu": self.place, "famille": self.family or EVERYBODY_WORD, "q": self.words, "fonde": self.draft,
            "role": self.role,
        }  # fmt: skip
        return f"{reverse('territory-lookup')}?{urlencode({key: value for key, value in asked.items() if value})}"


def wanted(said: Mapping[str, str], t: Territories) -> Wanted:
    """What ``said`` (GET or POST) asks for; an unknown family is the ESS."""
    words = "".join(letter for letter in said.get("q", "")[:LONGEST_WORDS] if letter.isprintable()).strip()
    family = said.get("famille", _USUAL)
    family = EVERYBODY if family == EVERYBODY_WORD else family if family in asked_families() else _USUAL
    draft, role = (found[0] if (found := _SLUG.fullmatch(said.get(key, ""))) else "" for key in ("fonde", "role"))
    place = said.get("lieu", "").replace("\0", "")[:_LONGEST_PLACE].strip()
    if not place:
        return Wanted("", family, words, None, None, "", draft, role)
    try:
        written = read_perimeter(place)
        return Wanted(str(written), family, words, written, written.perimeter(t), "", draft, role)
    except UsageProblem as problem:
        said_so = str(problem)
        return Wanted(place, family, words, None, None, said_so, draft, role)


def family_choices() -> list[tuple[str, str]]:
    """The families that may be asked for, and everybody."""
    families = load_families()
    return [*((key, families[key].label()) for key in asked_families()), (EVERYBODY_WORD, _("Tous les acteurs"))]
