"""Spreadsheets of expenses that a pole was brought."""

from __future__ import annotations

from django.db.models import QuerySet

from essaim.apps.financing.models import ExpenseSheet
from essaim.apps.poles.models import Pole


def sheets_of(pole: Pole) -> QuerySet[ExpenseSheet]:
    """Those that are not forgotten yet, the latest first; without what they hold."""
    return ExpenseSheet.objects.filter(pole=pole).defer("lines", "report")


def sheet_of(pole: Pole, uid: str) -> ExpenseSheet | None:
    """One of that pole; None when there is none."""
    return ExpenseSheet.objects.filter(pole=pole, uid=uid).select_related("pole").first()
