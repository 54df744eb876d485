"""Expenses with their evidence: written, charged within their amount, listed, filed."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.factories import make_pole, make_user
from tests.web.directory.test_listing import text
from tests.web.financing.scenes import coordinated_pole
from tests.work_factories import make_claim, make_expense, make_plan, make_plan_line, make_project, make_support

from essaim.apps.audit.models import Event
from essaim.apps.documents.models import Document
from essaim.apps.financing.models import Expense

PDF = b"%PDF-1.7 facture"


def spent(slug: str) -> str:
    return f"/poles/{slug}/financeurs/depenses/"


def typed(**said: Any) -> dict[str, Any]:
    given = {"version": "1", "label": "Loyer de mars", "on": "2026-03-31", "cents": "1 234,50 €", "reference": "F-12"}
    return {**given, "supplier": "Foncière", **said}


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_of_the_database_whatever_its_size(
    visitor: Client, django_assert_num_queries: Any, count: int
) -> None:
    pole = coordinated_pole(visitor)
    plan = make_plan(pole=pole)
    for number in range(count):
        make_expense(
            pole=pole, label=f"Loyer {number}", project=make_project(pole=pole), support=make_support(pole=pole),
            line=make_plan_line(plan=plan), form_line="613",
        )  # fmt: skip

    with django_assert_num_queries(12):
        answer = visitor.get(spent(pole.slug))

    assert answer.status_code == 200
    assert f"{count} sans pièce" in text(answer)


@pytest.mark.parametrize("role", ["network_officer", "state_officer", "administrator"])
def test_pages_are_for_the_pole_s_own_people(visitor: Client, role: str) -> None:
    expense = make_expense()
    visitor.force_login(make_user(**{role: "reseau" if role == "network_officer" else ""}))
    base = spent(expense.pole.slug)

    pages = (base, f"{base}noter/", f"{base}piece/{expense.uid}/", f"{base}piece/{expense.uid}/documents/")
    answers = [visitor.get(page).status_code for page in pages]

    assert answers == [403, 403, 403, 403]


def test_another_pole_s_expense_is_not_found(visitor: Client) -> None:
    pole = coordinated_pole(visitor)
    other = make_expense()

    answer = visitor.get(f"{spent(pole.slug)}piece/{other.uid}/")

    assert answer.status_code == 404


def test_an_expense_is_written_with_its_evidence(visitor: Client) -> None:
    pole = coordinated_pole(visitor)
    file = SimpleUploadedFile("facture.pdf", PDF, "application/pdf")

    answer = visitor.post(f"{spent(pole.slug)}noter/", typed(file=file))
    expense, document = Expense.objects.get(), Document.objects.get()
    given = visitor.get(f"{spent(pole.slug)}piece/{expense.uid}/documents/{document.uid}/")

    assert answer.status_code == 302
    assert (expense.cents, expense.on, expense.charged_cents) == (1_234_50, date(2026, 3, 31), None)
    assert (document.owner_kind, document.owner_key) == ("expense", expense.uid)
    assert (given.content, given.headers["Content-Disposition"].startswith("attachment")) == (PDF, True)
    event = Event.objects.get(action="put_expense")
    assert (event.after["cents"], event.after["rewritten"]) == (1_234_50, ["label", "note", "supplier"])
    assert "Foncière" not in str(event.after)


def test_what_may_not_be_filed_leaves_no_expense(visitor: Client) -> None:
    pole = coordinated_pole(visitor)
    file = SimpleUploadedFile("facture.exe", b"MZ", "application/pdf")

    answer = visitor.post(f"{spent(pole.slug)}noter/", typed(file=file))

    assert (answer.status_code, Expense.objects.count(), Document.objects.count()) == (200, 0, 0)
    assert "Loyer de mars" in answer.content.decode()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"cents": "0"}, "Écrivez le montant de la pièce."),
        ({"cents": "1.234"}, "peut se lire de deux façons"),
        ({"label": "\0"}, "Objet"),
        ({"on": "2999-01-01"}, "datée d'après aujourd'hui"),
        ({"charged_cents": "1 234,51"}, "La part imputée dépasse le montant de la pièce."),
        ({"form_line": "756"}, "form_line"),
        ({"project": "autre"}, "project"),
    ],
)
def test_what_cannot_be_written_is_said(visitor: Client, said: dict[str, str], sentence: str) -> None:
    pole = coordinated_pole(visitor)

    answer = visitor.post(f"{spent(pole.slug)}noter/", typed(**said))

    assert (answer.status_code, Expense.objects.count()) == (200, 0)
    assert sentence in answer.content.decode().replace("&#x27;", "'")


def test_one_piece_is_shared_up_to_its_amount_and_no_more(visitor: Client) -> None:
    pole = coordinated_pole(visitor)
    one, other = make_support(pole=pole), make_support(pole=pole)

    first = visitor.post(f"{spent(pole.slug)}noter/", typed(support=one.uid, charged_cents="1000"))
    too_much = visitor.post(f"{spent(pole.slug)}noter/", typed(support=other.uid, charged_cents="234,51"))
    rest = visitor.post(f"{spent(pole.slug)}noter/", typed(support=other.uid, charged_cents="234,50"))
    again = visitor.post(f"{spent(pole.slug)}noter/", typed(cents="900"))

    said = text(too_much).replace("\u202f", " ").replace("\xa0", " ")
    assert (first.status_code, rest.status_code) == (302, 302)
    assert "Cette pièce de 1 234,50 € est déjà imputée pour 1 000 €." in said
    assert "Imputez ici 234,50 € au plus." in said
    assert "est déjà notée pour" in text(again)
    assert sorted(Expense.objects.values_list("charged_cents", flat=True)) == [234_50, 1000_00]


def test_two_pieces_of_one_supplier_with_their_own_number_are_two(visitor: Client) -> None:
    pole = coordinated_pole(visitor)

    answers = [
        visitor.post(f"{spent(pole.slug)}noter/", typed(reference=number)).status_code
        for number in ("1", "2", "", "")
    ]  # fmt: skip

    assert answers == [302, 302, 302, 200]


def test_a_claim_brings_its_support_and_must_be_of_it(visitor: Client) -> None:
    pole = coordinated_pole(visitor)
    claim, other = make_claim(support=make_support(pole=pole)), make_support(pole=pole)

    refused = visitor.post(f"{spent(pole.slug)}noter/", typed(support=other.uid, claim=claim.uid))
    kept = visitor.post(f"{spent(pole.slug)}noter/", typed(claim=claim.uid))
    listed = visitor.get(spent(pole.slug), {"demande": claim.uid})

    assert "Cette demande de paiement est celle d'une autre aide." in text(refused)
    assert (kept.status_code, Expense.objects.get().support) == (302, claim.support)
    assert "1 dépense" in text(listed)


def test_a_line_of_a_plan_gives_the_line_of_the_form(visitor: Client) -> None:
    pole = coordinated_pole(visitor)
    line = make_plan_line(plan=make_plan(pole=pole), form_line="613")
    product = make_plan_line(plan=line.plan, side="product", form_line="756")

    refused = visitor.post(f"{spent(pole.slug)}noter/", typed(line=product.uid))
    kept = visitor.post(f"{spent(pole.slug)}noter/", typed(line=line.uid))

    assert (refused.status_code, kept.status_code) == (200, 302)
    assert Expense.objects.get().form_line == "613"


def test_filters_keep_what_they_say(visitor: Client) -> None:
    pole = coordinated_pole(visitor)
    project = make_project(pole=pole)
    filed = make_expense(pole=pole, label="Imprimeur", project=project, on=date(2025, 5, 1))
    Document.objects.create(
        owner_kind="expense", owner_key=filed.uid, title="F", file_name="f.pdf", media="application/pdf", size=1,
        sha256="0", filed_by="x", filed_at="2026-01-01T00:00:00Z",
    )  # fmt: skip
    make_expense(pole=pole, label="Traiteur", on=date(2026, 5, 1))

    def labels(**asked: str) -> list[str]:
        page = visitor.get(spent(pole.slug), asked)
        return [line["expense"].label for line in page.context["lines"]]

    assert labels(piece="sans") == ["Traiteur"]
    assert labels(piece="avec", annee="2025") == ["Imprimeur"]
    assert (labels(projet=project.uid), labels(projet="aucun")) == (["Imprimeur"], ["Traiteur"])
    assert labels(q="traIT\0") == ["Traiteur"]
    assert labels(annee="9999", tri="x", page="-3") == []


def test_an_expense_is_corrected_and_removed_with_its_evidence(visitor: Client) -> None:
    pole = coordinated_pole(visitor)
    expense = make_expense(pole=pole, on=date(2026, 2, 1))
    page = f"{spent(pole.slug)}piece/{expense.uid}/"
    visitor.post(f"{page}documents/", {"title": "Facture", "file": SimpleUploadedFile("f.pdf", PDF)})

    corrected = visitor.post(page, typed(cents="10"))
    late = visitor.post(page, typed(cents="11"))
    expense.refresh_from_db()
    filed = Document.objects.count()
    stale = visitor.post(f"{page}retirer/", {"version": "1"})
    removed = visitor.post(f"{page}retirer/", {"version": "2"})

    assert (corrected.status_code, late.status_code, expense.cents, filed) == (302, 409, 10_00, 1)
    assert "a modifié cette fiche" in text(stale)
    assert (removed.status_code, Expense.objects.count(), Document.objects.count()) == (302, 0, 0)


def test_evidence_of_another_expense_is_neither_given_nor_withdrawn(visitor: Client) -> None:
    pole = coordinated_pole(visitor)
    expense, other = make_expense(pole=pole), make_expense(pole=make_pole())
    document = Document.objects.create(
        owner_kind="expense", owner_key=other.uid, title="F", file_name="f.pdf", media="application/pdf", size=1,
        sha256="0", filed_by="x", filed_at="2026-01-01T00:00:00Z",
    )  # fmt: skip
    page = f"{spent(pole.slug)}piece/{expense.uid}/documents/"

    given = visitor.get(f"{page}{document.uid}/")
    withdrawn = visitor.post(page, {"do": "remove", "document": document.uid, "sure": "oui"})

    assert (given.status_code, withdrawn.status_code, Document.objects.count()) == (404, 404, 1)


@pytest.mark.parametrize("form", ["csv", "xlsx", "ods"])
def test_files_hold_the_list(visitor: Client, form: str) -> None:
    pole = coordinated_pole(visitor)
    make_expense(pole=pole, supplier="=HYPERLINK(1)")

    answer = visitor.get(f"/poles/{pole.slug}/financeurs/depenses.{form}?piece=sans")

    assert answer.status_code == 200
    assert f".{form}" in answer.headers["Content-Disposition"]
