"""A pole being founded: model followed, prospects, letters, adaptations, mentor, publication."""

from django.apps import AppConfig


class FoundingConfig(AppConfig):
    """A pole being founded: model followed, prospects, letters, adaptations, mentor, publication."""

    name = "essaim.apps.founding"
    label = "founding"
