"""Reading the drafts that ask to enter the directory, and who says so."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from essaim.apps.accounts.enums import Role
from essaim.apps.accounts.models import User
from essaim.apps.founding.enums import FoundingState
from essaim.apps.founding.models import Founding


def waiting_publications() -> QuerySet[Founding]:
    """The drafts that ask to be published, the first that asked first."""
    return Founding.objects.filter(state=FoundingState.ASKED).select_related("pole").order_by("asked_at", "pk")


def waiting_publication(slug: str) -> Founding | None:
    """One of them; None when there is none."""
    return waiting_publications().filter(pole__slug=slug).first()


def moderators() -> list[User]:
    """Who is told that a draft asks: administrators and the officers of networks."""
    told = Q(grants__role__in=(Role.ADMINISTRATOR, Role.NETWORK_OFFICER))
    return list(User.objects.filter(told, is_active=True).distinct().order_by("pk"))
