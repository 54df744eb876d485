"""What people write in a final report."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.financing.models import FinalReport, Support
from essaim.apps.financing.rules import keeps_money
from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _
from essaim.kit.errors import ChangedMeanwhile, NotAllowed

FINAL_REPORT = "final_report"
# In the order of the form (CERFA 15059): the action first, then the figures.
TEXTS = ("done", "people", "where", "goals", "indirect_key", "gaps", "in_kind", "remarks")
_MOST_YEARS = 5


@transaction.atomic
def write_final_report(
    *, support: Support, year: int, texts: Mapping[str, str], seen_version: int, by: Actor, at: datetime
) -> FinalReport:  # fmt: skip
    """Write the texts of the report of a year of the plan (0: all of them). ``seen_version`` 1 when there is none yet.

    Raises:
        NotAllowed, ChangedMeanwhile. InvalidValue: no such year.
    """
    if not keeps_money(by, support.pole):
        raise NotAllowed()
    if not 0 <= year <= _MOST_YEARS:
        raise InvalidValue(_("Ce budget n'a pas cette année."))
    Support.objects.select_for_update(of=("self",)).get(pk=support.pk)
    row = FinalReport.objects.filter(support=support, year=year).first() or FinalReport(support=support, year=year)
    if row.pk is not None and row.version != seen_version:
        raise ChangedMeanwhile()
    before = row.texts
    row.texts = {key: said for key in TEXTS if (said := texts.get(key, "").replace("\0", "").strip())}
    row.version = row.version + 1 if row.pk is not None else 2
    row.changed_by, row.changed_at = by.uid, at
    row.save()
    record(
        action="write_final_report", object_type=FINAL_REPORT, object_id=row.uid, by=by, at=at,
        after={"year": year, "rewritten": [key for key in TEXTS if before.get(key) != row.texts.get(key)]},
    )  # fmt: skip
    return row
