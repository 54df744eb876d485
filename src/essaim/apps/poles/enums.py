"""Words with a fixed list: stages, circles, headings. Domains, schemes and networks are data files, not lists here."""

from __future__ import annotations

from django.db import models

from essaim.kit.language import gettext_lazy as _


class Stage(models.TextChoices):
    """How far a pole is. Unknown is a stage of our knowledge, shown as such."""

    UNKNOWN = "", _("non renseigné")
    IDEA = "idea", _("idée")
    EMERGING = "emerging", _("en émergence")
    RUNNING = "running", _("en activité")
    ENDED = "ended", _("terminé")


class Circle(models.TextChoices):
    """How close a member stands to the pole's centre."""

    CARRIER = "carrier", _("structure porteuse")
    FOUNDER = "founder", _("fondateur")
    MEMBER = "member", _("membre")
    PARTNER = "partner", _("partenaire")


class Precision(models.TextChoices):
    """What is known of a date."""

    YEAR = "year", _("année")
    MONTH = "month", _("mois")
    DAY = "day", _("jour")


class Bound(models.TextChoices):
    """How a figure is to be read, when its source does not give it as exact."""

    EXACT = "", _("valeur donnée")
    ABOUT = "about", _("environ")
    AT_LEAST = "at_least", _("au moins")
    AT_MOST = "at_most", _("au plus")
    LESS_THAN = "less_than", _("moins de")
    MORE_THAN = "more_than", _("plus de")


class Sourcing(models.TextChoices):
    """How precisely we know where a fact comes from."""

    CITED = "cited", _("source citée pour ce fait")
    ONE_OF_POLE = "one_of_pole", _("l'une des sources de la fiche, sans savoir laquelle")
    NONE_KNOWN = "none_known", _("source inconnue")


class Heading(models.TextChoices):
    """The parts of a pole's sheet, as the field has written them since 2012."""

    GENESIS = "genesis", _("Genèse")
    OBJECTIVES = "objectives", _("Objectifs")
    ACTIVITIES = "activities", _("Activités et coopérations")
    GOVERNANCE = "governance", _("Gouvernance")
    ECONOMY = "economy", _("Modèle économique")
    TERRITORY = "territory", _("Territoire")


class FrameKind(models.TextChoices):
    """Territorial frames that may overlap a pole's territory: named, not drawn, as no national layer is complete."""

    PETR = "petr", _("pôle d'équilibre territorial et rural (PETR)")
    LEADER = "leader", _("groupe d'action locale LEADER")
    PNR = "pnr", _("parc naturel régional")
    CRTE = "crte", _("contrat pour la réussite de la transition écologique (CRTE)")
    OTHER = "other", _("autre cadre")


class ResponsibleBasis(models.TextChoices):
    """Why an enterprise outside the ESS counts as socially responsible."""

    UNKNOWN = "", _("non renseigné")
    FLAG = "flag", _("société à mission, selon le registre")
    DECLARED = "declared", _("déclarée, avec un élément de preuve")


class RegisterWork(models.TextChoices):
    """How the register of establishments is loaded; the value is the kind of work."""

    IMPORT = "register-import", _("fichiers déposés")
    DOWNLOAD = "register-download", _("fichiers officiels")
