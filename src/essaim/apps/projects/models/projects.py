"""A joint project: what it is for, who takes part, what is due when."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from essaim.apps.poles.models import Organisation, Pole
from essaim.apps.projects.enums import ProjectState
from essaim.kit.identifiers import LENGTH, opaque_id
from essaim.kit.language import gettext_lazy as _


class Project(models.Model):
    """What several members of a pole do together. ``version`` rises with each write, of its rows too."""

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    pole = models.ForeignKey(Pole, on_delete=models.CASCADE, related_name="projects")
    title = models.CharField(_("titre"), max_length=200)
    code = models.CharField(_("code analytique"), max_length=20, blank=True)
    summary = models.TextField(_("en bref"), blank=True)
    need = models.TextField(_("à quel besoin il répond"), blank=True)
    actions_text = models.TextField(_("ce que nous ferons"), blank=True)
    place = models.CharField(_("où"), max_length=200, blank=True)
    state = models.CharField(_("état"), max_length=10, choices=ProjectState.choices, default=ProjectState.IDEA)
    state_on = models.DateField(_("depuis le"), null=True, blank=True)
    dropped_reason = models.TextField(_("raison de l'abandon"), blank=True)
    starts_on = models.DateField(_("début"), null=True, blank=True)
    ends_on = models.DateField(_("fin"), null=True, blank=True)
    budget_cents = models.BigIntegerField(_("budget total"), null=True, blank=True)
    search_text = models.TextField(blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("search_text", "id")
        indexes = (models.Index(fields=("pole", "state"), name="project_of_pole"),)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=ProjectState.values), name="project_state_known"),
            models.CheckConstraint(
                condition=Q(state=ProjectState.DROPPED, dropped_reason__gt="")
                | (~Q(state=ProjectState.DROPPED) & Q(dropped_reason="")),
                name="project_dropped_with_its_reason",
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="project_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(budget_cents=None) | Q(budget_cents__gte=0), name="project_budget_not_negative"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="project_has_a_title"),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page, for those who may read the pole's projects."""
        return reverse("project", args=[self.pole.slug, self.uid])


class ProjectDomain(models.Model):
    """A domain of the vocabulary in which the project works; the first is its main one."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="domains")
    key = models.CharField(max_length=60)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("place", "key")
        constraints = (models.UniqueConstraint(fields=("project", "key"), name="project_domain_once"),)

    def __str__(self) -> str:
        return self.key


class ProjectPartner(models.Model):
    """Who takes part: in which role, what it commits to, its share of the budget."""

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="project_partners"
    )
    name = models.CharField(_("organisation"), max_length=200)
    siret = models.CharField(_("SIRET"), max_length=14, blank=True)
    role = models.CharField(_("rôle dans le projet"), max_length=300, blank=True)
    commitment = models.TextField(_("engagement"), blank=True)
    amount_cents = models.BigIntegerField(_("part du budget"), null=True, blank=True)
    is_carrier = models.BooleanField(_("porte le projet"), default=False)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("-is_carrier", "place", "id")
        constraints = (
            models.UniqueConstraint(fields=("project",), condition=Q(is_carrier=True), name="project_has_one_carrier"),
            models.UniqueConstraint(
                fields=("project", "organisation"), condition=Q(organisation__isnull=False), name="project_partner_once"
            ),
            models.CheckConstraint(
                condition=Q(amount_cents=None) | Q(amount_cents__gte=0), name="project_share_not_negative"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Milestone(models.Model):
    """Something that is due on a day, and the day it was done."""

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(_("étape"), max_length=200)
    due_on = models.DateField(_("prévue le"), null=True, blank=True)
    done_on = models.DateField(_("faite le"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = (F("due_on").asc(nulls_last=True), "place", "id")
        indexes = (models.Index(fields=("due_on",), condition=Q(done_on=None), name="milestone_due"),)

    def __str__(self) -> str:
        return self.title
