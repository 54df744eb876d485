"""Expenses with their evidence: the list with its filters and totals, one expense, its documents, the same as files."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from essaim.apps.documents.queries import documents_of
from essaim.apps.financing.actions import expenses as actions
from essaim.apps.financing.models import Expense
from essaim.apps.financing.models.following import EXPENSE
from essaim.apps.financing.queries import expenses as queries
from essaim.apps.financing.queries.funds import supports_of
from essaim.apps.poles.models import Pole
from essaim.apps.projects.models import Project
from essaim.engine.financing import load_form
from essaim.engine.language import gettext as _
from essaim.kit.forms import attempt
from essaim.tables.formats import euros, typed_euros
from essaim.tables.table import Column, Row, Table
from essaim.web.access import own_pole
from essaim.web.acting import acting
from essaim.web.editing.saving import Part, confirmed, edited
from essaim.web.filing import Shelf, attachment, shelf_page, shelved
from essaim.web.funds.expense_forms import ExpenseForm, NewExpenseForm
from essaim.web.lists import asked, given, page_of, table_file


def expenses(request: HttpRequest, slug: str) -> HttpResponse:
    """The expenses as filtered, with their totals."""
    pole, filters = own_pole(request, slug), _filters(request)
    found = queries.expenses_of(pole, filters)
    page, totals = page_of(request, found), queries.totals_of(found)
    pieces = queries.pieces_of(list(page))
    shown: dict[str, Any] = {
        "pole": pole, "page": page, "filters": filters, "asked": asked(request), "totals": totals, "none": queries.NONE,
        "charged": euros(totals.charged), "years": queries.years_of(pole),
        "lines": [_line(one, pieces[one.uid]) for one in page], "supports": supports_of(pole).prefetch_related(None),
        "projects": Project.objects.filter(pole=pole),
        "is_filtered": filters != queries.ExpenseFilters(sort=filters.sort),
    }  # fmt: skip
    return render(request, "funds/expenses.html", shown)


def expenses_file(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    """The expenses as filtered, one a row."""
    pole = own_pole(request, slug)
    found = queries.expenses_of(pole, _filters(request))
    return table_file(lambda: expenses_table(pole.name, list(found)), form, f"depenses-{pole.slug}")


def add(request: HttpRequest, slug: str) -> HttpResponse:
    """A new expense, with its evidence when it is at hand."""
    pole = own_pole(request, slug)
    first = {"support": given(request, "aide")["aide"], "project": given(request, "projet")["projet"]}
    form = NewExpenseForm(request.POST or None, request.FILES or None, pole=pole, initial=first)
    if request.method == "POST" and form.is_valid():
        said, by, at = form.cleaned_data, acting(request), timezone.now()
        file = said["file"]
        evidence = (file.name, file.read()) if file is not None else None
        facts = {name: said[name] for name in actions.FIELDS}
        kept = attempt(
            form, lambda: actions.note_expense(pole=pole, facts=facts, evidence=evidence, by=by, at=at)
        )  # fmt: skip
        if kept is not None:
            messages.success(request, _("La dépense est notée."))
            return redirect("expense-add" if request.POST.get("do") == "again" else "expenses", slug)
    return render(request, "funds/expense_add.html", {"pole": pole, "form": form})


def change(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """One expense corrected."""
    pole, found = _own_expense(request, slug, uid)
    present: dict[str, Any] = {name: getattr(found, name) for name in actions.FIELDS}
    present |= {name: typed_euros(getattr(found, name)) for name in ("cents", "charged_cents")}
    for name in ("project", "support", "claim", "line"):
        present[name] = getattr(found, name).uid if getattr(found, name) else ""
    part = Part(
        title=_("Corriger une dépense"), back=reverse("expenses", args=[slug]), back_label=_("Dépenses"),
        version=found.version, present=present, template="funds/expense.html",
        shown={"row": found, "pole": pole, "documents": documents_of(EXPENSE, found.uid)},
        make=lambda *args, **options: ExpenseForm(*args, pole=pole, **options),
        save=lambda typed, seen, by, at: actions.put_expense(
            pole=pole, expense=found, facts={name: typed[name] for name in actions.FIELDS}, seen_version=seen, by=by,
            at=at,
        ),
    )  # fmt: skip
    return edited(request, part)


def remove(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """Ask before removing an expense: its evidence goes with it."""
    _pole, found = _own_expense(request, slug, uid)
    return confirmed(
        request, title=_("Retirer « %(title)s »") % {"title": found.label},
        lead=_("Ses pièces jointes sont effacées avec elle, et ne se retrouvent pas."),
        back=reverse("expense", args=[slug, uid]), back_label=found.label, version=found.version,
        remove=partial(actions.remove_expense, expense=found), done=_("C'est retiré ; l'historique le garde."),
        then=reverse("expenses", args=[slug]),
    )  # fmt: skip


def documents(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """The evidence of an expense: filed, withdrawn."""
    _pole, found = _own_expense(request, slug, uid)
    shelf = Shelf(
        kind=EXPENSE, key=found.uid, file=partial(actions.file_evidence, expense=found),
        withdraw=partial(actions.withdraw_evidence, expense=found),
        back=reverse("expense", args=[slug, uid]), back_label=found.label,
        address=reverse("expense-documents", args=[slug, uid]),
        given=lambda document: reverse("expense-document", args=[slug, uid, document.uid]), title=found.label,
        lead=_(
            "Masquez sur un bulletin de paie ce que le financeur n'a pas à lire : numéro de sécurité sociale, adresse."
        ),
    )  # fmt: skip
    return shelf_page(request, shelf)


def download(request: HttpRequest, slug: str, uid: str, document: str) -> HttpResponse:
    """A piece of evidence, for the pole's own people."""
    _pole, found = _own_expense(request, slug, uid)
    return attachment(shelved(EXPENSE, found.uid, document))


def expenses_table(pole: str, found: list[Expense]) -> Table:
    """One row an expense, with how many documents are filed, and all that the import needs to know it again."""
    columns = (
        Column("on", _("Date de la pièce")), Column("label", _("Objet")), Column("supplier", _("Fournisseur")),
        Column("reference", _("Numéro de la pièce"), "code"),
        Column("amount", _("Montant de la pièce"), "float", 2, "€"),
        Column("charged", _("Imputé"), "float", 2, "€"), Column("paid_on", _("Payée le")),
        Column("project", _("Projet")), Column("funder", _("Financeur")), Column("support", _("Aide")),
        Column("claim", _("Demande de paiement du")), Column("plan", _("Plan")), Column("line", _("Ligne")),
        Column("line_label", _("Intitulé de la ligne")), Column("pieces", _("Pièces jointes"), "int"),
        Column("note", _("Note")), Column("line_id", _("Identifiant de la ligne"), "code"),
        Column("id", _("Identifiant de la dépense"), "code"),
    )  # fmt: skip
    pieces = queries.pieces_of(found)
    title = _("Dépenses du pôle « %(pole)s »") % {"pole": pole}
    return Table(title, columns, [_row(one, pieces[one.uid]) for one in found])


def _row(one: Expense, pieces: int) -> Row:
    return {
        "on": one.on.isoformat(), "label": one.label, "supplier": one.supplier, "reference": one.reference,
        "amount": one.cents / 100, "charged": one.charged / 100,
        "paid_on": one.paid_on.isoformat() if one.paid_on else "", "project": one.project.title if one.project else "",
        "funder": one.support.funder.name if one.support else "", "support": one.support.title if one.support else "",
        "claim": one.claim.claimed_on.isoformat() if one.claim else "", "plan": one.line.plan.title if one.line else "",
        "line": _form_line(one), "line_label": one.line.label if one.line else "", "pieces": pieces,
        "note": one.note, "line_id": one.line.uid if one.line else one.form_line, "id": one.uid,
    }  # fmt: skip


def _line(one: Expense, pieces: int) -> dict[str, Any]:
    """An expense as the list shows it."""
    return {
        "expense": one, "sum": euros(one.cents), "pieces": pieces, "is_outside": queries.is_outside(one),
        "charged": euros(one.charged_cents) if one.charged_cents is not None else "", "line": _form_line(one),
    }  # fmt: skip


def _form_line(one: Expense) -> str:
    found = load_form().find(one.form_line) if one.form_line else None
    return found.title() if found is not None else one.form_line


def _own_expense(request: HttpRequest, slug: str, uid: str) -> tuple[Pole, Expense]:
    pole = own_pole(request, slug)
    found = queries.expense_by_uid(pole, uid)
    if found is None:
        raise Http404
    return pole, found


def _filters(request: HttpRequest) -> queries.ExpenseFilters:
    said = given(request, "q", "projet", "aide", "demande", "annee", "piece", "tri")
    year = int(said["annee"]) if said["annee"].isdecimal() and len(said["annee"]) == 4 else None
    evidence = said["piece"] if said["piece"] in (queries.WITH, queries.WITHOUT) else ""
    return queries.ExpenseFilters(
        said["q"], said["projet"], said["aide"], said["demande"], year or None, evidence, said["tri"]
    )  # fmt: skip
