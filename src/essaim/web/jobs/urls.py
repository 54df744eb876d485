"""Addresses of long work, of mail and of the site's health, each with who may enter."""

from __future__ import annotations

from django.urls import URLPattern

from essaim.apps.accounts.rules import is_administrator, is_signed_in
from essaim.kit.routes import anyone, route
from essaim.web.jobs import health, mail, work

urlpatterns: list[URLPattern] = [
    route("sante/", anyone, health.health, "health"),
    route("travaux/", is_signed_in, work.my_jobs, "jobs"),
    route("travaux/<str:uid>/", is_signed_in, work.job, "job"),
    route("travaux/<str:uid>/arreter/", is_signed_in, work.stop, "job-stop"),
    route("administration/courrier/", is_administrator, mail.messages_page, "mail"),
    route("administration/courrier/<str:uid>/renvoyer/", is_administrator, mail.resend, "mail-resend"),
    route("administration/courrier/<str:uid>/abandonner/", is_administrator, mail.give_up, "mail-drop"),
]
