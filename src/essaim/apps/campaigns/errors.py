"""What campaigns refuse, each with a sentence for people."""

from __future__ import annotations

from collections.abc import Mapping

from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext as _


class CampaignClosed(EssaimError):
    """The campaign does not take answers now."""

    def __init__(self) -> None:
        super().__init__(
            _("Cette campagne ne reçoit pas de réponse en ce moment."),
            _("Écrivez au réseau qui l'organise si vous avez quelque chose à signaler."),
        )


class NotInThisPhase(EssaimError):
    """What is asked does not belong to where the campaign, or the questionnaire, stands."""


class WrongAnswers(EssaimError):
    """Some answers cannot be read: ``by_question`` says which, by the question's key in the database, and why."""

    def __init__(self, by_question: Mapping[int, str]) -> None:
        super().__init__(
            _("Des réponses ne se lisent pas."), _("Corrigez celles qui sont signalées, puis validez à nouveau.")
        )
        self.by_question = dict(by_question)


class SheetChanged(EssaimError):
    """The pole's sheet is no longer what the questionnaire showed."""

    def __init__(self, what: str) -> None:
        super().__init__(
            _("La fiche a changé depuis la réponse du pôle : %(what)s.") % {"what": what},
            _("Comparez les deux valeurs, puis acceptez en confirmant le remplacement, ou refusez."),
        )
