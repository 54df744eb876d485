"""Expenses from a spreadsheet: a preview that writes nothing, then what each line became, and the way back."""

import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.factories import make_pole, make_user
from tests.web.financing.scenes import coordinated_pole
from tests.work_factories import (
    make_claim,
    make_expense,
    make_expense_sheet,
    make_funder,
    make_plan,
    make_plan_line,
    make_project,
    make_support,
)

from essaim.apps.audit.models import Event
from essaim.apps.documents.models import Document
from essaim.apps.financing.actions.expense_sheets import forget_expense_sheets
from essaim.apps.financing.models import Expense, ExpenseSheet

HEAD = "Date;Libellé;Fournisseur;N° pièce;Montant TTC;Projet;Aide;Budget;Compte;Couleur\n"
GOOD = "31/03/2026;Loyer de mars;Foncière;F-1;1 234,50 €;Légumerie;Animation;Budget 26;613;bleu\n"
SHORT = "Date;Objet;Montant\n"


def text(answer: Any) -> str:
    """What a page says, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def page_of(slug: str) -> str:
    return f"/poles/{slug}/financeurs/depenses/importer/"


def handed(visitor: Client, slug: str, table: str, name: str = "depenses.csv") -> Any:
    return visitor.post(page_of(slug), {"file": SimpleUploadedFile(name, table.encode())}, follow=True)


def told(visitor: Client, slug: str, **said: Any) -> Any:
    """What the newest spreadsheet's page answers to a gesture."""
    newest = ExpenseSheet.objects.first()
    assert newest is not None
    return visitor.post(f"{page_of(slug)}{newest.uid}/", said, follow=True)


def outcomes() -> list[str]:
    newest = ExpenseSheet.objects.first()
    assert newest is not None
    return [entry["outcome"] for entry in newest.report]


def test_preview_writes_nothing_and_confirmation_writes_what_it_said(visitor: Client) -> None:
    pole = coordinated_pole(visitor)
    project, support = make_project(pole=pole, title="Légumerie"), make_support(pole=pole, title="Animation")
    line = make_plan_line(plan=make_plan(pole=pole, title="Budget 26"), form_line="613")
    wrong = "31/03/2026;Loyer de mars;Foncière;F-1;1 234,50 €;;;;;\n2026;Train;;;12;;;;;\n01/04/2026;Bus;;;12;;;;999;\n"

    preview = handed(visitor, pole.slug, HEAD + GOOD + wrong)
    written = (Expense.objects.count(), Event.objects.filter(action="put_expense").count())
    done = told(visitor, pole.slug, do="confirm")

    said = text(preview)
    expense = Expense.objects.get()
    assert written == (0, 0)
    assert "à noter : 1 refusée : 3" in said
    assert "Total à noter : 1 234,50 €." in said
    assert all(one in said for one in ("Couleur", "déjà imputée", "n'est pas un jour", "n'est pas une ligne de charge"))
    assert (expense.project, expense.support, expense.line, expense.form_line) == (project, support, line, "613")
    assert "notée : 1 refusée : 3" in text(done)
    assert ExpenseSheet.objects.get().lines == []


def test_confirming_again_notes_nothing_more(visitor: Client) -> None:
    pole = coordinated_pole(visitor)
    handed(visitor, pole.slug, SHORT + "31/03/2026;Loyer;10\n")

    told(visitor, pole.slug, do="confirm")
    again = told(visitor, pole.slug, do="confirm")

    assert Expense.objects.count() == 1
    assert "Rien n'est changé" in text(again)


def test_line_that_is_noted_already_is_refused(visitor: Client) -> None:
    pole = coordinated_pole(visitor)
    make_expense(pole=pole, on=date(2026, 3, 31), label="Ticket de bus", cents=2_00)

    table = SHORT + "31/03/2026;ticket de BUS;2,00\n01/04/2026;Train;30\n01/04/2026;Train;30\n"
    preview = handed(visitor, pole.slug, table)
    told(visitor, pole.slug, do="confirm")

    assert "donnez à chacune son numéro" in text(preview)
    assert outcomes() == ["refused", "noted", "refused"]


def test_import_is_taken_back_save_what_was_touched_since(visitor: Client) -> None:
    pole = coordinated_pole(visitor)
    handed(visitor, pole.slug, SHORT + "".join(f"0{n}/04/2026;Train {n};30\n" for n in (1, 2, 3, 4)))
    told(visitor, pole.slug, do="confirm")
    corrected, justified, gone, _plain = Expense.objects.order_by("on")
    Expense.objects.filter(pk=corrected.pk).update(version=2)
    visitor.post(
        f"/poles/{pole.slug}/financeurs/depenses/piece/{justified.uid}/documents/",
        {"title": "Billet", "file": SimpleUploadedFile("billet.pdf", b"%PDF-1.7 billet", "application/pdf")},
    )
    gone.delete()

    assert Document.objects.count() == 1
    answer = told(visitor, pole.slug, do="undo")

    assert outcomes() == ["kept", "kept", "kept", "undone"]
    assert set(Expense.objects.all()) == {corrected, justified}
    assert "retirée : 1" in text(answer)
    assert "Défaire l'import" not in text(answer)
    assert Event.objects.get(action="undo_expense_import").after == {"lines": 1}


def test_file_is_forgotten_on_request_and_after_its_day(visitor: Client) -> None:
    pole = coordinated_pole(visitor)
    handed(visitor, pole.slug, SHORT + "31/03/2026;Loyer;10\n")
    told(visitor, pole.slug, do="discard")
    assert (ExpenseSheet.objects.count(), Expense.objects.count()) == (0, 0)

    old = make_expense_sheet(pole=pole, expires_at=timezone.now() - timedelta(hours=1))
    answer = visitor.get(f"{page_of(pole.slug)}{old.uid}/")
    assert answer.status_code == 410
    assert forget_expense_sheets(at=timezone.now()) == 1


@pytest.mark.parametrize("form", ["csv", "xlsx", "ods"])
def test_our_own_file_comes_back_whole_and_nothing_is_noted_twice(visitor: Client, form: str) -> None:
    pole = coordinated_pole(visitor)
    plan, state = make_plan(pole=pole), make_funder(pole=pole, name="État")
    # Two lines share an account, two aids a title, two lines of the form a name.
    office, shed = (make_plan_line(plan=plan, form_line="613", label=name) for name in ("Bureau", "Hangar"))
    aids = [make_support(funder=one, title="Animation") for one in (state, make_funder(pole=pole, name="Région"))]
    claim = make_claim(support=aids[1])
    facts = {"pole": pole, "on": date(2026, 3, 1), "form_line": "613", "cents": 100_00}
    make_expense(**facts, supplier="Foncière", reference="F-1", line=office, support=aids[0], charged_cents=60_00)
    make_expense(**facts, supplier="Foncière", reference="F-1", line=shed, support=aids[1], claim=claim,
                 charged_cents=40_00, project=make_project(pole=pole))  # fmt: skip
    make_expense(pole=pole, label="=SOMME", form_line="60-autres", note="À revoir\navec le bureau", on=date(2026, 4, 1))

    file = visitor.get(f"/poles/{pole.slug}/financeurs/depenses.{form}")
    preview = visitor.post(
        page_of(pole.slug), {"file": SimpleUploadedFile(f"d.{form}", file.content)}, follow=True
    )  # fmt: skip
    told(visitor, pole.slug, do="confirm")

    assert outcomes() == ["same"] * 3
    assert "déjà notée, la même : 3" in text(preview)
    assert "Noter ces dépenses" not in text(preview)
    assert Expense.objects.count() == 3


def test_the_notes_of_our_own_file_are_no_expenses(visitor: Client, settings: Any) -> None:
    settings.SANDBOX = True
    pole = coordinated_pole(visitor)
    make_expense(pole=pole, on=date(2026, 3, 1), label="Loyer", cents=10_00)

    file = visitor.get(f"/poles/{pole.slug}/financeurs/depenses.csv").content
    visitor.post(page_of(pole.slug), {"file": SimpleUploadedFile("d.csv", file)})

    assert "DONNÉES SYNTHÉTIQUES" in file.decode("utf-8-sig")
    assert outcomes() == ["same"]


def test_what_is_noted_otherwise_than_its_identifier_says_is_refused(visitor: Client) -> None:
    pole = coordinated_pole(visitor)
    known = make_expense(pole=pole, on=date(2026, 3, 1), label="Loyer", cents=10_00)
    table = f"Date;Objet;Montant;Identifiant de la dépense\n01/03/2026;Loyer;12;{known.uid}\n"

    said = text(handed(visitor, pole.slug, table))

    assert outcomes() == ["refused"]
    assert "Cette dépense est déjà notée, autrement (Montant de la pièce)." in said


def test_the_same_line_without_identifier_is_known_again(visitor: Client) -> None:
    pole = coordinated_pole(visitor)
    make_expense(pole=pole, on=date(2026, 3, 1), label="Loyer", cents=10_00, supplier="", reference="", form_line="")

    handed(visitor, pole.slug, SHORT + "01/03/2026;Loyer;10\n01/03/2026;Loyer;10\n")

    assert outcomes() == ["same", "refused"]


def test_lines_that_share_an_account_are_told_apart_by_their_label(visitor: Client) -> None:
    pole = coordinated_pole(visitor)
    plan = make_plan(pole=pole, title="Budget 26")
    _office, shed = (make_plan_line(plan=plan, form_line="613", label=name) for name in ("Bureau", "Hangar"))
    support = make_support(funder=make_funder(pole=pole, name="État"), title="Animation")
    project = make_project(pole=pole, title="Légumerie")
    table = (
        "Date;Objet;Montant;Plan;Ligne;Intitulé de la ligne;Projet;Aide\n"
        "01/03/2026;Loyer;10;Budget 26;613;Hangar;Légumerie;Animation\n"
        "01/04/2026;Loyer;10;Budget 26;613;;;\n"
    )

    preview = text(handed(visitor, pole.slug, table))
    told(visitor, pole.slug, do="confirm")

    noted = Expense.objects.get()
    assert (noted.line, noted.project, noted.support) == (shed, project, support)
    assert "Projet : Légumerie Aide : Animation (État) Ligne : Hangar (Budget 26)" in preview
    assert "« 613 » désigne plusieurs lignes." in preview


def test_aids_of_one_title_are_told_apart_by_their_funder(visitor: Client) -> None:
    pole = coordinated_pole(visitor)
    aids = [make_support(funder=make_funder(pole=pole, name=name), title="Animation") for name in ("État", "Région")]
    table = "Date;Objet;Montant;Financeur;Aide\n01/03/2026;A;10;région;Animation\n01/03/2026;B;10;;Animation\n"

    said = text(handed(visitor, pole.slug, table))
    told(visitor, pole.slug, do="confirm")

    assert Expense.objects.get().support == aids[1]
    assert "« Animation » en désigne plusieurs (colonne « Aide »)." in said


def test_all_that_is_wrong_with_a_line_is_said_together(visitor: Client) -> None:
    pole = coordinated_pole(visitor)
    table = "Date;Objet;Montant;Projet;Compte\n31/02/2026;Loyer;douze;Nulle part;999\n"

    said = text(handed(visitor, pole.slug, table))

    assert "« 31/02/2026 » n'est pas un jour. Écrivez le jour, le mois et l'année (JJ/MM/AAAA)" in said
    assert "« douze »" in said
    assert "« Nulle part » n'est pas connu (colonne « Projet »)." in said
    assert "« 999 » n'est pas une ligne de charge." in said
    assert "06/2012" not in said


@pytest.mark.parametrize(
    ("table", "name", "sentence"),
    [
        ("Nom;Ville\nA;B\n", "d.csv", "Il manque une colonne"),
        ("Date;Objet;Montant\n", "d.pdf", "Ce format n'est pas lu"),
        (" ", "d.csv", "vide"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(visitor: Client, table: str, name: str, sentence: str) -> None:
    pole = coordinated_pole(visitor)

    answer = handed(visitor, pole.slug, table, name)

    assert (answer.status_code, ExpenseSheet.objects.count()) == (200, 0)
    assert sentence in text(answer)


def test_others_may_not(visitor: Client) -> None:
    sheet = make_expense_sheet(
        pole=make_pole(), header=["Date", "Objet", "Montant"], lines=[[2, ["1/1/2026", "A", "1"]]]
    )
    address = f"{page_of(sheet.pole.slug)}{sheet.uid}/"
    visitor.force_login(make_user(administrator=""))

    answers = [visitor.get(page_of(sheet.pole.slug)), visitor.get(address), visitor.post(address, {"do": "confirm"})]

    assert ([one.status_code for one in answers], Expense.objects.count()) == ([403, 403, 403], 0)


def test_sheet_of_another_pole_is_not_found(visitor: Client) -> None:
    pole = coordinated_pole(visitor)

    answer = visitor.get(f"{page_of(pole.slug)}{make_expense_sheet().uid}/")

    assert answer.status_code == 404


@pytest.mark.parametrize("sign", ["-", "—", "/", "?"])
@pytest.mark.parametrize("column", ["Projet", "Aide", "Ligne"])
def test_a_sign_without_a_letter_charges_nothing(visitor: Client, column: str, sign: str) -> None:
    pole = coordinated_pole(visitor)
    make_project(pole=pole, title="Légumerie", code="")
    plan = make_plan(pole=pole, title="Budget 26")
    make_plan_line(plan=plan, form_line="613", label="")

    preview = handed(visitor, pole.slug, f"Date;Objet;Montant;Plan;{column}\n31/03/2026;Loyer;10;Budget 26;{sign}\n")

    assert outcomes() == ["refused"]
    assert f"« {sign} » n'est" in text(preview)


def test_a_line_that_is_identified_means_the_things_of_its_own_expense(visitor: Client) -> None:
    pole = coordinated_pole(visitor)
    supports = [make_support(pole=pole, title="Animation", state="granted", granted_cents=100_00) for _ in range(2)]
    _first, claim = (make_claim(support=one, claimed_on=date(2026, 3, 1), cents=50_00) for one in supports)
    _other, project = (make_project(pole=pole, title="Légumerie") for _number in range(2))
    plan = make_plan(pole=pole, title="Budget 26")
    _blank, line = (make_plan_line(plan=plan, form_line="613") for _number in range(2))
    kept = make_expense(
        pole=pole, on=date(2026, 3, 31), label="Loyer", cents=10_00, project=project, support=supports[1], claim=claim,
        line=line, form_line="613",
    )  # fmt: skip
    head = "Date;Objet;Montant;Projet;Aide;Demande de paiement;Plan;Ligne;Identifiant de la dépense\n"
    row = "31/03/2026;Loyer;10;Légumerie;Animation;01/03/2026;Budget 26;613;"

    handed(visitor, pole.slug, f"{head}{row}{kept.uid}\n{row}\n")

    assert outcomes() == ["same", "refused"]
