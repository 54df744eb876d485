"""Poles: what they are called, where they are, how far they are."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from essaim.apps.poles.enums import FrameKind, Heading, Precision, Stage
from essaim.apps.poles.models.networks import Network
from essaim.apps.poles.models.organisations import Organisation
from essaim.apps.poles.models.sourced import Sourced
from essaim.kit.identifiers import LENGTH, opaque_id
from essaim.kit.language import gettext_lazy as _

FIRST_YEAR, LAST_YEAR = 1800, 2100


class PublicPoles(models.Manager["Pole"]):
    """The poles of the directory. Drafts are left out: whoever forgets them shows none."""

    def get_queryset(self) -> models.QuerySet[Pole]:
        """Those that are no draft."""
        return super().get_queryset().filter(is_draft=False)


class Pole(Sourced):
    """A territorial pole of economic cooperation.

    A *draft* is a pole that its founders prepare: it is theirs, no list, file or map has it. ``Pole.objects`` are the
    poles of the directory, ``Pole.every`` has the drafts too.

    ``commune``, ``department`` and ``region`` are official codes. A pole whose commune nobody knows may still have a
    département; it is then listed, never drawn. There is no "recognised" column: recognitions are dated events.
    """

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    name = models.CharField(_("nom"), max_length=200)
    other_names = models.CharField(_("autres noms"), max_length=300, blank=True)
    slug = models.SlugField(max_length=80, unique=True)
    is_draft = models.BooleanField(default=False, editable=False)
    search_text = models.TextField(blank=True, editable=False)
    summary = models.TextField(_("en bref"), blank=True)
    place = models.CharField(_("lieu, tel que la source le nomme"), max_length=300, blank=True)
    commune = models.CharField(_("commune"), max_length=5, blank=True)
    commune_to_confirm = models.BooleanField(_("commune à confirmer"), default=False)
    department = models.CharField(_("département"), max_length=3, blank=True)
    region = models.CharField(_("région"), max_length=2, blank=True)
    stage = models.CharField(_("étape"), max_length=10, choices=Stage.choices, blank=True, default=Stage.UNKNOWN)
    stage_on = models.DateField(_("étape constatée le"), null=True, blank=True)
    stage_precision = models.CharField(max_length=5, choices=Precision.choices, blank=True)
    stage_urls = models.TextField(_("sources de l'étape, une par ligne"), blank=True)
    ended_on = models.DateField(_("date de fin"), null=True, blank=True)
    ended_precision = models.CharField(max_length=5, choices=Precision.choices, blank=True)
    ended_reason = models.TextField(_("raison de la fin"), blank=True)
    carrier = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="carried", verbose_name=_("porteur")
    )
    legal_form = models.CharField(_("forme juridique"), max_length=60, blank=True)
    legal_form_note = models.TextField(_("précision sur la forme juridique"), blank=True)
    founded_year = models.PositiveSmallIntegerField(_("année de création"), null=True, blank=True)
    founded_note = models.TextField(_("précision sur l'année"), blank=True)
    website = models.URLField(_("site"), max_length=300, blank=True)
    networks = models.ManyToManyField(Network, related_name="poles", blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField()

    # The first is the one that reverse relations use: a network's poles are those of the directory.
    objects = PublicPoles()
    every = models.Manager["Pole"]()

    class Meta:
        ordering = ("name",)
        indexes = (
            models.Index(fields=("region", "name"), name="pole_by_region"),
            models.Index(fields=("stage", "name"), name="pole_by_stage"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(stage=Stage.ENDED) | Q(ended_on=None, ended_reason=""), name="pole_end_only_when_ended"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_precision="") | (~Q(ended_on=None) & ~Q(ended_precision="")),
                name="pole_end_has_its_precision",
            ),
            models.CheckConstraint(
                condition=Q(founded_year=None) | Q(founded_year__range=(FIRST_YEAR, LAST_YEAR)),
                name="pole_founded_year",
            ),
            models.CheckConstraint(
                condition=Q(commune="") | (~Q(department="") & ~Q(region="")), name="pole_commune_has_its_region"
            ),
            models.CheckConstraint(
                condition=Q(stage_on=None, stage_precision="") | (~Q(stage_on=None) & ~Q(stage_precision="")),
                name="pole_stage_has_its_precision",
            ),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="pole_stage_known"),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The public sheet; a draft has only the page of its founders.."""
        return reverse("founding" if self.is_draft else "pole", args=[self.slug])

    @property
    def is_located(self) -> bool:
        """Whether it may stand on a map."""
        return bool(self.commune)


class FormerSlug(models.Model):
    """An address the pole had; it leads to the present one for ever."""

    slug = models.SlugField(max_length=80, unique=True)
    pole = models.ForeignKey(Pole, on_delete=models.CASCADE, related_name="former_slugs")

    def __str__(self) -> str:
        return self.slug


class PoleCommune(models.Model):
    """A commune of the pole's territory."""

    pole = models.ForeignKey(Pole, on_delete=models.CASCADE, related_name="communes")
    code = models.CharField(max_length=5)

    class Meta:
        ordering = ("code",)
        constraints = (models.UniqueConstraint(fields=("pole", "code"), name="pole_commune_once"),)

    def __str__(self) -> str:
        return self.code


class PoleFrame(Sourced):
    """A territorial frame that overlaps the pole's territory, by its name."""

    pole = models.ForeignKey(Pole, on_delete=models.CASCADE, related_name="frames")
    kind = models.CharField(_("cadre"), max_length=10, choices=FrameKind.choices)
    name = models.CharField(_("nom"), max_length=200)

    class Meta:
        ordering = ("kind", "name")
        constraints = (
            models.UniqueConstraint(fields=("pole", "kind", "name"), name="pole_frame_once"),
            models.CheckConstraint(condition=Q(kind__in=FrameKind.values), name="pole_frame_kind_known"),
        )

    def __str__(self) -> str:
        return self.name


class StrategyAxis(models.Model):
    """An axis of the pole's strategy, in its own words and order."""

    pole = models.ForeignKey(Pole, on_delete=models.CASCADE, related_name="axes")
    title = models.CharField(_("axe"), max_length=200)
    text = models.TextField(_("en quelques phrases"), blank=True)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("place", "id")

    def __str__(self) -> str:
        return self.title


class PoleDomain(models.Model):
    """A domain of the vocabulary in which the pole works; the first is its main one."""

    pole = models.ForeignKey(Pole, on_delete=models.CASCADE, related_name="domains")
    key = models.CharField(max_length=60)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("place", "key")
        constraints = (models.UniqueConstraint(fields=("pole", "key"), name="pole_domain_once"),)
        indexes = (models.Index(fields=("key",), name="pole_domain_by_key"),)

    def __str__(self) -> str:
        return self.key


class PoleSection(Sourced):
    """One part of the sheet, under its heading, with what it is drawn from."""

    pole = models.ForeignKey(Pole, on_delete=models.CASCADE, related_name="sections")
    heading = models.CharField(max_length=20, choices=Heading.choices)
    text = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("pole", "heading"), name="pole_section_once"),
            models.CheckConstraint(condition=Q(heading__in=Heading.values), name="pole_section_heading_known"),
        )

    def __str__(self) -> str:
        return self.heading


class SheetItem(Sourced):
    """One thing that a part of the sheet lists: a means that is shared, a source of money."""

    pole = models.ForeignKey(Pole, on_delete=models.CASCADE, related_name="items")
    heading = models.CharField(max_length=20, choices=Heading.choices)
    kind = models.CharField(max_length=60, blank=True)
    label = models.CharField(max_length=300)
    amount_cents = models.BigIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=Q(heading__in=Heading.values), name="sheet_item_heading_known"),
            models.CheckConstraint(condition=Q(amount_cents=None) | Q(amount_cents__gte=0), name="sheet_item_amount"),
        )

    def __str__(self) -> str:
        return self.label
