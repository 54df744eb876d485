"""Every read about campaigns."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from essaim.apps.accounts.enums import Role
from essaim.apps.accounts.models import Grant
from essaim.apps.accounts.rules import is_administrator, keys_of
from essaim.apps.audit.actors import Actor
from essaim.apps.campaigns.enums import UNANSWERED, Choice, Standing
from essaim.apps.campaigns.models import Answer, Campaign, Invitation, Link, Question, StatedAnswer, Statement
from essaim.apps.campaigns.questions import known
from essaim.apps.jobs.enums import MessageState
from essaim.apps.jobs.models import Message
from essaim.apps.poles.models import Network, Observation, Pole

SORTS = {
    "name": ("pole__name",),
    "standing": ("standing", "pole__name"),
    "reminder": ("-last_reminder_at", "pole__name"),
    "validated": ("-validated_at", "pole__name"),
}
READABLE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Rate:
    """How many poles of a campaign, and how many of them did what. Each share has ``poles`` as its denominator."""

    poles: int
    invited: int
    opened: int
    started: int
    validated: int
    refused: int
    unreachable: int


@dataclass(frozen=True, slots=True)
class Blank:
    """A pole, whom to ask, and what nobody knows of it even after its answer."""

    invitation: Invitation
    questions: list[Question]
    said_not_known: frozenset[int]


def networks_run_by(user: Actor | None) -> QuerySet[Network]:
    """The networks on whose poles this person may open a campaign."""
    if is_administrator(user):
        return Network.objects.all()
    return Network.objects.filter(key__in=keys_of(user, Role.NETWORK_OFFICER))


def campaigns_run_by(user: Actor | None) -> QuerySet[Campaign]:
    """Their campaigns, the latest first, with how many poles they ask and how many validated."""
    return (
        Campaign.objects.filter(network__in=networks_run_by(user))
        .select_related("network")
        .annotate(
            poles=Count("invitations"),
            validated=Count("invitations", filter=Q(invitations__standing=Standing.VALIDATED)),
        )
    )


def campaign_by_uid(uid: str) -> Campaign | None:
    """One campaign with its network and its questions."""
    return Campaign.objects.filter(uid=uid).select_related("network").prefetch_related("questions").first()


def response_rate(campaign: Campaign) -> Rate:
    """The counts of a campaign: who was invited, opened, started, validated, refused, could not be reached."""
    rows = campaign.invitations.order_by()
    return Rate(
        **rows.aggregate(
            poles=Count("pk"),
            invited=Count("pk", filter=Q(invited_at__isnull=False)),
            opened=Count("pk", filter=Q(opened_at__isnull=False)),
            started=Count("pk", filter=Q(started_at__isnull=False)),
            validated=Count("pk", filter=Q(standing=Standing.VALIDATED)),
            refused=Count("pk", filter=Q(standing=Standing.REFUSED)),
            unreachable=Count("pk", filter=Q(standing=Standing.UNREACHABLE)),
        )
    )


def invitations_of(campaign: Campaign, *, standing: str = "", sort: str = "name") -> QuerySet[Invitation]:
    """The poles of a campaign; whether a validated answer still waits for the officer is said of each."""
    waiting = StatedAnswer.objects.filter(
        statement__invitation=OuterRef("pk"), statement__replaced=False, outcome=""
    ).exclude(choice=Choice.NOTHING)
    found = campaign.invitations.select_related("pole").annotate(to_review=Exists(waiting))
    if standing:
        found = found.filter(standing=standing)
    return found.order_by(*SORTS.get(sort, SORTS["name"]), "pk")


def invitation_by_uid(uid: str) -> Invitation | None:
    """One questionnaire with all that its pages show."""
    return _whole().filter(uid=uid).first()


def by_token(token: str, at: datetime) -> Invitation | None:
    """The questionnaire that a link opens; None when it never did, was revoked, or expired with its campaign.

    A validated answer stays readable for 30 days after closing; writing stops with the campaign.
    """
    link = (
        Link.objects.filter(token_hash=hash_of(token), revoked_at=None).select_related("invitation__campaign").first()
    )
    if link is None:
        return None
    ended = link.invitation.campaign.ended_at(at)
    if ended is not None and at > ended + READABLE:
        return None
    return _whole().filter(pk=link.invitation_id).first()


def hash_of(token: str) -> str:
    """What is kept of a link's secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def statement_in_force(invitation: Invitation) -> Statement | None:
    """What the pole validated last, with its answers; None when it validated nothing."""
    return invitation.statements.filter(replaced=False).prefetch_related(Prefetch("answers", _stated())).first()


def recipients(invitation: Invitation) -> list[str]:
    """The addresses to write to: the one the officer gave, else those of the pole's coordinators."""
    if invitation.contact_email:
        return [invitation.contact_email]
    held = Grant.objects.filter(role=Role.COORDINATOR, key=invitation.pole.uid, user__is_active=True)
    return sorted(held.values_list("user__email", flat=True))


def coordinators_of(poles: Iterable[Pole]) -> dict[str, list[str]]:
    """The addresses of the coordinators of several poles, by the pole's ``uid``: for officers only."""
    held = Grant.objects.filter(role=Role.COORDINATOR, key__in=[pole.uid for pole in poles], user__is_active=True)
    found: dict[str, list[str]] = {}
    for key, email in held.values_list("key", "user__email").order_by("user__email"):
        found.setdefault(key, []).append(email)
    return found


def poles_to_ask(campaign: Campaign) -> QuerySet[Pole]:
    """The poles of the campaign's network."""
    return campaign.network.poles.order_by("name", "pk")


def to_remind(campaign: Campaign, at: datetime) -> QuerySet[Invitation]:
    """The poles that were invited, have not validated, and were not written to within the campaign's delay."""
    before = at - timedelta(days=campaign.reminder_days)
    return (
        campaign.invitations.filter(standing__in=UNANSWERED, invited_at__lte=before)
        .filter(Q(last_reminder_at=None) | Q(last_reminder_at__lte=before))
        .select_related("pole", "campaign__network")
    )


def failing_mail(campaign: Campaign) -> int:
    """How many of the campaign's messages do not reach their address."""
    waiting = Q(state=MessageState.QUEUED) & ~Q(last_error="")
    return Message.objects.filter(Q(state=MessageState.FAILED) | waiting, about=campaign.uid).count()


def blanks(campaign: Campaign) -> list[Blank]:
    """For each pole, what the campaign asks and nobody knows: neither the sheet, nor a validated answer."""
    questions = list(campaign.questions.all())
    stated = Prefetch("statements", Statement.objects.filter(replaced=False).prefetch_related("answers"), "in_force")
    found = []
    for invitation in _with_pole(campaign.invitations.order_by("pole__name", "pk")).prefetch_related(stated):
        answers = {a.question_id: a.choice for s in invitation.in_force for a in s.answers.all()}
        empty = [q for q in questions if not known(q, invitation.pole).value and answers.get(q.pk) != Choice.CORRECTED]
        if empty:
            said = frozenset(pk for pk, choice in answers.items() if choice == Choice.NOT_KNOWN)
            found.append(Blank(invitation, empty, said))
    return found


def last_validated(pole: Pole) -> Statement | None:
    """The latest statement of which something was accepted: what the public sheet mentions."""
    return (
        Statement.objects.filter(invitation__pole=pole, answers__outcome="accepted")
        .select_related("invitation__campaign")
        .order_by("-given_on", "-pk")
        .first()
    )


def contacts_to_erase(at: datetime) -> list[Campaign]:
    """The campaigns whose delay is over and whose contacts are still kept."""
    kept = Campaign.objects.exclude(phase="draft").filter(contacts_erased_at=None)
    return [
        one for one in kept if (ended := one.ended_at(at)) and at >= ended + timedelta(days=30 * one.contact_months)
    ]


def _stated() -> QuerySet[StatedAnswer]:
    return StatedAnswer.objects.select_related("question", "observation").order_by("question__place", "pk")


def _with_pole(rows: QuerySet[Invitation]) -> QuerySet[Invitation]:
    figures = Observation.objects.filter(superseded_by=None)
    return rows.select_related("pole", "campaign__network").prefetch_related(
        "pole__sections", Prefetch("pole__observations", figures)
    )


def _whole() -> QuerySet[Invitation]:
    answers = Prefetch("answers", Answer.objects.select_related("question"))
    return _with_pole(Invitation.objects.all()).prefetch_related(answers, "campaign__questions", "pole__networks")
