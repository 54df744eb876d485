"""A pole's money: financing plans, supports and their follow-up, cash scenarios."""

from django.apps import AppConfig


class FinancingConfig(AppConfig):
    """A pole's money: financing plans, supports and their follow-up, cash scenarios."""

    name = "essaim.apps.financing"
    label = "financing"
