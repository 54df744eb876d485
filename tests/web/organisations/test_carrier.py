"""A new carrier that takes the place of another one is asked first."""

import pytest
from django.test import Client
from tests.factories import make_organisation
from tests.web.directory.test_listing import text
from tests.web.financing.scenes import coordinated_pole

from essaim.apps.poles.models import Pole

pytestmark = pytest.mark.django_db
SENT = {"circle": "carrier", "since": "2026-01-01"}


def carrier_of(pole: Pole) -> str:
    pole.refresh_from_db()
    return pole.carrier.name if pole.carrier else ""


def test_a_carrier_that_replaces_another_is_asked_first(visitor: Client) -> None:
    pole = coordinated_pole(visitor, carrier=make_organisation(name="Ancienne"))
    address = f"/poles/{pole.slug}/membres/ajouter/?organisation={make_organisation(name='Nouvelle').uid}"

    answer = visitor.post(address, SENT)

    assert "Remplacer la structure porteuse par « Nouvelle » ?" in text(answer)
    assert carrier_of(pole) == "Ancienne"
    visitor.post(address, {**SENT, "sure": "oui"})
    assert carrier_of(pole) == "Nouvelle"


@pytest.mark.parametrize("facts", [{**SENT, "until": "2026-02-01"}, {"circle": "member"}])
def test_a_member_that_carries_nothing_now_is_not_asked(visitor: Client, facts: dict[str, str]) -> None:
    pole = coordinated_pole(visitor, carrier=make_organisation(name="Ancienne"))
    address = f"/poles/{pole.slug}/membres/ajouter/?organisation={make_organisation(name='Nouvelle').uid}"

    visitor.post(address, facts)

    assert (pole.memberships.count(), carrier_of(pole)) == (1, "Ancienne")


def test_the_first_carrier_is_not_asked(visitor: Client) -> None:
    pole = coordinated_pole(visitor)
    address = f"/poles/{pole.slug}/membres/ajouter/?organisation={make_organisation(name='Nouvelle').uid}"

    visitor.post(address, SENT)

    assert carrier_of(pole) == "Nouvelle"
