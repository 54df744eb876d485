"""The words of calls."""

from __future__ import annotations

from django.db import models

from essaim.kit.language import gettext_lazy as _


class CallState(models.TextChoices):
    """How far a call is in public."""

    DRAFT = "draft", _("en préparation")
    PUBLISHED = "published", _("publié")
    WITHDRAWN = "withdrawn", _("retiré")


class Zone(models.TextChoices):
    """Time zones in which a call may close: those of France."""

    PARIS = "Europe/Paris", _("heure de Paris")
    GUADELOUPE = "America/Guadeloupe", _("heure de la Guadeloupe")
    MARTINIQUE = "America/Martinique", _("heure de la Martinique")
    CAYENNE = "America/Cayenne", _("heure de la Guyane")
    REUNION = "Indian/Reunion", _("heure de La Réunion")
    MAYOTTE = "Indian/Mayotte", _("heure de Mayotte")
    MIQUELON = "America/Miquelon", _("heure de Saint-Pierre-et-Miquelon")
    NOUMEA = "Pacific/Noumea", _("heure de Nouvelle-Calédonie")
    TAHITI = "Pacific/Tahiti", _("heure de Tahiti")


class PhaseKind(models.TextChoices):
    """What a phase of a call is for. Juries will add theirs."""

    INTEREST = "interest", _("manifestation d'intérêt")
    DOSSIERS = "dossiers", _("dépôt des dossiers")
    REVIEW = "review", _("instruction")
    DECISION = "decision", _("décision")
    RESULTS = "results", _("publication des résultats")


class PhaseActor(models.TextChoices):
    """Who may do something in a phase."""

    FOUNDERS = "founders", _("celles et ceux qui portent un pôle")
    OFFICERS = "officers", _("l'équipe de l'appel")
    PUBLIC = "public", _("tout le monde")


class PhaseRight(models.TextChoices):
    """What one may do in a phase."""

    WRITE = "write", _("écrire et déposer un dossier")
    READ = "read", _("lire les dossiers déposés")
    ASK = "ask", _("demander des pièces")
    DECIDE = "decide", _("décider")
    SEE_RESULTS = "see_results", _("lire les résultats")


class QuestionKind(models.TextChoices):
    """What a question is answered with."""

    SHORT = "short", _("une ligne")
    LONG = "long", _("un texte")
    NUMBER = "number", _("un nombre")
    EUROS = "euros", _("un montant en euros")
    DATE = "date", _("une date")
    YES_NO = "yes_no", _("oui ou non")
    CHOICE = "choice", _("un choix")
    CHOICES = "choices", _("plusieurs choix")


class DossierState(models.TextChoices):
    """Where a dossier stands."""

    OPEN = "open", _("en cours d'écriture")
    SUBMITTED = "submitted", _("déposé")
    REOPENED = "reopened", _("rouvert pour correction")
    WITHDRAWN = "withdrawn", _("retiré")


class Outcome(models.TextChoices):
    """What was decided of a dossier."""

    LAUREATE = "laureate", _("lauréat")
    WAITING = "waiting", _("sur liste d'attente")
    REFUSED = "refused", _("non retenu")
    INADMISSIBLE = "inadmissible", _("non recevable")


# A phase's usual rights: data, so that later phases (juries) add theirs without changing tables.
USUAL_RIGHTS: dict[str, tuple[tuple[str, str], ...]] = {
    PhaseKind.INTEREST: ((PhaseActor.FOUNDERS, PhaseRight.WRITE),),
    PhaseKind.DOSSIERS: ((PhaseActor.FOUNDERS, PhaseRight.WRITE), (PhaseActor.OFFICERS, PhaseRight.READ)),
    PhaseKind.REVIEW: ((PhaseActor.OFFICERS, PhaseRight.READ), (PhaseActor.OFFICERS, PhaseRight.ASK)),
    PhaseKind.DECISION: ((PhaseActor.OFFICERS, PhaseRight.READ), (PhaseActor.OFFICERS, PhaseRight.DECIDE)),
    PhaseKind.RESULTS: ((PhaseActor.PUBLIC, PhaseRight.SEE_RESULTS),),
}
WRITING = tuple(kind for kind, rights in USUAL_RIGHTS.items() if (PhaseActor.FOUNDERS, PhaseRight.WRITE) in rights)
