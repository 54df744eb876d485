"""Keeping what the public directory of enterprises answered, or that it did not."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import transaction

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor, Programme
from essaim.apps.poles.models import LookUp, LookUpLine
from essaim.apps.poles.models.look_ups import LONGEST_WORDS, look_up_key
from essaim.engine.sources.recherche_entreprises import Asked

LOOK_UP = "look_up"
# Whoever asks the directory is nobody in the log: what one looks for is one's own business.
ASKER = Programme("visitor", is_administrator=False)
KEPT = timedelta(days=90)


@transaction.atomic
def keep_answer(
    *,
    place: str,
    family: str,
    words: str,
    asked: Asked,
    address: str,
    at: datetime,
    activities: str = "",
    by: Actor = ASKER,
) -> LookUp:
    """Keep an answer in the place of the one before."""
    pages = asked.pages
    look_up = _row((place, family, words, activities), at, answered_at=at)
    look_up.answered_at = at
    look_up.address = address[:200]
    look_up.total, look_up.complete, look_up.cut = asked.total, asked.complete, asked.cut[:300]
    look_up.natural_persons = sum(page.natural_persons for page in pages)
    look_up.not_public = sum(page.not_public for page in pages)
    look_up.failed_at, look_up.failure = None, ""
    look_up.save()
    look_up.lines.all().delete()
    once = {found.siret: found for page in pages for found in page.found}
    LookUpLine.objects.bulk_create(
        LookUpLine(look_up=look_up, siret=siret, facts=asdict(found)) for siret, found in once.items()
    )
    record(action="keep_answer", object_type=LOOK_UP, object_id=look_up.key, by=by, at=at, after={"kept": len(once)})
    return look_up


@transaction.atomic
def keep_failure(
    *,
    place: str,
    family: str,
    words: str,
    failure: str,
    address: str,
    at: datetime,
    activities: str = "",
    by: Actor = ASKER,
) -> LookUp:
    """Keep that the directory did not answer; the answer before stays."""
    look_up = _row((place, family, words, activities), at, failed_at=at, failure=failure[:300])
    look_up.failed_at, look_up.failure = at, failure[:300]
    look_up.address = look_up.address or address[:200]
    look_up.save()
    record(
        action="keep_failure", object_type=LOOK_UP, object_id=look_up.key, by=by, at=at, after={"why": failure[:300]}
    )
    return look_up


def erase_old_look_ups(*, at: datetime) -> int:
    """Erase what nobody asked again for ninety days; how many."""
    return LookUp.objects.filter(asked_at__lt=at - KEPT).delete()[1].get("poles.LookUp", 0)


def _row(question: tuple[str, str, str, str], at: datetime, **outcome: object) -> LookUp:
    place, family, words, activities = question
    words = words[:LONGEST_WORDS]
    said = {"place": place, "family": family, "words": words, "activities": activities}
    look_up, _new = LookUp.objects.select_for_update().get_or_create(
        key=look_up_key(place, family, words, activities), defaults={**said, "asked_at": at, **outcome}
    )
    look_up.asked_at = at
    return look_up
