"""What the rows of a plan's spreadsheet become."""

from __future__ import annotations

from django.db import models

from essaim.kit.language import gettext_lazy as _


class RowOutcome(models.TextChoices):
    """What a row becomes, or became. The order is that of the counts above a preview."""

    NEW = "new", _("à ajouter")
    CHANGED = "changed", _("à modifier")
    CONFLICT = "conflict", _("à vous de dire")
    ALIKE = "alike", _("pareille à une ligne du plan")
    GONE = "gone", _("absente du fichier")
    REFUSED = "refused", _("refusée")
    SAME = "same", _("sans changement")


class RowResult(models.TextChoices):
    """What the confirmation did of a row."""

    ADDED = "added", _("ajoutée")
    CHANGED = "changed", _("modifiée")
    REMOVED = "removed", _("retirée")
    REFUSED = "refused", _("refusée")
    LEFT = "left", _("laissée comme elle était")
