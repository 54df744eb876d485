"""The action sheet of a project as plain values in words: the same for the PDF and the ODT.

Where nobody said anything, the sheet says so: an empty sheet is also what one fills by hand at a meeting.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.conf import settings

from essaim.apps.documents.models import Document
from essaim.apps.projects.enums import ProjectState
from essaim.apps.projects.models import JobFigure, Milestone, Outcome, Project
from essaim.apps.projects.queries.projects import counted_elsewhere, jobs_by_kind
from essaim.engine.language import current_language
from essaim.engine.language import gettext as _
from essaim.kit.dates import DAY, date_in_words
from essaim.kit.templatetags.words import number
from essaim.tables.formats import euros
from essaim.tables.table import synthetic_warning
from essaim.web import labels
from essaim.web.documents.readable import cut, readable
from essaim.web.shares import shares_in_words


def action_sheet_words(
    project: Project, documents: Sequence[Document], *, with_amounts: bool, address: str, today: date
) -> dict[str, Any]:  # fmt: skip
    """All that the sheet says, in the language in use.

    Args:
        project: read by ``project_by_uid``, with its rows.
        with_amounts: for the pole's own people; others read neither budget nor shares.
        address: of its page.
    """
    when = date_in_words(today, DAY)
    words = {
        "language": current_language(), "title": project.title,
        "subtitle": _("Fiche-action · %(pole)s") % {"pole": project.pole.name},
        "description": _("Fiche-action du projet « %(title)s ».") % {"title": project.title},
        "keywords": ["PTCE", project.pole.name], "day": [today.year, today.month, today.day],
        "footer": f"{cut(project.pole.name, 50)} · {cut(project.title, 60)} · {when}",
        "synthetic": synthetic_warning() if settings.SANDBOX else "", "map": None,
        "facts_head": [_("Repère"), _("Ce que dit le projet")], "facts": list(_facts(project, with_amounts)),
        "summary": project.summary,
        "texts": [
            {"title": title, "text": text, "unknown": "" if text else _unknown()}
            for title, text in (
                (_("À quel besoin il répond"), project.need), (_("Ce que nous ferons"), project.actions_text),
            )
        ],
        "tables": [_partners(project, with_amounts), _milestones(project, today), _jobs(project), _outcomes(project)],
        "documents": {
            "title": _("Documents joints au projet"),
            "items": [f"{one.title} ({one.file_name})" for one in documents], "unknown": _("Aucun document joint."),
        },
        "about": list(_about(project, address, when, with_amounts)),
    }  # fmt: skip
    found: dict[str, Any] = readable({key: value for key, value in words.items() if key != "map"})
    return {**found, "map": None}


def _facts(project: Project, with_amounts: bool) -> Iterable[list[str]]:
    state = str(project.get_state_display())
    if project.state_on is not None:
        state = _("%(state)s, depuis le %(day)s") % {"state": state, "day": _day(project.state_on)}
    yield [_("État"), state]
    if project.state == ProjectState.DROPPED:
        yield [_("Raison de l'abandon"), project.dropped_reason]
    carrier = next((one.name for one in project.partners.all() if one.is_carrier), "")
    yield [_("Porté par"), carrier or _unknown()]
    yield [_("Domaines"), ", ".join(labels.domain(one.key) for one in project.domains.all()) or _unknown()]
    yield [_("Où"), project.place or _unknown()]
    yield [_("Calendrier"), _period(project)]
    if with_amounts:
        yield [_("Budget total"), _unknown() if project.budget_cents is None else euros(project.budget_cents)]
    if project.code:
        yield [_("Code analytique"), project.code]


def _period(project: Project) -> str:
    starts, ends = project.starts_on, project.ends_on
    if starts and ends:
        return _("du %(first)s au %(last)s") % {"first": _day(starts), "last": _day(ends)}
    if starts:
        return _("à partir du %(first)s ; fin non renseignée") % {"first": _day(starts)}
    return _("jusqu'au %(last)s ; début non renseigné") % {"last": _day(ends)} if ends else _unknown()


def _partners(project: Project, with_amounts: bool) -> dict[str, Any]:
    rows = []
    for one in project.partners.all():
        siret = _("SIRET %(siret)s") % {"siret": one.siret} if one.siret else ""
        name = "\n".join(part for part in (one.name, _("porte le projet") if one.is_carrier else "", siret) if part)
        row = [name, one.role or _unknown(), one.commitment or _unknown()]
        share = _unknown() if one.amount_cents is None else euros(one.amount_cents)
        rows.append([*row, share] if with_amounts else row)
    amounts = [one.amount_cents for one in project.partners.all()]
    head = [_("Partenaire"), _("Rôle"), _("Engagement")]
    return {
        "name": "partners", "title": _("Qui y prend part"),
        "head": [*head, _("Part du budget")] if with_amounts else head,
        "widths": [4.6, 4.4, 5.4, 2.6] if with_amounts else [5.0, 5.0, 7.0], "numbers": [3] if with_amounts else [],
        "rows": rows, "unknown": _("Personne n'est encore noté."),
        "lines": [" ".join(shares_in_words(amounts, project.budget_cents))] if with_amounts and rows else [],
    }  # fmt: skip


def _milestones(project: Project, today: date) -> dict[str, Any]:
    rows = [
        [
            f"{one.title}\n{one.note}" if one.note else one.title,
            _day(one.due_on) if one.due_on else _unknown(), _done(one, today),
        ]
        for one in project.milestones.all()
    ]  # fmt: skip
    return {
        "name": "milestones", "title": _("Étapes"), "head": [_("Étape"), _("Prévue le"), _("Faite le")],
        "widths": [10.2, 3.4, 3.4], "numbers": [], "rows": rows, "unknown": _("Aucune étape notée."), "lines": [],
    }  # fmt: skip


def _done(one: Milestone, today: date) -> str:
    if one.done_on is not None:
        return _day(one.done_on)
    return _("en retard") if one.due_on is not None and one.due_on < today else _("pas encore")


def _jobs(project: Project) -> dict[str, Any]:
    """Four rows, each there even when nobody filled it; no total."""
    elsewhere, rows = counted_elsewhere(project), []
    for kind, figures in jobs_by_kind(project):
        label = str(kind.label).capitalize()
        rows += [_job(label, one, one.organisation_id in elsewhere) for one in figures]
        if not figures:
            rows.append([label, _unknown(), "", "", ""])
    return {
        "name": "jobs", "title": _("Emplois, en équivalents temps plein"),
        "head": [_("Ligne"), _("ETP"), _("Chez qui, à quelle date"), _("Part déclarée"), _("Ce qui le montre")],
        "widths": [3.2, 2.2, 4.4, 2.6, 4.6], "numbers": [], "rows": rows, "unknown": "",
        "lines": [
            _(
                "Quatre lignes qui ne s'additionnent pas. Ce ne sont pas les effectifs des membres : chacun dit ce "
                "qu'il doit au projet."
            )
        ],
    }  # fmt: skip


def _job(label: str, one: JobFigure, elsewhere: bool) -> list[str]:
    where = _("%(employer)s, au %(day)s") % {"employer": one.employer or _unknown(), "day": _day(one.on)}
    shown = "\n".join(part for part in (one.evidence, one.note) if part)
    if elsewhere:
        shown += "\n" + _("Cette organisation a aussi des emplois dans un autre projet : ne les comptez pas deux fois.")
    return [label, number(float(one.fte)), where, str(one.get_attribution_display()), shown]


def _outcomes(project: Project) -> dict[str, Any]:
    return {
        "name": "outcomes", "title": _("Résultats"),
        "head": [_("Domaine"), _("Résultat"), _("Visé"), _("Atteint"), _("Source")],
        "widths": [3.2, 4.4, 2.6, 3.4, 3.4], "numbers": [], "rows": [_outcome(one) for one in project.outcomes.all()],
        "unknown": _("Aucun résultat noté."), "lines": [],
    }  # fmt: skip


def _outcome(one: Outcome) -> list[str]:
    label = "\n".join(part for part in (one.label, one.scope, one.note) if part)
    reached = _counted(one, one.reached)
    if one.reached is not None and one.on is not None:
        reached = _("%(count)s, au %(day)s") % {"count": reached, "day": _day(one.on)}
    domain = labels.domain(one.domain) if one.domain else _unknown()
    return [domain, label, _counted(one, one.expected), reached, one.source or _unknown()]


def _counted(one: Outcome, value: Any) -> str:
    return _unknown() if value is None else f"{number(float(value))} {one.unit}".strip()


def _about(project: Project, address: str, when: str, with_amounts: bool) -> Iterable[str]:
    yield _("« Non renseigné » : personne ne l'a encore dit ; ce n'est ni zéro, ni « non ».")
    if not with_amounts:
        yield _("Cette fiche est celle des membres du pôle : elle ne porte aucun montant.")
    yield _("Source : ce que les personnes qui tiennent le pôle ont écrit, version %(version)s, lue le %(day)s.") % {
        "version": project.version, "day": when,
    }  # fmt: skip
    yield _("Page à jour : %(address)s") % {"address": address}
    yield _("Il n'existe pas de label PTCE. Document fait avec Essaim.")


def _unknown() -> str:
    return _("non renseigné")


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
