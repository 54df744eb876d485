"""The forms of django-allauth with our words."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.webauthn import forms as webauthn
from django import forms

from essaim.kit.language import gettext_lazy as _


def _address_field(field: forms.Field) -> None:
    field.label = _("Votre adresse électronique")
    field.widget = forms.EmailInput(attrs={"autocomplete": "email"})


def _code_field(field: forms.Field) -> None:
    field.label = _("Le code reçu")
    field.widget = forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "text", "spellcheck": "false"})


class SignInForm(account.LoginForm):  # type: ignore[misc]  # publishes no types
    """An address, to which a code is sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _address_field(self.fields["login"])


class SignUpForm(account.SignupForm):  # type: ignore[misc]  # publishes no types
    """An address, proved by a code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _address_field(self.fields["email"])


class SignInCodeForm(account.ConfirmLoginCodeForm):  # type: ignore[misc]  # publishes no types
    """The code received, to sign in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code_field(self.fields["code"])


class AddressCodeForm(account.ConfirmEmailVerificationCodeForm):  # type: ignore[misc]  # publishes no types
    """The code received, to prove an address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code_field(self.fields["code"])


class WhereToSendForm(account.RequestReauthenticationCodeForm):  # type: ignore[misc]  # publishes no types
    """Where the code that confirms a sensitive act is sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recipient"].label = _("Envoyer le code à")


class ConfirmCodeForm(account.ConfirmReauthenticationCodeForm):  # type: ignore[misc]  # publishes no types
    """The code received, to confirm a sensitive act."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code_field(self.fields["code"])


class NewAddressForm(account.AddEmailForm):  # type: ignore[misc]  # publishes no types
    """Another address for the same account."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _address_field(self.fields["email"])
        self.fields["email"].label = _("Votre nouvelle adresse")


class NewPasskeyForm(webauthn.AddWebAuthnForm):  # type: ignore[misc]  # publishes no types
    """A passkey: the page asks always for one that stands alone, without a code beside it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Un nom pour la reconnaître")
        self.fields["name"].help_text = _("Par exemple : mon téléphone.")
