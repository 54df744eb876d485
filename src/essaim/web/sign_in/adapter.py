"""Where django-allauth meets our house: people are registered by our action, letters leave by our outbox."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils import timezone

from essaim.apps.accounts.actions import register_user
from essaim.apps.accounts.models import User
from essaim.apps.audit.actors import Programme
from essaim.apps.jobs.actions import queue_message
from essaim.kit.limits import client_address
from essaim.web.sign_in.letters import letter

SIGN_IN = Programme("essaim-sign-in")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # publishes no types
    """What allauth asks of a site."""

    def save_user(self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True) -> User:
        """Register whoever signs up, without password."""
        user.pk = register_user(email=form.cleaned_data["email"], by=SIGN_IN, at=timezone.now()).pk
        user.refresh_from_db()
        # allauth enters the address itself, with the code it sends, and refuses one that is there already.
        EmailAddress.objects.filter(user=user).delete()
        return user

    def clean_email(self, email: str) -> str:
        """Addresses are kept in lower case: two spellings would be two people."""
        return str(super().clean_email(email)).lower()

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue a letter; one that fails is tried again, and administrators see it."""
        subject, text = letter(template_prefix, context)
        at = timezone.now()
        # Tried again for a day, as other letters are, a code would arrive when it no longer serves.
        useless = at + timedelta(seconds=account_settings.LOGIN_BY_CODE_TIMEOUT)
        queue_message(to=email, subject=subject, text=text, kind="sign-in", by=SIGN_IN, at=at, useless_after=useless)

    def send_account_already_exists_mail(self, email: str) -> None:
        """Tell the owner of an address that it has an account; there is no password to set anew."""
        self.send_mail("account/email/account_already_exists", email, {})

    def get_login_stages(self) -> list[str]:
        """A passkey stands instead of the code by e-mail, not after it."""
        return [stage for stage in super().get_login_stages() if not stage.startswith("allauth.mfa.stages.")]

    def get_client_ip(self, request: HttpRequest) -> str:
        """The same address as our own limits count."""
        return client_address(request)
