"""Addresses of a plan's files: spreadsheets that go out and come in, the subsidy form's layout, the journal."""

from __future__ import annotations

from django.urls import URLPattern

from essaim.apps.accounts.rules import is_signed_in
from essaim.kit.routes import route
from essaim.web.plan_files import form_files, journal, page, sheets, sheets_out, sheets_start

_PLANS = "poles/<slug:slug>/budget/"
_FILES = f"{_PLANS}<slug:uid>/fichiers/"

urlpatterns: list[URLPattern] = [
    # Before the pages of a plan: no plan is called so.
    route(f"{_PLANS}tableur/", is_signed_in, sheets_start.start, "plan-sheet-new"),
    route(f"{_PLANS}tableur/modele.<slug:form>", is_signed_in, sheets_out.model, "plan-sheet-model"),
    route(_FILES, is_signed_in, page.files_page, "plan-files"),
    route(f"{_FILES}plan.<slug:form>", is_signed_in, sheets_out.file, "plan-sheet"),
    route(f"{_FILES}rendre/", is_signed_in, sheets.bring, "plan-sheet-in"),
    route(f"{_FILES}rendus/<slug:sheet>/", is_signed_in, sheets.brought, "plan-sheet-brought"),
    route(f"{_FILES}rendus/<slug:sheet>/avant.<slug:form>", is_signed_in, sheets.former, "plan-sheet-former"),
    route(f"{_FILES}journal/", is_signed_in, journal.page, "plan-journal"),
    route(f"{_FILES}journal.<slug:form>", is_signed_in, journal.file, "plan-journal-file"),
    route(f"{_FILES}formulaire.<slug:form>", is_signed_in, form_files.file, "plan-form"),
]
