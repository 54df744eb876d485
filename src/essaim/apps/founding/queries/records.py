"""What is kept of a founding, as plain values: for its founders to take away."""

from __future__ import annotations

from typing import Any

from essaim.apps.founding.models import Founding
from essaim.apps.poles.models import Pole


def founding_record(pole: Pole) -> dict[str, Any]:
    """How the pole was founded, without its prospects, whose board has a file of its own; {} when it was not here."""
    found = Founding.objects.filter(pole=pole).first()
    if found is None:
        return {}
    return {
        "place": found.place,
        "state": found.state,
        "started_at": found.started_at,
        "model": found.model_data,
        "steps": list(found.steps.values("key", "text", "due_on", "done_at")),
        "adaptations": list(found.adaptations.values("part", "key", "what", "why", "is_core", "noted_at")),
        "mentorings": list(
            found.mentorings.values(
                "mentor__name", "state", "message", "answer", "accepted_here", "visit_on", "learnt",
                "learnt_is_public", "asked_at",
            )
        ),
        "remarks": found.remarks,
    }  # fmt: skip
