"""Joint projects of a pole: partners, milestones, jobs, outcomes."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """Joint projects of a pole: partners, milestones, jobs, outcomes."""

    name = "essaim.apps.projects"
    label = "projects"
