"""Reading how poles help those who found another."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from essaim.apps.founding.enums import FoundingState
from essaim.apps.founding.models import Founding, Mentoring
from essaim.apps.poles.models import Pole


def mentorings_of(founding: Founding) -> list[Mentoring]:
    """The poles that the founders asked, in the order of asking."""
    return list(founding.mentorings.select_related("mentor", "agreement"))


def mentoring_by_uid(founding: Founding, uid: str) -> Mentoring | None:
    """One of them; None when there is none."""
    found = founding.mentorings.select_related("mentor", "mentor__carrier", "agreement").filter(uid=uid).first()
    if found is not None:
        found.founding = founding
    return found


def requests_to(mentor: Pole) -> list[Mentoring]:
    """What founders ask of a pole: those that wait for an answer first, then the latest."""
    found = mentor.mentorings_given.select_related("founding__pole").order_by("-asked_at", "-id")
    return sorted(found, key=lambda one: bool(one.answered_by))


def request_by_uid(mentor: Pole, uid: str) -> Mentoring | None:
    """One request to that pole; None when there is none."""
    found = mentor.mentorings_given.select_related("founding__pole").filter(uid=uid).first()
    if found is not None:
        found.mentor = mentor
    return found


def public_lessons(pole: Pole) -> list[Mentoring]:
    """What founders learnt from each other and let everybody read: what this pole learnt, and what was learnt from it.

    Nothing stands on a mentor's sheet unless somebody answered in its name and accepted.
    """
    taught = Q(mentor=pole, accepted_here=True)
    found = Mentoring.objects.filter(
        Q(founding__pole=pole) | taught, learnt_is_public=True, mentor__is_draft=False,
        founding__state=FoundingState.PUBLISHED,
    )  # fmt: skip
    return list(found.exclude(learnt="").select_related("founding__pole", "mentor"))


def mentorings_asked_by(uid: str) -> list[dict[str, Any]]:
    """What a person asked of poles, for them to take away."""
    found = Mentoring.objects.filter(asked_by=uid)
    return [dict(row) for row in found.values("mentor__name", "message", "asked_at", "state")]
