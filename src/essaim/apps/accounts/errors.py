"""What is refused about people."""

from __future__ import annotations

from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext as _


class InvitationGone(EssaimError):
    """The invitation cannot be accepted: unknown, withdrawn, accepted already, too old."""


class NotForYou(EssaimError):
    """An invitation written to another address."""

    def __init__(self) -> None:
        super().__init__(
            _("Cette invitation a été envoyée à une autre adresse que celle de votre compte."),
            _("Connectez-vous avec l'adresse qui l'a reçue, ou demandez une nouvelle invitation."),
        )


class LastAdministrator(EssaimError):
    """Nobody would be left to run the site."""

    def __init__(self) -> None:
        super().__init__(
            _("C'est la dernière personne qui administre le site."),
            _("Donnez d'abord ce rôle à quelqu'un d'autre."),
        )
