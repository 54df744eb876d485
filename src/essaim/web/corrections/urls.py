"""Addresses of what visitors propose, each with who may enter."""

from __future__ import annotations

from django.urls import URLPattern

from essaim.apps.accounts.rules import is_signed_in
from essaim.kit.routes import anyone, route
from essaim.web.corrections import moderation, visitors

urlpatterns: list[URLPattern] = [
    route("poles/<slug:slug>/corriger/", anyone, visitors.correct_pole, "correct-pole"),
    route("organisations/<slug:uid>/corriger/", anyone, visitors.correct_organisation, "correct-organisation"),
    route("proposer-un-pole/", anyone, visitors.propose_pole, "propose-pole"),
    route("propositions/<slug:uid>/", anyone, visitors.follow, "proposal"),
    route("propositions/<slug:uid>/retirer/", anyone, visitors.take_back, "proposal-take-back"),
    route("moderation/", is_signed_in, moderation.queue, "moderation"),
    route("moderation/<slug:uid>/", is_signed_in, moderation.answer, "moderation-answer"),
]
