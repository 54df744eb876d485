"""The versions of the register: which serves, what it holds, which to use."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.engine.register.sirene_files import write_table
from tests.factories import make_job

from essaim.apps.audit.models import Event
from essaim.engine.register import import_register, kept_imports
from essaim.engine.territories import load_territories

PAGE = "/administration/registre/"
LINE = {"siret": "84212345600019", "naf": "94.99Z", "code_commune": "48095"}


@pytest.fixture
def versions(home: Path, tmp_path: Path) -> list[str]:
    """Two imports, the second of made-up rows; the last one serves."""
    names = []
    for day, name in ((1, "a_2025-09.csv"), (2, "synthetique_2025-10.csv")):
        file = write_table(tmp_path / name, [LINE])
        at = datetime(2026, 11, day, tzinfo=UTC)
        names.append(import_register([file], territories=load_territories(), at=at).version)
    return names


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().replace("&#x27;", "'").replace("\u00a0", " ").split())


def test_a_version_is_numbered_by_its_day_in_france(home: Path, tmp_path: Path) -> None:
    file = write_table(tmp_path / "a.csv", [LINE])
    at = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)

    assert import_register([file], territories=load_territories(), at=at).version.startswith("20261101-")


def test_without_register_the_page_says_so(keeper: Client) -> None:
    page = text(keeper.get(PAGE))

    assert "Aucun registre n'est chargé." in page
    assert "Déposer des fichiers" in page


def test_versions_are_listed_and_the_made_up_one_is_labelled(keeper: Client, versions: list[str]) -> None:
    page = text(keeper.get(PAGE))

    assert page.count("en usage</strong>") == 1
    assert page.count("synthétique</strong>") == 1
    assert "Données synthétiques : ces chiffres sont inventés." in page


def test_another_version_is_used_and_the_log_says_it(keeper: Client, versions: list[str]) -> None:
    answer = keeper.post(f"{PAGE}versions/{versions[0]}/utiliser/")

    assert answer.status_code == 302
    assert [(report.version, used) for report, used in kept_imports()] == [(versions[0], True), (versions[1], False)]
    event = Event.objects.get(action="use_register")
    assert (event.before["version"], event.after["version"], event.after["synthetic"]) == (
        versions[1],
        versions[0],
        False,
    )


def test_no_other_version_is_used_while_one_is_being_loaded(keeper: Client, versions: list[str]) -> None:
    make_job(kind="register-import", state="running", done=3, total=10, message="Lignes par commune")

    page = text(keeper.get(PAGE))
    answer = keeper.post(f"{PAGE}versions/{versions[0]}/utiliser/", follow=True)

    assert 'max="100" value="30"' in page
    assert "Lignes par commune" in page
    assert "déjà en cours" in text(answer)
    assert kept_imports()[1][1]


def test_version_that_is_not_kept_is_not_found(keeper: Client, versions: list[str]) -> None:
    addresses = [f"{PAGE}versions/x/", f"{PAGE}versions/x/refusees.csv", f"{PAGE}versions/{versions[0]}/refusees.csv"]

    assert [keeper.get(address).status_code for address in addresses] == [404, 404, 404]
    assert keeper.post(f"{PAGE}versions/x/utiliser/").status_code == 404


def test_old_version_shows_what_it_knows(keeper: Client, versions: list[str]) -> None:
    page = text(keeper.get(f"{PAGE}versions/{versions[0]}/"))

    assert "Utiliser cette version" in page
    assert "Le détail par département se voit sur la version en usage." in page
