"""States of mail and of long work."""

from __future__ import annotations

from django.db import models

from essaim.kit.language import gettext_lazy as _


class MessageState(models.TextChoices):
    """Where a message stands. ``failed`` asks for somebody; ``dropped`` was given up by somebody, or came too late."""

    QUEUED = "queued", _("à envoyer")
    SENT = "sent", _("envoyé")
    FAILED = "failed", _("en échec")
    DROPPED = "dropped", _("abandonné")


class JobState(models.TextChoices):
    """Where a long piece of work stands."""

    QUEUED = "queued", _("en attente")
    RUNNING = "running", _("en cours")
    DONE = "done", _("terminé")
    FAILED = "failed", _("en échec")
    CANCELLED = "cancelled", _("arrêté")


OVER = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)
