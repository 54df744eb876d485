"""What whoever keeps a pole reads: the pole with what its rights need, those they keep, those like a new one."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet

from essaim.apps.poles.models import Pole
from essaim.engine.territories.search_index import search_form

# Words that half of the poles have in their name say nothing of which pole it is.
_EMPTY = frozenset(
    [
        "a",
        "au",
        "aux",
        "d",
        "de",
        "des",
        "du",
        "en",
        "et",
        "l",
        "la",
        "le",
        "les",
        "pole",
        "poles",
        "ptce",
        "territorial",
        "territoriaux",
        "cooperation",
        "economique",
        "sur",
    ]
)
_MANY = 10


def kept_pole(slug: str) -> Pole | None:
    """One pole, be it a draft, with its networks, which say who may edit it; None when there is none."""
    return Pole.every.filter(slug=slug).prefetch_related("networks").first()


def poles_kept_by(poles: Collection[str], networks: Collection[str]) -> QuerySet[Pole]:
    """The poles known by these identifiers, and those of these networks, each once."""
    mine = Q(uid__in=poles) | Q(pk__in=Pole.networks.through.objects.filter(network__key__in=networks).values("pole"))
    return Pole.objects.filter(mine).order_by("search_text", "pk")


def drafts_kept_by(poles: Collection[str]) -> QuerySet[Pole]:
    """The drafts known by these identifiers, the latest written on first."""
    return Pole.every.filter(is_draft=True, uid__in=poles).order_by("-changed_at", "pk")


def poles_like(name: str, commune: str) -> list[Pole]:
    """Poles that may be the one meant: the same telling words in the name, or one of them in the same commune."""
    words = [word for word in search_form(name).split() if word not in _EMPTY]
    same_name, one_word = Q(), Q()
    for word in words:
        same_name &= Q(search_text__contains=word)
        one_word |= Q(search_text__contains=word)
    meant = Q(pk__in=[])
    if words:
        meant |= same_name
    if commune:
        meant |= Q(commune=commune) & one_word if words else Q(commune=commune)
    return list(Pole.objects.filter(meant).order_by("search_text", "pk")[:_MANY])
