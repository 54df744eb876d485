"""The funds of a pole: its funders with what each asked, granted and paid; its supports; the same as files."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from essaim.apps.financing.actions import funders as actions
from essaim.apps.financing.enums import SupportState
from essaim.apps.financing.models import Funder, Support
from essaim.apps.financing.queries.awaited import awaited_payments, unreceived_cents
from essaim.apps.financing.queries.deadlines import deadlines
from essaim.apps.financing.queries.funds import SupportFilters, funders_of, standing, supports_of
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext as _
from essaim.kit.forms import attempt
from essaim.tables.formats import euros
from essaim.tables.table import Column, Row, Table
from essaim.web.access import own_pole
from essaim.web.acting import acting
from essaim.web.editing.saving import Part, edited
from essaim.web.funds.access import own_funder
from essaim.web.funds.forms import FunderFields, FunderForm
from essaim.web.funds.words import kind_title, next_step, total_in_words
from essaim.web.lists import asked, given, page_of, table_file
from essaim.web.sure import asked_first

_FUNDER = ("name", "kind", "is_public", "usual_delay", "note")


def funds(request: HttpRequest, slug: str) -> HttpResponse:
    """Funders, supports as filtered, and how many things are due."""
    pole, today = own_pole(request, slug), timezone.localdate()
    filters = filters_of(request)
    page = page_of(request, supports_of(pole, filters))
    due = deadlines(pole)
    shown: dict[str, Any] = {
        "pole": pole, "filters": filters, "page": page, "states": SupportState.choices, "asked": asked(request),
        "funders": [_funder_line(one, today) for one in funders_of(pole)],
        "lines": [support_line(one, today) for one in page],
        "due": len(due), "overdue": sum(one.on < today for one in due),
        "is_filtered": filters != SupportFilters(sort=filters.sort),
    }  # fmt: skip
    return render(request, "funds/funds.html", shown)


def supports_file(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    """The supports as filtered, one a row."""
    pole, today = own_pole(request, slug), timezone.localdate()
    found = supports_of(pole, filters_of(request))
    return table_file(lambda: supports_table(pole.name, list(found), today), form, f"aides-{pole.slug}")


def add_funder(request: HttpRequest, slug: str) -> HttpResponse:
    """A new funder."""
    pole = own_pole(request, slug)
    form = FunderFields(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said, by, at = form.cleaned_data, acting(request), timezone.now()
        if attempt(form, lambda: actions.add_funder(pole=pole, by=by, at=at, **said)) is not None:
            messages.success(request, _("Le financeur est enregistré."))
            return redirect("funds", slug)
    return render(request, "funds/add.html", {"pole": pole, "form": form, "title": _("Ajouter un financeur")})


def funder(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """One funder, corrected or removed."""
    pole, found = own_funder(request, slug, uid)
    if request.POST.get("do") == "remove":
        return _removed(request, slug, found)
    part = Part(
        title=found.name, back=reverse("funds", args=[slug]), back_label=_("Financeurs et aides"),
        version=found.version, present={name: getattr(found, name) for name in _FUNDER}, make=FunderForm,
        template="funds/funder.html",
        save=lambda typed, seen, by, at: actions.edit_funder(
            funder=found, changes={name: typed[name] for name in _FUNDER}, seen_version=seen, by=by, at=at
        ),
        shown={"pole": pole, "supports": [support_line(one, timezone.localdate()) for one in found.supports.all()]},
    )  # fmt: skip
    return edited(request, part)


def filters_of(request: HttpRequest) -> SupportFilters:
    """What the list is asked, cleaned."""
    said = given(request, "q", "etat", "financeur", "tri")
    state = said["etat"] if said["etat"] in SupportState.values else ""
    return SupportFilters(said["q"], state, said["financeur"], said["tri"])


def support_line(support: Support, today: date) -> dict[str, Any]:
    """A support as lists show it."""
    stands = standing([support], today)
    waits = awaited_payments(support) if support.state == SupportState.GRANTED else []
    missing = sum(one.cents or 0 for one in waits if one.is_rest)
    left, is_running = unreceived_cents(support), support.state == SupportState.GRANTED
    return {
        "support": support,
        "kind": kind_title(support.kind),
        "requested": euros(support.requested_cents) if support.requested_cents is not None else "",
        "is_hoped": support.state == SupportState.PLANNED,
        "granted": euros(support.granted_cents) if support.granted_cents is not None else "",
        "received": euros(stands.received) if stands.received is not None else "",
        "left": euros(left) if left is not None and is_running else "",
        "lost": euros(left) if left and not is_running else "",
        "late": stands.late,
        "missing": euros(missing) if missing else "",
        "next": next_step(support, today),
    }


def supports_table(pole: str, supports: list[Support], today: date) -> Table:
    """One row a support; an amount that nobody wrote stays empty."""
    columns = (
        Column("funder", _("Financeur")), Column("title", _("Objet")), Column("kind", _("Forme de l'aide")),
        Column("project", _("Projet")), Column("state", _("État")), Column("apply_before", _("À demander avant le")),
        Column("hoped", _("Montant à demander"), "float", 2, "€"), Column("requested_on", _("Demandée le")),
        Column("requested", _("Montant demandé"), "float", 2, "€"),
        Column("decided_on", _("Décidée le")), Column("granted", _("Montant accordé"), "float", 2, "€"),
        Column("claimed", _("Appelé"), "float", 2, "€"), Column("received", _("Reçu"), "float", 2, "€"),
        Column("reference", _("Convention"), "code"), Column("agreed_on", _("Signée le")),
        Column("starts_on", _("Dépenses du")), Column("ends_on", _("Au")), Column("next", _("À faire")),
    )  # fmt: skip
    title = _("Aides du pôle « %(pole)s »") % {"pole": pole}
    return Table(title, columns, [_row(one, today) for one in supports], (_("Une case vide : personne ne l'a dit."),))


def _row(support: Support, today: date) -> Row:
    stands, is_hoped = standing([support], today), support.state == SupportState.PLANNED
    return {
        "funder": support.funder.name, "title": support.title, "kind": kind_title(support.kind),
        "project": support.project.title if support.project else "", "state": support.get_state_display(),
        **{
            name: day.isoformat() if (day := getattr(support, name)) else ""
            for name in ("apply_before", "requested_on", "decided_on", "agreed_on", "starts_on", "ends_on")
        },
        "hoped": _euros(support.requested_cents if is_hoped else None),
        "requested": _euros(None if is_hoped else support.requested_cents), "granted": _euros(support.granted_cents),
        "claimed": _euros(stands.claimed), "received": _euros(stands.received), "reference": support.reference,
        "next": next_step(support, today),
    }  # fmt: skip


def _euros(cents: int | None) -> float | None:
    return None if cents is None else cents / 100


def _funder_line(one: Funder, today: date) -> dict[str, Any]:
    supports = list(one.supports.all())
    stands = standing(supports, today)
    asked = [each for each in supports if each.state != SupportState.PLANNED]
    granted = [each for each in supports if each.state in (SupportState.GRANTED, SupportState.ENDED)]
    return {
        "funder": one, "count": len(supports), "late": stands.late,
        "requested": total_in_words(stands.requested, len(asked)) if asked else "",
        "granted": total_in_words(stands.granted, len(granted)) if granted else "",
        "received": euros(stands.received) if stands.received is not None else "",
        "left": euros(stands.due) if granted else "",
    }  # fmt: skip


def _removed(request: HttpRequest, slug: str, found: Funder) -> HttpResponse:
    asked = asked_first(
        request, title=_("Retirer « %(title)s » ?") % {"title": found.name},
        lead=_("Ce financeur n'est plus proposé ; l'historique le garde."),
        back=reverse("funder", args=[slug, found.uid]), back_label=found.name,
    )  # fmt: skip
    if asked is not None:
        return asked
    try:
        actions.remove_funder(funder=found, by=acting(request), at=timezone.now())
    except EssaimError as refusal:
        messages.error(request, str(refusal))
        return redirect("funder", slug, found.uid)
    messages.success(request, _("Le financeur est retiré."))
    return redirect("funds", slug)
