"""Writing organisations and memberships."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.poles.actions.permission import must_edit
from essaim.apps.poles.enums import Circle
from essaim.apps.poles.models import Membership, Organisation, Pole
from essaim.apps.poles.places import locate
from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _
from essaim.engine.territories.search_index import search_form
from essaim.engine.values import siren as checked_siren
from essaim.engine.values import siret as checked_siret
from essaim.kit.errors import Duplicate
from essaim.kit.snapshots import snapshot


@transaction.atomic
def add_organisation(
    *,
    name: str,
    by: Actor,
    at: datetime,
    siren: str = "",
    siret: str = "",
    rna: str = "",
    commune: str = "",
    **facts: Any,
) -> Organisation:
    """Create an organisation; the same number, or the same name in the same commune, is the same organisation.

    Raises:
        Duplicate: it exists already.
        InvalidValue, UnknownTerritory: a number or a code that cannot exist.
    """
    must_edit(by)
    organisation = Organisation(
        name=name, search_text=search_form(name)[:200], changed_at=at, siret=checked_siret(siret) if siret else None,
        siren=checked_siren(siren) if siren else None, rna=rna or None,
        commune=locate(commune).commune if commune else "", **facts,
    )  # fmt: skip
    if organisation.siret and not organisation.siren:
        organisation.siren = organisation.siret[:9]
    _must_be_new(organisation)
    organisation.save(force_insert=True)
    record(
        action="add_organisation", object_type="organisation", object_id=organisation.uid, by=by, at=at,
        after=snapshot(organisation),
    )  # fmt: skip
    return organisation


@transaction.atomic
def add_member(
    *,
    pole: Pole,
    by: Actor,
    at: datetime,
    organisation: Organisation | None = None,
    persons: int = 0,
    circle: str = Circle.MEMBER,
    college: str = "",
    since: date | None = None,
) -> Membership:
    """An organisation, or a number of natural persons, becomes a member of the pole."""
    must_edit(by, pole)
    if (organisation is None) == (persons <= 0):
        raise InvalidValue(_("Un membre est soit une organisation, soit un nombre de personnes."))
    membership = Membership.objects.create(
        pole=pole, organisation=organisation, persons=persons, circle=circle, college=college, since=since
    )
    record(action="add_member", object_type="pole", object_id=pole.uid, by=by, at=at, after=snapshot(membership))
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, until: date, by: Actor, at: datetime) -> Membership:
    """The member leaves; the past stays readable."""
    must_edit(by, membership.pole)
    before = snapshot(membership)
    membership.until = until
    membership.save(update_fields=["until"])
    record(
        action="end_membership", object_type="pole", object_id=membership.pole.uid, by=by, at=at,
        before=before, after=snapshot(membership),
    )  # fmt: skip
    return membership


def _must_be_new(organisation: Organisation) -> None:
    same = Organisation.objects.none()
    if organisation.siret:
        same |= Organisation.objects.filter(siret=organisation.siret)
    elif organisation.siren:
        same |= Organisation.objects.filter(siren=organisation.siren, siret=None)
    if organisation.rna:
        same |= Organisation.objects.filter(rna=organisation.rna)
    if organisation.commune:
        same |= Organisation.objects.filter(search_text=organisation.search_text, commune=organisation.commune)
    found = same.first()
    if found is not None:
        raise Duplicate(
            _("« %(name)s » est déjà dans l'annuaire.") % {"name": found.name}, _("Utilisez sa fiche existante.")
        )
