"""Organisations, poles, and what is known of them."""

from django.apps import AppConfig


class PolesConfig(AppConfig):
    """Organisations, poles, and what is known of them."""

    name = "essaim.apps.poles"
    label = "poles"
