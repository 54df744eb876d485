"""Organisations, and their place in poles."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from essaim.apps.poles.enums import Circle, ResponsibleBasis
from essaim.kit.identifiers import LENGTH, opaque_id
from essaim.kit.language import gettext_lazy as _


def _listed(*columns: str, name: str) -> models.Index:
    return models.Index(fields=(*columns, "id"), name=name, condition=Q(merged_into=None))


class Organisation(models.Model):
    """One record for the directory, members, partners and statements; a collective may have no number at all.

    ``public_email`` and ``public_phone`` are those that the organisation itself publishes; no private one has a place
    here. A record merged into another keeps its history and its address, which leads to the other.

    ``family`` is what people say; ``main_family`` is the first family to which the engine says it surely belongs, kept
    for lists. ``marks`` are the register's flags when it was chosen there: ``+ess -mission``; absent is unknown.
    """

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    name = models.CharField(_("nom"), max_length=200)
    search_text = models.CharField(max_length=200, blank=True, editable=False)
    siren = models.CharField("SIREN", max_length=9, null=True, blank=True)
    siret = models.CharField("SIRET", max_length=14, null=True, blank=True, unique=True)
    rna = models.CharField("RNA", max_length=10, null=True, blank=True, unique=True)
    family = models.CharField(_("famille, dite par les gens"), max_length=60, blank=True)
    main_family = models.CharField(_("famille"), max_length=60, blank=True, editable=False)
    marks = models.CharField(_("mentions au registre"), max_length=200, blank=True, editable=False)
    responsible = models.CharField(
        _("socialement responsable"), max_length=10, choices=ResponsibleBasis.choices, blank=True
    )
    responsible_evidence = models.CharField(_("élément de preuve"), max_length=300, blank=True)
    legal_category = models.CharField(_("catégorie juridique (INSEE)"), max_length=4, blank=True)
    legal_form = models.CharField(_("forme juridique"), max_length=200, blank=True)
    activity = models.CharField(_("activité (NAF)"), max_length=6, blank=True)
    description = models.TextField(_("ce qu'elle fait"), blank=True)
    commune = models.CharField(_("commune"), max_length=5, blank=True)
    department = models.CharField(_("département"), max_length=3, blank=True, editable=False)
    region = models.CharField(_("région"), max_length=2, blank=True, editable=False)
    site = models.CharField(_("adresse publique"), max_length=300, blank=True)
    website = models.URLField(_("site"), max_length=300, blank=True)
    public_email = models.EmailField(_("adresse électronique publique"), blank=True)
    public_phone = models.CharField(_("téléphone public"), max_length=30, blank=True)
    source_title = models.CharField(_("source"), max_length=300, blank=True)
    source_url = models.URLField(_("adresse de la source"), max_length=300, blank=True)
    # Its own index would be taken for "not merged", which nearly all are: only the merged ones are indexed, below.
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="absorbed", editable=False, db_index=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("name",)
        # Lists leave out the records merged into another: so do their indexes, which then answer alone.
        indexes = (
            models.Index(fields=("siren",), name="organisation_by_siren"),
            models.Index(fields=("search_text",), name="organisation_alike"),
            models.Index(fields=("merged_into",), name="organisation_merged", condition=Q(merged_into__isnull=False)),
            _listed("search_text", name="organisation_by_name"),
            _listed("main_family", "search_text", name="organisation_by_family"),
            _listed("region", "search_text", name="organisation_by_region"),
            _listed("region", "department", "search_text", name="organisation_by_place"),
            _listed("-changed_at", name="organisation_by_change"),
        )
        constraints = (
            # Without SIRET the SIREN is the key; several establishments of one SIREN are told apart by their SIRET.
            models.UniqueConstraint(fields=("siren",), condition=Q(siret=None), name="organisation_one_siren"),
            models.CheckConstraint(
                condition=Q(siret=None) | Q(siren=None) | Q(siret__startswith=F("siren")), name="organisation_siret"
            ),
            models.CheckConstraint(
                condition=~Q(responsible=ResponsibleBasis.DECLARED) | ~Q(responsible_evidence=""),
                name="organisation_declared_with_evidence",
            ),
            models.CheckConstraint(
                condition=Q(responsible__in=ResponsibleBasis.values), name="organisation_responsible_known"
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")), name="organisation_not_merged_into_itself"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The public page."""
        return reverse("organisation", args=[self.uid])


class Membership(models.Model):
    """A member of a pole over a period: an organisation, or natural persons, who are counted and never named here."""

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    pole = models.ForeignKey("poles.Pole", on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    persons = models.PositiveIntegerField(_("nombre de personnes"), default=0)
    circle = models.CharField(_("cercle"), max_length=10, choices=Circle.choices, default=Circle.MEMBER)
    college = models.CharField(_("collège"), max_length=100, blank=True)
    since = models.DateField(_("depuis"), null=True, blank=True)
    until = models.DateField(_("jusqu'à"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        indexes = (models.Index(fields=("pole", "until"), name="membership_of_pole"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(organisation=None, persons__gt=0) | (~Q(organisation=None) & Q(persons=0)),
                name="membership_organisation_or_persons",
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")), name="membership_dates_in_order"
            ),
            models.CheckConstraint(condition=Q(circle__in=Circle.values), name="membership_circle_known"),
            models.UniqueConstraint(
                fields=("pole", "organisation", "circle"), condition=Q(until=None), name="membership_current_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.pole_id} {self.circle}"
