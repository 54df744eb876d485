"""Campaigns, what they ask, what each pole answers, what it validated, and what became of it."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from essaim.apps.campaigns.enums import Channel, Choice, Kind, Outcome, Phase, Standing
from essaim.apps.poles.models import Network, Observation, Pole
from essaim.kit.identifiers import LENGTH, opaque_id
from essaim.kit.language import gettext_lazy as _

HASH_LENGTH = 64


class Campaign(models.Model):
    """A network asks its poles whether what is known of them is still true."""

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="campaigns", verbose_name=_("réseau"))
    name = models.CharField(_("nom"), max_length=120)
    message = models.TextField(_("message aux pôles"))
    opens_at = models.DateTimeField(_("ouverture"))
    closes_at = models.DateTimeField(_("clôture"))
    reminder_days = models.PositiveSmallIntegerField(_("jours entre deux relances"), default=7)
    contact_months = models.PositiveSmallIntegerField(_("mois de garde des coordonnées après la clôture"), default=6)
    phase = models.CharField(max_length=6, choices=Phase.choices, default=Phase.DRAFT, editable=False)
    opened_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    contacts_erased_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(editable=False)

    class Meta:
        ordering = ("-closes_at", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(phase__in=Phase.values), name="campaign_phase_known"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="campaign_dates_in_order"),
            models.CheckConstraint(
                condition=Q(phase=Phase.DRAFT, opened_at=None) | (~Q(phase=Phase.DRAFT) & ~Q(opened_at=None)),
                name="campaign_opened_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(phase=Phase.CLOSED, closed_at__isnull=False) | (~Q(phase=Phase.CLOSED) & Q(closed_at=None)),
                name="campaign_closed_is_dated",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def phase_at(self, at: datetime) -> Phase:
        """The phase at a moment: the second of closing is still open, the next one is not."""
        if self.phase == Phase.OPEN and at.replace(microsecond=0) > self.closes_at:
            return Phase.CLOSED
        return Phase(self.phase)

    def takes_answers(self, at: datetime) -> bool:
        """Whether poles may answer at a moment."""
        return self.phase_at(at) == Phase.OPEN and at >= self.opens_at

    def ended_at(self, at: datetime) -> datetime | None:
        """When it closed, by hand or by its date; None when it did not."""
        return (self.closed_at or self.closes_at) if self.phase_at(at) == Phase.CLOSED else None


class Question(models.Model):
    """One thing asked: an identity fact, a text of the sheet, or a figure with its scope, unit and reference date."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="questions")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    key = models.CharField(max_length=60)
    scope = models.CharField(_("périmètre de mesure"), max_length=60, blank=True)
    unit = models.CharField(_("unité"), max_length=40, blank=True)
    on = models.DateField(_("date de référence"), null=True, blank=True)
    precision = models.CharField(max_length=5, blank=True)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("place", "id")
        constraints = (
            models.UniqueConstraint(fields=("campaign", "kind", "key", "scope", "unit"), name="question_once"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="question_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=Kind.INDICATOR, on__isnull=False) | (~Q(kind=Kind.INDICATOR) & Q(on=None)),
                name="question_figure_has_its_date",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.key} {self.scope}".strip()


class Invitation(models.Model):
    """One pole in one campaign: whom to ask, where its answer stands, who validated it.

    ``contact_*`` are personal data: shown to the network's officers alone, erased after the delay of the campaign.
    """

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="invitations")
    pole = models.ForeignKey(Pole, on_delete=models.CASCADE, related_name="invitations")
    contact_name = models.CharField(_("personne à qui demander"), max_length=200, blank=True)
    contact_email = models.EmailField(_("adresse électronique"), blank=True)
    contact_phone = models.CharField(_("téléphone"), max_length=30, blank=True)
    standing = models.CharField(_("état"), max_length=12, choices=Standing.choices, default=Standing.WAITING)
    channel = models.CharField(_("voie"), max_length=10, choices=Channel.choices, blank=True)
    given_by = models.CharField(_("qui a donné ces réponses"), max_length=200, blank=True)
    given_on = models.DateField(_("réponses données le"), null=True, blank=True)
    invited_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    validated_at = models.DateTimeField(null=True)
    last_reminder_at = models.DateTimeField(null=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    reopening_asked_at = models.DateTimeField(null=True)
    reopening_reason = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("pole__name", "id")
        indexes = (models.Index(fields=("campaign", "standing"), name="invitation_by_standing"),)
        constraints = (
            models.UniqueConstraint(fields=("campaign", "pole"), name="invitation_once"),
            models.CheckConstraint(condition=Q(standing__in=Standing.values), name="invitation_standing_known"),
            models.CheckConstraint(
                condition=Q(standing=Standing.VALIDATED, validated_at__isnull=False)
                | (~Q(standing=Standing.VALIDATED) & Q(validated_at=None)),
                name="invitation_validated_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(channel="") | Q(channel__in=Channel.values), name="invitation_channel_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.pole_id}"


class Link(models.Model):
    """An address that opens one questionnaire without account. The secret itself is kept nowhere: its hash is."""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=HASH_LENGTH, unique=True)
    issued_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-issued_at", "-id")

    def __str__(self) -> str:
        return f"{self.invitation_id}"


class Answer(models.Model):
    """What is written so far for one question: a draft, kept as it was typed."""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    choice = models.CharField(max_length=10, choices=Choice.choices, blank=True)
    value = models.TextField(blank=True)
    note = models.CharField(_("remarque"), max_length=500, blank=True)

    class Meta:
        ordering = ("question__place", "id")
        constraints = (
            models.UniqueConstraint(fields=("invitation", "question"), name="answer_once"),
            models.CheckConstraint(condition=Q(choice__in=Choice.values), name="answer_choice_known"),
        )

    def __str__(self) -> str:
        return f"{self.question_id} {self.choice}"


class Statement(models.Model):
    """What a pole validated: by whom, when, and each answer as it stood, beside what was known then. Never changed."""

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="statements")
    person = models.CharField(_("nom de la personne qui valide"), max_length=200)
    function = models.CharField(_("sa fonction dans le pôle"), max_length=200)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    given_on = models.DateField()
    validated_at = models.DateTimeField()
    # Replaced by a later statement of the same pole, which is then the one to review.
    replaced = models.BooleanField(default=False)

    class Meta:
        ordering = ("-validated_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("invitation",), condition=Q(replaced=False), name="statement_one_in_force"),
            models.CheckConstraint(condition=~Q(person="") & ~Q(function=""), name="statement_says_who"),
        )

    def __str__(self) -> str:
        return f"{self.invitation_id} {self.validated_at}"


class StatedAnswer(models.Model):
    """One answer of a statement, and what the officer decided of it."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="stated")
    choice = models.CharField(max_length=10, choices=Choice.choices, blank=True)
    value = models.TextField(blank=True)
    note = models.CharField(max_length=500, blank=True)
    # What the questionnaire showed: the officer is told when the sheet has changed since.
    known = models.TextField(blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=64, blank=True)
    observation = models.ForeignKey(Observation, on_delete=models.SET_NULL, null=True, related_name="stated")

    class Meta:
        ordering = ("question__place", "id")
        constraints = (
            models.UniqueConstraint(fields=("statement", "question"), name="stated_answer_once"),
            models.CheckConstraint(condition=Q(choice__in=Choice.values), name="stated_answer_choice_known"),
            models.CheckConstraint(
                condition=Q(outcome="", decided_at=None, decided_by="")
                | (Q(outcome__in=Outcome.values) & ~Q(decided_at=None) & ~Q(decided_by="")),
                name="stated_answer_decided_by_whom",
            ),
        )

    def __str__(self) -> str:
        return f"{self.statement_id} {self.question_id}"


class Confirmation(models.Model):
    """A fact or a text of the sheet that the pole said true on a date, in an answer that was accepted."""

    pole = models.ForeignKey(Pole, on_delete=models.CASCADE, related_name="confirmations")
    answer = models.OneToOneField(StatedAnswer, on_delete=models.CASCADE, related_name="confirmation")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    key = models.CharField(max_length=60)
    on = models.DateField()
    source_title = models.CharField(max_length=300)

    class Meta:
        ordering = ("-on", "-id")
        indexes = (models.Index(fields=("pole", "kind", "key"), name="confirmation_of_fact"),)

    def __str__(self) -> str:
        return f"{self.pole_id} {self.kind} {self.key} {self.on}"
