"""A network writes a model in forms, without a file: rows, predicates, problems, publishing, two people at once."""

import re
from typing import Any

import pytest
from django.test import Client
from tests.factories import ADMIN, AT, make_model, make_network, make_user

from essaim.apps.library import actions
from essaim.apps.library.models import ModelVersion, WrittenModel
from essaim.apps.library.queries import model_named
from essaim.apps.poles.models import Network
from essaim.engine.patterns import as_data, problems_of

DRAFT = "/modeles/ecrire/velo/"
LISTING = 5


def signed_in(network: str = "rtes") -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(make_user(network_officer=network))
    return client


@pytest.fixture
def officer(essaim_home: object, db: None) -> Client:
    make_network("rtes", "RTES")
    return signed_in()


@pytest.fixture
def writer(officer: Client) -> Client:
    """An officer with a blank draft."""
    officer.post("/modeles/ecrire/nouveau/", {"title": "Vélo", "key": "velo", "network": "rtes"})
    return officer


def content() -> dict[str, Any]:
    data: dict[str, Any] = ModelVersion.objects.get().data
    return data


def hidden(client: Client, address: str) -> dict[str, str]:
    """The marks that a form carries, as its page gives them."""
    page = client.get(address).content.decode()
    pairs = re.findall(r'<input type="hidden" name="(seen|mark|figures)" value="([^"]*)"', page)
    return dict(pairs)


def write(client: Client, address: str, **typed: Any) -> Any:
    return client.post(address, {**hidden(client, address), **typed})


def words(answer: Any) -> str:
    text: str = answer.content.decode().replace("&#x27;", "'").replace("\u00a0", " ")
    return text


def test_whole_model_is_written_in_forms_and_published(writer: Client) -> None:
    write(writer, f"{DRAFT}identite/", title="Vélo", summary="Rouler.", problem="Pas de vélo.", domains=["mobility"],
          assumptions="Une.\n\nDeux.")  # fmt: skip
    write(writer, f"{DRAFT}poles-connus/ajouter/", name="Exemple", place="Mende", commune_insee="48095", since="2015",
          sources="https://example.org/a", **{"figure-0-label": "emplois", "figure-0-value": "4,5",
          "figure-0-scope": "équipe", "figure-0-unit": "ETP"})  # fmt: skip
    write(writer, f"{DRAFT}roles/ajouter/", label="Réparateurs de vélos", why="Sans eux, rien.", minimum="1", ideal="3",
          part="core", basis="source", sources="Exemple", reach_km="20", **{"suggests-rev2": "95.29z",
          "suggests-naf2025": "95.29G", "suggests-joint": "all", "confirms-family": ["ess"]})  # fmt: skip
    write(writer, f"{DRAFT}liens/ajouter/", **{"from": "pole", "to": "reparateurs-de-velos", "kind": "service",
          "what": "vélos", "basis": "assumption"})  # fmt: skip
    write(writer, f"{DRAFT}financement/ajouter/", kind="sales", label="ventes", share_min="20", share_max="30",
          scope="budget", date="2018", basis="source", sources="Exemple")  # fmt: skip
    write(writer, f"{DRAFT}equipe/", fte_min="0,5", fte_max="2", basis="assumption")
    write(writer, f"{DRAFT}conditions/ajouter/", label="Assez d'habitants", criterion="population", min="3 000",
          part="adaptable", basis="assumption", why="Du passage.")  # fmt: skip

    assert problems_of({**content(), "key": "velo", "version": "1"}) == ()
    published = writer.post(f"{DRAFT}publier/", hidden(writer, f"{DRAFT}publier/"))

    pattern = model_named("velo")
    assert (published.status_code, published.headers["Location"]) == (302, "/modeles/velo/")
    assert as_data(pattern)["role"] == [
        {
            "key": "reparateurs-de-velos", "label": "Réparateurs de vélos", "why": "Sans eux, rien.", "minimum": 1,
            "part": "core", "basis": "source", "ideal": 3, "reach_km": 20, "sources": ["Exemple"],
            "suggests": {"naf": {"rev2": ["95.29Z"], "naf2025": ["95.29G"]}}, "confirms": {"family": "ess"},
            "count_basis": "assumption",
        }
    ]  # fmt: skip
    assert pattern.assumptions == ("Une.", "Deux.")
    assert (pattern.funding[0].share_min, pattern.funding[0].share_max) == (0.2, 0.3)
    assert pattern.known_uses[0].figures[0].value == 4.5
    assert pattern.conditions[0].min == 3000
    assert writer.get("/modeles/velo/").status_code == 200


def test_blank_draft_says_what_is_left_in_plain_words(writer: Client) -> None:
    page = words(writer.get(f"{DRAFT}identite/"))
    assert page.count("À remplir avant de publier.") == 3

    whole = words(writer.get(DRAFT))
    assert "5 choses à corriger ou à remplir avant de publier" in whole
    assert "Publier</a>" not in whole


def test_problem_stands_beside_its_field(writer: Client) -> None:
    write(writer, f"{DRAFT}roles/ajouter/", label="Fours", why="Le pain.", minimum="0", part="core", basis="source")

    page = words(writer.get(f"{DRAFT}roles/1/"))

    beside = re.findall(r'<div id="id_([\w-]+)_problems"><ul class="todo-list"><li>([^<]*)', page)
    assert [name for name, _said in beside] == ["minimum", "basis"]
    assert "Un rôle du noyau a besoin d'au moins un acteur" in beside[0][1]
    assert "Rien ne dit qui peut tenir ce rôle" in page
    assert "suggests" not in re.sub(r"<[^>]*>", "", page)


def test_number_that_is_none_is_refused_and_nothing_typed_is_lost(writer: Client) -> None:
    answer = write(writer, f"{DRAFT}roles/ajouter/", label="Fours", minimum="beaucoup", why="Le pain.")

    page = words(answer)
    assert answer.status_code == 200
    assert "Rien n'est enregistré" in page
    assert 'value="beaucoup"' in page
    assert "Le pain." in page
    assert "role" not in content()


def test_codes_are_searched_without_losing_what_is_typed_then_added(writer: Client) -> None:
    address = f"{DRAFT}roles/ajouter/"
    found = write(
        writer, address, label="Fours", gesture="search-suggests", **{"suggests-words": "boulangerie patisserie"}
    )

    page = words(found)
    assert 'value="Fours"' in page
    assert 'value="rev2 10.71C"' in page
    assert "role" not in content()

    write(writer, address, label="Fours", **{"suggests-words": "boulangerie patisserie",
          "suggests-add": ["rev2 10.71C"], "suggests-rev2": "10.71D"})  # fmt: skip
    assert content()["role"][0]["suggests"] == {"naf": {"rev2": ["10.71D", "10.71C"]}}


def test_choices_joined_by_or_come_back_as_they_were(writer: Client) -> None:
    typed = {"suggests-rev2": "88.99B 78.30Z", "suggests-flag": "siae", "suggests-joint": "any"}
    write(writer, f"{DRAFT}roles/ajouter/", label="Insertion", **typed)
    rule = {"any": [{"naf": {"rev2": ["88.99B", "78.30Z"]}}, {"flag": "siae"}]}
    assert content()["role"][0]["suggests"] == rule

    page = words(writer.get(f"{DRAFT}roles/1/"))

    assert 'value="88.99B, 78.30Z"' in page
    assert '<option value="siae" selected>' in page
    assert re.search(r'value="any"[^>]*checked', page)


def test_richer_predicate_is_shown_in_words_and_kept(officer: Client) -> None:
    rule = {"all": [{"family": "ess"}, {"not": {"family": "natural_person"}}]}
    model = make_model("velo", network=None, published=False)
    version = model.versions.get()
    role = {**version.data["role"][0], "confirms": rule}
    actions.write_part(version=version, content={"role": [role]}, seen=None, by=ADMIN, at=AT)
    client = Client(headers={"host": "localhost"})
    client.force_login(make_user(administrator=""))

    page = words(client.get(f"{DRAFT}roles/1/"))
    write(client, f"{DRAFT}roles/1/", label="Autre nom", why="x", minimum="1", part="core", basis="assumption")

    assert "Cette condition est plus riche que ce formulaire" in page
    assert content()["role"][0]["confirms"] == rule
    assert content()["role"][0]["label"] == "Autre nom"
    assert content()["role"][0]["key"] == "editeurs"

    write(client, f"{DRAFT}roles/1/", label="Autre nom", **{"confirms-anew": "on", "confirms-family": ["ess"]})
    assert content()["role"][0]["confirms"] == {"family": "ess"}


def test_rows_are_ordered_and_taken_away_after_a_question(writer: Client) -> None:
    for name in ("a", "b", "c"):
        write(writer, f"{DRAFT}colleges/ajouter/", label=name, basis="assumption")

    def gesture(place: int, what: str, **more: str) -> Any:
        page = writer.get(f"{DRAFT}colleges/").content.decode()
        mark = re.findall(r'name="mark" value="(\w+)"', page)[place]
        return writer.post(f"{DRAFT}colleges/", {"gesture": what, "mark": mark, **more})

    gesture(2, "up")
    assert [row["label"] for row in content()["college"]] == ["a", "c", "b"]
    asked = gesture(0, "remove")
    assert "Retirer cette ligne ?" in words(asked)
    assert len(content()["college"]) == 3
    gesture(0, "remove", sure="1")
    assert [row["label"] for row in content()["college"]] == ["c", "b"]


def test_row_that_changed_meanwhile_is_not_touched(writer: Client) -> None:
    write(writer, f"{DRAFT}colleges/ajouter/", label="a", basis="assumption")

    answer = writer.post(f"{DRAFT}colleges/", {"gesture": "remove", "mark": "0" * 64, "sure": "1"}, follow=True)

    assert "Cette ligne a changé pendant ce temps" in words(answer)
    assert len(content()["college"]) == 1


def test_two_people_see_both_versions_and_nothing_is_lost(writer: Client) -> None:
    address = f"{DRAFT}colleges/1/"
    write(writer, f"{DRAFT}colleges/ajouter/", label="salariés", basis="assumption")
    seen = hidden(writer, address)
    write(signed_in(), address, label="salariées et salariés", basis="assumption")

    answer = writer.post(address, {**seen, "label": "producteurs", "basis": "assumption"})

    page = words(answer)
    assert answer.status_code == 409
    assert "<ins>salariées et salariés</ins>" in page
    assert 'value="producteurs"' in page
    marks = dict(re.findall(r'<input type="hidden" name="(seen|mark)" value="([^"]*)"', page))
    writer.post(address, {**marks, "label": "producteurs", "basis": "assumption", "gesture": "new"})
    assert [row["label"] for row in content()["college"]] == ["salariées et salariés", "producteurs"]


def test_two_people_on_different_rows_disturb_nobody(writer: Client) -> None:
    for name in ("a", "b"):
        write(writer, f"{DRAFT}colleges/ajouter/", label=name, basis="assumption")
    seen = hidden(writer, f"{DRAFT}colleges/1/")
    write(signed_in(), f"{DRAFT}colleges/2/", label="b2", basis="assumption")

    answer = writer.post(f"{DRAFT}colleges/1/", {**seen, "label": "a2", "basis": "assumption"})

    assert answer.status_code == 302
    assert [row["label"] for row in content()["college"]] == ["a2", "b2"]


def test_row_taken_away_meanwhile_becomes_one_more(writer: Client) -> None:
    address = f"{DRAFT}colleges/1/"
    write(writer, f"{DRAFT}colleges/ajouter/", label="a", basis="assumption")
    seen = hidden(writer, address)
    other = signed_in()
    mark = re.findall(r'name="mark" value="(\w+)"', other.get(f"{DRAFT}colleges/").content.decode())[0]
    other.post(f"{DRAFT}colleges/", {"gesture": "remove", "mark": mark, "sure": "1"})

    page = words(writer.post(address, {**seen, "label": "a bis", "basis": "assumption"}))

    assert "Cette ligne a été retirée pendant ce temps" in page
    assert 'value="a bis"' in page


def test_starting_from_another_model_names_it_as_parent(officer: Client) -> None:
    officer.post("/modeles/ecrire/nouveau/", {"title": "Livre en Lozère", "network": "rtes", "parent": "livre-edition"})

    version = ModelVersion.objects.get()
    page = words(officer.get("/modeles/ecrire/livre-en-lozere/"))
    assert (version.parent_key, version.parent_version, version.title) == ("livre-edition", "1.0", "Livre en Lozère")
    assert "1 chose à corriger ou à remplir" in page

    write(officer, "/modeles/ecrire/livre-en-lozere/adaptation/", reason="Moins d'éditeurs.")
    officer.post(
        "/modeles/ecrire/livre-en-lozere/publier/", hidden(officer, "/modeles/ecrire/livre-en-lozere/publier/")
    )
    assert "Moins d'éditeurs." in words(officer.get("/modeles/livre-en-lozere/"))


@pytest.mark.parametrize("part", ["", "identite/", "roles/", "roles/ajouter/", "publier/", "abandonner/", "fichier/",
                                  "apercu/", "brouillon.toml"])  # fmt: skip
def test_drafts_are_closed_to_others(writer: Client, visitor: Client, part: str) -> None:
    make_network("autre")
    stranger = signed_in("autre")
    plain = Client(headers={"host": "localhost"})
    plain.force_login(make_user())

    answers = [client.get(DRAFT + part).status_code for client in (stranger, plain, visitor)]

    assert answers == [403, 403, 302]
    assert stranger.post(DRAFT + part, {"title": "pris"}).status_code in (403, 405)
    assert content()["title"] == "Vélo"


def test_network_cannot_be_chosen_for_others(officer: Client) -> None:
    make_network("autre")

    for network in ("autre", ""):
        officer.post("/modeles/ecrire/nouveau/", {"title": "X", "key": "x", "network": network})

    assert WrittenModel.objects.count() == 0


@pytest.mark.parametrize("address", ["roles/0/", "roles/9/", "nulle-part/", "identite/1/", "identite/ajouter/"])
def test_what_does_not_exist_is_not_found(writer: Client, address: str) -> None:
    assert writer.get(DRAFT + address).status_code == 404


@pytest.mark.parametrize("typed", [{"label": "a\x00b"}, {"label": "x" * 9000}, {"basis": "inventé"}, {"seen": "x"}])
def test_bad_input_is_never_a_defect(writer: Client, typed: dict[str, str]) -> None:
    answer = write(writer, f"{DRAFT}colleges/ajouter/", **{"label": "a", "basis": "assumption", **typed})

    assert answer.status_code == 200
    assert "college" not in content()


def test_draft_given_up_after_a_question(writer: Client) -> None:
    asked = writer.get(f"{DRAFT}abandonner/")
    writer.post(f"{DRAFT}abandonner/", hidden(writer, f"{DRAFT}abandonner/"))

    assert asked.status_code == 200
    assert WrittenModel.objects.count() == 0


def test_next_version_and_withdrawal(officer: Client) -> None:
    actions_model = make_model("velo", network=make_network("le-labo"))
    client = signed_in("le-labo")

    client.post(f"{DRAFT}ouvrir/")
    assert actions_model.versions.count() == 2
    empty = client.post(f"{DRAFT}retirer/1/", {"reason": ""})
    client.post(f"{DRAFT}retirer/1/", {"reason": "Le pôle n'est plus d'accord."})

    assert empty.status_code == 200
    assert [one.state for one in actions_model.versions.all()] == ["draft", "withdrawn"]


def test_preview_reads_as_the_page(officer: Client) -> None:
    make_model("velo", network=make_network("le-labo"), published=False)

    page = words(signed_in("le-labo").get(f"{DRAFT}apercu/"))

    assert "Aperçu du brouillon" in page
    assert "Maisons d'édition" in page


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_models_one_writes_takes_as_many_queries(
    officer: Client, django_assert_num_queries: Any, count: int
) -> None:
    network = Network.objects.get(key="rtes")
    for number in range(count):
        make_model(f"velo-{number}", network=network)

    with django_assert_num_queries(LISTING):
        officer.get("/modeles/ecrire/")


def test_a_full_part_says_so_and_keeps_what_is_typed(writer: Client) -> None:
    colleges = [{"label": f"collège {n}", "basis": "assumption"} for n in range(60)]
    ModelVersion.objects.update(data={**content(), "college": colleges})

    answer = write(writer, f"{DRAFT}colleges/ajouter/", label="un de trop", basis="assumption")

    assert "soixante lignes" in words(answer)
    assert "un de trop" in words(answer)
    assert len(content()["college"]) == 60
