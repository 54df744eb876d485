"""What follows when django-allauth changes something of an account."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import email_changed
from django.dispatch import receiver
from django.utils import timezone

from essaim.apps.accounts.actions import tell_new_address
from essaim.apps.accounts.models import User


@receiver(email_changed)
def address_changed(user: User, from_email_address: Any, **_others: Any) -> None:
    """The log knows, and the former address is told: somebody else may have done it."""
    former = from_email_address.email if from_email_address else ""
    tell_new_address(user=user, former=former, by=user, at=timezone.now())
