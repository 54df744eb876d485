"""The pole whose work is read, with what its rights need."""

from __future__ import annotations

from django.db.models import Prefetch

from essaim.apps.poles.models import Membership, Pole


def working_pole(slug: str) -> Pole | None:
    """One pole, be it a draft, with its present members, who may read its projects; None when there is none."""
    present = Membership.objects.filter(until=None).select_related("organisation")
    return Pole.every.filter(slug=slug).prefetch_related(Prefetch("memberships", present)).first()
