"""Kept scans as pages: saved, reopened on newer data, compared, shared, erased; each by its owner only."""

import io
import json
import re
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.factories import make_scenario, make_user
from tests.lozere import AT, MENDE, MODEL, import_lozere, make_home

from essaim.apps.scenarios.models import Scenario

ASKED = f"?modele={MODEL}&dans=departement:48&min.producteurs=6"


def words(visitor: Client, address: str) -> str:
    page = visitor.get(address).content.decode()
    return " ".join(page.replace("&#x27;", "'").replace("\xa0", " ").split())


def test_scan_is_saved_from_its_page_and_listed(visitor: Client, lozere: Path) -> None:
    visitor.force_login(make_user())

    answer = visitor.post(f"/reperage/enregistrer/{ASKED}", {"name": "Pour la Lozère"})

    kept = Scenario.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/mes-reperages/{kept.uid}/")
    assert kept.minimums == {"producteurs": 6}
    assert "Pour la Lozère" in words(visitor, "/mes-reperages/")
    assert "Aucun territoire ne répond autrement" in words(visitor, f"/mes-reperages/{kept.uid}/")


@pytest.mark.parametrize(
    ("asked", "name"), [(ASKED, " "), ("?modele=zz", "Nom"), ("?modele=livre-edition&niveau=commune", "N")]
)
def test_what_cannot_be_saved_is_said(visitor: Client, lozere: Path, asked: str, name: str) -> None:
    visitor.force_login(make_user())

    answer = visitor.post(f"/reperage/enregistrer/{asked}", {"name": name})

    assert answer.status_code == 302
    assert Scenario.objects.count() == 0


def test_visitor_cannot_save(visitor: Client, lozere: Path) -> None:
    answer = visitor.post(f"/reperage/enregistrer/{ASKED}", {"name": "Nom"})

    assert answer.headers["Location"].startswith("/connexion/")
    assert Scenario.objects.count() == 0


@pytest.mark.parametrize("page", ["", "nom/", "effacer/"])
def test_nobody_else_reads_a_kept_scan(visitor: Client, lozere: Path, page: str) -> None:
    kept = make_scenario()
    visitor.force_login(make_user(administrator=""))

    assert visitor.get(f"/mes-reperages/{kept.uid}/{page}").status_code == 403


def test_reopened_scan_says_what_changed_since(
    visitor: Client, essaim_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = make_home(tmp_path / "data", essaim_home)
    monkeypatch.setenv("ESSAIM_DATA", str(home))
    kept = make_scenario()
    import_lozere(home, [("85.10Z", "48095")] * 5, AT + timedelta(days=30))
    visitor.force_login(kept.owner)

    page = words(visitor, f"/mes-reperages/{kept.uid}/")

    assert "ont changé depuis" in page
    gains = page[page.index("Gagnés depuis</th>") :].split("</table>")[0]
    schools = gains[gains.index("Écoles, hôpitaux") :].split("</tr>")[0]
    assert "Cœur de Lozère" in schools.split("</td>")[2]
    changes = page[page.index("Ce qui a changé</th>") :]
    line = changes[changes.index("Cœur de Lozère") :].split("</tr>")[0]
    assert "Écoles, hôpitaux et maisons de retraite : absente, puis réunie" in line
    assert "Ateliers de transformation : réunie, puis" in line


def test_without_register_what_was_found_stays(
    visitor: Client, lozere: Path, essaim_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = make_scenario()
    monkeypatch.setenv("ESSAIM_DATA", str(essaim_home))
    visitor.force_login(kept.owner)

    page = words(visitor, f"/mes-reperages/{kept.uid}/")

    assert "Ce qui a été trouvé alors reste gardé" in page
    assert "Producteurs de fruits" in page


def test_scan_of_a_model_that_is_gone_stays_readable(visitor: Client, lozere: Path) -> None:
    kept = make_scenario()
    kept.pattern = {**kept.pattern, "key": "disparu"}
    kept.save()
    visitor.force_login(kept.owner)

    page = words(visitor, f"/mes-reperages/{kept.uid}/")

    assert "n'est plus dans la bibliothèque" in page
    assert "Aucun territoire ne répond autrement" in page


def test_what_was_found_is_a_file_for_its_owner(visitor: Client, lozere: Path) -> None:
    kept = make_scenario(part="departement:48")
    owner = Client(headers={"host": "localhost"})
    owner.force_login(kept.owner)
    visitor.force_login(make_user())

    answer = owner.get(f"/mes-reperages/{kept.uid}/trouve-brut.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]

    line = next(one for one in text.splitlines() if one.startswith(MENDE))
    assert "réunie" in line
    assert "absente" in line
    assert [owner.get(f"/mes-reperages/{kept.uid}/trouve{end}").status_code for end in (".csv", ".xlsx", ".ods")] == [
        200
    ] * 3
    assert visitor.get(f"/mes-reperages/{kept.uid}/trouve.csv").status_code == 403


def test_two_scans_are_compared_condition_by_condition(visitor: Client, lozere: Path) -> None:
    owner = make_user()
    one = make_scenario(owner=owner, name="Un", part="departement:48")
    other = make_scenario(owner=owner, name="Deux", part="departement:48", minimums={"producteurs": 8})
    visitor.force_login(owner)

    page = words(visitor, f"/mes-reperages/comparer/?a={one.uid}&b={other.uid}")

    line = page[page.index("Producteurs de fruits") :].split("</tr>")[0]
    assert "Cœur de Lozère" in line.split("</td>")[3]
    assert "aucun" in line.split("</td>")[2]


def test_scans_of_others_are_not_compared(visitor: Client, lozere: Path) -> None:
    owner = make_user()
    mine = make_scenario(owner=owner)
    visitor.force_login(owner)

    assert visitor.get(f"/mes-reperages/comparer/?a={mine.uid}&b={make_scenario().uid}").status_code == 403
    assert visitor.get(f"/mes-reperages/comparer/?a={mine.uid}&b=zz").status_code == 404


def test_link_opens_to_whoever_has_it_until_withdrawn(visitor: Client, lozere: Path) -> None:
    kept = make_scenario(name="À partager")
    owner = Client(headers={"host": "localhost"})
    owner.force_login(kept.owner)

    shown = owner.post(f"/mes-reperages/{kept.uid}/partager/").content.decode()
    link = re.search(r'value="http://localhost(/reperage/partage/[^"]+)"', shown)
    assert link is not None
    opened = visitor.get(link[1])
    owner.post(f"/mes-reperages/{kept.uid}/retirer-le-lien/")
    gone = visitor.get(link[1])

    assert opened.status_code == 200
    assert "À partager" in opened.content.decode()
    assert kept.owner.email not in opened.content.decode()
    assert f"/mes-reperages/{kept.uid}/" not in opened.content.decode()
    assert opened.headers["X-Robots-Tag"] == "noindex"
    assert gone.status_code == 404


def test_scan_is_renamed_and_erased_after_a_question(visitor: Client, lozere: Path) -> None:
    kept = make_scenario()
    visitor.force_login(kept.owner)

    visitor.post(f"/mes-reperages/{kept.uid}/nom/", {"name": "Autre nom"})
    asked = words(visitor, f"/mes-reperages/{kept.uid}/effacer/")
    before = Scenario.objects.count()
    visitor.post(f"/mes-reperages/{kept.uid}/effacer/")

    assert "Effacer « Autre nom » ?" in asked
    assert (before, Scenario.objects.count()) == (1, 0)


def test_own_data_hold_kept_scans(visitor: Client, lozere: Path) -> None:
    kept = make_scenario(name="Le mien")
    visitor.force_login(kept.owner)

    archive = zipfile.ZipFile(io.BytesIO(visitor.get("/mon-espace/donnees.zip").content))

    assert [one["nom"] for one in json.loads(archive.read("reperages.json"))] == ["Le mien"]
    assert MENDE in archive.read("reperages.json").decode()


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_queries(
    visitor: Client, lozere: Path, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    owner = make_user()
    for _number in range(count):
        make_scenario(owner=owner)
    visitor.force_login(owner)

    # Session, person, their roles, how many, the page.
    with django_assert_num_queries(4):
        visitor.get("/mes-reperages/")
