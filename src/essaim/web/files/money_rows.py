"""What the site keeps of a pole's money, as files of its archive: for those who keep it alone."""

from __future__ import annotations

from django.db.models import Model

from essaim.apps.financing import models as money
from essaim.engine.language import gettext as _
from essaim.web.files.archive import Part
from essaim.web.files.record_rows import records_writer


def money_parts() -> list[Part]:
    """Plans and the follow-up of funds, one file for each kind of record; records name one another by identifier."""
    return [Part(f"budget/{name}.csv", what, records_writer(model, path)) for name, what, model, path in _kept()]


def _kept() -> list[tuple[str, str, type[Model], str]]:
    return [
        ("plans", _("les plans de financement"), money.Plan, "pole"),
        ("lignes", _("les lignes des plans"), money.PlanLine, "plan__pole"),
        ("montants", _("les montants de chaque ligne, en centimes, par année du plan"), money.PlanAmount,
         "line__plan__pole"),
        ("versements", _("quand les lignes sont payées, en plusieurs versements"), money.Tranche, "line__plan__pole"),
        ("durables", _("les besoins et ressources durables"), money.LongTermItem, "plan__pole"),
        ("scenarios", _("les scénarios de trésorerie gardés"), money.CashScenario, "plan__pole"),
        ("partages", _("avec qui les plans sont partagés"), money.PlanShare, "plan__pole"),
        ("financeurs", _("les financeurs"), money.Funder, "pole"),
        ("aides", _("les aides demandées et accordées"), money.Support, "pole"),
        ("demandes-de-paiement", _("les demandes de paiement"), money.Claim, "support__pole"),
        ("versements-recus", _("l'argent attendu et reçu"), money.Receipt, "support__pole"),
        ("comptes-rendus", _("les comptes rendus à rendre"), money.Report, "support__pole"),
        ("fonds-dedies", _("les fonds dédiés"), money.DedicatedFund, "support__pole"),
        ("depenses", _("les dépenses"), money.Expense, "pole"),
        ("aides-de-minimis", _("les aides de minimis des membres"), money.DeMinimisAid, "pole"),
    ]  # fmt: skip
