"""Reading proposals, already prefetched."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from essaim.apps.accounts.enums import Role
from essaim.apps.accounts.models import User
from essaim.apps.accounts.rules import is_administrator, keys_of
from essaim.apps.corrections.enums import OPEN
from essaim.apps.corrections.models import Proposal
from essaim.apps.poles.models import Network, Pole
from essaim.engine.territories.search_index import search_form

_ALIKE, _LOOKED_AT = 5, 200
# Words that many poles share tell none apart.
_COMMON = frozenset({
    "a", "association", "au", "aux", "cooperation", "d", "de", "des", "du", "economique", "en", "et", "ess",
    "l", "la", "le", "les", "pole", "ptce", "reseau", "sur", "territoire", "territorial", "territoriale",
})  # fmt: skip


def proposals_for(user: User, state: str = "", kind: str = "") -> QuerySet[Proposal]:
    """The proposals that ``user`` may answer; ``state`` "open" keeps those that wait."""
    found = Proposal.objects.select_related("pole", "organisation").filter(_within_reach(user))
    if state == "open":
        found = found.filter(state__in=OPEN)
    elif state:
        found = found.filter(state=state)
    return found.filter(kind=kind) if kind else found


def waiting_by_kind(user: User) -> dict[str, int]:
    """How many wait for an answer of ``user``, by kind."""
    waiting = proposals_for(user, "open").order_by().values_list("kind").annotate(n=Count("pk"))
    return dict(waiting)


def proposal_by_uid(uid: str) -> Proposal | None:
    """One proposal with all that was said; None when there is none."""
    return (
        Proposal.objects.filter(uid=uid)
        .select_related("pole", "organisation")
        .prefetch_related("exchanges", "pole__networks", "organisation__memberships__pole__networks")
        .first()
    )


def moderators_of(proposal: Proposal) -> list[User]:
    """Who keeps what a proposal is about, or would: administrators only when nobody else does."""
    reach = Q()
    if proposal.organisation is not None:
        reach |= Q(grants__role=Role.REPRESENTATIVE, grants__key=proposal.organisation.uid)
    poles = Pole.objects.filter(pk=proposal.pole_id) if proposal.pole_id else Pole.objects.none()
    if proposal.organisation_id:
        poles = Pole.objects.filter(memberships__organisation=proposal.organisation_id, memberships__until=None)
    officers = Q(grants__role=Role.NETWORK_OFFICER)
    if proposal.pole_id or proposal.organisation_id:
        reach |= Q(grants__role=Role.COORDINATOR, grants__key__in=poles.values("uid"))
        officers &= Q(grants__key__in=Network.objects.filter(poles__in=poles).values("key"))
    people = User.objects.filter(is_active=True)
    keepers = list(people.filter(reach | officers).distinct())
    return keepers or list(people.filter(grants__role=Role.ADMINISTRATOR).distinct())


def poles_alike(name: str, commune: str) -> Iterable[Pole]:
    """Poles that may be the one somebody proposes: those that share most words of the name, then its commune."""
    said = search_form(name).split()
    words = set(said) - _COMMON or set(said)
    close = Q(commune=commune) if commune else Q()
    for word in words:
        close |= Q(search_text__contains=word)
    if not close:
        return ()

    def nearness(pole: Pole) -> tuple[int, bool, str]:
        shared = len(words & set(pole.search_text.split()))
        return -shared, not commune or pole.commune != commune, pole.name

    found = [pole for pole in Pole.objects.filter(close)[:_LOOKED_AT] if _is_near(pole, words, commune)]
    return sorted(found, key=nearness)[:_ALIKE]


def _is_near(pole: Pole, words: set[str], commune: str) -> bool:
    """Whole words only: "or" is not in "dordogne"."""
    return bool(words & set(pole.search_text.split())) or bool(commune and pole.commune == commune)


def _within_reach(user: User) -> Q:
    if is_administrator(user):
        return Q()
    networks, poles = keys_of(user, Role.NETWORK_OFFICER), keys_of(user, Role.COORDINATOR)
    kept = Pole.objects.filter(Q(uid__in=poles) | Q(networks__key__in=networks)).values("pk")
    reach = Q(pole__in=kept) | Q(organisation__memberships__pole__in=kept)
    reach |= Q(organisation__uid__in=keys_of(user, Role.REPRESENTATIVE))
    if networks:
        reach |= Q(pole=None, organisation=None)
    return Q(pk__in=Proposal.objects.filter(reach).values("pk"))
