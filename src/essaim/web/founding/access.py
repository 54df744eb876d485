"""A draft is its founders' alone: to others, it is not there."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from essaim.apps.founding.models import Founding
from essaim.apps.founding.queries.foundings import founding_by_slug
from essaim.apps.founding.rules import can_found
from essaim.web.acting import acting


def own_founding(request: HttpRequest, slug: str) -> Founding:
    """The founding at that address, for somebody who founds it, with all that its page shows.

    Raises:
        Http404: as ``theirs``.
    """
    return theirs(request, founding_by_slug(slug))


def theirs(request: HttpRequest, founding: Founding | None) -> Founding:
    """The founding, for somebody who founds it.

    Raises:
        Http404: there is none, or it is somebody else's: which of the two is nobody's business.
    """
    if founding is None or not can_found(acting(request), founding):
        raise Http404
    return founding
