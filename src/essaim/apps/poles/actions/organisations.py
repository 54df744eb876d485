"""Writing organisations: create, edit, remove one that nothing uses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.poles.enums import ResponsibleBasis
from essaim.apps.poles.models import Membership, Organisation, Pole
from essaim.apps.poles.places import locate
from essaim.apps.poles.queries.organisations import look_alikes, same_numbers
from essaim.apps.poles.rules import can_add_organisation, can_edit_organisation
from essaim.apps.poles.to_engine import CHOSEN, main_family
from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _
from essaim.engine.territories.search_index import search_form
from essaim.engine.values import naf_code, with_valid_key
from essaim.engine.values import rna as checked_rna
from essaim.engine.values import siren as checked_siren
from essaim.engine.values import siret as checked_siret
from essaim.kit.errors import ChangedMeanwhile, Duplicate, NotAllowed
from essaim.kit.snapshots import changed, snapshot

ORGANISATION = "organisation"
EDITABLE = frozenset(
    {
        "name", "siren", "siret", "rna", "family", "marks", "responsible", "responsible_evidence", "legal_category",
        "legal_form", "activity", "description", "commune", "site", "website", "public_email", "public_phone",
        "source_title", "source_url",
    }
)  # fmt: skip


class SameOrganisation(Duplicate):
    """The organisation is in the directory already: by a number, which is final, or by its name and place."""

    def __init__(self, found: Sequence[Organisation], *, by_number: bool) -> None:
        self.found = list(found)
        self.by_number = by_number
        sentence = _("« %(name)s » est déjà dans l'annuaire, avec ce numéro.")
        if not by_number:
            sentence = _("« %(name)s » est déjà dans l'annuaire, ou une fiche lui ressemble.")
        super().__init__(sentence % {"name": self.found[0].name}, _("Utilisez sa fiche existante."))


@transaction.atomic
def add_organisation(*, name: str, by: Actor, at: datetime, is_another: bool = False, **facts: Any) -> Organisation:
    """Create an organisation; the same number, or the same name in the same commune, is the same organisation.

    Args:
        is_another: somebody looked at the ones of the same name and place, and says that it is none of them. A number
            is final.
        facts: columns of ``Organisation`` that people may write.

    Raises:
        NotAllowed: ``by`` keeps no pole and no network.
        SameOrganisation: it exists already.
        InvalidValue, UnknownTerritory: a number or a code that cannot exist.
    """
    if not can_add_organisation(by):
        raise NotAllowed()
    organisation = Organisation(changed_at=at)
    assign(organisation, {"name": name, **facts})
    _save(organisation, is_another=is_another, new=True)
    record(
        action="add_organisation", object_type=ORGANISATION, object_id=organisation.uid, by=by, at=at,
        after=snapshot(organisation),
    )  # fmt: skip
    return organisation


@transaction.atomic
def edit_organisation(
    *,
    organisation: Organisation,
    changes: Mapping[str, Any],
    seen_version: int,
    by: Actor,
    at: datetime,
    is_another: bool = False,
) -> Organisation:
    """Change columns of an organisation that was read at ``seen_version``.

    Raises:
        NotAllowed, SameOrganisation, InvalidValue, UnknownTerritory: as for a new one.
        ChangedMeanwhile: somebody saved it since.
    """
    if not can_edit_organisation(by, organisation):
        raise NotAllowed()
    current = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if current.version != seen_version or current.merged_into_id:
        raise ChangedMeanwhile()
    before = snapshot(current)
    assign(current, changes)
    current.version += 1
    current.changed_at = at
    moved = {"name", "commune"} & {key for key in changes if before.get(key) != getattr(current, key)}
    _save(current, is_another=is_another or not moved, new=False)
    old, new = changed(before, snapshot(current))
    record(
        action="edit_organisation", object_type=ORGANISATION, object_id=current.uid, by=by, at=at,
        before=old, after=new,
    )  # fmt: skip
    return current


@transaction.atomic
def remove_organisation(*, organisation: Organisation, by: Actor, at: datetime) -> None:
    """Take out an organisation that was entered by mistake, that nobody changed since, and that nothing uses.

    Raises:
        NotAllowed: ``by`` may not add one either.
        InvalidValue: it is a member or a carrier somewhere, or was edited or merged.
    """
    if not can_add_organisation(by):
        raise NotAllowed()
    current = Organisation.objects.select_for_update().get(pk=organisation.pk)
    used = (
        Membership.objects.filter(organisation=current).exists()
        or Pole.every.filter(carrier=current).exists()
        or Organisation.objects.filter(merged_into=current).exists()
    )
    if used or current.version != 1:
        raise InvalidValue(_("« %(name)s » sert ailleurs ou a été modifiée : elle reste.") % {"name": current.name})
    record(
        action="remove_organisation", object_type=ORGANISATION, object_id=current.uid, by=by, at=at,
        before=snapshot(current),
    )  # fmt: skip
    current.delete()


def assign(organisation: Organisation, facts: Mapping[str, Any]) -> None:
    """Put checked values on a record, and what follows from them: search text, place, main family. Nothing is saved.

    Raises:
        InvalidValue, UnknownTerritory: a value that cannot exist.
    """
    unknown = set(facts) - EDITABLE
    if unknown:
        raise TypeError(f"not columns of an organisation: {sorted(unknown)}")
    for key, value in facts.items():
        setattr(organisation, key, value)
    organisation.name = " ".join(organisation.name.split())
    if not organisation.name:
        raise InvalidValue(_("Une organisation a un nom."))
    _check_numbers(organisation)
    _check_choices(organisation)
    organisation.search_text = search_form(organisation.name)[:200]
    place = locate(organisation.commune) if organisation.commune else locate()
    organisation.commune, organisation.department, organisation.region = place.commune, place.department, place.region
    organisation.main_family = main_family(organisation)


def _check_numbers(organisation: Organisation) -> None:
    siret = with_valid_key(checked_siret(organisation.siret)) if organisation.siret else None
    siren = with_valid_key(checked_siren(organisation.siren)) if organisation.siren else None
    if siret and siren and not siret.startswith(siren):
        raise InvalidValue(
            _("Le SIRET et le SIREN ne sont pas de la même entreprise."), _("Un SIRET commence par son SIREN.")
        )
    organisation.siret, organisation.siren = siret, siren or (siret[:9] if siret else None)
    organisation.rna = checked_rna(organisation.rna) if organisation.rna else None


def _check_choices(organisation: Organisation) -> None:
    if organisation.activity:
        organisation.activity = naf_code(organisation.activity)
    if organisation.family and organisation.family not in CHOSEN:
        raise InvalidValue(_("La famille « %(key)s » ne se choisit pas.") % {"key": organisation.family})
    if organisation.legal_category.startswith("1"):
        raise InvalidValue(
            _("Une entreprise individuelle est une personne : elle se compte, elle ne se nomme pas."),
            _("Ajoutez-la aux membres comme une personne."),
        )
    declared = organisation.responsible == ResponsibleBasis.DECLARED
    if declared and not organisation.responsible_evidence:
        raise InvalidValue(
            _("La responsabilité sociale se déclare avec un élément de preuve."),
            _("Indiquez un label, un rapport ou un agrément."),
        )


def _save(organisation: Organisation, *, is_another: bool, new: bool) -> None:
    _must_be_alone(organisation, is_another)
    try:
        with transaction.atomic():
            organisation.save(force_insert=new)
    except IntegrityError:
        # Somebody entered the same number between the look and the writing.
        found = list(same_numbers(organisation.siret, organisation.siren, organisation.rna).exclude(pk=organisation.pk))
        if not found:
            raise
        raise SameOrganisation(found, by_number=True) from None


def _must_be_alone(organisation: Organisation, is_another: bool) -> None:
    found = list(same_numbers(organisation.siret, organisation.siren, organisation.rna).exclude(pk=organisation.pk))
    if found:
        raise SameOrganisation(found, by_number=True)
    if not is_another:
        found = list(look_alikes(organisation)[:10])
        if found:
            raise SameOrganisation(found, by_number=False)
