"""A draft as its founders read it: the model, what is still missing of it, whom it would bring together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from essaim.apps.founding.enums import ProspectState
from essaim.apps.founding.models import Founding, Prospect
from essaim.apps.poles.models import Organisation, Pole
from essaim.engine.patterns import Part, Pattern, Role, from_data


@dataclass(frozen=True, slots=True)
class Gap:
    """A role of the model, and how far the founders are with it.

    Attributes:
        role: of the model.
        committed, talking, to_contact: prospects meant for it, by how far they are (declined ones are left out).
    """

    role: Role
    committed: list[Prospect]
    talking: list[Prospect]
    to_contact: list[Prospect]

    @property
    def lacking(self) -> int:
        """How many more must commit to reach the model's minimum."""
        return max(0, self.role.minimum - len(self.committed))

    @property
    def is_core(self) -> bool:
        """Whether the model says that the role must be kept."""
        return self.role.part is Part.CORE


def founding_by_slug(slug: str) -> Founding | None:
    """A founding with all that its page shows; None when there is none."""
    return (
        Founding.objects.filter(pole__slug=slug)
        .select_related("pole", "pole__carrier")
        .prefetch_related(
            "steps",
            "adaptations",
            Prefetch("prospects", Prospect.objects.select_related("organisation")),
            "pole__networks",
            "pole__axes",
            "pole__domains",
            "pole__communes",
            "pole__sections",
        )
        .first()
    )


def pattern_of(founding: Founding) -> Pattern | None:
    """The model that is followed, as it was when chosen; None when none is."""
    return from_data(founding.model_data) if founding.model_data else None


def gaps(pattern: Pattern, prospects: Sequence[Prospect]) -> list[Gap]:
    """Each role of the model with the prospects meant for it, in the model's order."""
    return [_gap(role, [one for one in prospects if one.role == role.key]) for role in pattern.roles]


def brought_together(prospects: Sequence[Prospect]) -> list[Organisation]:
    """The committed prospects as organisations, so that article 9 is read as it is for members; none is saved."""
    committed = [one for one in prospects if one.state == ProspectState.COMMITTED]
    return [one.organisation or Organisation(name=one.name, family=one.family) for one in committed]


def alike_near(codes: Sequence[str], domains: Sequence[str], count: int = 5) -> list[Pole]:
    """Poles of the directory that stand or reach on these communes; those that share a domain first."""
    on = Pole.objects.filter(commune__in=codes) | Pole.objects.filter(communes__code__in=codes)
    found = list(on.distinct().order_by("search_text", "pk").prefetch_related("domains")[:50])
    wanted = set(domains)
    shared = {pole.pk: len(wanted & {one.key for one in pole.domains.all()}) for pole in found}
    return sorted(found, key=lambda pole: -shared[pole.pk])[:count]


def _gap(role: Role, meant: list[Prospect]) -> Gap:
    by_state = {state: [one for one in meant if one.state == state] for state in ProspectState.values}
    return Gap(
        role,
        committed=by_state[ProspectState.COMMITTED],
        talking=by_state[ProspectState.MET] + by_state[ProspectState.INTERESTED],
        to_contact=by_state[ProspectState.TO_CONTACT],
    )
