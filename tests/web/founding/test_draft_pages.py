"""The pages of a draft: begun in one form, read by its founders alone, changed without scripts."""

from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import AT, make_pole, make_prospect, make_user

from essaim.apps.accounts.models import User
from essaim.apps.founding.actions.founding import found_pole
from essaim.apps.founding.models import Founding
from essaim.engine.patterns import find_pattern
from essaim.engine.territories import read_perimeter

pytestmark = pytest.mark.django_db
MENDE = "commune:48095:20"


@pytest.fixture
def founder() -> User:
    return make_user()


@pytest.fixture
def founding(founder: User) -> Founding:
    pattern = find_pattern("champ-cantine")
    return found_pole(name="Pôle de Mende", place=read_perimeter(MENDE), pattern=pattern, by=founder, at=AT)


@pytest.fixture
def signed_in(visitor: Client, founder: User) -> Client:
    visitor.force_login(founder)
    return visitor


def page(visitor: Client, name: str, founding: Founding) -> str:
    answer = visitor.get(reverse(name, args=[founding.pole.slug]))
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_a_territory_that_is_no_more_is_said_and_nothing_is_lost(signed_in: Client, founding: Founding) -> None:
    Founding.objects.update(place="epci:999999999")

    text = page(signed_in, "founding", founding)

    assert "Le territoire choisi au départ (epci:999999999) n'est pas dans le découpage chargé" in text


def test_a_visitor_reads_what_is_there_and_is_led_to_sign_in(visitor: Client) -> None:
    make_pole(name="Déjà là", commune="48095")

    text = unescape(visitor.get(f"/fonder/?lieu={MENDE}&modele=champ-cantine").content.decode())

    assert "20 km autour de Mende" in text
    assert "Déjà là" in text
    assert "next=/fonder/%3Flieu%3Dcommune%253A48095%253A20%26modele%3Dchamp-cantine" in text


def test_a_visitor_begins_nothing(visitor: Client) -> None:
    answer = visitor.post("/fonder/", {"name": "Pôle", "lieu": MENDE})

    assert answer.status_code == 403
    assert not Founding.objects.exists()


def test_a_pole_begins_in_one_form(signed_in: Client) -> None:
    answer = signed_in.post("/fonder/", {"name": "Pôle de Mende", "lieu": MENDE, "modele": "champ-cantine"})

    founding = Founding.objects.get()
    assert answer.url == f"/fonder/{founding.pole.slug}/"
    assert (founding.place, founding.model_key) == (MENDE, "champ-cantine")


def test_a_pole_begins_around_a_commune_typed_by_name(signed_in: Client) -> None:
    signed_in.post("/fonder/", {"name": "Pôle", "commune": "Romans-sur-Isère", "radius": "7,5"})

    assert Founding.objects.get().place == "commune:26281:7.5"


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"name": "", "lieu": MENDE}, "obligatoire"),
        ({"name": "Pôle", "commune": "Nulle-Part-sur-Rien"}, "Aucune commune"),
        ({"name": "Pôle", "commune": "48095", "radius": "500"}, "1 à 100"),
        ({"name": "Pôle", "lieu": "commune:99999:20"}, "99999"),
        ({"name": "Pôle", "lieu": MENDE, "modele": "inconnu"}, "modele"),
    ],
)
def test_what_is_typed_badly_is_said_and_kept(signed_in: Client, sent: dict[str, str], said: str) -> None:
    text = unescape(signed_in.post("/fonder/", sent).content.decode())

    assert said in text
    assert f'value="{sent["name"]}"' in text or not sent["name"]
    assert not Founding.objects.exists()


def test_the_draft_shows_what_its_model_lacks(signed_in: Client, founding: Founding) -> None:
    role = find_pattern("champ-cantine").roles[0]
    make_prospect(founding=founding, role=role.key, state="committed", family="work_integration", name="La ferme")

    text = page(signed_in, "founding", founding)

    assert "Brouillon privé" in text
    assert "Réuni" in text
    assert "La ferme" in text
    assert "Aucun registre des établissements n'est chargé" in text


@pytest.mark.parametrize(
    "name", ["founding", "founding-steps", "founding-adaptations", "founding-model", "founding-give-up", "keep-pole",
             "edit-identity", "edit-territory", "edit-axes", "edit-domains", "pole-people"],
)  # fmt: skip
def test_pages_of_a_draft_are_its_founders_alone(visitor: Client, founding: Founding, founder: User, name: str) -> None:
    address = reverse(name, args=[founding.pole.slug])
    visitor.force_login(make_user())
    assert visitor.get(address).status_code in (403, 404)

    visitor.force_login(founder)
    assert visitor.get(address).status_code == 200


def test_things_to_do_are_kept_in_forms(signed_in: Client, founding: Founding) -> None:
    address, step = reverse("founding-steps", args=[founding.pole.slug]), founding.steps.first()

    signed_in.post(address, {"do": "done", "step": step.pk})
    signed_in.post(address, {"do": "date", "step": step.pk, "due_on": "25/06/2027"})
    signed_in.post(address, {"do": "add", "text": "Voir le maire"})
    signed_in.post(address, {"do": "remove", "step": founding.steps.all()[1].pk})

    text = page(signed_in, "founding-steps", founding)
    step.refresh_from_db()
    assert (step.done_at is not None, str(step.due_on)) == (True, "2027-06-25")
    assert "Voir le maire" in text
    assert founding.steps.count() == 12
    assert signed_in.post(address, {"do": "done", "step": "0"}).status_code == 404


def test_an_adaptation_of_the_core_is_said_to_be_one(signed_in: Client, founding: Founding) -> None:
    role = find_pattern("champ-cantine").core_roles[0]
    sent = {"part": f"role:{role.key}", "what": "Une commune porte", "why": "Aucune structure d'insertion"}

    answer = signed_in.post(reverse("founding-adaptations", args=[founding.pole.slug]), sent, follow=True)

    assert "parlez-en à un pôle qui le suit" in unescape(answer.content.decode())
    assert founding.adaptations.get().is_core


def test_an_adaptation_is_removed_once_sure(signed_in: Client, founding: Founding) -> None:
    address = reverse("founding-adaptations", args=[founding.pole.slug])
    signed_in.post(address, {"part": "other", "what": "Une commune porte", "why": "Aucune structure"})
    sent = {"do": "remove", "adaptation": founding.adaptations.get().pk}

    asked = unescape(signed_in.post(address, sent).content.decode())
    assert ("Annuler" in asked, founding.adaptations.count()) == (True, 1)

    signed_in.post(address, {**sent, "sure": "oui"})
    assert founding.adaptations.count() == 0


def test_a_draft_is_given_up_by_its_name_only(signed_in: Client, founding: Founding) -> None:
    address = reverse("founding-give-up", args=[founding.pole.slug])

    refused = signed_in.post(address, {"name": "autre"})
    assert "rien n'est effacé" in unescape(refused.content.decode())
    signed_in.post(address, {"name": "pôle de mende"})

    assert not Founding.objects.exists()
