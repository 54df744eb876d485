"""Who funds a pole, and each support: asked for, decided, agreed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from essaim.apps.financing.enums import FunderKind, SupportState
from essaim.apps.poles.models import Organisation, Pole
from essaim.apps.projects.models import Project
from essaim.kit.identifiers import LENGTH, opaque_id
from essaim.kit.language import gettext_lazy as _


class Funder(models.Model):
    """Who funds, as the pole knows it. ``is_public`` None: nobody said whether its money is public aid."""

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    pole = models.ForeignKey(Pole, on_delete=models.CASCADE, related_name="funders")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="funds"
    )
    name = models.CharField(_("financeur"), max_length=200)
    kind = models.CharField(_("qui est-ce"), max_length=15, choices=FunderKind.choices, blank=True, default="")
    is_public = models.BooleanField(_("argent public"), null=True, blank=True)
    # Its own rule: the most that it pays of a cost, in basis points; where that is written.
    ceiling = models.PositiveSmallIntegerField(null=True, blank=True)
    ceiling_counts_valued = models.BooleanField(null=True, blank=True)
    ceiling_text = models.CharField(max_length=300, blank=True)
    # The most that it gives in a year.
    yearly_cents = models.BigIntegerField(null=True, blank=True)
    usual_delay = models.PositiveSmallIntegerField(_("délai de paiement habituel, en mois"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(fields=("pole", "name"), name="funder_once"),
            models.CheckConstraint(condition=Q(kind__in=FunderKind.values), name="funder_kind_known"),
            models.CheckConstraint(
                condition=Q(ceiling=None) | Q(ceiling__range=(1, 10_000)), name="funder_ceiling_is_a_share"
            ),
            models.CheckConstraint(
                condition=Q(yearly_cents=None) | Q(yearly_cents__gt=0), name="funder_yearly_limit_of_something"
            ),
            models.CheckConstraint(
                condition=Q(usual_delay=None) | Q(usual_delay__lte=60), name="funder_delay_within_five_years"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Support(models.Model):
    """One support of a funder: its application, its decision, its agreement. Yearly amounts stand on the plans' lines.

    ``kind`` is a key of ``engine.financing.load_supports``. ``payment_deadline``: days after notification, as the
    agreement says; None: as the law says. The republican contract is a document filed under this support, dated here.
    """

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    pole = models.ForeignKey(Pole, on_delete=models.CASCADE, related_name="supports")
    funder = models.ForeignKey(Funder, on_delete=models.PROTECT, related_name="supports")
    project = models.ForeignKey(Project, on_delete=models.SET_NULL, null=True, blank=True, related_name="supports")
    kind = models.CharField(_("forme de l'aide"), max_length=40, blank=True)
    title = models.CharField(_("objet"), max_length=200)
    state = models.CharField(max_length=10, choices=SupportState.choices, default=SupportState.PLANNED)
    apply_before = models.DateField(_("à demander avant le"), null=True, blank=True)
    requested_on = models.DateField(_("demandée le"), null=True, blank=True)
    requested_cents = models.BigIntegerField(_("montant demandé"), null=True, blank=True)
    decided_on = models.DateField(_("décidée le"), null=True, blank=True)
    granted_cents = models.BigIntegerField(_("montant accordé"), null=True, blank=True)
    decision_note = models.TextField(_("ce que dit la décision"), blank=True)
    reference = models.CharField(_("référence de la convention"), max_length=100, blank=True)
    agreed_on = models.DateField(_("convention signée le"), null=True, blank=True)
    starts_on = models.DateField(_("dépenses prises en compte à partir du"), null=True, blank=True)
    ends_on = models.DateField(_("jusqu'au"), null=True, blank=True)
    republican_contract_on = models.DateField(_("contrat d'engagement républicain signé le"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("funder__name", "title", "id")
        indexes = (models.Index(fields=("pole", "state"), name="support_of_pole"),)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=SupportState.values), name="support_state_known"),
            models.CheckConstraint(
                condition=Q(requested_cents=None) | Q(requested_cents__gte=0), name="support_request_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(granted_cents=None) | Q(granted_cents__gte=0), name="support_grant_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="support_period_in_order",
            ),
        )

    def __str__(self) -> str:
        return self.title
