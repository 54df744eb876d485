"""A first draft of a model from a pole of the directory: what is known of it, and what is left to say."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from essaim.apps.accounts.models import User
from essaim.apps.library import actions
from essaim.apps.library.from_pole import drafted_from, nearest_models
from essaim.apps.library.queries import all_models
from essaim.apps.poles.models import Membership, Pole
from essaim.apps.poles.queries import Filters, filtered_poles, pole_by_slug
from essaim.engine.language import gettext as _
from essaim.engine.territories import load_territories
from essaim.kit.forms import attempt
from essaim.web import labels
from essaim.web.acting import acting
from essaim.web.directory.lines import short_lines
from essaim.web.library.starting import StartForm
from essaim.web.organisations.listing import asked_text

_FOUND = 20


def draft(request: HttpRequest) -> HttpResponse:
    """Choose a pole; then what would be drafted from it, and a form to begin."""
    slug, by = asked_text(request, "pole"), acting(request)
    if not slug:
        return render(request, "library/choose_pole.html", {"section": "models", **_chosen(asked_text(request, "q"))})
    pole = pole_by_slug(slug)
    if pole is None:
        raise Http404
    members = [one for one in pole.memberships.all() if one.until is None]
    form = StartForm(request.POST or None, by=by, initial={"title": pole.name})
    if request.method == "POST" and form.is_valid():
        key = attempt(form, lambda: _start(form, pole, members, by))
        if key is not None:
            messages.success(request, _("Le brouillon est ouvert. Rien n'est public avant que vous le publiiez."))
            return redirect("model-edit", key=key)
    data = drafted_from(pole, members)
    shown = {
        "section": "models", "form": form, "pole": pole, "data": data, "members": len(members),
        "domains": [labels.domain(key) for key in data["domains"]],
        "nearest": [(one, [labels.domain(key) for key in keys]) for one, keys in nearest_models(pole, all_models())],
    }  # fmt: skip
    return render(request, "library/from_pole.html", shown)


def _chosen(words: str) -> dict[str, object]:
    found = filtered_poles(Filters(words=words, sort="name")).prefetch_related("domains")[:_FOUND] if words else []
    return {"words": words, "lines": short_lines(found, load_territories())}


def _start(form: StartForm, pole: Pole, members: list[Membership], by: User) -> str:
    data = {**drafted_from(pole, members), "title": form.cleaned_data["title"]}
    version = actions.start_model(
        key=form.cleaned_data["key"], network=form.chosen_network(), data=data, by=by, at=timezone.now()
    )
    return version.model.key
