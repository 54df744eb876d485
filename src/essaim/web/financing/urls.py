"""Addresses of a pole's money. Each page asks again whether the pole, or the plan, is for whoever reads it."""

from __future__ import annotations

from django.urls import URLPattern

from essaim.apps.accounts.rules import is_signed_in
from essaim.kit.routes import route
from essaim.web.financing import (
    changing,
    funder_rows,
    grid,
    lines,
    listing,
    long_term,
    page,
    rules_page,
    shared,
    sharing,
    spent_rows,
    starting,
    tables,
    working_capital,
)

_PLANS = "poles/<slug:slug>/budget/"
_PLAN = f"{_PLANS}<slug:uid>/"

urlpatterns: list[URLPattern] = [
    route(_PLANS, is_signed_in, listing.plan_list, "plans"),
    route(f"{_PLANS}commencer/", is_signed_in, starting.start, "start-plan"),
    route(_PLAN, is_signed_in, page.plan_page, "plan"),
    route(f"{_PLAN}modifier/", is_signed_in, changing.edit, "edit-plan"),
    route(f"{_PLAN}etape/", is_signed_in, changing.move, "move-plan"),
    route(f"{_PLAN}copier/", is_signed_in, starting.copy, "copy-plan"),
    route(f"{_PLAN}saisie/", is_signed_in, grid.grid, "plan-grid"),
    route(f"{_PLAN}lignes/ajouter/", is_signed_in, lines.add, "add-line"),
    route(f"{_PLAN}lignes/<slug:line>/", is_signed_in, lines.edit, "plan-line"),
    route(f"{_PLAN}lignes/<slug:line>/calendrier/", is_signed_in, lines.calendar, "line-calendar"),
    route(f"{_PLAN}lignes/<slug:line>/retirer/", is_signed_in, lines.remove, "remove-line"),
    route(f"{_PLAN}supprimer/", is_signed_in, starting.delete, "delete-plan"),
    route(f"{_PLAN}financeurs/", is_signed_in, funder_rows.funders_page, "plan-funders"),
    route(f"{_PLAN}realise/", is_signed_in, funder_rows.actual_page, "plan-actual"),
    route(f"{_PLAN}realise/reprendre/", is_signed_in, spent_rows.take_up, "plan-take-up"),
    route(f"{_PLAN}durable/", is_signed_in, long_term.long_term_page, "plan-long-term"),
    route(f"{_PLAN}durable/ajouter/", is_signed_in, long_term.add_item, "add-plan-item"),
    route(f"{_PLAN}durable/fonds-de-roulement/", is_signed_in, working_capital.working_capital, "plan-working-capital"),
    route(f"{_PLAN}durable/<slug:item>/", is_signed_in, long_term.edit_item, "plan-item"),
    route(f"{_PLAN}durable/<slug:item>/retirer/", is_signed_in, long_term.drop_item, "remove-plan-item"),
    route(f"{_PLAN}tableaux/<slug:table>.<str:form>", is_signed_in, tables.table_file, "plan-table"),
    route(f"{_PLAN}regles/", is_signed_in, rules_page.rules_page, "plan-rules"),
    route(f"{_PLAN}regles/<slug:funder>/", is_signed_in, rules_page.funder_rule, "plan-funder-rule"),
    route(f"{_PLAN}partage/", is_signed_in, sharing.sharing_page, "plan-sharing"),
    route("budgets-partages/", is_signed_in, shared.shared_list, "shared-plans"),
    route("budgets-partages/<slug:uid>/", is_signed_in, shared.shared_page, "shared-plan"),
]
