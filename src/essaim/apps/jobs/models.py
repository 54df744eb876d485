"""Mail that waits to be sent, long work with its progress, and the sign of life of what does both."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from essaim.apps.jobs.enums import OVER, JobState, MessageState
from essaim.kit.identifiers import LENGTH, opaque_id
from essaim.kit.language import gettext_lazy as _

KIND_LENGTH = 40


class Message(models.Model):
    """One e-mail to one address. Its text is erased once sent: it may hold a code, and it was said to whom it concerns.

    ``about`` is the public key of what it speaks of (a pole, a campaign), or "".
    """

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    to = models.EmailField(_("destinataire"))
    subject = models.CharField(_("objet"), max_length=300)
    text = models.TextField(blank=True)
    headers = models.JSONField(default=dict)
    kind = models.CharField(max_length=KIND_LENGTH)
    about = models.CharField(max_length=64, blank=True)
    state = models.CharField(_("état"), max_length=10, choices=MessageState.choices, default=MessageState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    last_error = models.CharField(max_length=500, blank=True)
    queued_at = models.DateTimeField()
    useless_after = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-queued_at", "-id")
        indexes = (models.Index(fields=("state", "next_try_at"), name="message_to_send"),)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=MessageState.values), name="message_state_known"),
            models.CheckConstraint(
                condition=Q(state=MessageState.SENT, sent_at__isnull=False, text="")
                | (~Q(state=MessageState.SENT) & Q(sent_at__isnull=True)),
                name="message_sent_is_dated_and_empty",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"


class Job(models.Model):
    """A piece of work that a page asked for and does not wait for.

    ``asked_by`` is text and no foreign key: accounts stand above, and erasing a person must not erase what was done.
    """

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    kind = models.CharField(max_length=KIND_LENGTH)
    arguments = models.JSONField(default=dict)
    asked_by = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    language = models.CharField(max_length=5, default="fr")
    state = models.CharField(_("état"), max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(null=True, blank=True)
    message = models.CharField(max_length=300, blank=True)
    result = models.JSONField(default=dict)
    error = models.CharField(max_length=500, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    cancel_asked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-asked_at", "-id")
        indexes = (
            models.Index(fields=("asked_by", "-asked_at"), name="job_of_whom"),
            models.Index(fields=("state", "heartbeat_at"), name="job_alive"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="job_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=OVER, finished_at__isnull=False)
                | (~Q(state__in=OVER) & Q(finished_at__isnull=True)),
                name="job_over_is_dated",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in OVER


class Worker(models.Model):
    """The sign of life of a process that works behind the pages."""

    uid = models.CharField(max_length=64, unique=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ("-seen_at",)

    def __str__(self) -> str:
        return self.uid
