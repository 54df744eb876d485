"""The scan as pages: met, missing and unknown told apart, bad questions answered, nothing counted twice."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.factories import make_model, make_pole, make_user
from tests.lozere import MENDE, MODEL

from essaim.apps.jobs.enums import JobState
from essaim.apps.jobs.models import Job
from essaim.apps.jobs.running import run
from essaim.engine.territories import load_territories
from essaim.engine.territories.search_index import search_form
from essaim.kit.limit_settings import DEFAULTS, Limit

SCAN = f"/reperage/?modele={MODEL}"
LOZERE = f"{SCAN}&dans=departement:48"
NO_MARK = re.compile(r"\b(note de|rang|classement|score|pas maintenant|meilleur)", re.IGNORECASE)


def words(visitor: Client, address: str, **headers: str) -> str:
    page = visitor.get(address, headers=headers).content.decode()
    return " ".join(page.replace("&#x27;", "'").replace("\xa0", " ").replace("\u202f", " ").split())


def test_models_are_offered(visitor: Client) -> None:
    page = words(visitor, "/reperage/")

    assert f'href="{SCAN}"' in page
    assert "Écopôle alimentaire d'Audruicq" in page


def test_model_written_on_the_site_is_scanned(visitor: Client, lozere: Path) -> None:
    make_model("atelier-velo")

    assert "Modèle atelier-velo" in words(visitor, "/reperage/")
    assert "Cœur de Lozère" in words(visitor, "/reperage/?modele=atelier-velo&dans=departement:48")


def test_unknown_model_gets_a_sentence(visitor: Client) -> None:
    answer = visitor.get("/reperage/?modele=zz")

    assert answer.status_code == 404
    assert "Aucun modèle n" in answer.content.decode()


def test_without_register_the_page_says_what_it_cannot_know(visitor: Client, empty_home: Path) -> None:
    load_territories(root=empty_home)

    page = words(visitor, SCAN)

    assert "Aucun registre d'établissements n'est chargé" in page
    assert "elles ne sont pas absentes" in page
    assert "essaim register fetch" in page


def test_page_tells_met_missing_and_unknown_apart(visitor: Client, lozere: Path) -> None:
    page = words(visitor, LOZERE)

    line = page[page.index("Cœur de Lozère</a>") :].split("</tr>")[0]
    cells = re.findall(r"<td[^>]*>(.*?)</td>", line)
    assert "4 sur 8" in cells[0]
    assert "Écoles, hôpitaux et maisons de retraite" in cells[1]
    assert "Structure d'insertion" in cells[2]
    assert "Producteurs" not in line


def test_list_goes_by_name_and_is_sorted_or_narrowed_by_links(visitor: Client, lozere: Path) -> None:
    page, sorted_page = words(visitor, LOZERE), words(visitor, f"{LOZERE}&tri=reunies")
    narrowed = words(visitor, f"{LOZERE}&au_moins=4")

    def listed(text: str) -> list[str]:
        return re.findall(r'show:#resultats:top">([^<]+)</a></th>', text)

    assert listed(page) == sorted(listed(page), key=search_form)
    assert "par ordre alphabétique" in page
    assert re.search(r'<a href="[^"]*&amp;tri=reunies#liste"[^>]*>conditions réunies</a>', page)
    assert re.search(r'<a href="[^"]*&amp;au_moins=8#liste">au moins 8 réunies</a>', page)
    assert re.search(r'<a href="[^"]*&amp;sans_absente=1#liste">aucune absente</a>', page)
    met = [int(n) for n in re.findall(r">(\d+) sur 8<", sorted_page)]
    assert met == sorted(met, reverse=True)
    assert set(listed(narrowed)) < set(listed(page))


def test_page_gives_no_mark_and_no_rank(visitor: Client, lozere: Path) -> None:
    page = words(visitor, f"{LOZERE}&territoire={MENDE}")

    assert NO_MARK.findall(re.sub(r"<[^>]+>", " ", page)) == []


def test_what_is_not_covered_is_unknown_and_said(visitor: Client, lozere: Path) -> None:
    page = words(visitor, f"{SCAN}&dans=region:53")

    assert "ne couvre aucun de ces territoires" in page
    assert "hors du registre chargé" in page
    assert "Le registre ne couvre aucune de leurs communes : inconnu" in page
    label = 'data-label="Acteurs sûrs, aussi loin que chaque rôle se cherche" class="value">'
    assert label in page
    assert re.findall(label + '(?!<span class="where">inconnu)', page) == []


def test_map_is_coloured_by_conditions_met_and_hatched_where_unknown(visitor: Client, lozere: Path) -> None:
    page = words(visitor, LOZERE)

    assert f'<path id="t{MENDE}"' in page
    assert re.search(r'<g class="m4" fill="url\(#h4\)" data-hatched>(<use [^>]*>.*?)*<use href="#t244800405">', page)


def test_real_poles_stand_on_the_map(visitor: Client, lozere: Path) -> None:
    everywhere, lozere_only = words(visitor, SCAN), words(visitor, LOZERE)

    assert "<title>Écopôle alimentaire d'Audruicq</title>" in everywhere
    assert "un pôle réel de ce modèle" in everywhere
    assert "un pôle réel de ce modèle" not in lozere_only


def test_each_changed_minimum_may_be_taken_back(visitor: Client, lozere: Path) -> None:
    page = words(visitor, f"{LOZERE}&min.producteurs=7&min.livraison=0")

    chips = page[page.index('class="chips"') :].split("</ul>")[0]
    assert re.findall(r"min\.(\w+)=", chips) == ["producteurs", "livraison"]
    assert "Producteurs de fruits, légumes, lait et viande : au moins 7" in chips
    assert "Livraison et grossistes de produits frais : laissé de côté" in chips


def test_minimum_changes_the_answer_and_stays_in_the_address(visitor: Client, lozere: Path) -> None:
    page = words(visitor, f"{LOZERE}&min.producteurs=7&min.livraison=1&territoire={MENDE}")

    assert "Il en manque 1." in page[page.index('id="explication"') :]
    assert (
        'href="/reperage/?modele=champ-cantine&amp;niveau=epci&amp;dans=departement%3A48&amp;min.producteurs=7' in page
    )
    assert page.count("&amp;min.producteurs=7&amp;territoire=") > 0
    assert "revenir au modèle" in page


def test_role_left_out_is_no_longer_a_condition(visitor: Client, lozere: Path) -> None:
    page = words(visitor, f"{LOZERE}&min.livraison=0")

    assert "7 conditions" in page


def test_territory_is_explained_with_its_counts_and_the_real_cases(visitor: Client, lozere: Path) -> None:
    pole = make_pole(name="Écopôle alimentaire d'Audruicq", commune="62852")

    page = words(visitor, f"{SCAN}&territoire={MENDE}")

    told = page[page.index('id="explication"') :]
    assert "Il en manque 5." in told
    assert "6 sûrs" in told
    assert f'href="/territoires/epci/{MENDE}/"' in told
    assert f'href="{pole.get_absolute_url()}"' in told
    assert "Sa commune n'est pas renseignée" in told


def test_territory_that_is_not_there_gets_a_sentence(visitor: Client, lozere: Path) -> None:
    assert "n'est pas parmi ceux du repérage" in words(visitor, f"{SCAN}&territoire=12")


@pytest.mark.parametrize(
    ("asked", "status"),
    [("niveau=planete", 400), ("rayon=500", 400), ("dans=region:zz", 400), ("min.producteurs=-4", 200),
     ("min.producteurs=9999999999999", 200), ("rayon=vingt", 200), ("page=zz", 200), ("page=999999", 200),
     ("habitants_min=abc", 200), ("habitants_min=9&habitants_max=3", 200), ("q=%00", 200), ("tri=zz", 200),
     ("condition=zz&reponse=zz", 200), ("lieu=codes:48095,48092", 200), ("lieu=zz", 200), ("dans=76", 400),
     ("niveau=region&dans=departement:48", 400), ("min.producteurs=200000", 400), ("territoire=%00", 200)],
)  # fmt: skip
def test_odd_questions_are_answered(visitor: Client, lozere: Path, asked: str, status: int) -> None:
    assert visitor.get(f"{SCAN}&{asked}").status_code == status


@pytest.mark.parametrize(
    ("place", "expected"),
    [(f"epci:{MENDE}", ['value="epci" selected', f"/territoires/epci/{MENDE}/"]),
     ("commune:48095:30", ['value="commune" selected', 'value="departement:48" selected', 'value="30" selected']),
     ("departement:48", ['value="epci" selected', 'value="departement:48" selected'])],
)  # fmt: skip
def test_place_of_another_page_is_understood(visitor: Client, lozere: Path, place: str, expected: list[str]) -> None:
    page = words(visitor, f"{SCAN}&lieu={place}")

    assert [said in page for said in expected] == [True] * len(expected)


def test_place_is_kept_while_a_model_is_chosen(visitor: Client, lozere: Path) -> None:
    page = words(visitor, f"/reperage/?lieu=epci:{MENDE}")

    assert f'href="{SCAN}&amp;niveau=epci&amp;territoire={MENDE}"' in page
    assert f'name="territoire" value="{MENDE}"' in page


def test_only_the_results_are_sent_when_the_page_asks(visitor: Client, lozere: Path) -> None:
    answer = visitor.get(f"{LOZERE}&min.producteurs=5", headers={"hx-request": "true"})

    page = answer.content.decode()
    assert ("<html" in page, "<path id=" in page, 'id="resultats"' in page) == (False, False, True)
    assert answer.headers["HX-Push-Url"] == "/reperage/?modele=champ-cantine&niveau=epci&dans=departement%3A48"


def test_empty_list_says_what_to_do(visitor: Client, lozere: Path) -> None:
    assert "Aucun territoire ne répond à ces filtres" in words(visitor, f"{LOZERE}&q=zzzz")


def test_all_communes_are_counted_by_the_worker_then_shown(visitor: Client, lozere: Path) -> None:
    cache.clear()
    address = "/reperage/?modele=reemploi&niveau=commune&rayon=10"
    before = words(visitor, address)

    asked = visitor.post(f"/reperage/calculer/{address.removeprefix('/reperage/')}")
    again = visitor.post(f"/reperage/calculer/{address.removeprefix('/reperage/')}")
    during = words(visitor, asked.headers["Location"])
    run(Job.objects.get().uid, clock=timezone.now)
    polled = visitor.get(address, headers={"hx-request": "true", "hx-trigger": "resultats"})
    after, chosen = words(visitor, address), words(visitor, f"{address}&territoire=48095")

    assert (asked.status_code, again.status_code) == (302, 302)
    assert "Lancer le calcul" in before
    assert "every 1s" in during
    assert polled.headers["HX-Refresh"] == "true"
    assert "Un point par commune" in after
    assert re.search(r'<circle class="chosen" cx="5\d\d" cy="6\d\d"', chosen)


def test_counting_that_failed_says_why_and_may_be_asked_again(visitor: Client, lozere: Path) -> None:
    cache.clear()
    address = "/reperage/?modele=reemploi&niveau=commune&rayon=12"
    visitor.post(f"/reperage/calculer/{address.removeprefix('/reperage/')}")
    Job.objects.update(state=JobState.FAILED, error="Le disque est plein.", finished_at=timezone.now())

    page = words(visitor, address)

    assert "Le disque est plein." in page
    assert "Lancer le calcul" in page


def test_new_counts_are_limited_and_kept_ones_are_not(visitor: Client, lozere: Path, settings: Any) -> None:
    cache.clear()
    settings.LIMITS = {**DEFAULTS, "scan-count": Limit(1, 60)}

    answers = [visitor.get(f"{LOZERE}&rayon={km}").status_code for km in (61, 62, 61)]

    assert answers == [200, 429, 200]


def test_counting_is_asked_by_a_form_only(visitor: Client, lozere: Path) -> None:
    answer = visitor.get(f"/reperage/calculer/?modele={MODEL}&niveau=commune")

    assert answer.headers["Location"] == f"/reperage/?modele={MODEL}&niveau=commune"
    assert Job.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_same_queries(
    visitor: Client, lozere: Path, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    names = ["Écopôle alimentaire d'Audruicq", "Émergence Hénin-Carvin", "Une autre"]
    for name in names[:count]:
        make_pole(name=name)

    visitor.get(LOZERE)

    # The models written on the site, the sheets of the known uses.
    with django_assert_num_queries(2):
        visitor.get(f"{LOZERE}&territoire={MENDE}")


def test_signed_in_person_may_keep_a_visitor_is_told(visitor: Client, lozere: Path) -> None:
    told = words(visitor, LOZERE)
    visitor.force_login(make_user())

    assert "Une personne connectée peut nommer un repérage" in told
    assert 'action="/reperage/enregistrer/?modele=' in words(visitor, LOZERE)
