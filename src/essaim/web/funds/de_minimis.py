"""De minimis aid of the pole's members: what is noted, what is used of each ceiling, whether one more would pass."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from essaim.apps.financing.actions import aid as actions
from essaim.apps.financing.enums import Regulation
from essaim.apps.financing.models import DeMinimisAid, SingleUndertaking
from essaim.apps.financing.queries import aid as queries
from essaim.apps.poles.models import Pole
from essaim.engine.errors import EssaimError
from essaim.engine.financing import (
    Aid,
    Counter,
    OneMore,
    SharedUse,
    de_minimis_counted,
    de_minimis_regulations,
    one_more_de_minimis,
    shared_ceilings,
    status_words,
)
from essaim.engine.language import gettext as _
from essaim.engine.values import Answer
from essaim.kit.numbers import typed_version
from essaim.tables.formats import euros, typed_euros
from essaim.tables.table import Column, Row, Table
from essaim.web.access import own_pole
from essaim.web.acting import acting
from essaim.web.editing.saving import Part, edited
from essaim.web.funds.aid_forms import AidForm, CheckForm, GroupForm
from essaim.web.lists import asked, given, page_of, table_file
from essaim.web.sure import asked_first

_AID = ("organisation", "regulation", "granted_on", "cents", "granted_by", "source", "support")


def aids(request: HttpRequest, slug: str) -> HttpResponse:
    """What each undertaking used of each ceiling, and the aids noted, as filtered."""
    pole, today = own_pole(request, slug), timezone.localdate()
    filters = _filters(request)
    page = page_of(request, queries.aids_of(pole, filters))
    found = queries.undertakings_of(pole, today)
    shown: dict[str, Any] = {
        "pole": pole, "page": page, "filters": filters, "asked": asked(request), "regulations": Regulation.choices,
        "texts": [(one, status_words()[one.status]) for one in de_minimis_regulations()],
        "shared_texts": [(one, status_words()[one.status]) for one in shared_ceilings()],
        "organisations": sorted((each for one in found for each in one.organisations), key=lambda one: one.name),
        "undertakings": [(one, [_counter_line(each) for each in one.counters]) for one in found if one.count],
        "without": [one for one in found if not one.count], "groups": [one.group for one in found if one.group],
        "lines": [(one, euros(one.cents)) for one in page], "is_filtered": filters != queries.AidFilters(),
    }  # fmt: skip
    return render(request, "funds/de_minimis.html", shown)


def aids_file(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    """The aids as filtered, one a row."""
    pole = own_pole(request, slug)
    found = queries.aids_of(pole, _filters(request))
    return table_file(lambda: _table(pole.name, list(found)), form, f"de-minimis-{pole.slug}")


def check(request: HttpRequest, slug: str) -> HttpResponse:
    """Before applying: would this aid pass? Nothing is kept."""
    pole = own_pole(request, slug)
    is_asked = "cents" in request.GET
    form = CheckForm(request.GET if is_asked else None, organisations=queries.aided_organisations(pole))
    shown: dict[str, Any] = {"pole": pole, "form": form}
    if is_asked and form.is_valid():
        shown |= _checked(pole, form.cleaned_data)
    return render(request, "funds/de_minimis_check.html", shown)


def add_aid(request: HttpRequest, slug: str) -> HttpResponse:
    """Note an aid."""
    return _aid_edited(request, own_pole(request, slug), None)


def change_aid(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """Correct an aid, or remove it."""
    pole = own_pole(request, slug)
    found = queries.aid_by_uid(pole, uid)
    if found is None:
        raise Http404
    if request.POST.get("do") == "remove":
        seen = typed_version(request.POST.get("version", ""))
        what = _("l'aide du %(day)s à %(name)s") % {
            "day": f"{found.granted_on:%d/%m/%Y}", "name": found.organisation.name,
        }  # fmt: skip
        return _removed(
            request, slug, what, lambda by, at: actions.remove_aid(aid=found, seen_version=seen, by=by, at=at)
        )  # fmt: skip
    return _aid_edited(request, pole, found)


def add_group(request: HttpRequest, slug: str) -> HttpResponse:
    """Note that organisations count as one."""
    return _group_edited(request, own_pole(request, slug), None)


def change_group(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """Correct a group, or undo it."""
    pole = own_pole(request, slug)
    found = queries.group_by_uid(pole, uid)
    if found is None:
        raise Http404
    if request.POST.get("do") == "remove":
        seen = typed_version(request.POST.get("version", ""))
        return _removed(
            request, slug, found.name,
            lambda by, at: actions.remove_undertaking(undertaking=found, seen_version=seen, by=by, at=at),
        )  # fmt: skip
    return _group_edited(request, pole, found)


def _aid_edited(request: HttpRequest, pole: Pole, found: DeMinimisAid | None) -> HttpResponse:
    organisations = queries.aided_organisations(pole)
    present: dict[str, Any] = {"organisation": request.GET.get("organisation", "")[:40]} if found is None else {
        **{name: getattr(found, name) for name in _AID},
        "organisation": found.organisation.uid, "cents": typed_euros(found.cents),
        "support": found.support.uid if found.support else "",
    }  # fmt: skip
    part = Part(
        title=_("Noter une aide de minimis") if found is None else _("Corriger une aide de minimis"),
        back=reverse("de-minimis", args=[pole.slug]), back_label=_("Aides de minimis"),
        version=found.version if found else 1, present=present, template="funds/de_minimis_edit.html",
        shown={"row": found, "no_member": not organisations, "pole": pole},
        make=lambda *args, **options: AidForm(*args, pole=pole, organisations=organisations, **options),
        save=lambda typed, seen, by, at: actions.put_aid(
            pole=pole, aid=found, facts={name: typed[name] for name in _AID}, seen_version=seen, by=by, at=at
        ),
    )  # fmt: skip
    return edited(request, part)


def _group_edited(request: HttpRequest, pole: Pole, found: SingleUndertaking | None) -> HttpResponse:
    organisations = queries.aided_organisations(pole)
    present: dict[str, Any] = {} if found is None else {
        "name": found.name, "note": found.note, "organisations": [one.uid for one in found.organisations.all()],
    }  # fmt: skip
    part = Part(
        title=_("Organisations qui comptent pour une seule"), back=reverse("de-minimis", args=[pole.slug]),
        back_label=_("Aides de minimis"), version=found.version if found else 1, present=present,
        template="funds/de_minimis_edit.html",
        shown={
            "row": found, "no_member": not organisations, "pole": pole,
            "lead": _(
                "Les règlements comptent ensemble les aides d'une « entreprise unique » : des organisations dont l'une "
                "contrôle l'autre (majorité des voix, nomination des dirigeants, contrat ou statuts qui donnent une "
                "influence dominante). Adhérer au même pôle n'en fait pas une entreprise unique."
            ),
        },
        make=lambda *args, **options: GroupForm(*args, organisations=organisations, **options),
        save=lambda typed, seen, by, at: actions.put_undertaking(
            pole=pole, undertaking=found, name=typed["name"], note=typed["note"],
            organisations=typed["organisations"], seen_version=seen, by=by, at=at,
        ),
    )  # fmt: skip
    return edited(request, part)


def _removed(request: HttpRequest, slug: str, what: str, remove: Any) -> HttpResponse:
    asked = asked_first(
        request, title=_("Retirer « %(title)s » ?") % {"title": what}, back=reverse("de-minimis", args=[slug]),
        lead=_("Ce qui est utilisé et ce qui reste se comptent alors sans elle."), back_label=_("Aides de minimis"),
    )  # fmt: skip
    if asked is not None:
        return asked
    try:
        remove(acting(request), timezone.now())
    except EssaimError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("C'est retiré ; l'historique le garde."))
    return redirect("de-minimis", slug)


def _checked(pole: Pole, said: dict[str, Any]) -> dict[str, Any]:
    organisation = said["organisation"]
    undertaking = queries.undertaking_of(pole, organisation)
    noted = [one for one in queries.aids_of(pole) if one.organisation.uid in undertaking]
    new = Aid(organisation.uid, said["regulation"], said["on"], said["cents"])
    found = one_more_de_minimis(
        undertaking, queries.as_aids(noted), new, in_register=said["in_register"],
        compensated=said["compensated"], fiscal_month=said["fiscal_month"] or 1,
    )  # fmt: skip
    rules = next(one for one in de_minimis_regulations() if one.key == said["regulation"])
    kinds = found.shared.regulations if found.shared else (rules.key,)
    counted = de_minimis_counted(queries.as_aids(noted), new, kinds, fiscal_month=said["fiscal_month"] or 1)
    return {
        "found": found, "answer": _said(found), "kind": _CSS[found.answer], "rules": rules,
        "organisation": organisation,
        "counted": [(one, euros(one.cents)) for one, counts in zip(noted, counted, strict=True) if counts],
        "others": len(undertaking) - 1, "status": status_words()[rules.status], "cents": euros(said["cents"]),
        "on": said["on"], "shared_status": status_words()[found.shared.status] if found.shared else "",
    }  # fmt: skip


_CSS = {Answer.YES: "yes", Answer.NO: "no", Answer.UNKNOWN: "unknown"}


def _said(found: OneMore) -> str:
    return {
        Answer.YES: _("elle passe, d'après ce qui est noté ici"), Answer.NO: _("elle dépasse"),
        Answer.UNKNOWN: _("on ne peut pas dire"),
    }[found.answer]  # fmt: skip


def _counter_line(one: Counter) -> dict[str, Any]:
    return {
        "title": one.regulation.title(), "used": euros(one.used.cents),
        "ceiling": euros(one.ceiling) if one.ceiling is not None else "",
        "left": euros(one.left) if one.left is not None else "",
        "is_over": one.ceiling is not None and one.used.cents > one.ceiling,
        "window": _("sur trois ans glissants") if one.regulation.window == "rolling" else _("sur trois exercices"),
        "leaves_on": one.leaves_on, "leaving": euros(one.leaving.cents) if one.leaving else "",
        "shared": [_shared_line(each) for each in one.shared if not each.shared.asks or _is_over(each)],
    }  # fmt: skip


def _shared_line(one: SharedUse) -> dict[str, Any]:
    titles = {each.key: each.title() for each in de_minimis_regulations()}
    return {
        "names": ", ".join(titles[key] for key in one.shared.regulations), "used": euros(one.used.cents),
        "ceiling": euros(one.ceiling) if one.ceiling is not None else _("on ne peut pas dire"),
        "is_over": _is_over(one), "asks": one.shared.asks,
    }  # fmt: skip


def _is_over(one: SharedUse) -> bool:
    return one.ceiling is not None and one.used.cents > one.ceiling


def _table(pole: str, found: list[DeMinimisAid]) -> Table:
    columns = (
        Column("organisation", _("Organisation")), Column("siren", "SIREN", "code"),
        Column("regulation", _("Règlement")), Column("granted_on", _("Accordée le")),
        Column("amount", _("Montant (équivalent-subvention brut)"), "float", 2, "€"),
        Column("granted_by", _("Accordée par")), Column("source", _("Source")),
        Column("recorded_at", _("Notée ici le")),
    )  # fmt: skip
    title = _("Aides de minimis notées par le pôle « %(pole)s »") % {"pole": pole}
    return Table(title, columns, [_row(one) for one in found], (_not_all(),))


def _not_all() -> str:
    return _(
        "Ce que ce pôle a noté, et rien d'autre : d'autres aides ont pu être reçues. L'organisation les connaît "
        "toutes, et les déclare à qui accorde l'aide."
    )


def _row(one: DeMinimisAid) -> Row:
    return {
        "organisation": one.organisation.name, "siren": one.organisation.siren,
        "regulation": str(one.get_regulation_display()), "granted_on": one.granted_on.isoformat(),
        "amount": one.cents / 100, "granted_by": one.granted_by, "source": one.source,
        "recorded_at": timezone.localdate(one.recorded_at).isoformat(),
    }  # fmt: skip


def _filters(request: HttpRequest) -> queries.AidFilters:
    said = given(request, "organisation", "reglement")
    return queries.AidFilters(
        said["organisation"], said["reglement"] if said["reglement"] in Regulation.values else ""
    )  # fmt: skip
