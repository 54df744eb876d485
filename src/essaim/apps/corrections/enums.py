"""What visitors propose, and how far an answer is."""

from __future__ import annotations

from django.db import models

from essaim.apps.accounts.enums import Frequency
from essaim.apps.accounts.notice_kinds import notice_kind
from essaim.kit.language import gettext_lazy as _


class Kind(models.TextChoices):
    """What a proposal is about."""

    CORRECTION = "correction", _("une correction")
    NEW_POLE = "new_pole", _("un pôle qui manque")
    WITNESS = "witness", _("un pôle témoin de 2012 à identifier")


class Part(models.TextChoices):
    """The part of a page that is wrong."""

    IDENTITY = "identity", _("le nom, l'étape, l'année, la forme")
    PLACE = "place", _("le lieu ou le territoire")
    TEXTS = "texts", _("les textes de la fiche")
    RECOGNITIONS = "recognitions", _("les reconnaissances")
    MEMBERS = "members", _("les membres")
    FIGURES = "figures", _("les chiffres")
    PRIVACY = "privacy", _("une donnée personnelle qui ne devrait pas être là")
    OTHER = "other", _("autre chose")


class State(models.TextChoices):
    """How far an answer is."""

    WAITING = "waiting", _("à relire")
    ASKED = "asked", _("question posée")
    ACCEPTED = "accepted", _("acceptée")
    REFUSED = "refused", _("non retenue")
    WITHDRAWN = "withdrawn", _("retirée par qui l'a envoyée")


OPEN = (State.WAITING, State.ASKED)
# What may follow what; an ended proposal stays ended.
NEXT: dict[str, tuple[State, ...]] = {
    State.WAITING: (State.ASKED, State.ACCEPTED, State.REFUSED, State.WITHDRAWN),
    State.ASKED: (State.WAITING, State.ASKED, State.ACCEPTED, State.REFUSED, State.WITHDRAWN),
    State.ACCEPTED: (),
    State.REFUSED: (),
    State.WITHDRAWN: (),
}

MODERATION = notice_kind(
    "moderation", title=_("Ce que les visiteurs proposent sur les fiches que vous tenez"), unless_chosen=Frequency.DAILY
)
