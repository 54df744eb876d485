"""Whom the founders talk to, what was said, what was signed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from essaim.apps.documents.models import Document
from essaim.apps.founding.enums import LetterKind, ProspectSource, ProspectState
from essaim.apps.founding.models.founding import Founding
from essaim.apps.poles.models import Organisation
from essaim.kit.identifiers import LENGTH, opaque_id
from essaim.kit.language import gettext_lazy as _


class Prospect(models.Model):
    """An organisation that could join, as the founders know it.

    It is no record of the directory and nobody but the founders sees it. ``role`` is the key of a role of the model, ""
    when none is meant; ``family`` one of ``engine.register.families``, "" when not known. ``contact_*`` are personal
    data, erased with ``erase_contact_on``. ``in_charge`` is the ``uid`` of a founder.
    """

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    founding = models.ForeignKey(Founding, on_delete=models.CASCADE, related_name="prospects")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="prospects"
    )
    name = models.CharField(_("nom"), max_length=200)
    search_text = models.CharField(max_length=200, blank=True, editable=False)
    siret = models.CharField(_("SIRET"), max_length=14, blank=True)
    commune = models.CharField(_("commune"), max_length=5, blank=True)
    family = models.CharField(_("famille"), max_length=40, blank=True)
    role = models.CharField(_("rôle dans le modèle"), max_length=80, blank=True)
    source = models.CharField(_("trouvé par"), max_length=10, choices=ProspectSource.choices)
    source_note = models.CharField(max_length=300, blank=True)
    state = models.CharField(
        _("où en est-on"), max_length=10, choices=ProspectState.choices, default=ProspectState.TO_CONTACT
    )
    contact_name = models.CharField(_("personne à joindre"), max_length=200, blank=True)
    contact_email = models.EmailField(_("son adresse électronique"), blank=True)
    contact_phone = models.CharField(_("son téléphone"), max_length=40, blank=True)
    erase_contact_on = models.DateField(_("coordonnées gardées jusqu'au"), null=True, blank=True)
    informed_on = models.DateField(_("personne informée le"), null=True, blank=True)
    in_charge = models.CharField(_("suivi par"), max_length=64, blank=True)
    next_step = models.CharField(_("prochaine étape"), max_length=300, blank=True)
    next_on = models.DateField(_("pour le"), null=True, blank=True)
    added_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("search_text", "id")
        indexes = (
            models.Index(fields=("erase_contact_on",), name="prospect_to_forget"),
            models.Index(fields=("founding", "search_text"), name="prospect_alike"),
        )
        constraints = (
            models.UniqueConstraint(fields=("founding", "siret"), condition=~Q(siret=""), name="prospect_once"),
            models.CheckConstraint(condition=Q(state__in=ProspectState.values), name="prospect_state_known"),
            models.CheckConstraint(condition=Q(source__in=ProspectSource.values), name="prospect_source_known"),
            models.CheckConstraint(
                condition=Q(contact_name="", contact_email="", contact_phone="") | Q(erase_contact_on__isnull=False),
                name="prospect_contact_has_its_term",
            ),
        )

    def __str__(self) -> str:
        return self.name


class ProspectNote(models.Model):
    """What was said with a prospect; erased on its day, since it may speak of persons."""

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField(_("note"))
    written_by = models.CharField(max_length=64)
    written_at = models.DateTimeField()
    erase_on = models.DateField(_("gardée jusqu'au"))

    class Meta:
        ordering = ("-written_at", "-id")
        indexes = (models.Index(fields=("erase_on",), name="prospect_note_to_forget"),)

    def __str__(self) -> str:
        return self.text[:40]


class Letter(models.Model):
    """A commitment letter or a membership form: made, then signed and filed, perhaps withdrawn with its reason."""

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    prospect = models.ForeignKey(Prospect, on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(_("document"), max_length=10, choices=LetterKind.choices)
    brings = models.TextField(_("ce que l'organisation apporte"), blank=True)
    college = models.CharField(_("collège"), max_length=100, blank=True)
    amount_cents = models.BigIntegerField(_("montant"), null=True, blank=True)
    signed_on = models.DateField(_("signé le"), null=True, blank=True)
    document = models.ForeignKey(Document, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    made_by = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(_("raison du retrait"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("made_at", "id")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=LetterKind.values), name="letter_kind_known"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False, signed_on__isnull=False) & ~Q(withdrawn_reason="")),
                name="letter_withdrawn_with_its_reason",
            ),
            models.CheckConstraint(condition=Q(amount_cents=None) | Q(amount_cents__gte=0), name="letter_amount"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.prospect_id}"

    @property
    def is_in_force(self) -> bool:
        """Signed, and not withdrawn since."""
        return self.signed_on is not None and self.withdrawn_at is None
