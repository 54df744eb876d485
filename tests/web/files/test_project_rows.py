"""What a pole's whole download says of its joint projects, and to whom."""

import csv
import io
import re
import zipfile

import pytest
from django.test import Client
from tests.factories import AT, make_network, make_organisation, make_pole, make_user
from tests.work_factories import make_job_figure, make_milestone, make_outcome, make_project, make_project_partner

from essaim.apps.accounts.models import User
from essaim.apps.documents.keeping import path_of
from essaim.apps.poles.models import Pole
from essaim.apps.projects.actions.projects import file_project_document, set_project_domains
from essaim.apps.projects.models import Project


def archive(visitor: Client, pole: Pole, who: User) -> dict[str, bytes]:
    visitor.force_login(who)
    content = visitor.get(f"/poles/{pole.slug}/donnees.zip").content
    with zipfile.ZipFile(io.BytesIO(content)) as found:
        return {name: found.read(name) for name in found.namelist()}


def rows(content: bytes) -> list[dict[str, str]]:
    # After a blank line, where the data come from.
    table = content.decode("utf-8-sig").partition("\r\n\r\n")[0]
    return list(csv.DictReader(io.StringIO(table), delimiter=";"))


@pytest.fixture
def pole(visitor: Client) -> Pole:
    return make_pole()


def full_project(pole: Pole, by: User) -> Project:
    project = make_project(pole=pole, title="Légumerie", budget_cents=12_345_00)
    organisation = make_organisation(name="La Ruche")
    set_project_domains(project=project, keys=["food"], seen_version=None, by=by, at=AT)
    make_project_partner(project=project, name="La Ruche", organisation=organisation, amount_cents=6_789_00)
    make_milestone(project=project)
    make_job_figure(project=project)
    make_outcome(project=project)
    file_project_document(
        project=project, title="Devis / 2026", file_name="..\\a;b.PDF", content=b"%PDF-1.7 devis", by=by, at=AT
    )
    return project


def test_its_own_people_take_projects_rows_and_documents_away(visitor: Client, pole: Pole) -> None:
    coordinator = make_user(coordinator=pole.uid)
    project = full_project(pole, coordinator)
    make_milestone(project=make_project(title="D'un autre pôle"))

    found = archive(visitor, pole, coordinator)

    assert {name: len(rows(found[f"projets/{name}.csv"])) for name in (
        "projets", "domaines", "partenaires", "etapes", "emplois", "resultats",
    )} == {"projets": 1, "domaines": 1, "partenaires": 1, "etapes": 1, "emplois": 1, "resultats": 1}  # fmt: skip
    assert rows(found["projets/projets.csv"])[0]["Titre"] == "Légumerie"
    partner = rows(found["projets/partenaires.csv"])[0]
    assert (partner["Part du budget"], partner["Project"].strip()) == ("678900", project.uid)
    assert found["projets/documents/001-legumerie/01-devis-2026.pdf"] == b"%PDF-1.7 devis"
    notice = found["LISEZMOI.txt"].decode()
    assert set(re.findall(r"^- (\S+) :", notice, re.MULTILINE)) == set(found) - {"LISEZMOI.txt"}


def test_a_document_that_the_server_lost_stops_nothing(visitor: Client, pole: Pole) -> None:
    coordinator = make_user(coordinator=pole.uid)
    project = make_project(pole=pole, title="Halle")
    filed = file_project_document(
        project=project, title="Plan", file_name="plan.pdf", content=b"%PDF-1.7 plan", by=coordinator, at=AT
    )
    path_of(filed.uid).unlink()

    found = archive(visitor, pole, coordinator)

    assert "n'est plus sur le serveur" in found["projets/documents/001-halle/01-plan.pdf"].decode()


@pytest.mark.parametrize("role", ["administrator", "network_officer"])
def test_those_who_keep_the_sheet_alone_take_no_project(visitor: Client, role: str) -> None:
    pole = make_pole()
    full_project(pole, make_user(coordinator=pole.uid))
    network = make_network()
    pole.networks.add(network)
    who = make_user(**{role: network.key if role == "network_officer" else ""})

    found = archive(visitor, pole, who)

    assert [name for name in found if name.startswith(("projets", "budget"))] == []
    assert "pole.json" in found
