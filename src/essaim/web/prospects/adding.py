"""Putting prospects on the board: looked for in the directory and the register, typed, several at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from essaim.apps.founding.actions.prospects import add_prospect, add_prospects
from essaim.apps.founding.actions.prospects_holding import SameProspect
from essaim.apps.founding.enums import ProspectSource
from essaim.apps.founding.models import Founding
from essaim.apps.founding.prospect_values import Added, Wanted
from essaim.apps.founding.prospecting import MOST_AT_ONCE, chosen, from_directory, picked, register_near
from essaim.apps.founding.queries.foundings import pattern_of
from essaim.apps.founding.queries.prospects import roles_of
from essaim.apps.poles.models import Organisation
from essaim.apps.poles.queries import found_organisations, organisation_by_uid
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext as _
from essaim.engine.language import ngettext
from essaim.web.acting import acting
from essaim.web.commune_field import commune_text
from essaim.web.organisations.listing import asked_text
from essaim.web.prospects.asking import asked_founding
from essaim.web.prospects.candidates import anybody_doors, role_doors
from essaim.web.prospects.forms import AddForm

_SHOWN = 10


def add(request: HttpRequest, slug: str) -> HttpResponse:
    """First look, then the form; a list of SIRET sent by another page is put there at once."""
    founding = asked_founding(request, slug)
    if request.method == "POST":
        return _one(request, founding) if "name" in request.POST else _several(request, founding)
    role, words = asked_text(request, "role"), asked_text(request, "q")
    siret, uid, place = (asked_text(request, name) for name in ("siret", "organisation", "commune"))
    if siret or uid or request.GET.get("manuel"):
        return _form_page(request, founding, AddForm(founding=founding, initial=_found(siret, uid, role, words, place)))
    pattern = pattern_of(founding) if role in roles_of(founding) else None
    held = next((one for one in pattern.roles if one.key == role), None) if pattern else None
    shown = {
        "founding": founding,
        **(role_doors(held, founding, words) if held else anybody_doors(founding, words)),
        "words": words,
        "role": role,
        "roles": roles_of(founding),
        "known": found_organisations(words, _SHOWN) if words else [],
        "suggested": register_near(founding, words),
    }
    return render(request, "prospects/find.html", shown)


def _found(siret: str, uid: str, role: str, words: str, place: str) -> dict[str, Any]:
    """What the form says at first."""
    record = organisation_by_uid(uid) if uid else None
    wanted = from_directory(record.merged_into or record, role) if record else picked(siret, role) if siret else None
    if wanted is None:
        return {"name": words, "role": role, "siret": siret, "commune": place}
    return {
        "name": wanted.name, "siret": wanted.siret, "commune": commune_text(wanted.commune), "family": wanted.family,
        "role": role, "source_note": wanted.source_note, "organisation": uid, "picked": "" if uid else siret,
    }  # fmt: skip


def _one(request: HttpRequest, founding: Founding) -> HttpResponse:
    form = AddForm(request.POST, founding=founding)
    if not form.is_valid():
        return _form_page(request, founding, form)
    typed = form.cleaned_data
    record = organisation_by_uid(typed["organisation"]) if typed["organisation"] else None
    source = (
        ProspectSource.DIRECTORY if record else ProspectSource.REGISTER if typed["picked"] else ProspectSource.TYPED
    )
    try:
        new = add_prospect(
            founding=founding, wanted=_wanted(typed, source), organisation=_kept(record),
            is_another=bool(request.POST.get("is_another")), by=acting(request), at=timezone.now(),
        )  # fmt: skip
    except SameProspect as same:
        return _form_page(request, founding, form, same=same)
    except EssaimError as refusal:
        form.add_error(None, str(refusal))
        return _form_page(request, founding, form)
    messages.success(request, _("« %(name)s » est sur le tableau.") % {"name": new.name})
    return redirect("prospect", slug=founding.pole.slug, uid=new.uid)


def _wanted(typed: dict[str, Any], source: str) -> Wanted:
    keys = ("name", "siret", "commune", "family", "role", "source_note", "in_charge", "next_step")
    said: dict[str, Any] = {key: typed.get(key) or "" for key in keys}
    return Wanted(source=source, next_on=typed.get("next_on"), **said)


def _kept(record: Organisation | None) -> Organisation | None:
    return (record.merged_into or record) if record else None


def _several(request: HttpRequest, founding: Founding) -> HttpResponse:
    """Candidates of a role, sent by their SIRET: what became of each is said."""
    role = request.POST.get("role", "").replace("\0", "")[:80]
    role = role if role in roles_of(founding) else ""
    sirets = [one[:20].replace("\0", "") for one in request.POST.getlist("siret")][: 2 * MOST_AT_ONCE]
    candidates = chosen(sirets, role)
    if not candidates.wanted and not candidates.refused:
        messages.warning(request, _("Cochez au moins une organisation."))
        return redirect("prospects-add", slug=founding.pole.slug)
    done = add_prospects(founding=founding, wanted=candidates.wanted, by=acting(request), at=timezone.now())
    done.refused.extend(candidates.refused)
    if not (done.known or done.completed or done.refused):
        messages.success(request, _told(done))
        return redirect("prospects", slug=founding.pole.slug)
    return render(request, "prospects/added.html", {"founding": founding, "done": done, "told": _told(done)})


def _told(done: Added) -> str:
    n = len(done.new)
    return ngettext("%(n)d organisation ajoutée au tableau.", "%(n)d organisations ajoutées au tableau.", n) % {"n": n}


def _form_page(
    request: HttpRequest, founding: Founding, form: AddForm, same: SameProspect | None = None
) -> HttpResponse:
    shown = {"founding": founding, "form": form, "same": same, "final": bool(same and same.by_number)}
    return render(request, "prospects/add.html", shown)
