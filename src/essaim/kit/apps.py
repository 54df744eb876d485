"""The kit as Django sees it: an app, for its template tags."""

from django.apps import AppConfig


class KitConfig(AppConfig):
    """Small pieces that every app uses; no table."""

    name = "essaim.kit"
    label = "kit"
