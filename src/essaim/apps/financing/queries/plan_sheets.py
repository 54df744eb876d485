"""Spreadsheets that a plan was brought."""

from __future__ import annotations

from django.db.models import QuerySet

from essaim.apps.financing.models import Plan, PlanSheet


def sheets_of(plan: Plan) -> QuerySet[PlanSheet]:
    """The spreadsheets of a plan that are not forgotten yet, the latest first; without what they hold."""
    return PlanSheet.objects.filter(plan=plan).defer("lines", "items", "report", "former")


def sheet_of(plan: Plan, uid: str) -> PlanSheet | None:
    """One spreadsheet of that plan; None when there is none."""
    return PlanSheet.objects.filter(plan=plan, uid=uid).first()
