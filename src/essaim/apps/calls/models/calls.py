"""A call: its notice, its phases, its questions, its rules."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from essaim.apps.calls.enums import CallState, PhaseActor, PhaseKind, PhaseRight, QuestionKind, Zone
from essaim.apps.poles.models import Network
from essaim.kit.identifiers import LENGTH, opaque_id
from essaim.kit.language import gettext_lazy as _


class Call(models.Model):
    """A call to poles. ``network`` is whose it is; None: the State's services.

    ``place`` is where it applies, one territory a line (``calls.places``); "" is the whole of France. Its closing
    is the end of the phase in which dossiers are written, to the second, in ``zone``. ``rules`` is the key of a set of
    ``engine.eligibility``, "" for none; its own rules are ``OwnRule``.
    """

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    network = models.ForeignKey(
        Network, on_delete=models.PROTECT, null=True, blank=True, related_name="calls", verbose_name=_("réseau")
    )
    organiser = models.CharField(_("organisé par"), max_length=200, blank=True)
    title = models.CharField(_("titre"), max_length=200)
    summary = models.TextField(_("en bref"), blank=True)
    text = models.TextField(_("avis d'appel"), blank=True)
    place = models.TextField(_("territoire"), blank=True)
    zone = models.CharField(_("fuseau horaire"), max_length=40, choices=Zone.choices, default=Zone.PARIS)
    contact = models.CharField(_("contact"), max_length=300, blank=True)
    rules = models.CharField(_("règles d'éligibilité"), max_length=60, blank=True)
    form_address = models.URLField(_("adresse de la démarche en ligne"), max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=CallState.choices, default=CallState.DRAFT)
    withdrawn_reason = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    results_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("-changed_at", "-id")
        indexes = (models.Index(fields=("state", "-published_at"), name="call_published"),)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=CallState.values), name="call_state_known"),
            models.CheckConstraint(
                condition=~Q(state=CallState.PUBLISHED) | Q(published_at__isnull=False), name="call_published_is_dated"
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The public notice."""
        return reverse("call", args=[self.slug])

    @property
    def writing(self) -> Phase | None:
        """The phase in which dossiers are written: the last one that lets founders write. None when there is none."""
        found = [phase for phase in self.phases.all() if phase.lets(PhaseActor.FOUNDERS, PhaseRight.WRITE)]
        return found[-1] if found else None

    def local(self, at: datetime) -> datetime:
        """A moment in the call's own time zone."""
        return at.astimezone(ZoneInfo(self.zone))

    def in_words(self, at: datetime) -> str:
        """A moment in the call's own time, with its zone."""
        return f"{self.local(at):%d/%m/%Y %H:%M} ({self.get_zone_display()})"

    def allows(self, actor: str, right: str, at: datetime) -> bool:
        """Whether some phase open at ``at`` gives ``actor`` that right."""
        return any(phase.is_open(at) and phase.lets(actor, right) for phase in self.phases.all())


class Phase(models.Model):
    """A phase of a call: from ``opens_at`` until just before ``closes_at``. Who may do what in it: ``Permission``."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="phases")
    kind = models.CharField(_("phase"), max_length=10, choices=PhaseKind.choices)
    title = models.CharField(_("nom de la phase"), max_length=200, blank=True)
    opens_at = models.DateTimeField(_("ouvre le"))
    closes_at = models.DateTimeField(_("ferme le"), null=True, blank=True)

    class Meta:
        ordering = ("opens_at", "id")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=PhaseKind.values), name="phase_kind_known"),
            models.CheckConstraint(
                condition=Q(closes_at=None) | Q(closes_at__gt=F("opens_at")), name="phase_closes_after_it_opens"
            ),
        )

    def __str__(self) -> str:
        return self.title or self.kind

    def is_open(self, at: datetime) -> bool:
        """Whether ``at`` is in it; the closing second is out."""
        return self.opens_at <= at and (self.closes_at is None or at < self.closes_at)

    def lets(self, actor: str, right: str) -> bool:
        """Whether it gives ``actor`` that right."""
        return any(one.actor == actor and one.right == right for one in self.permissions.all())


class Permission(models.Model):
    """In a phase, who may do what."""

    phase = models.ForeignKey(Phase, on_delete=models.CASCADE, related_name="permissions")
    actor = models.CharField(max_length=12, choices=PhaseActor.choices)
    right = models.CharField(max_length=12, choices=PhaseRight.choices)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("phase", "actor", "right"), name="permission_once"),
            models.CheckConstraint(
                condition=Q(actor__in=PhaseActor.values, right__in=PhaseRight.values), name="permission_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.actor} {self.right}"


class Question(models.Model):
    """A question of the dossier; ``choices`` are one per line."""

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="questions")
    section = models.CharField(_("partie"), max_length=200, blank=True)
    label = models.CharField(_("question"), max_length=500)
    help = models.TextField(_("aide"), blank=True)
    kind = models.CharField(_("réponse"), max_length=10, choices=QuestionKind.choices, default=QuestionKind.LONG)
    choices = models.TextField(_("choix, un par ligne"), blank=True)
    is_required = models.BooleanField(_("obligatoire"), default=True)
    longest = models.PositiveIntegerField(_("signes au plus"), null=True, blank=True)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("place", "id")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=QuestionKind.values), name="question_kind_of_answer"),
            models.CheckConstraint(
                condition=~Q(kind__in=(QuestionKind.CHOICE, QuestionKind.CHOICES)) | ~Q(choices=""),
                name="question_offers_choices",
            ),
        )

    def __str__(self) -> str:
        return self.label


class OwnRule(models.Model):
    """A rule that the call writes itself, in a sentence."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="own_rules")
    text = models.CharField(max_length=500)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("place", "id")

    def __str__(self) -> str:
        return self.text
