"""A file that somebody filed: a signed letter, an annex of a dossier, the text of a call."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from essaim.kit.identifiers import LENGTH, opaque_id
from essaim.kit.language import gettext_lazy as _


class Document(models.Model):
    """One file, kept under the uploads by its ``uid`` alone: what it is called never reaches the disk.

    ``owner_kind`` and ``owner_key`` say what it was filed for (a prospect, a dossier, a call): text and no foreign key,
    apps stand above. Whoever may read that thing may read its documents; the app that files it says so.
    """

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    owner_kind = models.CharField(max_length=30)
    owner_key = models.CharField(max_length=64)
    title = models.CharField(_("intitulé"), max_length=200)
    file_name = models.CharField(_("nom du fichier"), max_length=150)
    media = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    filed_by = models.CharField(max_length=64)
    filed_at = models.DateTimeField()

    class Meta:
        ordering = ("filed_at", "id")
        indexes = (models.Index(fields=("owner_kind", "owner_key"), name="document_of_what"),)
        constraints = (models.CheckConstraint(condition=Q(size__gt=0), name="document_is_not_empty"),)

    def __str__(self) -> str:
        return self.title
