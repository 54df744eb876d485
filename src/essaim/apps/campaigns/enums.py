"""Words with a fixed list: phases of a campaign, what is asked, where each pole stands, how it answered."""

from __future__ import annotations

from django.db import models

from essaim.kit.language import gettext_lazy as _


class Phase(models.TextChoices):
    """Where a campaign stands. What is possible now follows from it and from its dates, never from a setting."""

    DRAFT = "draft", _("en préparation")
    OPEN = "open", _("ouverte")
    CLOSED = "closed", _("close")


class Kind(models.TextChoices):
    """What a question is about."""

    FACT = "fact", _("identité")
    SECTION = "section", _("texte de la fiche")
    INDICATOR = "indicator", _("chiffre")


class Fact(models.TextChoices):
    """The identity facts that a campaign may ask for: columns of a pole."""

    STAGE = "stage", _("étape")
    FOUNDED_YEAR = "founded_year", _("année de création")
    LEGAL_FORM = "legal_form", _("forme juridique")
    WEBSITE = "website", _("site")
    COMMUNE = "commune", _("commune")
    SUMMARY = "summary", _("en bref")


class Standing(models.TextChoices):
    """Where one pole stands in a campaign."""

    WAITING = "waiting", _("à inviter")
    INVITED = "invited", _("invité")
    OPENED = "opened", _("questionnaire ouvert")
    STARTED = "started", _("réponse commencée")
    VALIDATED = "validated", _("validé")
    REFUSED = "refused", _("refus")
    UNREACHABLE = "unreachable", _("injoignable")


# Those that a reminder may still move.
UNANSWERED = (Standing.INVITED, Standing.OPENED, Standing.STARTED)


class Channel(models.TextChoices):
    """How an answer came."""

    ONLINE = "online", _("en ligne")
    FILE = "file", _("fichier")
    PAPER = "paper", _("papier")
    TELEPHONE = "telephone", _("téléphone")


class Choice(models.TextChoices):
    """What a pole says of what is known."""

    NOTHING = "", _("pas de réponse")
    STILL_TRUE = "still_true", _("toujours vrai")
    CORRECTED = "corrected", _("nouvelle valeur")
    NOT_KNOWN = "not_known", _("je ne sais pas")


class Outcome(models.TextChoices):
    """What the officer decides of one answer."""

    ACCEPTED = "accepted", _("acceptée")
    REFUSED = "refused", _("refusée")
