"""The list of things to do: one form for each line, so that it works without scripts."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from essaim.apps.founding.actions import steps as actions
from essaim.apps.founding.models import Founding, Step
from essaim.engine.language import gettext
from essaim.kit.forms import attempt
from essaim.kit.language import gettext_lazy as _
from essaim.web.acting import acting
from essaim.web.founding.access import own_founding
from essaim.web.founding.draft import step_lines


class StepForm(forms.Form):
    """A thing of one's own to do."""

    text = forms.CharField(label=_("À faire"), max_length=300)
    due_on = forms.DateField(label=_("Pour le"), required=False, widget=forms.DateInput(attrs={"type": "date"}))


class DayForm(forms.Form):
    """For when."""

    due_on = forms.DateField(required=False)


def keep_steps(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole list; what is posted says which line and what to do with it."""
    founding = own_founding(request, slug)
    form = StepForm(request.POST if request.POST.get("do") == "add" else None)
    if request.method == "POST":
        if request.POST.get("do") != "add":
            return _changed(request, founding)
        if form.is_valid():
            typed, by, at = form.cleaned_data, acting(request), timezone.now()
            added = attempt(
                form,
                lambda: actions.add_step(founding=founding, text=typed["text"], due_on=typed["due_on"], by=by, at=at),
            )
            if added is not None:
                return _back(slug)
    shown = {"founding": founding, "pole": founding.pole, "lines": step_lines(founding), "form": form}
    return render(request, "founding/steps.html", shown)


def _changed(request: HttpRequest, founding: Founding) -> HttpResponse:
    step, what = _step(founding, request.POST.get("step", "")), request.POST.get("do", "")
    by, at = acting(request), timezone.now()
    if what in ("done", "undone"):
        actions.tick_step(step=step, done=what == "done", by=by, at=at)
    elif what == "remove":
        actions.remove_step(step=step, by=by, at=at)
        messages.success(request, gettext("La ligne est retirée."))
    elif what == "date":
        day = DayForm(request.POST)
        if day.is_valid():
            actions.date_step(step=step, due_on=day.cleaned_data["due_on"], by=by, at=at)
        else:
            messages.error(request, gettext("Cette date ne se lit pas : écrivez-la comme 25/06/2027."))
    else:
        raise Http404
    if request.POST.get("from") == "draft":
        return redirect("founding", slug=founding.pole.slug)
    return _back(founding.pole.slug)


def _step(founding: Founding, number: str) -> Step:
    found = [one for one in founding.steps.all() if str(one.pk) == number]
    if not found:
        raise Http404
    found[0].founding = founding
    return found[0]


def _back(slug: str) -> HttpResponse:
    return redirect("founding-steps", slug=slug)
