"""Writing what is known: recognitions and figures. Neither is ever overwritten."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.poles.actions.permission import must_edit
from essaim.apps.poles.enums import Sourcing
from essaim.apps.poles.models import Observation, Pole, Recognition
from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _
from essaim.kit.dates import DatedAs
from essaim.kit.snapshots import snapshot


@transaction.atomic
def record_recognition(
    *,
    pole: Pole,
    scheme: str,
    when: DatedAs | None,
    by: Actor,
    at: datetime,
    source_title: str = "",
    source_urls: str = "",
    sourcing: str = Sourcing.CITED,
    confirmed: bool = True,
    note: str = "",
) -> Recognition:
    """Add a dated event of recognition, with its source."""
    must_edit(by, pole)
    _must_have_source(source_title, source_urls, sourcing)
    event = Recognition.objects.create(
        pole=pole, scheme=scheme, on=when.day if when else None, precision=when.precision if when else "",
        confirmed=confirmed, note=note, source_title=source_title, source_urls=source_urls, sourcing=sourcing,
    )  # fmt: skip
    record(action="record_recognition", object_type="pole", object_id=pole.uid, by=by, at=at, after=snapshot(event))
    return event


@transaction.atomic
def record_observation(
    *,
    pole: Pole,
    indicator: str,
    value: Decimal | int,
    unit: str,
    scope: str,
    when: DatedAs | None,
    by: Actor,
    at: datetime,
    source_title: str = "",
    source_urls: str = "",
    sourcing: str = Sourcing.CITED,
    note: str = "",
    bound: str = "",
    value_max: Decimal | int | None = None,
    replaces: Observation | None = None,
) -> Observation:
    """Add a figure. ``replaces`` is the one it corrects, which is kept and marked; others stand beside it."""
    must_edit(by, pole)
    _must_have_source(source_title, source_urls, sourcing)
    if replaces is not None and (replaces.pole_id != pole.pk or replaces.superseded_by_id is not None):
        raise InvalidValue(_("Ce chiffre ne peut pas être corrigé : il l'a déjà été, ou il est d'un autre pôle."))
    figure = Observation.objects.create(
        pole=pole, indicator=indicator, value=value, unit=unit, scope=scope, on=when.day if when else None,
        precision=when.precision if when else "", note=note, bound=bound, value_max=value_max, author=by.uid,
        recorded_at=at, source_title=source_title, source_urls=source_urls, sourcing=sourcing,
    )  # fmt: skip
    before = {}
    if replaces is not None:
        before = snapshot(replaces)
        replaces.superseded_by = figure
        replaces.save(update_fields=["superseded_by"])
    record(
        action="record_observation", object_type="pole", object_id=pole.uid, by=by, at=at,
        before=before, after=snapshot(figure),
    )  # fmt: skip
    return figure


def _must_have_source(title: str, urls: str, sourcing: str) -> None:
    if not title and not urls and sourcing != Sourcing.NONE_KNOWN:
        raise InvalidValue(_("Ce fait n'a pas de source."), _("Indiquez qui le dit, ou l'adresse où on le lit."))
