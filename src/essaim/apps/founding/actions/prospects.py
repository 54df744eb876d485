"""The board of prospects: added one by one or several at once, corrected, moved, removed. Nothing enters twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.documents.actions import withdraw_document
from essaim.apps.founding.actions.prospects_holding import (
    PROSPECT,
    SameProspect,
    clean,
    held_prospect,
    hold_board,
    saved,
)
from essaim.apps.founding.enums import ProspectState
from essaim.apps.founding.models import Founding, Prospect
from essaim.apps.founding.prospect_values import EDITABLE, Added, Wanted
from essaim.apps.founding.queries.prospects import families, founder_uids, roles_of
from essaim.apps.poles.models import Organisation
from essaim.apps.poles.places import locate
from essaim.engine.errors import EssaimError, InvalidValue
from essaim.engine.language import gettext as _
from essaim.engine.territories.search_index import search_form
from essaim.engine.values import siret as checked_siret
from essaim.engine.values import with_valid_key

MOST = 2000


@transaction.atomic
def add_prospect(
    *,
    founding: Founding,
    wanted: Wanted,
    by: Actor,
    at: datetime,
    is_another: bool = False,
    organisation: Organisation | None = None,
) -> Prospect:
    """Put one organisation on the board.

    Args:
        is_another: somebody looked at the one of the same name and place: it is another one. A number is final.
        organisation: its record in the directory, when it was found there.

    Raises:
        NotAllowed: the draft is somebody else's.
        SameProspect: it is there already.
        InvalidValue, UnknownTerritory: a value that cannot be; the sentence says which.
    """
    hold_board(founding, by)
    new = Prospect(founding=founding, source=wanted.source, organisation=organisation, added_at=at, changed_at=at)
    assign(new, {key: getattr(wanted, key) for key in EDITABLE})
    _must_be_new(new, organisation, is_another=is_another)
    return _created(new, by, at)


@transaction.atomic
def add_prospects(*, founding: Founding, wanted: Sequence[Wanted], by: Actor, at: datetime) -> Added:
    """Put several organisations on the board at once; those that are there keep what they say, blanks are filled.

    Raises:
        NotAllowed: the draft is somebody else's.
    """
    hold_board(founding, by)
    done = Added()
    for one in wanted:
        new = Prospect(founding=founding, source=one.source, added_at=at, changed_at=at)
        try:
            assign(new, {key: getattr(one, key) for key in EDITABLE})
            there = _the_same(new)
            if there is None:
                done.new.append(_created(new, by, at))
                continue
        except EssaimError as refusal:
            done.refused.append((one.name or one.siret, str(refusal)))
            continue
        filled = [
            key for key in ("siret", "commune", "family", "role") if getattr(new, key) and not getattr(there, key)
        ]
        for key in filled:
            setattr(there, key, getattr(new, key))
        if filled:
            saved(there, "edit_prospect", by, at, {"changed_fields": filled})
        (done.completed if filled else done.known).append(there)
    return done


@transaction.atomic
def edit_prospect(
    *, prospect: Prospect, changes: Mapping[str, Any], seen_version: int, by: Actor, at: datetime
) -> Prospect:
    """Correct what is known of a prospect that was read at ``seen_version``. The log keeps which fields, not what.

    Raises:
        NotAllowed, ChangedMeanwhile: not theirs; saved or removed by somebody else since.
        SameProspect: the number is that of another prospect.
        InvalidValue, UnknownTerritory: a value that cannot be.
    """
    current = held_prospect(prospect, by, seen_version)
    before = {key: getattr(current, key) for key in EDITABLE}
    assign(current, {key: changes[key] for key in EDITABLE if key in changes})
    changed = [key for key in EDITABLE if getattr(current, key) != before[key]]
    if "siret" in changed and current.siret:
        other = (
            Prospect.objects.filter(founding=current.founding_id, siret=current.siret).exclude(pk=current.pk).first()
        )
        if other is not None:
            raise SameProspect([other], by_number=True)
    return saved(current, "edit_prospect", by, at, {"changed_fields": changed}) if changed else current


@transaction.atomic
def move_prospect(*, prospect: Prospect, state: str, by: Actor, at: datetime) -> str:
    """Say how far the founders are with a prospect; the former state, so that it can be put back.

    Raises:
        NotAllowed, ChangedMeanwhile: not theirs; removed meanwhile.
        InvalidValue: no such state.
    """
    if state not in ProspectState.values:
        raise InvalidValue(_("Cet état n'existe pas."), _("Choisissez l'un de ceux de la liste."))
    current = held_prospect(prospect, by)
    former = current.state
    if state != former:
        current.state = state
        saved(current, "move_prospect", by, at, {"prospect_state": state}, prospect_state=former)
    return former


@transaction.atomic
def remove_prospect(*, prospect: Prospect, by: Actor, at: datetime) -> None:
    """Erase a prospect with its contact, its notes, its letters and their signed copies; the log keeps that it was.

    Raises:
        NotAllowed, ChangedMeanwhile: not theirs; removed already.
    """
    current = held_prospect(prospect, by)
    for letter in current.letters.select_related("document"):
        if letter.document is not None:
            withdraw_document(document=letter.document, by=by, at=at)
    record(action="remove_prospect", object_type=PROSPECT, object_id=current.uid, by=by, at=at)
    current.delete()


def assign(prospect: Prospect, values: Mapping[str, Any]) -> None:
    """Give checked values to a prospect that is not saved yet.

    Raises:
        InvalidValue, UnknownTerritory: a value that cannot be.
    """
    for key, value in values.items():
        setattr(prospect, key, _checked(prospect, key, value))
    prospect.search_text = search_form(prospect.name)[:200]
    if not prospect.name:
        raise InvalidValue(_("Il manque le nom."))


def _checked(prospect: Prospect, key: str, value: Any) -> Any:
    if key == "next_on":
        return value
    if key == "siret":
        digits = "".join(clean(str(value or ""), 40).split())
        return with_valid_key(checked_siret(digits)) if digits else ""
    said = clean(str(value or ""), getattr(Prospect._meta.get_field(key), "max_length", None) or 0)
    if key == "commune":
        return locate(said).commune if said else ""
    if said and said not in _known(prospect, key, said):
        raise InvalidValue(
            _("« %(text)s » n'est pas un choix connu.") % {"text": said[:60]}, _("Choisissez dans la liste.")
        )
    return said


def _known(prospect: Prospect, key: str, said: str) -> Sequence[str]:
    """What a choice may be; any text for what is no choice, and what stands already stays."""
    if key == "family":
        return [*families(), prospect.family]
    if key == "role":
        return [*roles_of(prospect.founding), prospect.role]
    return [*founder_uids(prospect.founding), prospect.in_charge] if key == "in_charge" else [said]


def _the_same(new: Prospect) -> Prospect | None:
    """The one that is there: by number, else by name and place when its own number is not another one."""
    others = Prospect.objects.filter(founding=new.founding_id)
    by_number = others.filter(siret=new.siret).first() if new.siret else None
    if by_number is not None:
        return by_number
    alike = [one for one in others.filter(search_text=new.search_text) if not (one.siret and new.siret)]
    return next((one for one in alike if one.commune == new.commune or not (one.commune and new.commune)), None)


def _must_be_new(new: Prospect, organisation: Organisation | None, *, is_another: bool) -> None:
    others = Prospect.objects.filter(founding=new.founding_id)
    same = others.filter(siret=new.siret).first() if new.siret else None
    if same is None and organisation is not None:
        same = others.filter(organisation=organisation).first()
    if same is not None:
        raise SameProspect([same], by_number=True)
    alike = None if is_another else _the_same(new)
    if alike is not None:
        raise SameProspect([alike], by_number=False)


def _created(new: Prospect, by: Actor, at: datetime) -> Prospect:
    if Prospect.objects.filter(founding=new.founding_id).count() >= MOST:
        raise InvalidValue(
            _("Le tableau a déjà %(n)d fiches.") % {"n": MOST}, _("Supprimez celles qui ne servent plus.")
        )
    if new.organisation is None and new.siret:
        new.organisation = Organisation.objects.filter(siret=new.siret, merged_into=None).first()
    new.save()
    record(action="add_prospect", object_type=PROSPECT, object_id=new.uid, by=by, at=at, after={"found_by": new.source})
    return new
