"""Whose work it is: the pole that an address names, for those who keep its projects and money, or read its projects."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from essaim.apps.poles.models import Pole
from essaim.apps.projects.queries.poles import working_pole
from essaim.apps.projects.rules import keeps_work, reads_work
from essaim.kit.routes import must
from essaim.web.acting import person


def own_pole(request: HttpRequest, slug: str) -> Pole:
    """The pole, be it a draft, for its own people.

    Raises:
        Http404: there is none.
        PermissionDenied: it is not theirs.
    """
    pole = working_pole(slug)
    if pole is None:
        raise Http404
    must(keeps_work(person(request), pole))
    return pole


def read_pole(request: HttpRequest, slug: str) -> Pole:
    """The pole, be it a draft, for its own people and its members.

    Raises:
        Http404: there is none.
        PermissionDenied: whoever asks is neither.
    """
    pole = working_pole(slug)
    if pole is None:
        raise Http404
    must(reads_work(person(request), pole))
    return pole
