"""Joint projects on their pages: written by the pole's people, read by its members."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings
from tests.factories import ADMIN, AT, make_organisation, make_pole, make_user
from tests.work_factories import (
    make_job_figure,
    make_milestone,
    make_outcome,
    make_plan,
    make_project,
    make_project_partner,
)

from essaim.apps.accounts.actions import grant_role
from essaim.apps.poles.actions import add_member
from essaim.apps.poles.models import Pole
from essaim.apps.projects.models import JobFigure, Milestone, Outcome, Project, ProjectPartner

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def pole() -> Pole:
    return make_pole(slug="essai")


@pytest.fixture
def own(client: Client, pole: Pole) -> Client:
    user = make_user()
    grant_role(user=user, role="coordinator", key=pole.uid, by=ADMIN, at=AT)
    client.force_login(user)
    return client


def member_of(pole: Pole) -> Client:
    """Somebody who represents a member."""
    organisation, user = make_organisation(), make_user()
    add_member(pole=pole, organisation=organisation, by=ADMIN, at=AT)
    grant_role(user=user, role="representative", key=organisation.uid, by=ADMIN, at=AT)
    client = Client()
    client.force_login(user)
    return client


def address(project: Project, rest: str = "") -> str:
    return f"/poles/essai/projets/{project.uid}/{rest}"


def test_a_project_is_begun_described_and_moved(own: Client, pole: Pole) -> None:
    own.post("/poles/essai/projets/nouveau/", {"title": "Atelier vélo", "budget_cents": "12 000 €"})
    project = Project.objects.get()
    own.post(address(project, "domaines/"), {"version": project.version, "main": "food"})
    project.refresh_from_db()
    own.post(address(project, "etat/"), {"do": "at_once", "vers": "study", "version": project.version})

    project.refresh_from_db()
    assert (project.title, project.budget_cents, project.state) == ("Atelier vélo", 1_200_000, "study")
    assert ([one.key for one in project.domains.all()], project.state_on) == (["food"], TODAY)


def test_a_project_is_dropped_with_its_reason_alone(own: Client, pole: Pole) -> None:
    project = make_project(pole=pole)

    asked = own.post(address(project, "etat/"), {"do": "at_once", "vers": "dropped", "version": project.version})
    silent = own.post(
        address(project, "etat/?vers=dropped"), {"version": project.version, "on": "2026-05-01", "reason": " "}
    )
    own.post(
        address(project, "etat/?vers=dropped"),
        {"version": project.version, "on": "2026-05-01", "reason": "Le local a été vendu"},
    )

    project.refresh_from_db()
    assert (asked.status_code, asked.headers["Location"]) == (302, address(project, "etat/?vers=dropped"))
    assert silent.status_code == 200
    assert (project.state, project.dropped_reason) == ("dropped", "Le local a été vendu")


def test_a_state_that_may_not_follow_changes_nothing(own: Client, pole: Pole) -> None:
    project = make_project(pole=pole)

    own.post(address(project, "etat/"), {"do": "at_once", "vers": "done", "version": project.version})

    project.refresh_from_db()
    assert project.state == "idea"


@pytest.mark.parametrize(
    ("what", "said", "sentence"),
    [
        ("partenaires", {"name": ""}, "Choisissez un membre"),
        ("partenaires", {"name": "La Ruche", "siret": "12345678901234"}, "clé de contrôle"),
        ("partenaires", {"name": "La Ruche", "amount_cents": "1.234"}, "deux façons"),
        ("partenaires", {"name": "déjà là"}, "déjà dans le projet"),
        ("partenaires", {"name": "\0"}, "nul"),
        ("etapes", {"title": "", "note": "tapé"}, "tapé"),
        ("emplois", {"kind": "created", "fte": "-1", "on": "2026-01-01", "evidence": "tapé"}, "ne peut pas être"),
        ("emplois", {"kind": "created", "fte": "1", "on": "2026-01-01", "evidence": ""}, "obligatoire"),
        ("resultats", {"label": "Repas", "reached": "100"}, "sa date et sa source"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(
    own: Client, pole: Pole, what: str, said: dict[str, str], sentence: str
) -> None:
    project = make_project(pole=pole)
    make_project_partner(project=project, name="Déjà là")

    answer = own.post(address(project, f"{what}/ajouter/"), {"version": project.version, **said})

    page = answer.content.decode()
    assert (answer.status_code, sentence in page) == (200, True)
    rows = [kind.objects.count() for kind in (ProjectPartner, Milestone, JobFigure, Outcome)]
    assert rows == [1, 0, 0, 0]


def test_rows_are_written_corrected_done_and_removed(own: Client, pole: Pole) -> None:
    project = make_project(pole=pole)
    member = make_organisation(name="Les Jardins")
    add_member(pole=pole, organisation=member, by=ADMIN, at=AT)

    def post(rest: str, **said: str) -> None:
        project.refresh_from_db()
        own.post(address(project, rest), {"version": project.version, **said})

    post("partenaires/ajouter/", organisation=member.uid, role="Accueille", is_carrier="on")
    post("partenaires/ajouter/", name="La commune", amount_cents="1 500,50 €", is_carrier="on")
    post("etapes/ajouter/", title="Ouvrir", due_on="01/03/2027")
    post("emplois/ajouter/", kind="created", organisation=member.uid, fte="1,5", on="2026-06-30", evidence="Contrats")
    post("resultats/ajouter/", label="Repas", reached="1 200", on="2026-06-30", source="Caisse", unit="repas")
    post(f"etapes/{Milestone.objects.get().uid}/", do="done")
    outcome = Outcome.objects.get()
    asked = own.get(address(project, f"resultats/{outcome.uid}/?retirer=oui")).content.decode()
    post(f"resultats/{outcome.uid}/?retirer=oui")

    partners = [(one.name, one.is_carrier, one.amount_cents) for one in project.partners.order_by("pk")]
    assert partners == [("Les Jardins", False, None), ("La commune", True, 150_050)]
    assert Milestone.objects.get().done_on == TODAY
    assert (JobFigure.objects.get().fte, JobFigure.objects.get().employer) == (Decimal("1.50"), "Les Jardins")
    assert ("Retirer « Repas »" in asked.replace("\u00a0", " "), Outcome.objects.count()) == (True, 0)
    page = own.get(address(project)).content.decode()
    assert ("Reste à trouver" in page, "1\u202f500,50\u00a0€" in page) == (False, True)


def test_a_share_not_said_makes_what_is_left_a_most(own: Client, pole: Pole) -> None:
    project = make_project(pole=pole, budget_cents=10_000_00)
    make_project_partner(project=project, name="A", amount_cents=4_000_00)
    make_project_partner(project=project, name="B")

    page = own.get(address(project)).content.decode()

    assert "Reste à trouver, au plus\u00a0: 6\u202f000\u00a0€." in page


def test_jobs_of_one_organisation_in_two_projects_are_said_not_added(own: Client, pole: Pole) -> None:
    organisation = make_organisation()
    project = make_project(pole=pole)
    make_job_figure(project=project, organisation=organisation)
    alone = own.get(address(project)).content.decode()
    make_job_figure(project=make_project(), organisation=organisation)

    both = own.get(address(project)).content.decode()

    assert ["ne les comptez pas deux fois" in one for one in (alone, both)] == [False, True]


def test_two_people_at_once_overwrite_nothing(own: Client, pole: Pole) -> None:
    project = make_project(pole=pole)
    seen = project.version
    own.post(address(project, "modifier/"), {"version": seen, "title": "Le premier"})

    answer = own.post(address(project, "modifier/"), {"version": seen, "title": "Le second"})

    project.refresh_from_db()
    assert (answer.status_code, project.title) == (409, "Le premier")


def test_a_project_that_serves_is_not_removed(own: Client, pole: Pole) -> None:
    used, unused = make_project(pole=pole), make_project(pole=pole)
    make_plan(pole=pole, project=used)
    make_milestone(project=unused)

    refused = own.post(address(used, "retirer/"), {"version": used.version})
    own.post(address(unused, "retirer/"), {"version": unused.version})

    assert "un budget" in refused.content.decode()
    assert list(Project.objects.all()) == [used]


def test_members_read_without_amounts_and_write_nothing(own: Client, pole: Pole) -> None:
    project = make_project(pole=pole, budget_cents=12_345_00)
    make_project_partner(project=project, name="La Ruche", amount_cents=6_789_00)
    own.post(
        address(project, "documents/"), {"title": "Plan", "file": SimpleUploadedFile("plan.pdf", b"%PDF-1.7 plan")}
    )
    member = member_of(pole)

    page = member.get(address(project)).content.decode()
    listed = member.get("/poles/essai/projets/").content.decode()
    file = member.get("/poles/essai/projets.csv").content.decode("utf-8-sig")
    document = page.split(address(project, "documents/"))[1].split('"')[0]

    assert ("La Ruche" in page, project.title in listed, project.title in file) == (True, True, True)
    for text in (page, listed, file):
        assert "12345" not in text.replace("\u202f", "")
        assert "6789" not in text.replace("\u202f", "")
    assert member.get(address(project, f"documents/{document}")).status_code == 200
    writing = ("modifier/", "domaines/", "etat/", "retirer/", "documents/", "etapes/ajouter/")
    assert [member.get(address(project, one)).status_code for one in writing] == [403] * 6
    assert member.get("/poles/essai/projets/nouveau/").status_code == 403


@pytest.mark.parametrize("role", ["", "network_officer", "administrator", "representative"])
def test_others_read_nothing(client: Client, pole: Pole, role: str) -> None:
    project, user = make_project(pole=pole), make_user()
    if role:
        key = {"network_officer": "reseau", "representative": "personne"}.get(role, "")
        grant_role(user=user, role=role, key=key, by=ADMIN, at=AT)
    client.force_login(user)

    paths = ("/poles/essai/projets/", address(project), "/poles/essai/projets.csv", address(project, "modifier/"))

    assert [client.get(one).status_code for one in paths] == [403] * 4


def test_filters_hold_for_the_file_and_odd_signs_break_nothing(own: Client, pole: Pole) -> None:
    make_project(pole=pole, title="Atelier", state="running")
    make_project(pole=pole, title="Halle")

    page = own.get("/poles/essai/projets/?q=atel\0&etat=running&page=zzz").content.decode()
    file = own.get("/poles/essai/projets.csv?q=atel").content.decode("utf-8-sig")

    assert ("Atelier" in page, "Halle" in page) == (True, False)
    assert ("Atelier" in file, "Halle" in file) == (True, False)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("path", "queries"), [("projets/", 11), ("projets.ods", 9)])
def test_lists_ask_as_much_for_one_as_for_three(
    own: Client, pole: Pole, count: int, path: str, queries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _one in range(count):
        project = make_project(pole=pole)
        make_project_partner(project=project)
        make_milestone(project=project, due_on=TODAY - timedelta(days=1))

    with django_assert_num_queries(queries):
        answer = own.get(f"/poles/essai/{path}")

    assert answer.status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_a_project_asks_as_much_with_one_row_as_with_three(
    own: Client, pole: Pole, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    project = make_project(pole=pole)
    for number in range(count):
        make_project_partner(project=project, name=f"P{number}", organisation=make_organisation())
        make_milestone(project=project, due_on=date(2027, 1, 1))
        make_job_figure(project=project, organisation=make_organisation())
        make_outcome(project=project)

    with django_assert_num_queries(17):
        answer = own.get(address(project))

    assert answer.status_code == 200


def test_a_nul_names_no_member_and_breaks_nothing(own: Client, pole: Pole) -> None:
    project = make_project(pole=pole)

    answer = own.post(
        address(project, "partenaires/ajouter/"), {"version": project.version, "organisation": "\0", "name": "A\0B"}
    )

    assert answer.status_code in (200, 302)
    assert [one.name for one in ProjectPartner.objects.all()] in ([], ["AB"])


@pytest.mark.parametrize(("what", "field"), [("partenaires", "name"), ("emplois", "employer")])
def test_a_member_and_another_name_are_not_guessed_between(own: Client, pole: Pole, what: str, field: str) -> None:
    project, member = make_project(pole=pole), make_organisation(name="Les Jardins")
    add_member(pole=pole, organisation=member, by=ADMIN, at=AT)
    said = {
        "version": str(project.version), "organisation": member.uid, field: "Une autre", "kind": "created",
        "fte": "1", "on": "2026-01-01", "evidence": "Contrats",
    }  # fmt: skip

    answer = own.post(address(project, f"{what}/ajouter/"), said)

    assert "gardez l&#x27;un des deux" in answer.content.decode()
    assert (ProjectPartner.objects.count(), JobFigure.objects.count()) == (0, 0)


def test_a_partner_who_is_a_member_is_shown_by_its_choice_alone(own: Client, pole: Pole) -> None:
    project, member = make_project(pole=pole), make_organisation(name="Les Jardins")
    add_member(pole=pole, organisation=member, by=ADMIN, at=AT)
    row = make_project_partner(project=project, organisation=member, name="Les Jardins")

    form = own.get(address(project, f"partenaires/{row.uid}/")).context["form"]

    assert (form["organisation"].value(), form["name"].value()) == (member.uid, "")


def test_history_of_a_project_tells_its_rows_to_its_own_people(own: Client, pole: Pole) -> None:
    project = make_project(pole=pole)
    own.post(address(project, "etapes/ajouter/"), {"version": project.version, "title": "Ouvrir la halle"})
    row = Milestone.objects.get()
    project.refresh_from_db()
    own.post(
        address(project, f"etapes/{row.uid}/"),
        {"version": project.version, "title": "Ouvrir la halle", "due_on": "2027-01-01"},
    )
    project.refresh_from_db()
    own.post(address(project, f"etapes/{row.uid}/?retirer=oui"), {"version": project.version})
    project.refresh_from_db()
    own.post(address(project, "etat/"), {"do": "at_once", "vers": "study", "version": project.version})

    answer = own.get(address(project, "historique/"))

    told = [(one.what, one.values) for one in answer.context["history"].changes]
    assert told == [
        ("État du projet changé", [("état du projet", "idée", "à l'étude")]),
        ("Étape retirée", [("ligne du projet", "Ouvrir la halle", "")]),
        ("Étape écrite", [("ligne du projet", "", "Ouvrir la halle"), ("ce qui change", "", "prévue le")]),
        ("Étape écrite", [("ligne du projet", "", "Ouvrir la halle")]),
    ]
    assert "Ouvrir la halle" in own.get(address(project)).content.decode()
    assert member_of(pole).get(address(project, "historique/")).status_code == 403


@pytest.mark.parametrize("path", ["projets", "financeurs/aides", "financeurs/a-venir", "financeurs/depenses"])
def test_files_of_the_sandbox_say_that_they_are_made_up(own: Client, pole: Pole, settings: Settings, path: str) -> None:
    make_project(pole=pole)
    plain = own.get(f"/poles/essai/{path}.csv")
    settings.SANDBOX = True

    marked = own.get(f"/poles/essai/{path}.csv")

    texts = [b"".join(one.streaming_content if one.streaming else [one.content]).decode() for one in (plain, marked)]
    assert ["DONNÉES SYNTHÉTIQUES" in text for text in texts] == [False, True]
