"""What a call refuses, in words that say what can still be done."""

from __future__ import annotations

from essaim.engine.errors import EssaimError, InvalidValue
from essaim.engine.language import gettext as _


class Closed(EssaimError):
    """The dossier can no longer be written: the call is over, or it was handed in."""

    def __init__(self) -> None:
        super().__init__(
            _("Ce dossier ne se modifie plus : l'appel est clos, ou le dossier est déposé."),
            _("Ce qui était enregistré reste lisible. L'équipe de l'appel peut rouvrir un dossier à corriger."),
        )


class ResultsPublished(Closed):
    """The results are public: nothing of the dossier can be written any more."""

    def __init__(self) -> None:
        EssaimError.__init__(
            self,
            _("Les résultats de l'appel sont publiés : ce dossier ne se modifie plus et ne se dépose plus."),
            _("Ce qui était enregistré reste lisible."),
        )


class NotReady(EssaimError):
    """Something is missing before a call is published, or a dossier handed in."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(_("Il manque : %(what)s.") % {"what": " ; ".join(missing)})
        self.missing = missing


class WrongFiles(InvalidValue):
    """Files that are not taken with an answer: too many, or one of a kind that is not."""
