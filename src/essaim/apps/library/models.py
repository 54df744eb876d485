"""Models of poles written on the site, each a series of versions."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from essaim.apps.library.enums import State
from essaim.apps.poles.models import Network
from essaim.kit.identifiers import LENGTH, opaque_id
from essaim.kit.language import gettext_lazy as _


class WrittenModel(models.Model):
    """A model that a network, or the platform itself, writes. Its key is its address and never changes."""

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    key = models.SlugField(_("nom court"), max_length=60, unique=True)
    network = models.ForeignKey(
        Network, on_delete=models.PROTECT, null=True, blank=True, related_name="models", verbose_name=_("réseau")
    )
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("key",)

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        """The public page."""
        return reverse("model", args=[self.key])


class ModelVersion(models.Model):
    """One version of a model: the whole content, what it comes from, what was adapted and why.

    Only a draft is written on; there is one at most. ``parent_key`` and ``parent_version`` name what it starts from:
    the version before, or another model of the library. The author is an opaque identifier and no foreign key: erasing
    a person must not erase what was decided.
    """

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    model = models.ForeignKey(WrittenModel, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    data = models.JSONField()
    digest = models.CharField(max_length=64, blank=True, editable=False)
    reason = models.TextField(_("ce qui a été adapté, et pourquoi"), blank=True)
    parent_key = models.CharField(max_length=60, blank=True)
    parent_version = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    edits = models.PositiveIntegerField(default=1, editable=False)
    author = models.CharField(max_length=64)
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(_("raison du retrait"), max_length=500, blank=True)

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("model", "number"), name="model_version_number_once"),
            models.UniqueConstraint(
                fields=("model",), condition=Q(state=State.DRAFT), name="model_version_one_draft"
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="model_version_state_known"),
            models.CheckConstraint(condition=Q(number__gte=1), name="model_version_number_from_one"),
            models.CheckConstraint(condition=~Q(author=""), name="model_version_has_an_author"),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT, published_at=None) | (~Q(state=State.DRAFT) & ~Q(digest="")),
                name="model_version_published_has_its_digest",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_reason="") & ~Q(state=State.WITHDRAWN)
                | (Q(state=State.WITHDRAWN) & ~Q(withdrawn_at=None) & ~Q(withdrawn_reason="")),
                name="model_version_withdrawn_with_a_reason",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.model_id} {self.number}"

    @property
    def content(self) -> dict[str, Any]:
        """The whole model as plain data; its key and its number are those of the record, whatever was typed."""
        return {**self.data, "key": self.model.key, "version": str(self.number)}

    @property
    def needs_a_reason(self) -> bool:
        """Whether it adapts something, and must say what and why."""
        return bool(self.parent_key)

    @property
    def title(self) -> str:
        """The title as far as it is written."""
        title = self.data.get("title")
        return title if isinstance(title, str) and title.strip() else self.model.key
