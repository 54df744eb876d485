"""Letters about signing in, in the language of whoever asked for them."""

from __future__ import annotations

from typing import Any

from essaim.engine.language import gettext as _


def letter(name: str, context: dict[str, Any]) -> tuple[str, str]:
    """The subject and the text of the letter that allauth calls ``name``.

    Raises:
        KeyError: a letter that no page of ours sends.
    """
    return {
        "account/email/login_code": _code,
        "account/email/email_confirmation": _code,
        "account/email/email_confirmation_signup": _code,
        "account/email/unknown_account": _unknown,
        "account/email/account_already_exists": _exists,
    }[name](context)


def _code(context: dict[str, Any]) -> tuple[str, str]:
    text = _(
        "Votre code : %(code)s\n\n"
        "Recopiez-le sur la page d'Essaim où vous l'avez demandé. Il ne sert qu'une fois et quelques minutes.\n\n"
        "Vous n'avez rien demandé ? Ne faites rien : personne ne peut entrer sans ce code."
    )
    return _("Votre code pour Essaim"), text % {"code": context["code"]}


def _unknown(context: dict[str, Any]) -> tuple[str, str]:
    text = _(
        "Quelqu'un, vous sans doute, a demandé un code pour cette adresse. Elle n'a pas de compte sur Essaim.\n\n"
        "Pour en créer un : %(address)s\n\n"
        "Vous n'avez rien demandé ? Ne faites rien."
    )
    return _("Pas de compte Essaim à cette adresse"), text % {"address": context["signup_url"]}


def _exists(context: dict[str, Any]) -> tuple[str, str]:
    text = _(
        "Quelqu'un, vous sans doute, a voulu créer un compte pour cette adresse. Elle en a déjà un.\n\n"
        "Pour vous connecter, demandez un code sur la page « Se connecter » d'Essaim.\n\n"
        "Vous n'avez rien demandé ? Ne faites rien."
    )
    return _("Vous avez déjà un compte Essaim"), text
