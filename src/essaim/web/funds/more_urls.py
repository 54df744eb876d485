"""Addresses of what follows the funds: de minimis aid, expenses, dedicated funds, final reports."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern

from essaim.apps.accounts.rules import is_signed_in
from essaim.kit.limits import limited
from essaim.kit.routes import route
from essaim.web.funds import de_minimis, dedicated, expense_import, expenses, final_report

_FUNDS = "poles/<slug:slug>/financeurs/"
_AID = f"{_FUNDS}de-minimis/"
_DEDICATED = f"{_FUNDS}fonds-dedies/"
_REPORT = f"{_FUNDS}aides/<slug:uid>/compte-rendu"
_SPENT = f"{_FUNDS}depenses/"


def _files(request: HttpRequest) -> bool:
    return bool(request.FILES)


_add = limited("upload", expenses.add, _files)
_bring = limited("upload", expense_import.bring, _files)
_documents = limited("upload", expenses.documents, _files)

urlpatterns: list[URLPattern] = [
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
    route(f"{_SPENT}importer/", is_signed_in, _bring, "expenses-import"),
    route(f"{_SPENT}importer/<slug:uid>/", is_signed_in, expense_import.sheet, "expenses-sheet"),
    route(f"{_SPENT}noter/", is_signed_in, _add, "expense-add"),
    route(f"{_SPENT}piece/<slug:uid>/", is_signed_in, expenses.change, "expense"),
    route(f"{_SPENT}piece/<slug:uid>/retirer/", is_signed_in, expenses.remove, "expense-remove"),
    route(f"{_SPENT}piece/<slug:uid>/documents/", is_signed_in, _documents, "expense-documents"),
    route(f"{_SPENT}piece/<slug:uid>/documents/<slug:document>/", is_signed_in, expenses.download, "expense-document"),
]
