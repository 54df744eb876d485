"""De minimis aid received by members: who is one undertaking with whom, which aid, when, under which regulation."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from essaim.apps.financing.enums import Regulation
from essaim.apps.financing.models.supports import Support
from essaim.apps.poles.models import Organisation, Pole
from essaim.kit.identifiers import LENGTH, opaque_id
from essaim.kit.language import gettext_lazy as _


class SingleUndertaking(models.Model):
    """Organisations that the regulations count as one (one controls the other), as the pole knows it."""

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    pole = models.ForeignKey(Pole, on_delete=models.CASCADE, related_name="undertakings")
    name = models.CharField(_("nom du groupe"), max_length=200)
    organisations = models.ManyToManyField(Organisation, related_name="undertakings")
    note = models.TextField(_("ce qui les lie"), blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("name", "id")
        constraints = (models.UniqueConstraint(fields=("pole", "name"), name="undertaking_once"),)

    def __str__(self) -> str:
        return self.name


class DeMinimisAid(models.Model):
    """An aid granted to one organisation. It counts from the day it is granted, whenever it is paid."""

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    pole = models.ForeignKey(Pole, on_delete=models.CASCADE, related_name="de_minimis_aids")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="de_minimis_aids")
    support = models.ForeignKey(
        Support, on_delete=models.SET_NULL, null=True, blank=True, related_name="de_minimis_aids"
    )
    regulation = models.CharField(_("règlement"), max_length=12, choices=Regulation.choices, default=Regulation.GENERAL)
    granted_on = models.DateField(_("accordée le"))
    cents = models.BigIntegerField(_("montant (équivalent-subvention brut)"))
    granted_by = models.CharField(_("accordée par"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=300)
    recorded_by = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("-granted_on", "-id")
        indexes = (models.Index(fields=("organisation", "-granted_on"), name="de_minimis_of_whom"),)
        constraints = (
            models.CheckConstraint(condition=Q(cents__gt=0), name="de_minimis_of_something"),
            models.CheckConstraint(condition=Q(regulation__in=Regulation.values), name="de_minimis_regulation_known"),
            models.CheckConstraint(condition=~Q(source=""), name="de_minimis_has_a_source"),
        )

    def __str__(self) -> str:
        return f"{self.regulation} {self.cents}"
