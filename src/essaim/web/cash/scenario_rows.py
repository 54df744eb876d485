"""A kept scenario in words: what it supposes, what it answered; several side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from essaim.apps.financing.models import CashScenario, Plan
from essaim.apps.financing.queries.scenarios import assumptions_of
from essaim.engine.errors import InvalidValue
from essaim.engine.financing import Plan as EnginePlan
from essaim.engine.financing.assumptions import Assumptions
from essaim.engine.financing.calendars import first_day
from essaim.engine.financing.cases import figures_of, run
from essaim.engine.financing.cash import Reading
from essaim.engine.financing.plan import WHOLE
from essaim.engine.financing.wording import euros, share_in_words
from essaim.engine.language import gettext as _
from essaim.engine.language import ngettext
from essaim.kit.dates import MONTH, date_in_words

Words = tuple[str, str]
_ANSWER = ("balance", "closing", "trough", "trough_month", "peak_need", "bridge", "survival")


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One line of the comparison; ``differs``: not the same in all scenarios."""

    label: str
    values: list[str]
    differs: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A kept scenario, as whoever reads may know it.

    Attributes:
        result: as ``figures_of``: what it answered when it was kept, else what it answers today; {} for neither.
        is_kept: whether it is what was kept.
        plan_changed, answer_changed: whether the plan, or what the scenario answers, is not what it was.
    """

    scenario: CashScenario
    result: Mapping[str, Any]
    is_kept: bool = True
    plan_changed: bool = False
    answer_changed: bool = False

    @property
    def rows(self) -> list[Words]:
        """Its answer in words."""
        return result_rows(self.result)


def told(scenario: CashScenario, kept: Plan, plan: EnginePlan, reading: Reading, *, keeps: bool) -> Told:
    """A scenario for those who keep the pole's money, or for those with whom its plan is shared.

    What was kept may hold what supports' follow-up noted, which the latter do not read: they are told what the
    scenario answers today on the calendars alone (``reading`` is theirs).
    """
    try:
        supposed = assumptions_of(scenario)
        today = figures_of(run(plan, supposed, reading))
    except InvalidValue:
        supposed, today = None, {}
    if not keeps and (supposed is None or supposed.as_followed):
        return Told(scenario, today, is_kept=False)
    plan_changed = scenario.plan_version != kept.version
    return Told(
        scenario, scenario.result, True, plan_changed, bool(today) and _answer(scenario.result) != _answer(today)
    )


def _answer(result: Mapping[str, Any]) -> list[Any]:
    return [result.get(key) for key in _ANSWER]


def assumption_rows(supposed: Assumptions, plan: EnginePlan) -> list[Words]:
    """Every assumption, in words."""
    names = {one.key: one.name for one in plan.funders}
    late = ngettext("%(n)s mois", "%(n)s mois", supposed.late_months) % {"n": supposed.late_months}
    since = date_in_words(first_day(plan.starts_on, supposed.from_month), MONTH)
    return [
        (_("Retard des aides"), late if supposed.late_months else _("aucun")),
        (_("Part des aides refusée"), _share(supposed.refused)),
        (_("Financeurs en retard ou qui refusent"), _named(supposed.concerned, names) or _("tous")),
        (_("Financeurs qui ne versent plus rien"), _named(supposed.removed, names) or _("aucun")),
        (_("Toutes les aides s'arrêtent"), _("oui") if supposed.all_end else _("non")),
        (_("À partir de"), since),
        (_("En banque au début de ce mois"), _("comme prévu") if supposed.in_bank is None else euros(supposed.in_bank)),
        (_("Versements des aides"), _read(supposed)),
        (_("Part de l'animation gardée"), _share(supposed.kept_coordination)),
        (_("Cotisation ajoutée"), euros(supposed.added_fee) if supposed.added_fee else _("aucune")),
    ]


def result_rows(result: Mapping[str, Any]) -> list[Words]:
    """What a scenario answered when it was kept, in words; () where what was kept does not read."""
    try:
        return _result(result)
    except (KeyError, TypeError, ValueError):
        return []


def compared(scenarios: Sequence[Told], plan: EnginePlan) -> list[ComparedRow]:
    """What scenarios suppose, then what they answered, side by side."""
    columns = [[*_assumed(one.scenario, plan), *one.rows] for one in scenarios]
    whole = [column for column in columns if len(column) == max(map(len, columns))]
    labels = [label for label, _value in whole[0]]
    rows = []
    for place, label in enumerate(labels):
        values = [column[place][1] if place < len(column) else _("illisible") for column in columns]
        rows.append(ComparedRow(label, values, len(set(values)) > 1))
    return rows


def _assumed(scenario: CashScenario, plan: EnginePlan) -> list[Words]:
    try:
        return assumption_rows(assumptions_of(scenario), plan)
    except InvalidValue:
        return [(label, _("illisible")) for label, _value in assumption_rows(Assumptions(), plan)]


def _result(result: Mapping[str, Any]) -> list[Words]:
    starts_on = date.fromisoformat(result["starts_on"])

    def month(number: int) -> str:
        return date_in_words(first_day(starts_on, number), MONTH)

    bridge, survival = result["bridge"], result["survival"]
    months = ngettext("%(n)s mois", "%(n)s mois", survival or 0) % {"n": survival}
    lowest = _("%(cents)s, fin %(month)s")
    return [
        (_("Solde le plus bas"), lowest % {"cents": euros(result["trough"]), "month": month(result["trough_month"])}),
        (_("Besoin de trésorerie"), euros(result["peak_need"]) if result["peak_need"] else _("aucun")),
        (_("Relais au-delà du découvert"), _bridge(bridge, month) if bridge else _("aucun")),
        (_("Survie"), _("tout le plan") if survival is None else months),
        (_("Solde à la fin"), euros(result["closing"])),
    ]


def _bridge(bridge: Sequence[int | None], month: Any) -> str:
    cents, since, until = bridge
    assert cents is not None
    if until is None:
        return _("%(cents)s, dès %(since)s, pas remboursé à la fin du plan") % {
            "cents": euros(cents),
            "since": month(since),
        }
    places = {"cents": euros(cents), "since": month(since), "until": month(until)}
    return _("%(cents)s, entre %(since)s et %(until)s") % places


def _read(supposed: Assumptions) -> str:
    return _("comme le suivi, quand il en note") if supposed.as_followed else _("calendriers du plan seuls")


def _named(keys: Sequence[str], names: Mapping[str, str]) -> str:
    return ", ".join(names.get(key, _("financeur absent du plan")) for key in keys)


def _share(basis_points: int) -> str:
    return share_in_words(Fraction(basis_points, WHOLE), 2 if basis_points % 100 else 0)
