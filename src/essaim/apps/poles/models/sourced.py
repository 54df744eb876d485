"""What every sourced record has: who says so, and where to read it."""

from __future__ import annotations

from django.db import models

from essaim.kit.language import gettext_lazy as _


class Sourced(models.Model):
    """A fact with its source. An address alone is a source; nothing at all is not one.

    Several addresses stand one a line: they back the same fact together, and are read together.
    """

    source_title = models.CharField(_("source"), max_length=300, blank=True)
    source_urls = models.TextField(_("adresses de la source, une par ligne"), blank=True)

    class Meta:
        abstract = True

    @property
    def urls(self) -> list[str]:
        """The addresses where the fact can be read."""
        return self.source_urls.split()


def has_source(name: str) -> models.CheckConstraint:
    """The constraint of a table whose rows mean nothing without their source."""
    return models.CheckConstraint(condition=~models.Q(source_title="") | ~models.Q(source_urls=""), name=name)
