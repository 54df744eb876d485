"""What is asked before a decision, and before results are published: what they would leave behind."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from essaim.apps.calls.actions.planning import may_write
from essaim.apps.calls.enums import DossierState, Outcome
from essaim.apps.calls.models import Call, Dossier
from essaim.engine.language import gettext as _
from essaim.web.sure import asked_first

Lines = list[tuple[Dossier, Any]]


def asked_of_reopened(
    request: HttpRequest, chosen: list[Dossier], back: str, back_label: str
) -> HttpResponse | None:  # fmt: skip
    """The page that asks before dossiers are decided while they are being corrected; None: go on."""
    reopened = [one for one in chosen if one.state == DossierState.REOPENED]
    if not reopened:
        return None
    said = _(
        "En cours de correction : %(names)s. La décision porterait sur le dernier dépôt, pas sur ce qui est corrigé."
    )
    return asked_first(
        request, title=_("Décider d'un dossier rouvert pour correction ?"), lead=said % {"names": _names(reopened)},
        back=back, back_label=back_label, send=_("Enregistrer la décision"),
    )  # fmt: skip


def asked_of_results(request: HttpRequest, call: Call, lines: Lines) -> HttpResponse | None:
    """The page that asks before results are published, when there is something to say of them; None: go on."""
    early = may_write(call, timezone.now())
    lead = said_of_results(call, lines)
    if call.results_at is not None or not (early or lead):
        return None
    if early:
        lead = [_("Des dossiers peuvent encore être écrits et déposés ; ils ne pourraient plus l'être."), *lead]
    title = _("Publier les résultats avant la clôture ?") if early else _("Publier les résultats ?")
    return asked_first(
        request, title=title, lead=" ".join(lead), back=reverse("call-results", args=[call.slug]),
        back_label=call.title, send=_("Publier les résultats"),
    )  # fmt: skip


def said_of_results(call: Call, lines: Lines) -> list[str]:
    """What whoever publishes the results must know first, a sentence each."""
    if call.results_at is not None:
        return []
    there = [(one, decision) for one, decision in lines if one.state != DossierState.WITHDRAWN]
    asking = [one for one, _decision in there if one.state == DossierState.SUBMITTED and getattr(one, "reopening", [])]
    found = [
        (
            [one for one, _decision in there if one.state == DossierState.REOPENED],
            _("Rouverts pour correction, ces dossiers ne pourraient plus être déposés : %(names)s."),
        ),
        (
            [one for one, decision in there if decision is not None and is_outdated(one, decision)],
            _("Déposés de nouveau depuis leur décision, qui porte sur le dépôt d'avant : %(names)s."),
        ),
        (asking, _("Demandes de réouverture sans réponse : %(names)s.")),
        (
            [one for one, decision in there if decision and decision.outcome == Outcome.LAUREATE and one.pole.is_draft],
            _("Ces lauréats sont en préparation, hors de l'annuaire ; leur nom devient public : %(names)s."),
        ),
    ]
    return [said % {"names": _names(dossiers)} for dossiers, said in found if dossiers]


def current(dossier: Dossier) -> Any:
    """The decision that stands, of a dossier read in the list; None: there is none."""
    found = getattr(dossier, "current", [])
    return found[0] if found else None


def is_outdated(dossier: Dossier, decision: Any) -> bool:
    """Whether the dossier was handed in again after the copy on which the decision rests."""
    return bool(dossier.submissions.all()[0].pk != decision.submission_id)


def _names(dossiers: list[Dossier]) -> str:
    return ", ".join(one.pole.name for one in dossiers)
