"""What a scan asks: a model, perhaps with other minimums, on the territories of one level, in one part of France."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from essaim.engine.errors import InvalidValue, UnknownTerritory
from essaim.engine.essaimage import COMMUNE
from essaim.engine.language import gettext as _
from essaim.engine.patterns import Pattern, as_data, from_data
from essaim.engine.territories import MAX_RADIUS_KM, MIN_RADIUS_KM, Territories

EPCI, DEPARTMENT, REGION = "epci", "departement", "region"
PARTS = (REGION, DEPARTMENT)
DEFAULT_RADIUS_KM = 20
MOST_ASKED = 100_000


@dataclass(frozen=True)
class Question:
    """A scan as asked.

    Attributes:
        pattern: the model, as its author wrote it.
        level: "commune" or a level's key.
        radius_km: joined to each territory; None: the territory alone.
        part: "" for France, else ``region:76`` or ``departement:48``: territories whose centre is there.
        minimums: by role, where they differ from the model's; 0 leaves the role out.
    """

    pattern: Pattern
    level: str = EPCI
    radius_km: int | None = None
    part: str = ""
    minimums: Mapping[str, int] = field(default_factory=dict)

    @property
    def asked_pattern(self) -> Pattern:
        """The model with the minimums asked for, without the roles left out."""
        roles = tuple(
            replace(role, minimum=self.minimums.get(role.key, role.minimum))
            for role in self.pattern.roles
            if self.minimums.get(role.key) != 0
        )
        return replace(self.pattern, roles=roles) if self.minimums else self.pattern

    def minimum(self, role: str) -> int:
        """How many actors are asked of a role; 0 when it is left out."""
        return self.minimums.get(role, self.pattern.role(role).minimum)

    def within(self, t: Territories) -> NDArray[np.bool_] | None:
        """(n,) the communes of the part of France asked for; None for all of France."""
        return communes_in(self.part, t) if self.part else None

    def as_data(self) -> dict[str, Any]:
        """JSON values that ``question_from`` reads back."""
        return {
            "pattern": as_data(self.pattern), "level": self.level, "radius_km": self.radius_km, "part": self.part,
            "minimums": dict(self.minimums),
        }  # fmt: skip


def communes_in(part: str, t: Territories) -> NDArray[np.bool_]:
    """(n,) the communes of a part of France, written ``region:76``."""
    key, _colon, code = part.partition(":")
    level = t.level(key)
    return np.asarray(level.member == level.index(code))


def question_from(data: Mapping[str, Any]) -> Question:
    """The question that ``Question.as_data`` wrote."""
    return Question(from_data(data["pattern"]), data["level"], data["radius_km"], data["part"], dict(data["minimums"]))


def asked_question(
    pattern: Pattern, t: Territories, *, level: str = EPCI, radius_km: int | None = None, part: str = "",
    minimums: Mapping[str, int] | None = None,
) -> Question:  # fmt: skip
    """A question that can be answered. Minimums of unknown roles, or equal to the model's, are left out.

    Raises:
        InvalidValue: a level, a radius, a part of France or a minimum that cannot be; the sentence says which.
    """
    if level != COMMUNE and level not in t.levels:
        raise InvalidValue(_("Ce niveau de territoire n'est pas connu."), _("Choisissez-en un dans la liste."))
    if radius_km is not None and not MIN_RADIUS_KM <= radius_km <= MAX_RADIUS_KM:
        raise InvalidValue(
            _("Le rayon va de %(low)d à %(high)d km.") % {"low": MIN_RADIUS_KM, "high": MAX_RADIUS_KM},
            _("Choisissez-en un dans la liste."),
        )
    if level == COMMUNE and radius_km is None:
        radius_km = DEFAULT_RADIUS_KM  # a commune alone is no territory for a pole
    _check_part(part, level, t)
    known = {role.key: role.minimum for role in pattern.roles}
    changed = {key: n for key, n in (minimums or {}).items() if key in known and n != known[key]}
    if any(not 0 <= n <= MOST_ASKED for n in changed.values()):
        raise InvalidValue(
            _("Un minimum est un nombre entier de 0 à %(most)d.") % {"most": MOST_ASKED},
            _("Écrivez 0 pour vous passer d'un rôle."),
        )
    return Question(pattern, level, radius_km, part, dict(sorted(changed.items())))


def _check_part(part: str, level: str, t: Territories) -> None:
    if not part:
        return
    key, _colon, code = part.partition(":")
    try:
        if key not in PARTS or (level in PARTS and PARTS.index(level) <= PARTS.index(key)):
            raise UnknownTerritory("", "")
        t.level(key).index(code)
    except UnknownTerritory:
        raise InvalidValue(
            _("Cette partie de la France n'est pas connue, ou elle est plus petite que le niveau demandé."),
            _("Choisissez une région ou un département dans la liste."),
        ) from None
