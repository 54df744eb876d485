"""A spreadsheet of prospects that came in, until it is confirmed; then what it did, so that it can be undone."""

from __future__ import annotations

from django.db import models

from essaim.apps.founding.models.founding import Founding
from essaim.kit.kept_sheets import KeptSheet


class ProspectSheet(KeptSheet):
    """One file of prospects.

    ``report`` holds one entry a line: line, name, outcome, sentence, the prospect's uid and version after it, the
    former values of what was replaced; never the coordinates of a person.
    """

    founding = models.ForeignKey(Founding, on_delete=models.CASCADE, related_name="prospect_sheets")

    class Meta(KeptSheet.Meta):
        abstract = False
