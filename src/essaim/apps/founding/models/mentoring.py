"""A pole that helps the founders: request, visit, agreement, what was learnt. The field spreads by people."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from essaim.apps.documents.models import Document
from essaim.apps.founding.enums import MentoringState
from essaim.apps.founding.models.founding import Founding
from essaim.apps.poles.models import Pole
from essaim.kit.identifiers import LENGTH, opaque_id
from essaim.kit.language import gettext_lazy as _


class Mentoring(models.Model):
    """A request to a pole of the directory, and what came of it. ``mentor`` answers through those who coordinate it.

    ``state`` is the founders' own follow-up. ``answered_by`` is whoever answered on the site in the mentor's name, ""
    while nobody did, and ``accepted_here`` what they said: what founders write of it binds nobody but them.
    """

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    founding = models.ForeignKey(Founding, on_delete=models.CASCADE, related_name="mentorings")
    mentor = models.ForeignKey(Pole, on_delete=models.CASCADE, related_name="mentorings_given")
    state = models.CharField(max_length=10, choices=MentoringState.choices, default=MentoringState.ASKED)
    message = models.TextField(_("votre demande"))
    answer = models.TextField(_("réponse"), blank=True)
    answered_by = models.CharField(max_length=64, blank=True)
    accepted_here = models.BooleanField(default=False)
    visit_on = models.DateField(_("visite le"), null=True, blank=True)
    agreement = models.ForeignKey(Document, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    learnt = models.TextField(_("ce que nous avons appris"), blank=True)
    learnt_is_public = models.BooleanField(_("publier ce que nous avons appris"), default=False)
    asked_by = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("asked_at", "id")
        constraints = (
            models.UniqueConstraint(fields=("founding", "mentor"), name="mentoring_once"),
            models.CheckConstraint(condition=Q(state__in=MentoringState.values), name="mentoring_state_known"),
        )

    def __str__(self) -> str:
        return f"{self.mentor_id} {self.state}"
