"""Who sees the doors to editing, asked at no cost to visitors."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from essaim.apps.poles.models import Pole
from essaim.apps.poles.queries import kept_pole
from essaim.apps.poles.rules import can_edit_pole, can_record_recognition
from essaim.kit.routes import must
from essaim.web.acting import person


def may_keep(request: HttpRequest, pole: Pole) -> bool:
    """Whether whoever asks may edit the pole, which has its networks prefetched."""
    return can_edit_pole(person(request), pole)


def may_recognise(request: HttpRequest, pole: Pole) -> bool:
    """Whether whoever asks may add a recognition: those who keep the pole, networks, the State's services."""
    who = person(request)
    return can_record_recognition(who, pole) or can_edit_pole(who, pole)


def editable_pole(request: HttpRequest, slug: str) -> Pole:
    """The pole of that address, for somebody who may edit it.

    Raises:
        Http404: there is none.
        PermissionDenied: it is not theirs.
    """
    pole = kept_pole(slug)
    if pole is None:
        raise Http404
    must(can_edit_pole(person(request), pole))
    return pole
