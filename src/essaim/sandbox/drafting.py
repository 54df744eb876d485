"""Entering the made-up draft of a pole: its model, its prospects, what was said, what is to be signed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from essaim.apps.accounts.models import User
from essaim.apps.founding.actions.founding import found_pole
from essaim.apps.founding.actions.letters import make_letter
from essaim.apps.founding.actions.prospects import add_prospect, move_prospect
from essaim.apps.founding.actions.prospects_contact import set_contact, write_prospect_note
from essaim.apps.founding.enums import LetterKind
from essaim.apps.founding.models import Founding
from essaim.apps.founding.prospect_values import Wanted
from essaim.apps.library.queries import model_named
from essaim.engine.territories import read_perimeter


def enter_draft(known: dict[str, Any], founder: User, at: datetime) -> Founding:
    """The draft of ``founder``, with everything on its board."""
    founding = found_pole(
        name=known["name"], place=read_perimeter(known["place"]), pattern=model_named(known["model"]), by=founder, at=at
    )
    for one in known["prospect"]:
        _enter_prospect(founding, one, founder, at)
    return founding


def _enter_prospect(founding: Founding, one: dict[str, Any], by: User, at: datetime) -> None:
    days = one.get("next_in_days")
    wanted = Wanted(
        name=one["name"], commune=one.get("commune", ""), family=one["family"], role=one["role"],
        next_step=one.get("next_step", ""), in_charge=by.uid if days is not None else "",
        next_on=None if days is None else timezone.localdate(at) + timedelta(days=days),
    )  # fmt: skip
    new = add_prospect(founding=founding, wanted=wanted, by=by, at=at)
    move_prospect(prospect=new, state=one["state"], by=by, at=at)
    if "note" in one:
        write_prospect_note(prospect=new, text=one["note"], erase_on=None, by=by, at=at)
    if "contact_email" in one:
        new.refresh_from_db()
        set_contact(
            prospect=new, name=one["contact_name"], email=one["contact_email"], phone="", erase_on=None,
            informed_on=None, seen_version=new.version, by=by, at=at,
        )  # fmt: skip
    if "brings" in one:
        make_letter(
            prospect=new, kind=LetterKind.COMMITMENT, brings=one["brings"], college=one["college"],
            amount_cents=one["amount_cents"], by=by, at=at,
        )  # fmt: skip
