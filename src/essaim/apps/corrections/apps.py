"""What visitors propose: corrections and new poles, and the queue where officers answer."""

from django.apps import AppConfig


class CorrectionsConfig(AppConfig):
    """What visitors propose: corrections and new poles, and the queue where officers answer."""

    name = "essaim.apps.corrections"
    label = "corrections"
