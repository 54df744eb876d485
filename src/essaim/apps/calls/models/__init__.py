"""Calls and the dossiers that answer them."""

from essaim.apps.calls.models.calls import Call, OwnRule, Permission, Phase, Question
from essaim.apps.calls.models.dossiers import Answer, Dossier, Partner
from essaim.apps.calls.models.following import Decision, PieceRequest, ReopenRequest, Submission

__all__ = [
    "Answer", "Call", "Decision", "Dossier", "OwnRule", "Partner", "Permission", "Phase", "PieceRequest", "Question",
    "ReopenRequest", "Submission",
]  # fmt: skip
