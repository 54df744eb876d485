"""The dossiers of a call as tables, for those who run it."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponseBase

from essaim.apps.calls.answers import listed
from essaim.apps.calls.enums import DossierState, Outcome, QuestionKind
from essaim.apps.calls.models import Call, Dossier, Question
from essaim.apps.calls.queries.dossiers import dossiers_of
from essaim.engine.language import gettext as _
from essaim.tables.table import Column, Row, Table
from essaim.web.calls.access import run_call
from essaim.web.calls.following import filters_of
from essaim.web.calls.handing import family_in_words
from essaim.web.lists import table_file


def table(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    """The dossiers that were handed in, one a row, with their answers and decision; as the list is filtered."""
    call = run_call(request, slug)
    found = dossiers_of(call, filters_of(request))
    return table_file(lambda: dossier_table(call, list(found)), form, f"dossiers-{call.slug}")


def partners(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    """The partners of the dossiers that were handed in, one a row."""
    call = run_call(request, slug)
    found = dossiers_of(call, filters_of(request))
    return table_file(lambda: partner_table(call, list(found)), form, f"partenaires-{call.slug}")


def partner_table(call: Call, dossiers: list[Dossier]) -> Table:
    """One row per partner of what was handed in last; a share that nobody told stays empty."""
    columns = (
        Column("pole", _("Pôle")), Column("receipt", _("Numéro de reçu"), "code"), Column("name", _("Organisation")),
        Column("siret", _("SIRET"), "code"), Column("family", _("Famille")),
        Column("applicant", _("Structure candidate")), Column("role", _("Rôle dans le projet")),
        Column("commitment", _("Engagement")),
        Column("amount", _("Part du budget"), "float", 2, "€"),
    )  # fmt: skip
    rows: list[Row] = [
        {
            "pole": made.data["pole"]["name"],
            "receipt": made.receipt,
            "name": one["name"],
            "siret": one["siret"],
            "family": family_in_words(one),
            "applicant": _("oui") if one["is_applicant"] else _("non"),
            "role": one["role"],
            "commitment": one["commitment"],
            "amount": None if one["amount_cents"] is None else one["amount_cents"] / 100,
        }
        for made in (dossier.submissions.all()[0] for dossier in dossiers)
        for one in made.data["partners"]
    ]
    title = _("Partenaires des dossiers de l'appel « %(call)s »") % {"call": call.title}
    return Table(title, columns, rows, (_("Tels que déposés en dernier. Une part vide n'a pas été dite."),))


def dossier_table(call: Call, dossiers: list[Dossier]) -> Table:
    """One row per dossier: what was handed in last, in the words of the questions as they were asked."""
    questions = list(call.questions.all())
    columns = (
        Column("pole", _("Pôle")), Column("receipt", _("Numéro de reçu"), "code"),
        Column("submitted", _("Déposé le"), "date"), Column("time", _("Heure du dépôt")),
        Column("state", _("État")), Column("applicant", _("Structure candidate")),
        Column("siret", _("SIRET"), "code"), Column("partners", _("Partenaires"), "int"),
        Column("budget", _("Budget total"), "float", 2, "€"),
        Column("brought", _("Parts des partenaires"), "float", 2, "€"),
        Column("decision", _("Décision")), Column("reason", _("Motif")),
        *(_answered(f"q{place}", question, dossiers) for place, question in enumerate(questions, start=1)),
    )  # fmt: skip
    title = _("Dossiers de l'appel « %(call)s »") % {"call": call.title}
    notes = (_("Réponses telles que déposées en dernier. Aucune note, aucun classement."),)
    places = {question.uid: place for place, question in enumerate(questions, start=1)}
    return Table(title, columns, [_row(call, one, places) for one in dossiers], notes)


def _row(call: Call, dossier: Dossier, places: dict[str, int]) -> Row:
    made = dossier.submissions.all()[0]
    current = getattr(dossier, "current", [])
    partners = made.data["partners"]
    applicant = next((one for one in partners if one["is_applicant"]), {"name": "", "siret": ""})
    shares = [one["amount_cents"] for one in partners if one["amount_cents"] is not None]
    budget = made.data.get("budget_cents")
    row: dict[str, object] = {
        "pole": made.data["pole"]["name"],
        "receipt": made.receipt,
        "submitted": call.local(made.submitted_at).date(),
        "time": f"{call.local(made.submitted_at):%H:%M} ({call.get_zone_display()})",
        "state": str(DossierState(dossier.state).label),
        "applicant": applicant["name"],
        "siret": applicant["siret"],
        "partners": len(partners),
        "budget": None if budget is None else budget / 100,
        "brought": sum(shares) / 100 if shares else None,
        "decision": str(Outcome(current[0].outcome).label) if current else "",
        "reason": current[0].reason if current else "",
    }
    for answer in made.data["answers"]:
        if answer["question"] in places:
            row[f"q{places[answer['question']]}"] = _value(answer)
    return row


def _answered(key: str, question: Question, dossiers: list[Dossier]) -> Column:
    """The column of a question: amounts, numbers and dates as such, so that a spreadsheet counts with them."""
    if question.kind == QuestionKind.EUROS:
        return Column(key, question.label, "float", 2, "€")
    if question.kind == QuestionKind.DATE:
        return Column(key, question.label, "date")
    if question.kind != QuestionKind.NUMBER:
        return Column(key, question.label)
    made = [one for dossier in dossiers for one in dossier.submissions.all()[0].data["answers"]]
    decimals = [len(one["text"].partition(".")[2]) for one in made if one["question"] == question.uid]
    return Column(key, question.label, "float", max(decimals, default=0))


def _value(answer: dict[str, str]) -> object:
    """An answer as it was frozen; None when nothing was answered to a question of numbers or dates."""
    kind, text = answer["kind"], answer["text"]
    if kind == QuestionKind.EUROS:
        return int(text) / 100 if text else None
    if kind == QuestionKind.NUMBER:
        return float(text) if text else None
    if kind == QuestionKind.DATE:
        return date.fromisoformat(text) if text else None
    if kind == QuestionKind.CHOICES:
        return listed(text)
    return answer["words"]
