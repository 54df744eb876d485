"""The models of poles that networks write: drafts, versions, what was adapted and why."""

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    """The models of poles that networks write: drafts, versions, what was adapted and why."""

    name = "essaim.apps.library"
    label = "library"
