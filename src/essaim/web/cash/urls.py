"""The addresses of a plan's cash: curve, cases, fee, scenarios, note; views ask again whose plan it is."""

from __future__ import annotations

from django.urls import URLPattern

from essaim.apps.accounts.rules import is_signed_in
from essaim.kit.limits import limited
from essaim.kit.routes import route
from essaim.web.cash import note, page, scenarios

_PLAN = "poles/<slug:slug>/budget/<slug:uid>/"
_CASH = f"{_PLAN}tresorerie/"
_SCENARIOS = f"{_CASH}scenarios/"

urlpatterns: list[URLPattern] = [
    route(_CASH, is_signed_in, page.page, "plan-cash"),
    route(f"{_CASH}mois-par-mois.csv", is_signed_in, page.curve_file("csv"), "plan-curve-csv"),
    route(f"{_CASH}mois-par-mois.xlsx", is_signed_in, page.curve_file("xlsx"), "plan-curve-xlsx"),
    route(f"{_CASH}mois-par-mois.ods", is_signed_in, page.curve_file("ods"), "plan-curve-ods"),
    route(f"{_CASH}cas.csv", is_signed_in, page.cases_file("csv"), "plan-cases-csv"),
    route(f"{_CASH}cas.xlsx", is_signed_in, page.cases_file("xlsx"), "plan-cases-xlsx"),
    route(f"{_CASH}cas.ods", is_signed_in, page.cases_file("ods"), "plan-cases-ods"),
    route(f"{_CASH}cotisation/", is_signed_in, page.fee_page, "plan-fee"),
    route(f"{_CASH}hypotheses/", is_signed_in, scenarios.attempt_page, "plan-cash-try"),
    route(_SCENARIOS, is_signed_in, scenarios.kept_page, "plan-scenarios"),
    route(f"{_SCENARIOS}comparer/", is_signed_in, scenarios.compare, "plan-scenarios-compare"),
    route(f"{_SCENARIOS}<slug:scenario>/", is_signed_in, scenarios.page, "plan-scenario"),
    route(f"{_SCENARIOS}<slug:scenario>/renommer/", is_signed_in, scenarios.rename, "plan-scenario-rename"),
    route(f"{_SCENARIOS}<slug:scenario>/effacer/", is_signed_in, scenarios.delete, "plan-scenario-delete"),
    route(f"{_PLAN}note/", is_signed_in, note.page, "plan-note"),
    route(f"{_PLAN}note.pdf", is_signed_in, limited("export", note.pdf), "plan-note-pdf"),
    route(f"{_PLAN}note.odt", is_signed_in, limited("export", note.odt), "plan-note-odt"),
]
