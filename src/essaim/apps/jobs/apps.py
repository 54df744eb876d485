"""Work that leaves the page: long tasks with their progress, and mail."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Work that leaves the page: long tasks with their progress, and mail."""

    name = "essaim.apps.jobs"
    label = "jobs"
