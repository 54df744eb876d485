"""Errors of the site, below those of the engine: each holds a sentence for people."""

from __future__ import annotations

from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext as _


class NotAllowed(EssaimError):
    """Somebody asked for what is not theirs to do."""

    def __init__(self) -> None:
        super().__init__(_("Vous n'avez pas le droit de faire cela."), _("Demandez-le à la personne qui gère le pôle."))


class ChangedMeanwhile(EssaimError):
    """Somebody else saved the same record since it was read."""

    def __init__(self) -> None:
        super().__init__(
            _("Quelqu'un d'autre a modifié cette fiche pendant ce temps."),
            _("Rechargez la page, puis reportez vos modifications."),
        )


class Duplicate(EssaimError):
    """The same thing exists already."""
