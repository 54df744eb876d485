"""Financing plans: lines by year and stage, lasting needs and resources, scenarios, with whom they are shared."""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from essaim.apps.accounts.enums import Role
from essaim.apps.financing.enums import NEEDS, ItemCategory, ItemSide, LineRhythm, LineSide, PlanState
from essaim.apps.financing.models.supports import Funder, Support
from essaim.apps.poles.models import Pole
from essaim.apps.projects.models import Project
from essaim.kit.identifiers import LENGTH, opaque_id
from essaim.kit.language import gettext_lazy as _

_YEARS = (1, 5)


class Plan(models.Model):
    """A plan of the pole, or of one of its projects. ``version`` rises with each write, of its rows too.

    ``opening_cents``: in the bank on the first day; None: nobody said. ``members``: how many pay a fee. ``starts_on``
    is the first of a month: actions check it (a constraint on a part of a date asks SQLite for a function of Django's,
    which whoever opens or copies the file does not have).
    """

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    pole = models.ForeignKey(Pole, on_delete=models.CASCADE, related_name="plans")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, null=True, blank=True, related_name="plans")
    title = models.CharField(_("titre"), max_length=200)
    state = models.CharField(_("état"), max_length=10, choices=PlanState.choices, default=PlanState.DRAFT)
    adopted_on = models.DateField(_("adopté le"), null=True, blank=True)
    starts_on = models.DateField(_("premier mois"))
    years = models.PositiveSmallIntegerField(_("nombre d'années"), default=3)
    opening_cents = models.BigIntegerField(_("trésorerie au départ"), null=True, blank=True)
    overdraft_cents = models.BigIntegerField(_("découvert autorisé"), default=0)
    members = models.PositiveIntegerField(_("membres qui cotisent"), null=True, blank=True)
    assumptions = models.TextField(_("hypothèses"), blank=True)
    indirect_key = models.TextField(_("clé de répartition des charges indirectes"), blank=True)
    # What funding rules ask beside the plan: "yes" or "no" by key of ``actions.plans.TOLD``; not there: nobody said.
    told: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_by = models.CharField(max_length=64)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("-starts_on", "title", "id")
        indexes = (models.Index(fields=("pole", "-starts_on"), name="plan_of_pole"),)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=PlanState.values), name="plan_state_known"),
            models.CheckConstraint(condition=Q(years__range=_YEARS), name="plan_of_one_to_five_years"),
            models.CheckConstraint(condition=Q(overdraft_cents__gte=0), name="plan_overdraft_not_negative"),
            models.CheckConstraint(condition=~Q(title=""), name="plan_has_a_title"),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("plan", args=[self.pole.slug, self.uid])


class PlanLine(models.Model):
    """A line of a plan. ``form_line`` is a key of the subsidy form, ``analytic`` "coordination" or a code of the pole.

    ``support`` ties a product to the support that pays it: what was claimed and received is read there.
    """

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="lines")
    side = models.CharField(max_length=8, choices=LineSide.choices)
    form_line = models.CharField(_("ligne du formulaire"), max_length=40)
    label = models.CharField(_("intitulé"), max_length=200, blank=True)
    analytic = models.CharField(_("code analytique"), max_length=20, blank=True)
    funder = models.ForeignKey(Funder, on_delete=models.PROTECT, null=True, blank=True, related_name="lines")
    support = models.ForeignKey(Support, on_delete=models.SET_NULL, null=True, blank=True, related_name="lines")
    support_kind = models.CharField(_("forme de l'aide"), max_length=40, blank=True)
    rhythm = models.CharField(_("rythme"), max_length=10, choices=LineRhythm.choices, default=LineRhythm.MONTHLY)
    month = models.PositiveSmallIntegerField(
        _("mois du premier paiement"), default=1, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    delay = models.PositiveSmallIntegerField(_("délai en mois"), default=0, validators=[MaxValueValidator(60)])
    claim_every = models.PositiveSmallIntegerField(
        _("mois entre deux demandes"), default=6, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    advance = models.PositiveSmallIntegerField(_("avance, en points de base"), default=0)
    note = models.TextField(_("comment ce montant est calculé"), blank=True)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("side", "form_line", "place", "id")
        constraints = (
            models.CheckConstraint(condition=Q(side__in=LineSide.values), name="plan_line_side_known"),
            models.CheckConstraint(condition=Q(rhythm__in=LineRhythm.values), name="plan_line_rhythm_known"),
            models.CheckConstraint(condition=Q(month__range=(1, 12)), name="plan_line_month"),
            models.CheckConstraint(condition=Q(claim_every__range=(1, 12)), name="plan_line_claims"),
            models.CheckConstraint(condition=Q(delay__lte=60, advance__lte=10_000), name="plan_line_delay_and_advance"),
        )

    def __str__(self) -> str:
        return self.label or self.form_line


class PlanAmount(models.Model):
    """The amounts of a line for one year of its plan (1 is the first), in cents. None is not known, never zero."""

    line = models.ForeignKey(PlanLine, on_delete=models.CASCADE, related_name="amounts")
    year = models.PositiveSmallIntegerField()
    planned_cents = models.BigIntegerField(null=True, blank=True)
    requested_cents = models.BigIntegerField(null=True, blank=True)
    granted_cents = models.BigIntegerField(null=True, blank=True)
    actual_cents = models.BigIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("year",)
        constraints = (
            models.UniqueConstraint(fields=("line", "year"), name="plan_amount_once"),
            models.CheckConstraint(condition=Q(year__range=_YEARS), name="plan_amount_year"),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{stage}_cents": None}) | Q(**{f"{stage}_cents__gte": 0}),
                    name=f"plan_amount_{stage}",
                )
                for stage in ("planned", "requested", "granted", "actual")
            ),
        )

    def __str__(self) -> str:
        return f"{self.line_id} {self.year}"


class Tranche(models.Model):
    """A part of a line's yearly amount and its month, counted from the first of that year; shares in basis points."""

    line = models.ForeignKey(PlanLine, on_delete=models.CASCADE, related_name="tranches")
    month = models.PositiveSmallIntegerField(_("mois"), validators=[MinValueValidator(1), MaxValueValidator(60)])
    share = models.PositiveSmallIntegerField(_("part, en points de base"))

    class Meta:
        ordering = ("month", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(month__range=(1, 60), share__range=(1, 10_000)), name="tranche_month_and_share"
            ),
        )

    def __str__(self) -> str:
        return f"{self.month} {self.share}"


class LongTermItem(models.Model):
    """A lasting need or resource; ``amounts`` are cents: the start, then a year each; null where nobody wrote."""

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=8, choices=ItemSide.choices)
    category = models.CharField(_("nature"), max_length=30, choices=ItemCategory.choices)
    label = models.CharField(_("intitulé"), max_length=200, blank=True)
    amounts: models.JSONField[list[int | None], list[int | None]] = models.JSONField(default=list)
    month = models.PositiveSmallIntegerField(_("mois de l'année"), default=1)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("kind", "place", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind=ItemSide.NEED, category__in=NEEDS)
                | (Q(kind=ItemSide.RESOURCE, category__in=ItemCategory.values) & ~Q(category__in=NEEDS)),
                name="long_term_category_of_its_kind",
            ),
            models.CheckConstraint(condition=Q(month__range=(1, 12)), name="long_term_month"),
        )

    def __str__(self) -> str:
        return self.label or self.category


class CashScenario(models.Model):
    """A cash scenario that somebody named and kept: its assumptions, what it answered, on which version of the plan."""

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="scenarios")
    name = models.CharField(_("nom du scénario"), max_length=120)
    assumptions: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    result: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    plan_version = models.PositiveIntegerField()
    engine_version = models.CharField(max_length=40)
    saved_by = models.CharField(max_length=64)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ("-saved_at", "-id")
        constraints = (models.CheckConstraint(condition=~Q(name=""), name="cash_scenario_has_a_name"),)

    def __str__(self) -> str:
        return self.name


class PlanShare(models.Model):
    """Who else reads a plan: those who hold ``role`` on ``key`` (an EPCI, an organisation, a network; "" the State)."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="shares")
    role = models.CharField(_("rôle"), max_length=20, choices=Role.choices)
    key = models.CharField(max_length=64, blank=True)
    label = models.CharField(max_length=200, blank=True)
    shared_by = models.CharField(max_length=64)
    shared_at = models.DateTimeField()

    class Meta:
        ordering = ("role", "label", "id")
        indexes = (models.Index(fields=("role", "key"), name="plan_shared_with"),)
        constraints = (
            models.UniqueConstraint(fields=("plan", "role", "key"), name="plan_shared_once"),
            models.CheckConstraint(
                condition=Q(role=Role.STATE_OFFICER, key="")
                | (Q(role__in=(Role.TERRITORIAL_AGENT, Role.REPRESENTATIVE, Role.NETWORK_OFFICER)) & ~Q(key="")),
                name="plan_shared_with_readers",
            ),
        )

    def __str__(self) -> str:
        return f"{self.role} {self.key}".strip()
