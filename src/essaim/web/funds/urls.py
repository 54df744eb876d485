"""Addresses of the follow-up of funds and of what is spent. Each page asks again whether the pole is its reader's."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern

from essaim.apps.accounts.rules import is_signed_in
from essaim.kit.limits import limited
from essaim.kit.routes import anyone, route
from essaim.web.funds import (
    coming,
    contract,
    de_minimis,
    dedicated,
    expense_import,
    expenses,
    final_report,
    overview,
    rows,
    supports,
)

_FUNDS = "poles/<slug:slug>/financeurs/"
_SUPPORT = f"{_FUNDS}aides/<slug:uid>/"
_AID = f"{_FUNDS}de-minimis/"
_DEDICATED = f"{_FUNDS}fonds-dedies/"
_REPORT = f"{_FUNDS}aides/<slug:uid>/compte-rendu"
_SPENT = f"{_FUNDS}depenses/"


def _writes(request: HttpRequest) -> bool:
    return request.method == "POST"


def _files(request: HttpRequest) -> bool:
    return bool(request.FILES)


_support_documents = limited("upload", supports.documents, _writes)
_sign_contract = limited("upload", contract.sign, _files)
_add_expense = limited("upload", expenses.add, _files)
_bring_expenses = limited("upload", expense_import.bring, _files)
_expense_documents = limited("upload", expenses.documents, _files)

urlpatterns: list[URLPattern] = [
    route(_FUNDS, is_signed_in, overview.funds, "funds"),
    route(f"{_FUNDS}nouveau/", is_signed_in, overview.add_funder, "funder-add"),
    route(f"{_FUNDS}a-venir/", is_signed_in, coming.coming, "funds-coming"),
    route(f"{_FUNDS}a-venir.<slug:form>", is_signed_in, coming.coming_file, "funds-coming-file"),
    route(f"{_FUNDS}agenda/", is_signed_in, coming.feed, "funds-feed"),
    route(f"{_FUNDS}aides.<slug:form>", is_signed_in, overview.supports_file, "supports-file"),
    route(f"{_FUNDS}aides/nouvelle/", is_signed_in, supports.add, "support-add"),
    route(_SUPPORT, is_signed_in, supports.support, "support"),
    route(f"{_SUPPORT}modifier/", is_signed_in, supports.edit, "support-edit"),
    route(f"{_SUPPORT}retirer/", is_signed_in, supports.remove, "support-remove"),
    route(f"{_SUPPORT}etat/<slug:state>/", is_signed_in, supports.move, "support-move"),
    route(f"{_SUPPORT}contrat-engagement-republicain/", is_signed_in, _sign_contract, "support-contract"),
    route(f"{_SUPPORT}documents/", is_signed_in, _support_documents, "support-documents"),
    route(f"{_SUPPORT}documents/<slug:document>/", is_signed_in, supports.download, "support-document"),
    route(f"{_SUPPORT}suivi/<slug:what>/ajouter/", is_signed_in, rows.add, "support-row-add"),
    route(f"{_SUPPORT}suivi/<slug:what>/<slug:row>/", is_signed_in, rows.change, "support-row"),
    route(f"{_FUNDS}qui/<slug:uid>/", is_signed_in, overview.funder, "funder"),
    route(_AID, is_signed_in, de_minimis.aids, "de-minimis"),
    route(f"{_FUNDS}de-minimis.<slug:form>", is_signed_in, de_minimis.aids_file, "de-minimis-file"),
    route(f"{_AID}verifier/", is_signed_in, de_minimis.check, "de-minimis-check"),
    route(f"{_AID}noter/", is_signed_in, de_minimis.add_aid, "de-minimis-add"),
    route(f"{_AID}aide/<slug:uid>/", is_signed_in, de_minimis.change_aid, "de-minimis-aid"),
    route(f"{_AID}groupes/nouveau/", is_signed_in, de_minimis.add_group, "de-minimis-group-add"),
    route(f"{_AID}groupes/<slug:uid>/", is_signed_in, de_minimis.change_group, "de-minimis-group"),
    route(_DEDICATED, is_signed_in, dedicated.dedicated, "dedicated"),
    route(f"{_FUNDS}fonds-dedies.<slug:form>", is_signed_in, dedicated.dedicated_file, "dedicated-file"),
    route(f"{_DEDICATED}<slug:uid>/noter/", is_signed_in, dedicated.add, "dedicated-add"),
    route(f"{_DEDICATED}<slug:uid>/<slug:row>/", is_signed_in, dedicated.change, "dedicated-row"),
    route(f"{_REPORT}/", is_signed_in, final_report.report, "final-report"),
    route(f"{_REPORT}.<slug:form>", is_signed_in, final_report.report_file, "final-report-file"),
    route(f"{_REPORT}/textes/", is_signed_in, final_report.texts, "final-report-texts"),
    route(_SPENT, is_signed_in, expenses.expenses, "expenses"),
    route(f"{_FUNDS}depenses.<slug:form>", is_signed_in, expenses.expenses_file, "expenses-file"),
    route(f"{_SPENT}importer/", is_signed_in, _bring_expenses, "expenses-import"),
    route(f"{_SPENT}importer/<slug:uid>/", is_signed_in, expense_import.sheet, "expenses-sheet"),
    route(f"{_SPENT}noter/", is_signed_in, _add_expense, "expense-add"),
    route(f"{_SPENT}piece/<slug:uid>/", is_signed_in, expenses.change, "expense"),
    route(f"{_SPENT}piece/<slug:uid>/retirer/", is_signed_in, expenses.remove, "expense-remove"),
    route(f"{_SPENT}piece/<slug:uid>/documents/", is_signed_in, _expense_documents, "expense-documents"),
    route(f"{_SPENT}piece/<slug:uid>/documents/<slug:document>/", is_signed_in, expenses.download, "expense-document"),
    # The secret in the address is the key, as for the links of letters.
    route("agenda/<slug:token>.ics", anyone, coming.calendar, "funds-calendar"),
]
