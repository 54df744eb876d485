"""A spreadsheet of expenses, until it is confirmed; then what it wrote, so that it can be taken back."""

from __future__ import annotations

from django.db import models

from essaim.apps.poles.models import Pole
from essaim.kit.kept_sheets import KeptSheet


class ExpenseSheet(KeptSheet):
    """One file of expenses. ``report`` holds one entry a line: see ``actions.expense_sheets``."""

    pole = models.ForeignKey(Pole, on_delete=models.CASCADE, related_name="expense_sheets")

    class Meta(KeptSheet.Meta):
        abstract = False
