"""Addresses of poles being founded. Each page of a draft asks again whether it is for whoever reads it."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern

from essaim.apps.accounts.rules import is_signed_in
from essaim.apps.founding.rules import can_moderate_founding
from essaim.kit.limits import limited
from essaim.kit.routes import anyone, route
from essaim.web.founding import adaptations, changing, draft, mentor_requests, mentoring, publishing, starting, steps

_MENTORS, _REQUESTS = "fonder/<slug:slug>/entraide/", "poles/<slug:slug>/demandes-d-aide/"


def _writes(request: HttpRequest) -> bool:
    return request.method == "POST"


# Each of these may send letters, or keeps files: no more often than people do.
_ask = limited("founders-request", mentoring.ask, _writes)
_publish = limited("founders-request", publishing.publication, _writes)
_file = limited("upload", mentoring.agreement, _writes)

urlpatterns: list[URLPattern] = [
    route("fonder/", anyone, limited("draft", starting.found_here, _writes), "found-here"),
    route("fonder/<slug:slug>/", is_signed_in, draft.founding, "founding"),
    route("fonder/<slug:slug>/etapes/", is_signed_in, steps.keep_steps, "founding-steps"),
    route("fonder/<slug:slug>/adaptations/", is_signed_in, adaptations.adaptations, "founding-adaptations"),
    route("fonder/<slug:slug>/modele/", is_signed_in, changing.choose, "founding-model"),
    route("fonder/<slug:slug>/abandonner/", is_signed_in, changing.give_up_draft, "founding-give-up"),
    route(_MENTORS, is_signed_in, mentoring.mentors, "founding-mentor"),
    route(f"{_MENTORS}demander/<slug:mentor>/", is_signed_in, _ask, "founding-mentor-ask"),
    route(f"{_MENTORS}<slug:uid>/", is_signed_in, mentoring.mentoring, "founding-mentoring"),
    route(f"{_MENTORS}<slug:uid>/convention/", is_signed_in, _file, "founding-agreement"),
    route(
        f"{_MENTORS}<slug:uid>/convention.<str:form>", is_signed_in, mentoring.agreement_file,
        "founding-agreement-file",
    ),
    route(_REQUESTS, is_signed_in, mentor_requests.received, "mentor-requests"),
    route(f"{_REQUESTS}<slug:uid>/", is_signed_in, mentor_requests.answer, "mentor-request"),
    route("fonder/<slug:slug>/publier/", is_signed_in, _publish, "founding-publish"),
    # Not under fonder/: a draft may be called anything.
    route("publications/", can_moderate_founding, publishing.publications, "publications"),
    route("publications/<slug:slug>/", can_moderate_founding, publishing.moderated, "publication"),
]  # fmt: skip
