"""The dossier by which a pole, founded or being founded, answers a call."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from essaim.apps.calls.enums import DossierState
from essaim.apps.calls.models.calls import Call, Question
from essaim.apps.poles.models import Organisation, Pole
from essaim.kit.identifiers import LENGTH, opaque_id
from essaim.kit.language import gettext_lazy as _


class Dossier(models.Model):
    """A pole's answer to a call, written together by those who keep it. ``version`` rises with what is not an answer.

    ``reopened_until`` is the moment until which an officer lets it be corrected. ``budget_cents``: the project's whole
    budget, of which partners bring shares.
    """

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="dossiers")
    pole = models.ForeignKey(Pole, on_delete=models.CASCADE, related_name="dossiers")
    state = models.CharField(max_length=10, choices=DossierState.choices, default=DossierState.OPEN)
    budget_cents = models.BigIntegerField(_("budget total"), null=True, blank=True)
    started_by = models.CharField(max_length=64)
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    reopened_until = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("-changed_at", "-id")
        indexes = (models.Index(fields=("call", "state"), name="dossier_of_call"),)
        constraints = (
            models.UniqueConstraint(fields=("call", "pole"), name="dossier_once"),
            models.CheckConstraint(condition=Q(state__in=DossierState.values), name="dossier_state_known"),
            models.CheckConstraint(
                condition=~Q(state=DossierState.SUBMITTED) | Q(submitted_at__isnull=False),
                name="dossier_submitted_is_dated",
            ),
            models.CheckConstraint(
                condition=~Q(state=DossierState.REOPENED) | Q(reopened_until__isnull=False),
                name="dossier_reopened_has_its_term",
            ),
            models.CheckConstraint(
                condition=Q(budget_cents=None) | Q(budget_cents__gte=0), name="dossier_budget_not_negative"
            ),
        )

    def __str__(self) -> str:
        return f"{self.call_id} {self.pole_id}"


class Answer(models.Model):
    """What the dossier answers to one question; its own version, so that two people write two answers at once."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.CharField(max_length=64)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("dossier", "question"), name="dossier_answers_once"),)

    def __str__(self) -> str:
        return self.text[:40]


class Partner(models.Model):
    """A partner of the dossier: who, in which role, what it commits to, which share of the budget it brings."""

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="dossier_partners"
    )
    name = models.CharField(_("organisation"), max_length=200)
    siret = models.CharField(_("SIRET"), max_length=14, blank=True)
    family = models.CharField(_("famille"), max_length=40, blank=True)
    legal_category = models.CharField(_("catégorie juridique"), max_length=4, blank=True)
    role = models.CharField(_("rôle dans le projet"), max_length=300, blank=True)
    commitment = models.TextField(_("engagement"), blank=True)
    amount_cents = models.BigIntegerField(_("part du budget"), null=True, blank=True)
    is_applicant = models.BooleanField(_("structure candidate"), default=False)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("-is_applicant", "place", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("dossier",), condition=Q(is_applicant=True), name="dossier_has_one_applicant"
            ),
            models.CheckConstraint(
                condition=Q(amount_cents=None) | Q(amount_cents__gte=0), name="partner_share_not_negative"
            ),
        )

    def __str__(self) -> str:
        return self.name
