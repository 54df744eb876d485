"""What follows a support: claims, money due and received, reports, dedicated funds, evidence of expenses."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from essaim.apps.financing.enums import ReportKind
from essaim.apps.financing.models.plans import PlanLine
from essaim.apps.financing.models.supports import Support
from essaim.apps.poles.models import Pole
from essaim.apps.projects.models import Project
from essaim.kit.identifiers import LENGTH, opaque_id
from essaim.kit.language import gettext_lazy as _

EXPENSE = "expense"  # what the evidence of an expense is filed under


class Claim(models.Model):
    """A request for payment sent to a funder, on what was spent over a period."""

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    support = models.ForeignKey(Support, on_delete=models.CASCADE, related_name="claims")
    claimed_on = models.DateField(_("envoyée le"))
    cents = models.BigIntegerField(_("montant"))
    starts_on = models.DateField(_("dépenses du"), null=True, blank=True)
    ends_on = models.DateField(_("au"), null=True, blank=True)
    reference = models.CharField(_("référence"), max_length=100, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ("claimed_on", "id")
        constraints = (
            models.CheckConstraint(condition=Q(cents__gt=0), name="claim_of_something"),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="claim_period_in_order",
            ),
        )

    def __str__(self) -> str:
        return f"{self.claimed_on} {self.cents}"


class Receipt(models.Model):
    """Money due from a funder, then received. Due without a day: nobody said when."""

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    support = models.ForeignKey(Support, on_delete=models.CASCADE, related_name="receipts")
    claim = models.ForeignKey(Claim, on_delete=models.SET_NULL, null=True, blank=True, related_name="receipts")
    label = models.CharField(_("versement"), max_length=200, blank=True)
    due_on = models.DateField(_("attendu le"), null=True, blank=True)
    due_cents = models.BigIntegerField(_("montant attendu"), null=True, blank=True)
    received_on = models.DateField(_("reçu le"), null=True, blank=True)
    received_cents = models.BigIntegerField(_("montant reçu"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = (F("due_on").asc(nulls_last=True), "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(received_on=None, received_cents=None)
                | (Q(received_on__isnull=False) & Q(received_cents__gt=0)),
                name="receipt_received_when_and_how_much",
            ),
            models.CheckConstraint(condition=Q(due_cents=None) | Q(due_cents__gt=0), name="receipt_due_of_something"),
        )

    def __str__(self) -> str:
        return self.label or str(self.due_on or "")


class Report(models.Model):
    """What a funder waits to be told, by when; and the day it was sent."""

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    support = models.ForeignKey(Support, on_delete=models.CASCADE, related_name="reports")
    kind = models.CharField(_("nature"), max_length=15, choices=ReportKind.choices, default=ReportKind.FINAL)
    title = models.CharField(_("intitulé"), max_length=200, blank=True)
    due_on = models.DateField(_("à rendre le"))
    sent_on = models.DateField(_("rendu le"), null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True, editable=False)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ("due_on", "id")
        indexes = (models.Index(fields=("due_on",), condition=Q(sent_on=None), name="report_due"),)
        constraints = (models.CheckConstraint(condition=Q(kind__in=ReportKind.values), name="report_kind_known"),)

    def __str__(self) -> str:
        return self.title or self.kind


class FinalReport(models.Model):
    """What people write in a final report; its figures are read from the plan. ``year`` of the plan; 0: all of them."""

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    support = models.ForeignKey(Support, on_delete=models.CASCADE, related_name="final_reports")
    year = models.PositiveSmallIntegerField(default=0)
    texts: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_by = models.CharField(max_length=64)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("support", "year")
        constraints = (
            models.UniqueConstraint(fields=("support", "year"), name="final_report_once_a_year"),
            models.CheckConstraint(condition=Q(year__lte=5), name="final_report_year"),
        )

    def __str__(self) -> str:
        return f"{self.support_id} {self.year}"


class DedicatedFund(models.Model):
    """What of a support was not spent by the end of an accounting year (689), and what was taken back (789)."""

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    support = models.ForeignKey(Support, on_delete=models.CASCADE, related_name="dedicated_funds")
    closes_on = models.DateField(_("clôture de l'exercice"))
    carried_cents = models.BigIntegerField(_("reporté (689)"), default=0)
    taken_back_cents = models.BigIntegerField(_("repris (789)"), default=0)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ("closes_on", "id")
        constraints = (
            models.UniqueConstraint(fields=("support", "closes_on"), name="dedicated_fund_once_a_year"),
            models.CheckConstraint(
                condition=Q(carried_cents__gte=0, taken_back_cents__gte=0), name="dedicated_fund_not_negative"
            ),
        )

    def __str__(self) -> str:
        return str(self.closes_on)


class Expense(models.Model):
    """An expense, charged to a project, a plan's line, a support; its evidence is filed under ``expense``."""

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    pole = models.ForeignKey(Pole, on_delete=models.CASCADE, related_name="expenses")
    project = models.ForeignKey(Project, on_delete=models.SET_NULL, null=True, blank=True, related_name="expenses")
    line = models.ForeignKey(PlanLine, on_delete=models.SET_NULL, null=True, blank=True, related_name="expenses")
    support = models.ForeignKey(Support, on_delete=models.SET_NULL, null=True, blank=True, related_name="expenses")
    claim = models.ForeignKey(Claim, on_delete=models.SET_NULL, null=True, blank=True, related_name="expenses")
    on = models.DateField(_("date de la pièce"))
    paid_on = models.DateField(_("payée le"), null=True, blank=True)
    supplier = models.CharField(_("fournisseur ou salarié"), max_length=200, blank=True)
    label = models.CharField(_("objet"), max_length=200)
    form_line = models.CharField(_("ligne du formulaire"), max_length=40, blank=True)
    cents = models.BigIntegerField(_("montant de la pièce"))
    charged_cents = models.BigIntegerField(_("dont imputé ici"), null=True, blank=True)
    reference = models.CharField(_("numéro de pièce"), max_length=60, blank=True)
    note = models.TextField(_("note"), blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("-on", "-id")
        indexes = (models.Index(fields=("pole", "-on"), name="expense_of_pole"),)
        constraints = (
            models.CheckConstraint(condition=Q(cents__gt=0), name="expense_of_something"),
            models.CheckConstraint(
                condition=Q(charged_cents=None) | Q(charged_cents__gte=0, charged_cents__lte=F("cents")),
                name="expense_charged_within_its_amount",
            ),
        )

    def __str__(self) -> str:
        return self.label

    @property
    def charged(self) -> int:
        """What of it is charged here, in cents: all of it unless somebody said less."""
        return self.cents if self.charged_cents is None else self.charged_cents


class CalendarFeed(models.Model):
    """A person's private address where a calendar reads a pole's due dates. Of its secret, the fingerprint is kept."""

    pole = models.ForeignKey(Pole, on_delete=models.CASCADE, related_name="calendar_feeds")
    user_uid = models.CharField(max_length=64)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("pole", "user_uid"), name="calendar_feed_once"),)

    def __str__(self) -> str:
        return self.user_uid
