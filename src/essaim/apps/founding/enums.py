"""The words of a pole being founded."""

from __future__ import annotations

from django.db import models

from essaim.kit.language import gettext_lazy as _


class FoundingState(models.TextChoices):
    """How far a draft is on its way to the directory."""

    DRAFT = "draft", _("en préparation")
    ASKED = "asked", _("publication demandée")
    SENT_BACK = "sent_back", _("renvoyé avec des remarques")
    PUBLISHED = "published", _("dans l'annuaire")


class ProspectState(models.TextChoices):
    """How far the founders are with somebody who could join."""

    TO_CONTACT = "to_contact", _("à contacter")
    MET = "met", _("rencontré")
    INTERESTED = "interested", _("intéressé")
    COMMITTED = "committed", _("engagé")
    DECLINED = "declined", _("a décliné")


class ProspectSource(models.TextChoices):
    """How the founders came to a prospect."""

    REGISTER = "register", _("registre")
    LOOKUP = "lookup", _("annuaire des entreprises")
    DIRECTORY = "directory", _("organisation de l'annuaire")
    TYPED = "typed", _("saisi à la main")
    FILE = "file", _("tableau importé")


class LineOutcome(models.TextChoices):
    """What a line of a spreadsheet of prospects becomes, or became."""

    NEW = "new", _("nouveau sur le tableau")
    FILLED = "filled", _("déjà là : complète ce qui manque")
    DIFFERS = "differs", _("déjà là, autrement : à vous de dire")
    REPLACED = "replaced", _("remplace ce qui était écrit")
    PRESENT = "present", _("déjà là : rien à faire")
    LEFT = "left", _("laissée de côté")
    REFUSED = "refused", _("refusée")
    UNDONE = "undone", _("défaite")
    KEPT = "kept", _("gardée malgré l'annulation")


class LetterKind(models.TextChoices):
    """What a prospect signs."""

    COMMITMENT = "commitment", _("lettre d'engagement")
    MEMBERSHIP = "membership", _("bulletin d'adhésion")


class ModelPart(models.TextChoices):
    """A part of a model that founders may adapt."""

    ROLE = "role", _("un rôle")
    LINK = "link", _("un lien")
    MEANS = "means", _("un moyen partagé")
    FUNDING = "funding", _("qui paie")
    TEAM = "team", _("l'animation")
    GOVERNANCE = "governance", _("la façon de décider")
    TERRITORY = "territory", _("le territoire")
    OTHER = "other", _("autre chose")


class MentoringState(models.TextChoices):
    """How far the founders are with a pole that helps them."""

    ASKED = "asked", _("demandé")
    ACCEPTED = "accepted", _("accepté")
    DECLINED = "declined", _("décliné")
    VISITED = "visited", _("visite faite")
    AGREED = "agreed", _("convention signée")
    CLOSED = "closed", _("terminé")
