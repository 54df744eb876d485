"""The words of a pole's money."""

from __future__ import annotations

from django.db import models

from essaim.engine.financing import ItemKind, Rhythm, Side, Stage
from essaim.kit.language import gettext_lazy as _


class PlanState(models.TextChoices):
    """How far a plan is."""

    DRAFT = "draft", _("en préparation")
    ADOPTED = "adopted", _("adopté")
    CLOSED = "closed", _("clos")


class LineSide(models.TextChoices):
    """On which side of the form a line stands: the engine's sides, in words."""

    CHARGE = Side.CHARGE.value, _("charge")
    PRODUCT = Side.PRODUCT.value, _("produit")


class AmountStage(models.TextChoices):
    """How far an amount is: the engine's stages, in words."""

    PLANNED = Stage.PLANNED.value, _("prévu")
    REQUESTED = Stage.REQUESTED.value, _("demandé")
    GRANTED = Stage.GRANTED.value, _("accordé")
    CLAIMED = Stage.CLAIMED.value, _("demandé en paiement")
    PAID = Stage.PAID.value, _("versé")
    ACTUAL = Stage.ACTUAL.value, _("réalisé")


class LineRhythm(models.TextChoices):
    """How a year's amount is paid: the engine's rhythms, in words."""

    MONTHLY = Rhythm.MONTHLY.value, _("chaque mois")
    QUARTERLY = Rhythm.QUARTERLY.value, _("chaque trimestre")
    YEARLY = Rhythm.YEARLY.value, _("une fois par an")
    TRANCHES = Rhythm.TRANCHES.value, _("en plusieurs versements")
    ON_CLAIM = Rhythm.ON_CLAIM.value, _("sur demande, après la dépense")


class ItemSide(models.TextChoices):
    """A lasting need or a lasting resource."""

    NEED = ItemKind.NEED.value, _("besoin durable")
    RESOURCE = ItemKind.RESOURCE.value, _("ressource durable")


class ItemCategory(models.TextChoices):
    """What a lasting need or resource is: the engine's categories, in words."""

    INVESTMENT = "investment", _("investissement")
    SETTING_UP = "setting_up", _("frais d'établissement")
    DEPOSIT = "deposit", _("dépôt de garantie")
    WORKING_CAPITAL = "working_capital", _("besoin en fonds de roulement")
    REPAYMENT = "repayment", _("remboursement d'emprunt")
    OTHER_NEED = "other_need", _("autre besoin")
    CONTRIBUTION_WITH_RECOVERY = "contribution_with_recovery", _("apport associatif avec droit de reprise")
    CONTRIBUTION_WITHOUT_RECOVERY = "contribution_without_recovery", _("apport associatif sans droit de reprise")
    ASSOCIATIVE_BOND = "associative_bond", _("titre associatif")
    LOAN = "loan", _("emprunt")
    INVESTMENT_SUBSIDY = "investment_subsidy", _("subvention d'investissement")
    OWN_FUNDS = "own_funds", _("fonds propres")
    OTHER_RESOURCE = "other_resource", _("autre ressource")


NEEDS = ("investment", "setting_up", "deposit", "working_capital", "repayment", "other_need")


class FunderKind(models.TextChoices):
    """Who a funder is. The first eight are the lines of account 74 in the subsidy form."""

    UNKNOWN = "", _("non renseigné")
    STATE = "state", _("services de l'État")
    REGION = "region", _("région")
    DEPARTMENT = "department", _("département")
    COMMUNE_EPCI = "commune_epci", _("commune ou intercommunalité")
    SOCIAL_BODIES = "social_bodies", _("organisme social")
    EUROPE = "europe", _("fonds européen")
    ASP = "asp", _("ASP (emplois aidés)")
    OTHER_PUBLIC = "other_public", _("autre établissement public")
    PRIVATE = "private", _("aide privée : fondation, mécène, entreprise")
    MEMBER = "member", _("membre du pôle")
    BANK = "bank", _("banque, financeur solidaire")


class SupportState(models.TextChoices):
    """How far an application to a funder is."""

    PLANNED = "planned", _("à demander")
    REQUESTED = "requested", _("demandée")
    GRANTED = "granted", _("accordée")
    REFUSED = "refused", _("refusée")
    GIVEN_UP = "given_up", _("abandonnée")
    ENDED = "ended", _("soldée")


SUPPORT_TRANSITIONS: dict[str, tuple[str, ...]] = {
    SupportState.PLANNED: (SupportState.REQUESTED, SupportState.GRANTED, SupportState.GIVEN_UP),
    SupportState.REQUESTED: (SupportState.GRANTED, SupportState.REFUSED, SupportState.GIVEN_UP),
    SupportState.GRANTED: (SupportState.ENDED, SupportState.GIVEN_UP),
    SupportState.REFUSED: (SupportState.REQUESTED,),
    SupportState.GIVEN_UP: (SupportState.PLANNED, SupportState.REQUESTED),
    SupportState.ENDED: (SupportState.GRANTED,),
}


class ReportKind(models.TextChoices):
    """What a funder expects to be told."""

    INTERMEDIATE = "intermediate", _("bilan intermédiaire")
    FINAL = "final", _("compte rendu financier final")
    OTHER = "other", _("autre justificatif")


class Regulation(models.TextChoices):
    """The de minimis regulations; ceilings and windows are dated data (``data/rules/funding``)."""

    GENERAL = "general", _("règlement général")
    SGEI = "sgei", _("services d'intérêt économique général")
    AGRICULTURE = "agriculture", _("agriculture")
    FISHERY = "fishery", _("pêche et aquaculture")
