"""Scans that people named, kept with what they rest on, reopened and compared."""

from django.apps import AppConfig


class ScenariosConfig(AppConfig):
    """Scans that people named, kept with what they rest on, reopened and compared."""

    name = "essaim.apps.scenarios"
    label = "scenarios"
