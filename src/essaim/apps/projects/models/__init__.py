"""Joint projects, and what they bring."""

from essaim.apps.projects.models.outcomes import JobFigure, Outcome
from essaim.apps.projects.models.projects import Milestone, Project, ProjectDomain, ProjectPartner

__all__ = ["JobFigure", "Milestone", "Outcome", "Project", "ProjectDomain", "ProjectPartner"]
