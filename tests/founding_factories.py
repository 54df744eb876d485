"""The smallest valid records of what founders and calls add, for tests of the site."""

from typing import Any

from essaim.apps.calls import models as calls
from essaim.apps.founding.models import Adaptation, Mentoring, Step
from tests.factories import AT, make_founding, make_network, make_pole, next_number


def make_step() -> Step:
    return Step.objects.create(founding=make_founding(), text="Écrire à la mairie")


def make_adaptation() -> Adaptation:
    given = {"part": "role", "key": "carrier", "what": "Une commune porte", "why": "Aucune association"}
    return Adaptation.objects.create(founding=make_founding(), noted_by="someone", noted_at=AT, **given)


def make_mentoring() -> Mentoring:
    given = {"message": "Pouvons-nous venir ?", "asked_by": "someone", "asked_at": AT, "changed_at": AT}
    return Mentoring.objects.create(founding=make_founding(), mentor=make_pole(), **given)


def make_call(**facts: Any) -> calls.Call:
    given = {"title": "Appel d'essai", "slug": f"appel-{next_number()}", "network": make_network(), "changed_at": AT}
    return calls.Call.objects.create(**{**given, **facts})


def make_phase() -> calls.Phase:
    return calls.Phase.objects.create(call=make_call(), kind="dossiers", opens_at=AT)


def make_dossier() -> calls.Dossier:
    return calls.Dossier.objects.create(
        call=make_call(), pole=make_pole(), started_by="someone", started_at=AT, changed_at=AT
    )


def make_question() -> calls.Question:
    return calls.Question.objects.create(call=make_call(), label="Pourquoi ?")


def make_call_answer() -> calls.Answer:
    dossier = make_dossier()
    question = calls.Question.objects.create(call=dossier.call, label="Pourquoi ?")
    return calls.Answer.objects.create(dossier=dossier, question=question, changed_by="someone", changed_at=AT)


def make_submission() -> calls.Submission:
    return calls.Submission.objects.create(
        dossier=make_dossier(), number=1, receipt="R-1", data={}, sha256="0" * 64, submitted_by="x", submitted_at=AT
    )


def make_decision() -> calls.Decision:
    made = make_submission()
    return calls.Decision.objects.create(
        dossier=made.dossier, submission=made, outcome="laureate", reason="Bon", decided_by="x", decided_at=AT
    )


FOUNDING_MAKERS = {
    Step: make_step,
    Adaptation: make_adaptation,
    Mentoring: make_mentoring,
    calls.Call: make_call,
    calls.Phase: make_phase,
    calls.Permission: lambda: calls.Permission.objects.create(phase=make_phase(), actor="founders", right="write"),
    calls.Question: make_question,
    calls.OwnRule: lambda: calls.OwnRule.objects.create(call=make_call(), text="Rural"),
    calls.Dossier: make_dossier,
    calls.Answer: make_call_answer,
    calls.Partner: lambda: calls.Partner.objects.create(dossier=make_dossier(), name="La ferme"),
    calls.Submission: make_submission,
    calls.PieceRequest: lambda: calls.PieceRequest.objects.create(
        dossier=make_dossier(), text="Vos statuts", asked_by="x", asked_at=AT
    ),
    calls.ReopenRequest: lambda: calls.ReopenRequest.objects.create(
        dossier=make_dossier(), reason="Le budget est faux", asked_by="x", asked_at=AT
    ),
    calls.Decision: make_decision,
}
