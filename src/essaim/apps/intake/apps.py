"""Spreadsheets of organisations and members that come in, with their preview, report and undo."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Spreadsheets of organisations and members that come in, with their preview, report and undo."""

    name = "essaim.apps.intake"
    label = "intake"
