"""Every address of the site: each section lists its own, with who may enter. A test refuses those that do not."""

from __future__ import annotations

from django.urls import URLPattern

from essaim.api.urls import urlpatterns as api
from essaim.web.about.urls import urlpatterns as about
from essaim.web.accounts.urls import urlpatterns as accounts
from essaim.web.campaigns.urls import urlpatterns as campaigns
from essaim.web.corrections.urls import urlpatterns as corrections
from essaim.web.directory.urls import urlpatterns as directory
from essaim.web.files.urls import urlpatterns as files
from essaim.web.intake.urls import urlpatterns as intake
from essaim.web.jobs.urls import urlpatterns as jobs
from essaim.web.keeping.urls import urlpatterns as keeping
from essaim.web.organisations.urls import urlpatterns as organisations
from essaim.web.sandbox.urls import urlpatterns as sandbox
from essaim.web.sign_in.urls import urlpatterns as sign_in
from essaim.web.territories.urls import urlpatterns as territories

# One line each, in alphabetical order.
urlpatterns: list[URLPattern] = [
    *about,
    *accounts,
    *api,
    *campaigns,
    *corrections,
    *directory,
    *files,
    *intake,
    *jobs,
    *keeping,
    *organisations,
    *sandbox,
    *sign_in,
    *territories,
]

handler403 = "essaim.web.failures.reserved"
handler404 = "essaim.web.failures.not_found"
handler500 = "essaim.web.failures.broken"
