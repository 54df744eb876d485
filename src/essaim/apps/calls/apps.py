"""Calls to poles: notice, phases, rules, dossiers, decisions, laureates."""

from django.apps import AppConfig


class CallsConfig(AppConfig):
    """Calls to poles: notice, phases, rules, dossiers, decisions, laureates."""

    name = "essaim.apps.calls"
    label = "calls"
