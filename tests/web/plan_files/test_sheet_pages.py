"""The pages of a plan's spreadsheet: given, previewed, confirmed, undone, begun from an empty model."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from tests.factories import AT, make_network, make_pole, make_user
from tests.web.directory.test_listing import text
from tests.web.financing.scenes import balanced_plan, coordinated_pole
from tests.work_factories import make_plan, make_plan_sheet

from essaim.apps.financing.models import Plan, PlanSheet

HEAD = "Ligne du formulaire;Intitulé;2027 prévu;2028 prévu"


def files_of(plan: Plan) -> str:
    return f"{plan.get_absolute_url()}fichiers/"


def give(visitor: Client, plan: Plan, *rows: str, header: str = HEAD) -> Any:
    """The preview of rows typed by hand."""
    file = SimpleUploadedFile("plan.csv", "\n".join([header, *rows]).encode())
    return visitor.post(f"{files_of(plan)}rendre/", {"file": file}, follow=True)


def confirm(visitor: Client, plan: Plan, *ticked: str) -> HttpResponse:
    sheet = PlanSheet.objects.get(plan=plan)
    plan.refresh_from_db()
    given = {"do": "confirm", "seen_version": plan.version, "oui": ticked}
    return visitor.post(f"{files_of(plan)}rendus/{sheet.uid}/", given, follow=True)  # type: ignore[return-value]


def test_page_of_files_leads_to_each(visitor: Client) -> None:
    plan = balanced_plan(coordinated_pole(visitor))

    answer = visitor.get(files_of(plan))

    for name in ("plan.ods", "plan.xlsx", "plan.csv", "formulaire.pdf", "formulaire.odt", "rendre/"):
        assert f"{files_of(plan)}{name}" in answer.content.decode()


@pytest.mark.parametrize("form", ["ods", "xlsx", "csv"])
@pytest.mark.parametrize("count", [1, 3])
def test_file_asks_the_same_of_the_database_whatever_the_plan(
    visitor: Client, django_assert_num_queries: Any, count: int, form: str
) -> None:
    plan = balanced_plan(coordinated_pole(visitor), count)

    with django_assert_num_queries(12):
        answer = visitor.get(f"{files_of(plan)}plan.{form}")

    assert f'filename="plan-{plan.pole.slug}.{form}"' in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("count", [1, 3])
def test_preview_asks_the_same_of_the_database_whatever_the_file(
    visitor: Client, django_assert_num_queries: Any, count: int
) -> None:
    plan = make_plan(pole=coordinated_pole(visitor), years=2)
    give(visitor, plan, *(f"623;Affiche {n};{n};" for n in range(count)))
    sheet = PlanSheet.objects.get()

    with django_assert_num_queries(11):
        answer = visitor.get(f"{files_of(plan)}rendus/{sheet.uid}/")

    assert answer.content.decode().count("is-new") == count


def test_preview_says_each_row_and_writes_nothing(visitor: Client) -> None:
    plan = make_plan(pole=coordinated_pole(visitor), years=2)

    answer = give(visitor, plan, "623;Affiches;1 234,50 €;", "999;Rien;5;")

    assert "2027 prévu : <strong>1\u202f234,50 €</strong>" in text(answer)
    assert "« 999 » n'est pas une ligne du formulaire." in text(answer)
    assert plan.lines.count() == 0


def test_confirmed_rows_are_written_then_undone(visitor: Client) -> None:
    plan = make_plan(pole=coordinated_pole(visitor), years=2)
    give(visitor, plan, "623;Affiches;120;", "756;Cotisations;;300")

    report = confirm(visitor, plan)
    written = plan.lines.count()
    sheet = PlanSheet.objects.get()
    undone = visitor.post(f"{files_of(plan)}rendus/{sheet.uid}/", {"do": "undo"}, follow=True)

    assert "Voici ce que chaque rangée est devenue" in text(report)
    assert (written, plan.lines.count()) == (2, 0)
    assert "Le plan est de nouveau comme avant ce tableau." in text(undone)


def test_what_the_plan_was_before_can_be_taken_away(visitor: Client) -> None:
    plan = balanced_plan(coordinated_pole(visitor))
    give(visitor, plan, "623;Affiches;120;")
    confirm(visitor, plan)
    sheet = PlanSheet.objects.get()

    answer = visitor.get(f"{files_of(plan)}rendus/{sheet.uid}/avant.csv")

    assert "Salaire 0" in answer.content.decode()
    assert "Affiches" not in answer.content.decode()


def test_a_plan_that_changed_since_the_preview_is_said(visitor: Client) -> None:
    plan = make_plan(pole=coordinated_pole(visitor), years=2)
    give(visitor, plan, "623;Affiches;120;")
    sheet = PlanSheet.objects.get()

    answer = visitor.post(f"{files_of(plan)}rendus/{sheet.uid}/", {"do": "confirm", "seen_version": 9})

    assert "L'aperçu ci-dessous est fait sur le plan d'à présent." in text(answer)
    assert plan.lines.count() == 0


def test_missing_and_unknown_years_are_said(visitor: Client) -> None:
    plan = make_plan(pole=coordinated_pole(visitor), years=2)

    answer = give(visitor, plan, "623;5;6;7", header="Ligne du formulaire;2027 prévu;2035 prévu;Couleur")

    assert "Le fichier ne dit rien de : 2028." in text(answer)
    assert "Ces colonnes sont d'années que le plan n'a pas : 2035 prévu." in text(answer)
    assert "Colonnes qui ne sont pas lues : Couleur." in text(answer)


def test_a_bad_file_is_refused_on_its_field(visitor: Client) -> None:
    plan = make_plan(pole=coordinated_pole(visitor))

    answer = visitor.post(f"{files_of(plan)}rendre/", {"file": SimpleUploadedFile("plan.ods", b"PK")})

    assert "Le fichier ne se lit pas" in text(answer)


def test_a_forgotten_file_is_said(visitor: Client) -> None:
    plan = make_plan(pole=coordinated_pole(visitor))
    sheet = make_plan_sheet(plan=plan, expires_at=AT.replace(year=2020))

    answer = visitor.get(f"{files_of(plan)}rendus/{sheet.uid}/")

    assert (answer.status_code, "Ce tableau est oublié" in text(answer)) == (410, True)


def test_a_sheet_of_another_plan_is_not_found(visitor: Client) -> None:
    pole = coordinated_pole(visitor)
    plan, sheet = make_plan(pole=pole), make_plan_sheet(plan=make_plan(pole=pole))

    assert visitor.get(f"{files_of(plan)}rendus/{sheet.uid}/").status_code == 404


def test_a_plan_begins_from_a_filled_model(visitor: Client) -> None:
    pole = coordinated_pole(visitor)
    file = SimpleUploadedFile("plan.csv", f"{HEAD}\n623;Affiches;120;\n".encode())
    given = {"title": "Budget 2027", "first": 2027, "years": 2, "file": file}

    answer = visitor.post(f"/poles/{pole.slug}/budget/tableur/", given, follow=True)

    assert "Le plan est ouvert, encore vide." in text(answer)
    assert Plan.objects.get(pole=pole).title == "Budget 2027"


def test_a_file_that_is_not_read_opens_no_plan(visitor: Client) -> None:
    pole = coordinated_pole(visitor)
    given = {"title": "Budget", "first": 2027, "years": 2, "file": SimpleUploadedFile("plan.csv", b"a;b\n1;2\n")}

    answer = visitor.post(f"/poles/{pole.slug}/budget/tableur/", given)

    assert "Aucune feuille ne donne les lignes du plan." in text(answer)
    assert Plan.objects.count() == 0


@pytest.mark.parametrize("asked", ["", "?annee=2028&annees=5", "?lignes=vide"])
def test_model_is_given(visitor: Client, asked: str) -> None:
    pole = coordinated_pole(visitor)

    answer = visitor.get(f"/poles/{pole.slug}/budget/tableur/modele.csv{asked}")

    assert answer.status_code == 200
    assert ("Salaire brut" in answer.content.decode()) == ("vide" not in asked)


@pytest.mark.parametrize("asked", ["annee=x", "annees=9", "annee=99999"])
def test_model_of_impossible_years_is_not_found(visitor: Client, asked: str) -> None:
    pole = coordinated_pole(visitor)

    assert visitor.get(f"/poles/{pole.slug}/budget/tableur/modele.ods?{asked}").status_code == 404


@pytest.mark.parametrize("held", ["network_officer", "administrator", "other_pole"])
def test_others_take_and_give_nothing(visitor: Client, held: str) -> None:
    plan, network = balanced_plan(make_pole()), make_network()
    sheet = make_plan_sheet(plan=plan)
    roles = {
        "network_officer": {"network_officer": network.key},
        "administrator": {"administrator": ""},
        "other_pole": {"coordinator": make_pole().uid},
    }
    visitor.force_login(make_user(**roles[held]))
    model = f"/poles/{plan.pole.slug}/budget/tableur/"
    names = ("", "plan.ods", "formulaire.pdf", "rendre/", f"rendus/{sheet.uid}/", f"rendus/{sheet.uid}/avant.ods")
    addresses = [*(f"{files_of(plan)}{name}" for name in names), model, f"{model}modele.ods"]

    assert {visitor.get(one).status_code for one in addresses} == {403}
    assert visitor.post(f"{files_of(plan)}rendus/{sheet.uid}/", {"do": "discard"}).status_code == 403
