"""Networks that share the platform."""

from __future__ import annotations

from django.db import models
from django.urls import reverse

from essaim.apps.poles.models.sourced import Sourced
from essaim.kit.language import gettext_lazy as _


class Network(Sourced):
    """A network of the field. Names change: the one of 2012 and the present one both stand."""

    key = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("nom"), max_length=200)
    name_2012 = models.CharField(_("nom en 2012"), max_length=200, blank=True)
    website = models.URLField(_("site"), max_length=300, blank=True)
    note = models.TextField(_("note"), blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The network's page."""
        return reverse("network", args=[self.key])
