"""The words of joint projects."""

from __future__ import annotations

from django.db import models

from essaim.kit.language import gettext_lazy as _


class ProjectState(models.TextChoices):
    """How far a project is."""

    IDEA = "idea", _("idée")
    STUDY = "study", _("à l'étude")
    FUNDED = "funded", _("financé")
    RUNNING = "running", _("en cours")
    DONE = "done", _("terminé")
    DROPPED = "dropped", _("abandonné")


# From each state, those that may follow, the likeliest first. A project goes back when money is refused; a dropped one
# may be taken up.
TRANSITIONS: dict[str, tuple[str, ...]] = {
    ProjectState.IDEA: (ProjectState.STUDY, ProjectState.FUNDED, ProjectState.RUNNING, ProjectState.DROPPED),
    ProjectState.STUDY: (ProjectState.FUNDED, ProjectState.RUNNING, ProjectState.IDEA, ProjectState.DROPPED),
    ProjectState.FUNDED: (ProjectState.RUNNING, ProjectState.STUDY, ProjectState.DROPPED),
    ProjectState.RUNNING: (ProjectState.DONE, ProjectState.FUNDED, ProjectState.DROPPED),
    ProjectState.DONE: (ProjectState.RUNNING,),
    ProjectState.DROPPED: (ProjectState.IDEA, ProjectState.STUDY),
}


class JobKind(models.TextChoices):
    """The four rows of jobs. They are never added to one another, nor to members' payroll."""

    EXISTING = "existing", _("emplois existants")
    MAINTAINED = "maintained", _("emplois maintenus")
    CREATED = "created", _("emplois créés")
    INSERTION = "insertion", _("parcours d'insertion")


class Attribution(models.TextChoices):
    """What the member itself says it owes to the project."""

    UNKNOWN = "", _("non renseignée")
    NONE = "none", _("aucune")
    PARTIAL = "partial", _("partielle")
    DECISIVE = "decisive", _("décisive")
