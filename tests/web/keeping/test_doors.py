"""The doors of the keeper's page lead somewhere, for a draft too."""

import pytest
from django.test import Client
from tests.factories import make_founding

from essaim.apps.accounts.models import User
from essaim.web.keeping.overview import _groups


@pytest.mark.django_db
def test_every_door_of_a_draft_opens_to_its_founder(client: Client) -> None:
    founding = make_founding()
    founder = User.objects.get(grants__key=founding.pole.uid)
    client.force_login(founder)

    doors = [address for _title, found in _groups(founding.pole, founder) for address, _label in found]
    answers = {address: client.get(address).status_code for address in doors}

    assert len(answers) > 5
    assert set(answers.values()) == {200}
    assert b'/membres/"' not in client.get(f"/poles/{founding.pole.slug}/membres/tenir/").content
