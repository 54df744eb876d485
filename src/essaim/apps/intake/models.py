"""A spreadsheet that came in, until it is confirmed; then what it did, line by line, so that it can be undone."""

from __future__ import annotations

from django.db import models

from essaim.kit.kept_sheets import KeptSheet


class MemberImport(KeptSheet):
    """One file of a pole's members; its row is erased when it expires unconfirmed.

    ``matching`` gives each column of the file its meaning, "" for none. ``report`` holds one entry a line: line, name,
    outcome, sentence, and the uids of what was created.
    """

    pole = models.ForeignKey("poles.Pole", on_delete=models.CASCADE, related_name="imports")
    matching = models.JSONField(default=list)

    class Meta(KeptSheet.Meta):
        abstract = False
