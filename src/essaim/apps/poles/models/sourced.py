"""What every sourced record has: who says so, and where to read it."""

from __future__ import annotations

from django.db import models

from essaim.apps.poles.enums import Sourcing
from essaim.kit.language import gettext_lazy as _


class Sourced(models.Model):
    """A fact with its source. An address alone is a source; nothing at all is not one.

    Several addresses stand one a line: they back the same fact together, and are read together.
    """

    source_title = models.CharField(_("source"), max_length=300, blank=True)
    source_urls = models.TextField(_("adresses de la source, une par ligne"), blank=True)
    sourcing = models.CharField(max_length=12, choices=Sourcing.choices, default=Sourcing.CITED)

    class Meta:
        abstract = True

    @property
    def urls(self) -> list[str]:
        """The addresses where the fact can be read."""
        return self.source_urls.split()

    @property
    def cited(self) -> list[str]:
        """What the fact rests on, as a text each: its source by name, then the addresses."""
        return [self.source_title, *self.urls] if self.source_title else self.urls


def has_source(name: str) -> models.CheckConstraint:
    """The constraint of a table whose rows have a source, or say that theirs is not known."""
    given = ~models.Q(source_title="") | ~models.Q(source_urls="")
    return models.CheckConstraint(condition=given | models.Q(sourcing=Sourcing.NONE_KNOWN), name=name)
