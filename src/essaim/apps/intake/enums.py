"""What lines of an import become; columns that a spreadsheet may have."""

from __future__ import annotations

from django.db import models

from essaim.kit.language import gettext_lazy as _


class Outcome(models.TextChoices):
    """What a line becomes, or became."""

    NEW = "new", _("nouvelle fiche, nouveau membre")
    KNOWN = "known", _("fiche existante, nouveau membre")
    PERSONS = "persons", _("personnes comptées")
    PRESENT = "present", _("déjà membre : rien à faire")
    DOUBT = "doubt", _("ressemble à une fiche : à vous de dire")
    LEFT = "left", _("laissée de côté")
    REFUSED = "refused", _("refusée")
    UNDONE = "undone", _("défaite")
    KEPT = "kept", _("gardée malgré l'annulation")


class Column(models.TextChoices):
    """What a column of the spreadsheet may say."""

    NAME = "name", _("nom de l'organisation")
    NUMBER = "number", _("SIRET ou SIREN")
    RNA = "rna", _("RNA")
    COMMUNE = "commune", _("commune")
    POSTAL_CODE = "postal_code", _("code postal")
    FAMILY = "family", _("famille")
    LEGAL_FORM = "legal_form", _("forme juridique")
    LEGAL_CATEGORY = "legal_category", _("catégorie juridique (INSEE)")
    ACTIVITY = "activity", _("activité (NAF)")
    DESCRIPTION = "description", _("ce qu'elle fait")
    ADDRESS = "site", _("adresse publique")
    WEBSITE = "website", _("site")
    EMAIL = "public_email", _("adresse électronique publique")
    PHONE = "public_phone", _("téléphone public")
    CIRCLE = "circle", _("cercle")
    COLLEGE = "college", _("collège")
    SINCE = "since", _("depuis")
    UNTIL = "until", _("jusqu'à")
    PERSONS = "persons", _("nombre de personnes")
