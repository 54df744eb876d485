"""What becomes of a dossier once it is handed in: frozen copies, pieces asked for, decisions."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from essaim.apps.calls.enums import Outcome
from essaim.apps.calls.models.dossiers import Dossier
from essaim.kit.identifiers import LENGTH, opaque_id
from essaim.kit.language import gettext_lazy as _


class Submission(models.Model):
    """The dossier as it was handed in, for ever: ``data`` and its fingerprint. A correction makes another one."""

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    receipt = models.CharField(max_length=40, unique=True)
    data = models.JSONField()
    sha256 = models.CharField(max_length=64)
    submitted_by = models.CharField(max_length=64)
    submitted_at = models.DateTimeField()

    class Meta:
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("dossier", "number"), name="submission_numbered"),)

    def __str__(self) -> str:
        return self.receipt


class PieceRequest(models.Model):
    """Something that the officers ask for, and what was answered: in words, with files (``Document``, by ``uid``).

    The answer may be corrected until the officers accept it. ``version`` rises with each answer.
    """

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="piece_requests")
    text = models.TextField(_("ce qui est demandé"))
    due_on = models.DateField(_("pour le"), null=True, blank=True)
    asked_by = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    answer = models.TextField(_("réponse"), blank=True)
    answered_by = models.CharField(max_length=64, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.CharField(max_length=64, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("asked_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(answered_at__isnull=False), name="piece_accepted_was_answered"
            ),
        )

    def __str__(self) -> str:
        return self.text[:40]


class ReopenRequest(models.Model):
    """Those who wrote a dossier that is handed in ask to correct it; the officers reopen it, or say why not."""

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="reopen_requests")
    reason = models.TextField(_("ce qui est à corriger"))
    asked_by = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    is_accepted = models.BooleanField(null=True, blank=True)
    answer = models.TextField(_("réponse"), blank=True)
    answered_by = models.CharField(max_length=64, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("asked_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("dossier",), condition=Q(is_accepted=None), name="dossier_has_one_reopen_request"
            ),
            models.CheckConstraint(
                condition=Q(is_accepted=None) | Q(answered_at__isnull=False), name="reopen_request_answered_is_dated"
            ),
        )

    def __str__(self) -> str:
        return self.reason[:40]


class Decision(models.Model):
    """What was decided of a dossier, why, and on which text. A later one replaces it; none is erased.

    ``submission`` is the frozen copy that was judged: a later one was not.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="decisions")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(_("décision"), max_length=12, choices=Outcome.choices)
    reason = models.TextField(_("motif"))
    text_relied_on = models.CharField(_("texte sur lequel elle s'appuie"), max_length=300, blank=True)
    decided_by = models.CharField(max_length=64)
    decided_at = models.DateTimeField()
    is_current = models.BooleanField(default=True)
    recognised_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-decided_at", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="decision_outcome_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="decision_has_its_reason"),
            models.UniqueConstraint(fields=("dossier",), condition=Q(is_current=True), name="dossier_has_one_decision"),
        )

    def __str__(self) -> str:
        return self.outcome
