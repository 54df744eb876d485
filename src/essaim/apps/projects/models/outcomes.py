"""What a project brings: jobs in four rows, outcomes by domain. Each figure has its day and what shows it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from essaim.apps.poles.models import Organisation
from essaim.apps.projects.enums import Attribution, JobKind
from essaim.apps.projects.models.projects import Project
from essaim.kit.identifiers import LENGTH, opaque_id
from essaim.kit.language import gettext_lazy as _


class JobFigure(models.Model):
    """Full-time equivalents of one of the four rows, at one organisation, on a day. Rows are never added together.

    ``attribution`` is what the organisation itself declares that it owes to the project.
    """

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="jobs")
    kind = models.CharField(_("ligne"), max_length=12, choices=JobKind.choices)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="project_jobs"
    )
    employer = models.CharField(_("chez qui"), max_length=200, blank=True)
    fte = models.DecimalField(_("équivalents temps plein"), max_digits=8, decimal_places=2)
    on = models.DateField(_("à la date du"))
    evidence = models.TextField(_("ce qui le montre"))
    attribution = models.CharField(
        _("part attribuée au projet, déclarée"), max_length=10, choices=Attribution.choices, blank=True,
        default=Attribution.UNKNOWN,
    )  # fmt: skip
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ("kind", "-on", "id")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=JobKind.values), name="job_figure_kind_known"),
            models.CheckConstraint(condition=Q(fte__gte=0), name="job_figure_not_negative"),
            models.CheckConstraint(condition=~Q(evidence=""), name="job_figure_has_its_evidence"),
            models.CheckConstraint(condition=Q(attribution__in=Attribution.values), name="job_figure_attribution"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.fte}"


class Outcome(models.Model):
    """What was reached in a domain: a figure with its unit, or words alone; its day and its source."""

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="outcomes")
    domain = models.CharField(_("domaine"), max_length=60, blank=True)
    label = models.CharField(_("résultat"), max_length=200)
    expected = models.DecimalField(_("visé"), max_digits=14, decimal_places=2, null=True, blank=True)
    reached = models.DecimalField(_("atteint"), max_digits=14, decimal_places=2, null=True, blank=True)
    unit = models.CharField(_("unité"), max_length=60, blank=True)
    on = models.DateField(_("à la date du"), null=True, blank=True)
    scope = models.CharField(_("qui ou quoi est compté"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    note = models.TextField(_("note"), blank=True)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("domain", "place", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(reached=None) | (Q(on__isnull=False) & ~Q(source="")), name="outcome_reached_is_sourced"
            ),
        )

    def __str__(self) -> str:
        return self.label
