"""The two-page note on a plan, for the board and the EPCI, as plain values in words: the same for PDF and ODT."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from essaim import __version__
from essaim.apps.financing.models import Plan
from essaim.apps.financing.queries.scenarios import usual_delays_of
from essaim.apps.financing.to_engine import as_plan
from essaim.engine.financing import Plan as EnginePlan
from essaim.engine.financing.cases import REMOVED, all_cases
from essaim.engine.financing.cash import Reading
from essaim.engine.financing.fees import fee
from essaim.engine.financing.plan import WHOLE
from essaim.engine.financing.wording import euros
from essaim.engine.language import current_language, ngettext
from essaim.engine.language import gettext as _
from essaim.kit.dates import DAY, MONTH, date_in_words
from essaim.tables.table import synthetic_warning
from essaim.web.cash.dependence import dependence_of
from essaim.web.cash.note_rows import has_unknown, largest_funders, plan_head, plan_rows
from essaim.web.cash.page import DRAWN, draw_cases, year_lived
from essaim.web.cash.rows import CaseLine, case_lines, cautions
from essaim.web.cash.words import lowest_sentence, year_figures
from essaim.web.documents.readable import cut, readable
from essaim.web.financing.years import year_labels

_TITLE, _NAME, _LINE = 90, 60, 170


def note_words(plan: Plan, address: str, day: date, reading: Reading, *, as_followed: bool) -> dict[str, Any]:
    """All that the note says, in the language in use.

    Args:
        address: that of the plan's cash.
        reading, as_followed: how the plan counts as money; whether payments noted of the supports do.
    """
    known = as_plan(plan)
    every = all_cases(known, reading, delays=usual_delays_of(plan), as_followed=as_followed)
    named = {f"{REMOVED}:{key}" for key in largest_funders(known)}
    cases = [one for one in every if not one.key.startswith(REMOVED) or one.key in named]
    lines = case_lines(cases, known)
    chart = draw_cases([case for case in cases if case.key in DRAWN], known)
    rows = plan_rows(known)
    when = date_in_words(day, DAY)
    words = {
        "language": current_language(),
        "title": cut(plan.title, _TITLE),
        "description": _("Note de deux pages sur le budget et la trésorerie d'un pôle territorial de coopération."),
        "keywords": ["PTCE", plan.pole.name],
        "day": [day.year, day.month, day.day],
        "footer": _("Essaim · %(name)s · %(day)s") % {"name": cut(plan.pole.name, 50), "day": when},
        "words": _words(),
        "synthetic": synthetic_warning() if settings.SANDBOX else "",
        "lead": _lead(plan),
        "cautions": list(cautions(cases[0].curve, reading)),
        "plan_head": plan_head(known),
        "plan_rows": [[kind == "sum", *cells] for kind, cells in rows],
        "star": _("* Un montant au moins n'est pas renseigné : la somme porte sur ce qui est connu.")
        if has_unknown(rows)
        else "",
        "lowest": lowest_sentence(cases[0].curve),
        "map": str(render_to_string("cash/_chart.svg", {"chart": chart})),
        "map_alt": chart.label,
        "legend": [
            *([one.label, one.dash, one.colour] for one in chart.lines),
            *([[_("découvert autorisé"), "4 3", "#8a1f3d"]] if chart.overdraft is not None else []),
        ],
        "cases": [_case_cells(line) for line in lines],
        "without": _without(lines, len(every) - len(cases)),
        "fees": _fees(known, reading),
        "dependence": _dependence(known, plan, day),
        "sources": _sources(plan, when),
        "about": [_("Page à jour : %(address)s") % {"address": cut(address, _LINE)}],
    }
    return {key: value if key == "map" else readable(value) for key, value in words.items()}


def _words() -> dict[str, Any]:
    return {
        "subtitle": _("Budget et trésorerie : note pour le conseil et pour l'intercommunalité"),
        "plan": _("Ce que cela coûte, qui paie"),
        "cash": _("La trésorerie, mois par mois"),
        "cases": _("Si les aides tardent, diminuent ou s'arrêtent"),
        "cases_head": [_("Cas"), _("Plus bas"), _("Quand"), _("Relais au-delà du découvert"), _("Survie")],
        "cases_note": _(
            "Chaque ligne suppose une seule chose, sans hasard ni probabilité. Survie : mois entiers avant que le "
            "solde passe sous le découvert autorisé."
        ),
        "without": _("Qui paie si un financeur s'en va"),
        "no_funder": _("Aucun financeur n'est nommé dans le plan."),
        "fees": _("Ce que les membres auraient à payer"),
        "no_members": _(
            "Le nombre de membres qui cotisent n'est pas renseigné : on ne peut pas compter de cotisation."
        ),
        "dependence": _("De qui le plan dépend"),
        "sources": _("Sources, date et version"),
    }


def _lead(plan: Plan) -> str:
    unknown = _("non renseigné")
    members = str(plan.members) if plan.members is not None else unknown
    opening = euros(plan.opening_cents) if plan.opening_cents is not None else unknown
    said = _(
        "%(pole)s · %(years)s ans à partir de %(start)s · plan %(state)s · trésorerie au départ : %(opening)s · "
        "découvert autorisé : %(overdraft)s · membres qui cotisent : %(members)s"
    )
    return said % {
        "pole": cut(plan.pole.name, _NAME), "years": plan.years, "start": date_in_words(plan.starts_on, MONTH),
        "state": plan.get_state_display(), "opening": opening, "overdraft": euros(plan.overdraft_cents),
        "members": members,
    }  # fmt: skip


def _case_cells(line: CaseLine) -> list[str]:
    bridge = f"{line.bridge}, {line.bridge_when}" if line.bridge else _("aucun")
    return [cut(line.label, _NAME), line.lowest, line.lowest_when, bridge, line.survival]


def _without(lines: Sequence[CaseLine], left_out: int) -> list[str]:
    """What is lost with each funder of the note, and how many it leaves to the page."""
    told = [_leaving(one) for one in lines if one.funder and one.lost]
    if left_out:
        said = ngettext(
            "… et %(n)s autre financeur, sur la page.", "… et %(n)s autres financeurs, sur la page.", left_out
        )
        told.append(said % {"n": left_out})
    return told


def _leaving(line: CaseLine) -> str:
    label = cut(line.label, _NAME)
    if not line.is_short:
        said = _("%(label)s : la trésorerie tient tout le plan, avec %(lost)s de moins à la fin.")
    else:
        said = _("%(label)s : la trésorerie tient %(survival)s ; il manque %(lost)s sur tout le plan.")
    told = said % {"label": label, "survival": line.survival, "lost": line.lost}
    each = _("Réparti entre les membres, cela fait %(each)s chacun par an.") % {"each": line.each}
    if line.is_members:
        each = _("Cet argent est celui des membres : il ne se répartit pas entre eux.")
    return f"{told} {each}" if line.each or line.is_members else told


def _fees(plan: EnginePlan, reading: Reading) -> list[str]:
    if not plan.members:
        return []
    said = _("%(year)s : %(fee)s par membre sans aucune aide (dans le plan : %(now)s).")
    lines = [said % {"year": one["year"], "fee": one["fee"], "now": one["now"]} for one in year_figures(plan, reading)]
    largest = largest_funders(plan)
    if largest:
        year = year_lived(reading)
        found = fee(plan, year, without=(largest[0],), kept_coordination=WHOLE // 2, reading=reading)
        funder = plan.funder(largest[0])
        half = _("Pour garder la moitié de l'animation sans « %(funder)s » en %(year)s : %(fee)s par membre.")
        places = {"funder": funder.name if funder else "", "year": year_labels(plan)[year], "fee": euros(found.each)}
        doubt = _("Des montants manquent : ce chiffre est provisoire.") if found.unknown else ""
        lines.append(f"{half % places} {doubt}".strip())
    return lines


def _dependence(plan: EnginePlan, kept: Plan, day: date) -> list[str]:
    found = dependence_of(plan, kept, day)
    if found is None:
        return []
    parts = " · ".join(f"{one.label} : {one.in_money}" for one in found.origins)
    return [parts, *(f"{label} : {said}" for label, said in found.facts)]


def _sources(plan: Plan, when: str) -> list[str]:
    said = _(
        "Plan « %(plan)s », version %(version)s, modifié le %(changed)s ; note faite le %(day)s, Essaim %(engine)s."
    )
    first = said % {
        "plan": cut(plan.title, _NAME), "version": plan.version,
        "changed": date_in_words(timezone.localdate(plan.changed_at), DAY),
        "day": when, "engine": __version__,
    }  # fmt: skip
    return [
        first,
        _("Montants écrits par le pôle. Trésorerie : montant accordé quand il est connu, sinon montant prévu."),
        _("Les années finies comptent pour leur montant réalisé, quand il est connu."),
        _("Lignes du budget : formulaire de demande de subvention (CERFA 12156)."),
    ]
