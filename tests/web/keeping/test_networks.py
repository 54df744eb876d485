from typing import Any

import pytest
from django.test import Client
from tests.factories import ADMIN, AT, make_full_pole, make_network, make_pole, make_user
from tests.web.directory.test_listing import text
from tests.web.keeping.test_editing import edit, fields_of, signed_in

from essaim.apps.poles import actions
from essaim.apps.poles.models import Network, Pole


def officer_of(key: str) -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(make_user(network_officer=key))
    return client


@pytest.mark.parametrize("count", [1, 3])
def test_networks_ask_the_same_queries(visitor: Client, django_assert_num_queries: Any, count: int) -> None:
    network = make_network("labo")
    for number in range(count):
        pole = make_full_pole()
        actions.join_network(pole=pole, network=network, by=ADMIN, at=AT)
        make_network(f"autre-{number}")

    with django_assert_num_queries(1):
        visitor.get("/reseaux/")
    with django_assert_num_queries(5):
        visitor.get("/reseaux/labo/")
    # The network, the number of events, the events, the roles of those who acted.
    with django_assert_num_queries(4):
        visitor.get("/reseaux/labo/historique/")


def test_network_page_tells_both_names_and_its_poles(visitor: Client) -> None:
    network = actions.add_network(key="ess", name="ESS France", name_2012="CNCRES", by=ADMIN, at=AT)
    pole = make_pole(name="Pôle bois")
    actions.join_network(pole=pole, network=network, by=ADMIN, at=AT)

    page = text(visitor.get("/reseaux/ess/"))

    assert "en 2012 : CNCRES" in page.replace("\u00a0", " ")
    assert "Pôle bois" in page
    assert "Détacher" not in page
    assert visitor.get("/reseaux/rien/").status_code == 404


def test_officer_attaches_and_detaches_and_edits(visitor: Client) -> None:
    make_network("labo")
    pole = make_pole(name="Pôle bois")
    client = officer_of("labo")

    found = client.get("/reseaux/labo/", {"ajouter": "BOIS"}).context["found"]
    client.post("/reseaux/labo/poles/", {"pole": pole.slug})
    inside = pole.networks.count()
    client.post("/reseaux/labo/poles/", {"pole": pole.slug, "gesture": "leave"})
    client.post("/reseaux/labo/modifier/", fields_of(client, "/reseaux/labo/modifier/") | {"note": "Un mot"})

    assert [one.name for one in found] == ["Pôle bois"]
    assert (inside, pole.networks.count()) == (1, 0)
    assert Network.objects.get().note == "Un mot"


def test_another_officer_may_not(visitor: Client) -> None:
    make_network("labo")
    pole = make_pole()
    client = officer_of("autre")

    assert client.get("/reseaux/labo/modifier/").status_code == 403
    assert client.post("/reseaux/labo/poles/", {"pole": pole.slug}).status_code == 403
    assert visitor.post("/reseaux/labo/poles/", {"pole": pole.slug}).status_code == 302
    assert pole.networks.count() == 0


def test_coordinator_detaches_but_does_not_attach(visitor: Client) -> None:
    pole, other = make_full_pole(), make_network("autre")
    client = signed_in(pole)
    mine = pole.networks.get()

    client.post(edit(pole, "reseaux"), {"network": other.key})
    client.post(edit(pole, "reseaux"), {"network": mine.key, "gesture": "leave"})

    assert pole.networks.count() == 0
    assert client.post(edit(pole, "reseaux"), {"network": "\0"}).status_code == 404


def test_concurrent_edit_of_a_network_is_caught(visitor: Client) -> None:
    network = make_network("labo")
    client, address = officer_of("labo"), "/reseaux/labo/modifier/"
    held = fields_of(client, address)
    actions.edit_network(network=network, changes={"note": "Autre"}, seen_version=1, by=ADMIN, at=AT)

    caught = client.post(address, held | {"note": "Le mien"})

    assert (caught.status_code, Network.objects.get().note) == (409, "Autre")


def test_officer_opens_a_sheet_after_seeing_those_that_look_like_it(visitor: Client) -> None:
    make_network("labo")
    make_pole(name="Éco-domaine de Bouquetot", stage="ended")
    client = officer_of("labo")
    typed = {"name": "Eco domaine Bouquetot", "network": "labo", "source_title": "Entretien"}

    warned = client.post("/tenir/nouveau-pole/", typed)
    before = Pole.objects.count()
    opened = client.post("/tenir/nouveau-pole/", typed | {"anyway": "1"})

    pole = Pole.objects.get(name="Eco domaine Bouquetot")
    assert [line.pole.name for line in warned.context["alike"]] == ["Éco-domaine de Bouquetot"]
    assert before == 1
    assert opened.headers["Location"] == f"/poles/{pole.slug}/tenir/"
    assert [network.key for network in pole.networks.all()] == ["labo"]
    assert client.get(opened.headers["Location"]).status_code == 200


def test_sheet_is_not_opened_by_others_nor_for_another_network(visitor: Client) -> None:
    make_network("labo")
    make_network("autre")
    typed = {"name": "Neuf", "network": "autre", "source_title": "Entretien"}

    refused = officer_of("labo").post("/tenir/nouveau-pole/", typed)

    assert "network" in refused.context["form"].errors
    assert visitor.get("/tenir/nouveau-pole/").status_code == 302
    assert Pole.objects.count() == 0
