"""Work that leaves the page: long tasks with their progress, and mail."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    """Work that leaves the page: long tasks with their progress, and mail."""

    name = "essaim.apps.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Learn which long work each app declares."""
        autodiscover_modules("tasks")
