"""Holding a project while it is written: nobody's work is silently overwritten."""

from __future__ import annotations

from datetime import datetime

from essaim.apps.audit.actors import Actor
from essaim.apps.projects.models import Project
from essaim.apps.projects.rules import keeps_work
from essaim.kit.errors import ChangedMeanwhile, NotAllowed

PROJECT = "project"


def hold_project(project: Project, *, seen_version: int | None, by: Actor, at: datetime) -> Project:
    """Lock a project, check who writes and what they had read, raise its version. ``seen_version`` None: a programme.

    Raises:
        NotAllowed: not the pole's own people.
        ChangedMeanwhile: somebody saved it since.
    """
    current = Project.objects.select_for_update(of=("self",)).select_related("pole").get(pk=project.pk)
    if not keeps_work(by, current.pole):
        raise NotAllowed()
    if seen_version is not None and current.version != seen_version:
        raise ChangedMeanwhile()
    current.version, current.changed_at = current.version + 1, at
    current.save(update_fields=["version", "changed_at"])
    project.version = current.version
    return current
