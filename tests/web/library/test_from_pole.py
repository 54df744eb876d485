"""A model's first draft from a pole: what the directory knows, no more."""

from decimal import Decimal
from html import unescape

import pytest
from django.test import Client
from tests.factories import ADMIN, AT, make_network, make_organisation, make_pole, make_user

from essaim.apps.library.models import ModelVersion
from essaim.apps.poles import actions
from essaim.apps.poles.enums import Heading
from essaim.apps.poles.models import Pole
from essaim.kit.dates import dated

pytestmark = pytest.mark.django_db
SOURCE = "https://example.org/pole"


@pytest.fixture
def officer(visitor: Client) -> Client:
    visitor.force_login(make_user(network_officer=make_network().key))
    return visitor


@pytest.fixture
def pole() -> Pole:
    made = make_pole(name="La Fabrique", commune="48095", founded_year=2012, source_urls=SOURCE)
    actions.set_domains(pole=made, keys=["food", "reuse"], by=ADMIN, at=AT)
    actions.list_item(
        pole=made,
        heading=Heading.ACTIVITIES,
        kind="equipment",
        label="Four à pain",
        source_urls=SOURCE,
        by=ADMIN,
        at=AT,
    )
    actions.record_observation(
        pole=made, indicator="jobs", value=Decimal("2.5"), unit="fte", scope="team", when=dated("2025"),
        source_urls=SOURCE, by=ADMIN, at=AT,
    )  # fmt: skip
    return made


def test_what_is_known_of_the_pole_makes_the_draft(officer: Client, pole: Pole) -> None:
    member = make_organisation(family="local_authority")
    actions.add_member(pole=pole, organisation=member, by=ADMIN, at=AT)

    answer = officer.post(f"/modeles/brouillon/?pole={pole.slug}", _form(officer))

    version = ModelVersion.objects.get()
    assert answer.url == f"/modeles/ecrire/{version.model.key}/"
    assert version.data["domains"] == ["food", "reuse"]
    assert version.data["known_use"][0]["sources"] == [SOURCE]
    assert [one["label"] for one in version.data["means"]] == ["Four à pain"]
    assert version.data["team"]["fte_min"] == 2.5
    assert [(one["confirms"], one["basis"]) for one in version.data["role"]] == [
        ({"family": "local_authority"}, "assumption")
    ]


def test_without_members_the_nearest_models_are_offered(officer: Client, pole: Pole) -> None:
    text = unescape(officer.get(f"/modeles/brouillon/?pole={pole.slug}").content.decode())

    assert "Aucun membre de ce pôle n'est inscrit" in text
    assert "Du champ à la cantine" in text
    assert "?depuis=" in text


def test_a_pole_is_chosen_by_its_name(officer: Client, pole: Pole) -> None:
    text = officer.get("/modeles/brouillon/?q=fabrique").content.decode()

    assert f"?pole={pole.slug}" in text


def test_a_visitor_writes_no_model(visitor: Client, pole: Pole) -> None:
    assert visitor.get(f"/modeles/brouillon/?pole={pole.slug}").status_code == 302


def _form(client: Client) -> dict[str, str]:
    from essaim.apps.poles.models import Network

    return {"title": "La Fabrique", "key": "", "network": Network.objects.get().key}
