"""The log of everything written: who, what, when, before and after."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The log of everything written: who, what, when, before and after."""

    name = "essaim.apps.audit"
    label = "audit"
