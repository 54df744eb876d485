"""What is known of a pole, each with its date and its source."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from essaim.apps.poles.enums import Bound, Precision
from essaim.apps.poles.models.poles import Pole
from essaim.apps.poles.models.sourced import Sourced, has_source
from essaim.kit.identifiers import LENGTH, opaque_id
from essaim.kit.language import gettext_lazy as _

CURRENT_FIGURE = Q(superseded_by=None, withdrawn_at=None)


class Recognition(Sourced):
    """A dated event: chosen by a call, signatory of the charter… There is no label, hence no flag."""

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    pole = models.ForeignKey(Pole, on_delete=models.CASCADE, related_name="recognitions")
    scheme = models.CharField(_("dispositif"), max_length=60)
    on = models.DateField(_("date"), null=True, blank=True)
    precision = models.CharField(max_length=5, choices=Precision.choices, blank=True)
    confirmed = models.BooleanField(_("confirmée"), default=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        ordering = ("on", "scheme")
        indexes = (models.Index(fields=("scheme",), name="recognition_by_scheme"),)
        constraints = (
            has_source("recognition_has_a_source"),
            models.CheckConstraint(
                condition=Q(on=None, precision="") | (~Q(on=None) & ~Q(precision="")), name="recognition_date_precision"
            ),
        )

    def __str__(self) -> str:
        return self.scheme


class Observation(Sourced):
    """A figure as a source gives it. Figures that disagree stand side by side.

    A corrected one is superseded, one that should never have been there is withdrawn with a reason: both are kept, and
    neither is current (``CURRENT_FIGURE``).
    """

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    pole = models.ForeignKey(Pole, on_delete=models.CASCADE, related_name="observations")
    indicator = models.CharField(_("indicateur"), max_length=60)
    value = models.DecimalField(_("valeur"), max_digits=18, decimal_places=2)
    value_max = models.DecimalField(_("valeur haute"), max_digits=18, decimal_places=2, null=True, blank=True)
    bound = models.CharField(_("à lire comme"), max_length=10, choices=Bound.choices, blank=True, default=Bound.EXACT)
    unit = models.CharField(_("unité"), max_length=40, blank=True)
    scope = models.CharField(_("périmètre de mesure"), max_length=300, blank=True)
    on = models.DateField(_("date"), null=True, blank=True)
    precision = models.CharField(max_length=5, choices=Precision.choices, blank=True)
    note = models.TextField(_("note"), blank=True)
    author = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()
    superseded_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="supersedes", editable=False
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_reason = models.CharField(_("raison du retrait"), max_length=300, blank=True)

    class Meta:
        ordering = ("indicator", "on", "id")
        constraints = (
            has_source("observation_has_a_source"),
            models.CheckConstraint(
                condition=Q(on=None, precision="") | (~Q(on=None) & ~Q(precision="")), name="observation_date_precision"
            ),
            models.CheckConstraint(condition=Q(bound__in=Bound.values), name="observation_bound_known"),
            models.CheckConstraint(
                condition=Q(value_max=None) | Q(value_max__gte=F("value")), name="observation_range_in_order"
            ),
            models.CheckConstraint(condition=~Q(author=""), name="observation_has_an_author"),
            models.CheckConstraint(
                condition=Q(superseded_by=None) | ~Q(superseded_by=F("id")), name="observation_not_its_own_successor"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_reason="")
                | (~Q(withdrawn_at=None) & ~Q(withdrawn_reason="") & Q(superseded_by=None)),
                name="observation_withdrawn_with_a_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.indicator} {self.value}"
