"""Campaigns that are open today, and people signed in."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone
from tests.factories import make_campaign

from essaim.apps.accounts.models import User
from essaim.apps.campaigns.models import Campaign


def open_campaign(poles: int, **facts: Any) -> Campaign:
    return make_campaign(poles=poles, closes_at=timezone.now() + timedelta(days=9), **facts)


def signed_in(user: User) -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    return client
