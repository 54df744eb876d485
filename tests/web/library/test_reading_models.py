"""The library as anybody reads it: list, page, comparison, files."""

import io
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from tests.factories import ADMIN, AT, make_model, make_network, make_pole

from essaim.apps.library import actions
from essaim.apps.library.queries import all_models, model_named, version_of
from essaim.engine.errors import UnknownPattern
from essaim.engine.patterns import built_in_patterns, parse_pattern

BUILT_IN = len(built_in_patterns())
READING = 3


def text(visitor: Client, address: str) -> str:
    return visitor.get(address).content.decode().replace("&#x27;", "'").replace("\u00a0", " ")


def test_list_has_every_model(visitor: Client) -> None:
    page = text(visitor, "/modeles/")

    assert f"{BUILT_IN} modèles" in page
    assert page.count('<article class="card">') == BUILT_IN


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=maison d'édition", {"livre-edition"}),
        ("q=TETRIS", {"tiers-lieu-transition"}),
        ("domaine=citizen_energy", {"energie-citoyenne"}),
        ("genre=case&q=edition", {"livre-edition"}),
        ("q=%00livre&genre=case", {"livre-edition"}),
    ],
)
def test_search_and_filters_keep_what_answers(visitor: Client, asked: str, found: set[str]) -> None:
    page = text(visitor, f"/modeles/?{asked}")

    assert {one.key for one in all_models() if f'<a href="/modeles/{one.key}/">' in page} == found


def test_search_without_answer_says_how_to_go_on(visitor: Client) -> None:
    page = text(visitor, "/modeles/?q=zzzz&domaine=inconnu")

    assert "Aucun modèle ne répond à cette recherche" in page


@pytest.mark.parametrize("key", [entry.pattern.key for entry in built_in_patterns()])
def test_page_of_every_model_says_all_its_roles_and_sources(visitor: Client, key: str) -> None:
    pattern = model_named(key)

    page = text(visitor, f"/modeles/{key}/").replace("&amp;", "&")

    assert [role.label for role in pattern.roles if role.label not in page] == []
    assert [use.name for use in pattern.known_uses if use.name not in page] == []
    assert [url for use in pattern.known_uses for url in use.sources if f'href="{url}"' not in page] == []


def test_page_marks_what_is_assumed_and_links_poles_of_the_directory(visitor: Client) -> None:
    make_pole(name="Fontaine O Livres")

    page = text(visitor, "/modeles/livre-edition/")

    assert '<span class="assumed">hypothèse</span>' in page
    assert page.count('href="/poles/fontaine-o-livres/"') == 2
    assert "Un seul pôle connu : c'est un cas" in page


def test_page_in_english_has_the_english_title(visitor: Client) -> None:
    visitor.cookies["essaim_language"] = "en"

    page = text(visitor, "/modeles/livre-edition/")

    assert "<h1>Books and publishing</h1>" in page


def test_unknown_model_is_not_found(visitor: Client) -> None:
    assert visitor.get("/modeles/nulle-part/").status_code == 404
    assert visitor.get("/modeles/nulle-part.toml").status_code == 404
    with pytest.raises(UnknownPattern):
        model_named("nulle-part")


@pytest.mark.parametrize("known", [1, 3])
def test_page_asks_the_database_once_whatever_the_number_of_poles(
    visitor: Client, django_assert_num_queries: Any, known: int
) -> None:
    for use in model_named("lieu-partage").known_uses[:known]:
        make_pole(name=use.name)

    with django_assert_num_queries(READING):
        visitor.get("/modeles/lieu-partage/")


def test_comparison_gives_headings_and_no_mark(visitor: Client) -> None:
    page = text(visitor, "/modeles/comparer/?a=livre-edition&b=reemploi")

    assert page.count('<th scope="row">') == 5
    assert "il n'y a pas de note d'ensemble" in page


@pytest.mark.parametrize("asked", ["", "?a=livre-edition&b=nulle-part", "?a=%00&b="])
def test_comparison_waits_for_two_models(visitor: Client, asked: str) -> None:
    answer = visitor.get(f"/modeles/comparer/{asked}")

    assert answer.status_code == 200
    assert '<th scope="row">' not in answer.content.decode()


def test_files_give_back_the_models(visitor: Client) -> None:
    one = visitor.get("/modeles/livre-edition.toml")
    every = ZipFile(io.BytesIO(visitor.get("/modeles/tous.zip").content))

    assert parse_pattern(one.content.decode(), "x").digest == model_named("livre-edition").digest
    assert len(every.namelist()) == BUILT_IN + 1
    assert every.read("livre-edition.toml") == one.content


def test_model_of_a_network_is_read_as_the_others_with_its_versions(visitor: Client) -> None:
    make_model("atelier-velo", network=make_network("rtes", "RTES"))

    page = text(visitor, "/modeles/atelier-velo/")

    assert '<a href="/reseaux/rtes/">RTES</a>' in page
    assert "Version 1" in page
    assert "Modèle atelier-velo" in text(visitor, "/modeles/")
    assert visitor.get("/modeles/atelier-velo/versions/1/").status_code == 200
    assert b'key = "atelier-velo"' in visitor.get("/modeles/atelier-velo/versions/1.toml").content


def test_withdrawn_model_says_why_at_its_address(visitor: Client) -> None:
    make_model("atelier-velo")
    version = version_of("atelier-velo", 1)
    assert version is not None
    actions.withdraw(version=version, reason="Le pôle a demandé.", by=ADMIN, at=AT)

    answer = visitor.get("/modeles/atelier-velo/", follow=True)

    assert answer.redirect_chain == [("/modeles/atelier-velo/versions/1/", 302)]
    assert "Le pôle a demandé." in answer.content.decode()
    assert "Modèle atelier-velo" not in text(visitor, "/modeles/")


def test_draft_is_nobody_s_to_read(visitor: Client) -> None:
    make_model("atelier-velo", published=False)

    addresses = ["/modeles/atelier-velo/", "/modeles/atelier-velo/versions/1/", "/modeles/atelier-velo.toml"]

    assert [visitor.get(address).status_code for address in addresses] == [404, 404, 404]
