"""Dedicated funds: what of each support was carried over and taken back, year by year, with what is left."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from essaim.apps.financing.actions import dedicated as actions
from essaim.apps.financing.models import DedicatedFund, Support
from essaim.apps.financing.queries import dedicated as queries
from essaim.apps.poles.models import Pole
from essaim.engine.language import gettext as _
from essaim.kit.dates import DAY, date_in_words
from essaim.kit.language import gettext_lazy
from essaim.tables.formats import euros, typed_euros
from essaim.tables.table import Column, Table
from essaim.web.access import own_pole
from essaim.web.editing.fields import PartForm, TypedAmount, day_field
from essaim.web.editing.saving import Part, confirmed, edited
from essaim.web.lists import table_file


class DedicatedForm(PartForm):
    """A year of a support."""

    closes_on = day_field(label=gettext_lazy("Clôture de l'exercice"), required=True)
    carried_cents = TypedAmount(
        label=gettext_lazy("Reporté : pas encore dépensé (compte 689)"),
        help_text=gettext_lazy("La part de l'aide qui n'a pas été utilisée comme promis à la clôture."),
    )
    taken_back_cents = TypedAmount(
        label=gettext_lazy("Repris : dépensé cette année sur un report (compte 789)"),
        help_text=gettext_lazy("Prise sur ce qui avait été reporté les années d'avant."),
    )
    note = forms.CharField(
        label=gettext_lazy("Note"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


def dedicated(request: HttpRequest, slug: str) -> HttpResponse:
    """Every support that was granted: years, what is left, what may be carried over."""
    pole, today = own_pole(request, slug), timezone.localdate()
    supports = list(queries.granted_supports(pole))
    shown: dict[str, Any] = {
        "pole": pole, "years": [_year_line(one) for one in queries.by_year(supports)],
        "supports": [_support_line(one, today) for one in supports],
    }  # fmt: skip
    return render(request, "funds/dedicated.html", shown)


def dedicated_file(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    """One row a support and a year."""
    pole = own_pole(request, slug)
    return table_file(lambda: _table(pole), form, f"fonds-dedies-{pole.slug}")


def add(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """A new year of a support."""
    _pole, found = _own_granted(request, slug, uid)
    return _edited(request, slug, found, None)


def change(request: HttpRequest, slug: str, uid: str, row: str) -> HttpResponse:
    """A year corrected, or removed once one was asked."""
    _pole, found = _own_granted(request, slug, uid)
    present = next((one for one in found.dedicated_funds.all() if one.uid == row), None)
    if present is None:
        raise Http404
    if "retirer" in request.GET:
        return _removed(request, slug, found, present)
    return _edited(request, slug, found, present)


def _edited(request: HttpRequest, slug: str, found: Support, row: DedicatedFund | None) -> HttpResponse:
    today = timezone.localdate()
    present: dict[str, Any] = {} if row is None else {
        "closes_on": row.closes_on, "carried_cents": typed_euros(row.carried_cents or None),
        "taken_back_cents": typed_euros(row.taken_back_cents or None), "note": row.note,
    }  # fmt: skip
    part = Part(
        title=_("Fonds dédiés : %(title)s") % {"title": found.title}, back=reverse("dedicated", args=[slug]),
        back_label=_("Fonds dédiés"), version=found.version, present=present, template="editing/row.html",
        make=DedicatedForm, shown={"row": row, "lead": _known(found, today)},
        save=lambda typed, seen, by, at: actions.put_dedicated_fund(
            support=found, row=row, facts={name: typed[name] for name in actions.FIELDS}, seen_version=seen, by=by,
            at=at,
        ),
    )  # fmt: skip
    return edited(request, part)


def _removed(request: HttpRequest, slug: str, found: Support, row: DedicatedFund) -> HttpResponse:
    named = _("exercice clos le %(day)s") % {"day": date_in_words(row.closes_on, DAY)}
    return confirmed(
        request, title=_("Retirer « %(title)s »") % {"title": named}, lead=_("Le journal du site en garde la trace."),
        back=request.path, back_label=named, version=found.version,
        remove=partial(actions.remove_dedicated_fund, row=row), done=_("C'est retiré ; l'historique le garde."),
        then=reverse("dedicated", args=[slug]),
    )  # fmt: skip


def _own_granted(request: HttpRequest, slug: str, uid: str) -> tuple[Pole, Support]:
    pole = own_pole(request, slug)
    found = queries.granted_support(pole, uid)
    if found is None:
        raise Http404
    return pole, found


def _known(found: Support, day: date) -> str:
    """What may help to find the amount, and its limits."""
    return _(
        "Au %(day)s : %(received)s, %(charged)s sur cette aide. C'est une indication : le "
        "comptable arrête le montant."
    ) % {
        "day": date_in_words(day, DAY), "received": _received(found, day),
        "charged": _charged(found, day),
    }  # fmt: skip


def _received(found: Support, day: date) -> str:
    came = queries.received_by(found, day)
    return _("aucun versement noté") if came is None else _("%(sum)s reçus") % {"sum": euros(came)}


def _year_line(one: queries.YearOfFunds) -> dict[str, Any]:
    return {
        "closes_on": one.closes_on, "carried": euros(one.carried), "taken_back": euros(one.taken_back),
        "left": euros(one.left),
    }  # fmt: skip


def _support_line(one: Support, today: date) -> dict[str, Any]:
    years = queries.running(one.dedicated_funds.all())
    return {
        "support": one, "received": _received(one, today),
        "charged": _charged(one, today), "left": euros(years[-1].after) if years else "",
        "years": [
            (
                each.row, euros(each.row.carried_cents), euros(each.row.taken_back_cents), euros(each.after),
            )
            for each in years
        ],
    }  # fmt: skip


def _charged(one: Support, today: date) -> str:
    """What was charged, in words: nothing noted is not nothing spent."""
    cents = queries.charged_by(one, today)
    return _("%(sum)s de dépenses notées") % {"sum": euros(cents)} if cents else _("aucune dépense notée")


def _table(pole: Pole) -> Table:
    columns = (
        Column("closes_on", _("Clôture de l'exercice")), Column("funder", _("Financeur")), Column("support", _("Aide")),
        Column("carried", _("Reporté (689)"), "float", 2, "€"),
        Column("taken_back", _("Repris (789)"), "float", 2, "€"),
        Column("left", _("Reste"), "float", 2, "€"), Column("note", _("Note")),
    )  # fmt: skip
    rows = [
        {
            "closes_on": each.row.closes_on.isoformat(), "funder": one.funder.name, "support": one.title,
            "carried": each.row.carried_cents / 100, "taken_back": each.row.taken_back_cents / 100,
            "left": each.after / 100, "note": each.row.note,
        }
        for one in queries.granted_supports(pole)
        for each in queries.running(one.dedicated_funds.all())
    ]  # fmt: skip
    notes = (_("Comptes du règlement ANC 2018-06."),)
    return Table(_("Fonds dédiés du pôle « %(pole)s »") % {"pole": pole.name}, columns, rows, notes)
