"""A spreadsheet of a plan that came back, until it is confirmed; then what the plan was before."""

from __future__ import annotations

from typing import Any

from django.db import models

from essaim.apps.financing.models.plans import Plan
from essaim.kit.kept_sheets import KeptSheet


class PlanSheet(KeptSheet):
    """One file of a plan. ``header`` and ``lines`` are those of its lines, ``items`` the same of lasting items.

    ``from_plan`` and ``from_version``: what the file says it was downloaded from; "" and None when it says nothing.
    ``former``: the rows of the plan before (``plan_sheets.plan_rows``), for undoing; ``version_after`` tells whether
    somebody wrote since.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="sheets")
    items: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    from_plan = models.CharField(max_length=22, blank=True)
    from_version = models.PositiveIntegerField(null=True, blank=True)
    former: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    version_before = models.PositiveIntegerField(null=True, blank=True)
    version_after = models.PositiveIntegerField(null=True, blank=True)

    class Meta(KeptSheet.Meta):
        abstract = False
