"""Addresses of signing in: those of django-allauth, listed one by one. What is not here does not exist."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.webauthn import views as passkeys
from django.http import HttpRequest
from django.urls import URLPattern

from essaim.apps.accounts.rules import is_signed_in
from essaim.kit.limits import limited
from essaim.kit.routes import View, anyone, route


def _is_post(request: HttpRequest) -> bool:
    return request.method == "POST"


def _braked(view: View) -> View:
    return limited("sign-in", view, _is_post)


# The names are those that allauth looks for.
urlpatterns: list[URLPattern] = [
    route("connexion/", anyone, _braked(account.login), "account_login"),
    route("connexion/code/", anyone, _braked(account.confirm_login_code), "account_confirm_login_code"),
    route("connexion/demander-un-code/", anyone, _braked(account.request_login_code), "account_request_login_code"),
    route("connexion/cle/", anyone, passkeys.login_webauthn, "mfa_login_webauthn"),
    route("connexion/inactif/", anyone, account.account_inactive, "account_inactive"),
    route("inscription/", anyone, _braked(account.signup), "account_signup"),
    route("inscription/code/", anyone, _braked(account.email_verification_sent), "account_email_verification_sent"),
    route("deconnexion/", anyone, account.logout, "account_logout"),
    route("mon-espace/adresse/", is_signed_in, _braked(account.email), "account_email"),
    route("mon-espace/cles/", is_signed_in, passkeys.list_webauthn, "mfa_list_webauthn"),
    route("mon-espace/cles/toutes/", is_signed_in, passkeys.list_webauthn, "mfa_index"),
    route("mon-espace/cles/ajouter/", is_signed_in, passkeys.add_webauthn, "mfa_add_webauthn"),
    route("mon-espace/cles/<int:pk>/retirer/", is_signed_in, passkeys.remove_webauthn, "mfa_remove_webauthn"),
    route(
        "mon-espace/confirmer/cle/", is_signed_in, passkeys.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"
    ),
    route(
        "mon-espace/confirmer/", is_signed_in, _braked(account.request_reauthentication_code),
        "account_request_reauthentication_code",
    ),
    route(
        "mon-espace/confirmer/code/", is_signed_in, _braked(account.confirm_reauthentication_code),
        "account_confirm_reauthentication_code",
    ),
]  # fmt: skip
