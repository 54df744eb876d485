"""The phases of a call: one row each, in the call's own time; what is wrong is said beside the field."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from essaim.apps.calls.actions.planning import PhasePlan, set_phases
from essaim.apps.calls.enums import WRITING, CallState, PhaseKind
from essaim.apps.calls.models import Call
from essaim.apps.calls.phasing import contradictions
from essaim.apps.calls.queries.dossiers import open_dossiers
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext
from essaim.kit.language import gettext_lazy as _
from essaim.web.acting import acting
from essaim.web.calls.access import notice_address, run_call
from essaim.web.calls.forms import moment_field
from essaim.web.calls.planning import seen_version
from essaim.web.sure import asked_first

_MOST_PHASES = 8


class PhaseForm(forms.Form):
    """One phase; blank, it is none."""

    kind = forms.ChoiceField(label=_("Phase"), required=False, choices=[("", "—"), *PhaseKind.choices])
    title = forms.CharField(label=_("Nom, s'il en faut un autre"), required=False, max_length=200)
    opens_at = moment_field(_("Ouvre le"))
    closes_at = moment_field(_("Ferme le"))

    def clean(self) -> dict[str, Any]:
        """A phase is of some kind, opens one day, and closes later."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        opens, closes = typed.get("opens_at"), typed.get("closes_at")
        if not typed.get("kind"):
            if opens or closes or typed.get("title"):
                self.add_error("kind", gettext("Dites de quelle phase il s'agit, ou effacez ses dates et son nom."))
        elif not opens and "opens_at" not in self.errors:
            self.add_error("opens_at", gettext("Dites quand cette phase ouvre."))
        if opens and closes and closes <= opens:
            said = gettext("Cette phase ferme avant d'ouvrir : elle ouvre le %(at)s.") % {"at": _local(opens)}
            self.add_error("closes_at", said)
        return typed


class PhaseForms(forms.BaseFormSet[PhaseForm]):
    """The phases together: each must stand within the call."""

    is_published = False

    def clean(self) -> None:
        """The rest comes once dossiers may be written; a published call keeps its closing."""
        if any(self.errors):
            return
        rows = [one for one in self.forms if one.cleaned_data.get("kind")]
        plans = [_plan(one.cleaned_data) for one in rows]
        writing = [place for place, one in enumerate(plans) if one.kind in WRITING]
        if self.is_published and not writing:
            raise forms.ValidationError(gettext("Un appel publié garde une phase où les dossiers s'écrivent."))
        last = max(writing, key=lambda place: plans[place].opens_at, default=None)
        if self.is_published and last is not None and plans[last].closes_at is None:
            rows[last].add_error("closes_at", gettext("Dites quand cette phase ferme : l'appel est publié."))
        for one in contradictions(plans, _local):
            rows[one.place].add_error(one.field, one.why)


def edit_phases(request: HttpRequest, slug: str) -> HttpResponse:
    """The phases, in the call's own time: one row each, a blank row is none."""
    call = run_call(request, slug)
    with timezone.override(ZoneInfo(call.zone)):
        made = cast(
            type[PhaseForms], forms.formset_factory(PhaseForm, formset=PhaseForms, extra=2, max_num=_MOST_PHASES)
        )
        first = [
            {"kind": one.kind, "title": one.title, "opens_at": one.opens_at, "closes_at": one.closes_at}
            for one in call.phases.all()
        ]
        rows = made(request.POST or None, initial=first, prefix="p")
        rows.is_published = call.state == CallState.PUBLISHED
        wrong = ""
        if request.method == "POST" and rows.is_valid():
            asked = _asked_of_closing(request, call, _plans(rows))
            if asked is not None:
                return asked
            seen, by, at = seen_version(request), acting(request), timezone.now()
            try:
                set_phases(
                    call=call, phases=_plans(rows), seen_version=seen, by=by, at=at,
                    address=notice_address(request, call),
                )  # fmt: skip
            except EssaimError as refusal:
                wrong = str(refusal)
            else:
                messages.success(request, gettext("C'est enregistré."))
                return redirect("call-run", slug=slug)
        shown = {"section": "calls", "call": call, "rows": rows, "wrong": wrong}
        return render(request, "calls/phases.html", shown)


def _asked_of_closing(request: HttpRequest, call: Call, plans: list[PhasePlan]) -> HttpResponse | None:
    """The page that asks before the closing of a public call moves into the past; None: go on."""
    at, before = timezone.now(), call.writing
    writing = [one for one in plans if one.kind in WRITING]
    closes = max(writing, key=lambda one: one.opens_at).closes_at if writing else None
    was_over = before is None or (before.closes_at is not None and before.closes_at <= at)
    if call.state != CallState.PUBLISHED or was_over or closes is None or closes > at:
        return None
    lead = gettext(
        "La clôture passerait au %(at)s, déjà passé : l'appel serait clos aussitôt, et les dossiers en cours ne "
        "pourraient plus être déposés (%(n)s)."
    )
    return asked_first(
        request, title=gettext("Clore l'appel dès maintenant ?"),
        lead=lead % {"at": _local(closes), "n": open_dossiers(call).count()},
        back=reverse("call-phases", args=[call.slug]), back_label=call.title, send=gettext("Clore l'appel"),
    )  # fmt: skip


def _plans(rows: PhaseForms) -> list[PhasePlan]:
    return [_plan(one.cleaned_data) for one in rows.forms if one.cleaned_data.get("kind")]


def _plan(typed: dict[str, Any]) -> PhasePlan:
    return PhasePlan(typed["kind"], typed["opens_at"], typed["closes_at"], typed["title"])


def _local(at: datetime) -> str:
    """A moment in the zone in use, that of the call."""
    return f"{timezone.localtime(at):%d/%m/%Y %H:%M}"
