"""What the lines of a spreadsheet of expenses become."""

from __future__ import annotations

from django.db import models

from essaim.kit.language import gettext_lazy as _


class ExpenseOutcome(models.TextChoices):
    """What a line becomes, or became."""

    NEW = "new", _("à noter")
    NOTED = "noted", _("notée")
    SAME = "same", _("déjà notée, la même")
    REFUSED = "refused", _("refusée")
    UNDONE = "undone", _("retirée")
    KEPT = "kept", _("gardée malgré l'annulation")
