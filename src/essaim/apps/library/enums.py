"""Words with a fixed list: how far a version of a model is."""

from __future__ import annotations

from django.db import models

from essaim.kit.language import gettext_lazy as _


class State(models.TextChoices):
    """How far a version is. A published one is never changed: the next one is another version."""

    DRAFT = "draft", _("brouillon")
    PUBLISHED = "published", _("publiée")
    WITHDRAWN = "withdrawn", _("retirée")
