"""The public pages."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages: they translate what is asked and what is answered, and decide nothing."""

    name = "essaim.web"
    label = "web"

    def ready(self) -> None:
        """Listen to what django-allauth says of accounts."""
        from essaim.web.sign_in import changes  # noqa: F401
