"""Every address of the site: each section lists its own, with who may enter. A test refuses those that do not."""

from __future__ import annotations

from django.urls import URLPattern

from essaim.api.urls import urlpatterns as api
from essaim.web.about.urls import urlpatterns as about
from essaim.web.accounts.urls import urlpatterns as accounts
from essaim.web.calls.urls import urlpatterns as calls
from essaim.web.campaigns.urls import urlpatterns as campaigns
from essaim.web.cash.urls import urlpatterns as cash
from essaim.web.corrections.urls import urlpatterns as corrections
from essaim.web.directory.urls import urlpatterns as directory
from essaim.web.files.urls import urlpatterns as files
from essaim.web.financing.urls import urlpatterns as financing
from essaim.web.founding.urls import urlpatterns as founding
from essaim.web.funds.urls import urlpatterns as funds
from essaim.web.help.urls import urlpatterns as help_pages
from essaim.web.intake.urls import urlpatterns as intake
from essaim.web.jobs.urls import urlpatterns as jobs
from essaim.web.keeping.urls import urlpatterns as keeping
from essaim.web.letters.urls import urlpatterns as letters
from essaim.web.library.urls import urlpatterns as library
from essaim.web.lookup.urls import urlpatterns as lookup
from essaim.web.organisations.urls import urlpatterns as organisations
from essaim.web.plan_files.urls import urlpatterns as plan_files
from essaim.web.projects.urls import urlpatterns as projects
from essaim.web.prospects.urls import urlpatterns as prospects
from essaim.web.register_keeping.urls import urlpatterns as register_keeping
from essaim.web.sandbox.urls import urlpatterns as sandbox
from essaim.web.scan.urls import urlpatterns as scan
from essaim.web.sign_in.urls import urlpatterns as sign_in
from essaim.web.territories.urls import urlpatterns as territories

# One line each, in alphabetical order.
urlpatterns: list[URLPattern] = [
    *about,
    *accounts,
    *api,
    # Before the pages of a plan: no plan is called « tableur ».
    *plan_files,
    *calls,
    *campaigns,
    *cash,
    *corrections,
    *directory,
    *files,
    *financing,
    *founding,
    *funds,
    *help_pages,
    *intake,
    *jobs,
    *keeping,
    *letters,
    *library,
    *organisations,
    *lookup,
    *projects,
    *prospects,
    *register_keeping,
    *sandbox,
    *scan,
    *sign_in,
    *territories,
]

handler400 = "essaim.web.failures.refused"
handler403 = "essaim.web.failures.reserved"
handler404 = "essaim.web.failures.not_found"
handler500 = "essaim.web.failures.broken"
