"""A support or a funder of the pole that an address names, for the pole's own people."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from essaim.apps.financing.models import Funder, Support
from essaim.apps.financing.queries.funds import funder_by_uid, support_by_uid
from essaim.apps.poles.models import Pole
from essaim.web.access import own_pole


def own_support(request: HttpRequest, slug: str, uid: str) -> tuple[Pole, Support]:
    """The pole and one of its supports.

    Raises:
        Http404: there is none. PermissionDenied: it is not theirs.
    """
    pole = own_pole(request, slug)
    support = support_by_uid(pole, uid)
    if support is None:
        raise Http404
    return pole, support


def own_funder(request: HttpRequest, slug: str, uid: str) -> tuple[Pole, Funder]:
    """The pole and one of its funders.

    Raises:
        Http404: there is none. PermissionDenied: it is not theirs.
    """
    pole = own_pole(request, slug)
    funder = funder_by_uid(pole, uid)
    if funder is None:
        raise Http404
    return pole, funder
