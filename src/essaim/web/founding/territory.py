"""What the register says of a draft's territory for its model: counted once, kept as long as neither changes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from essaim.apps.founding.models import Founding
from essaim.engine.errors import EssaimError, NoRegister
from essaim.engine.essaimage import Ground, Targets, open_ground, perimeter_targets, scan
from essaim.engine.essaimage.official import official_communes
from essaim.engine.patterns import Pattern, Role
from essaim.engine.territories import load_territories, read_perimeter
from essaim.web.territories.keeping import kept


@dataclass(frozen=True, slots=True)
class RoleCount:
    """Establishments that could play a role there: surely, and perhaps (which includes the sure ones).

    ``official``: communes that the register does not know, and that hold the role by the official lists.
    """

    sure: int
    possible: int
    complete: bool
    official: int


@dataclass(frozen=True, slots=True)
class Here:
    """The territory of a draft.

    Attributes:
        label: in words. line: as addresses write it.
        roles: by key of role; {} when no register is loaded or no model followed.
        has_register: whether one is loaded. synthetic: whether it is made up.
    """

    label: str
    line: str
    roles: dict[str, RoleCount]
    has_register: bool
    synthetic: bool


def here(founding: Founding, pattern: Pattern | None) -> Here | None:
    """What is known of the territory; None when the draft names none that is still one."""
    t = load_territories()
    try:
        perimeter = read_perimeter(founding.place).perimeter(t)
    except EssaimError:
        return None
    try:
        ground = open_ground()
    except NoRegister:
        return Here(perimeter.label, founding.place, {}, has_register=False, synthetic=False)
    synthetic = any(source.synthetic for source in ground.sources)
    if pattern is None:
        return Here(perimeter.label, founding.place, {}, has_register=True, synthetic=synthetic)

    def counted() -> dict[str, tuple[int, int, bool, int]]:
        targets = perimeter_targets(t, perimeter)
        found = scan([pattern], targets, ground).scans[0]
        official = [_official(role, targets, ground) for role in pattern.roles]
        # The scan counts them among its sure actors; the register shows the others.
        return {
            role.key: (
                int(found.sure[0, i]) - official[i], int(found.possible[0, i]) - official[i],
                bool(found.complete[0, i]), official[i],
            )
            for i, role in enumerate(pattern.roles)
        }  # fmt: skip

    counts = kept(ground, f"founding official {founding.model_digest} {founding.place}", counted)
    roles = {role: RoleCount(*count) for role, count in counts.items()}
    return Here(perimeter.label, founding.place, roles, has_register=True, synthetic=synthetic)


def _official(role: Role, targets: Targets, ground: Ground) -> int:
    communes = targets.of(np.array([0]), role.reach_km).indices
    return len(official_communes(role.predicate, communes, ground))
