"""An officer signed in, and a campaign that is open today. Models are imported once Django has started."""

from typing import Any

import pytest
from django.test import Client


@pytest.fixture
def campaign(visitor: Client) -> Any:
    """An open campaign on one pole, closing in nine days."""
    from tests.web.campaigns.scenes import open_campaign

    return open_campaign(1)


@pytest.fixture
def invitation(campaign: Any) -> Any:
    """Its only pole."""
    return campaign.invitations.select_related("pole", "campaign__network").get()


@pytest.fixture
def token(invitation: Any) -> str:
    """The secret of its link."""
    from django.utils import timezone
    from tests.factories import ADMIN

    from essaim.apps.campaigns.actions import issue_link

    return issue_link(invitation=invitation, by=ADMIN, at=timezone.now())


@pytest.fixture
def officer(campaign: Any) -> Client:
    """An officer of the campaign's network."""
    from tests.factories import make_user
    from tests.web.campaigns.scenes import signed_in

    return signed_in(make_user(network_officer=campaign.network.key))
