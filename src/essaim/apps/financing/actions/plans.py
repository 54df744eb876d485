"""A financing plan: started, changed, adopted, closed, copied, deleted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.financing.actions.examples import EXAMPLE_LINES
from essaim.apps.financing.actions.holding import PLAN, hold_plan
from essaim.apps.financing.enums import PlanState
from essaim.apps.financing.models import LongTermItem, Plan, PlanAmount, PlanLine, Receipt, Tranche
from essaim.apps.financing.rules import keeps_money
from essaim.apps.poles.models import Pole
from essaim.apps.projects.models import Project
from essaim.engine.errors import InvalidValue
from essaim.engine.financing.plan import LONGEST_PLAN, MONTHS_A_YEAR
from essaim.engine.language import gettext as _
from essaim.kit.errors import NotAllowed

EDITABLE = (
    "title", "starts_on", "years", "opening_cents", "overdraft_cents", "members", "assumptions", "indirect_key",
)  # fmt: skip
# What funding rules ask beside the plan, each answered "yes" or "no".
TOLD = ("association", "local_authority", "state_investment", "valued", "auditor")
# What each step leads from and to, and what the log calls it.
STEPS = {
    "adopt": (PlanState.DRAFT, PlanState.ADOPTED, "adopt_plan"),
    "close": (PlanState.ADOPTED, PlanState.CLOSED, "close_plan"),
    "reopen": (None, PlanState.DRAFT, "reopen_plan"),
}
_LINE = (
    "side", "form_line", "label", "analytic", "funder_id", "support_kind", "rhythm", "month", "delay", "claim_every",
    "advance", "note", "place",
)  # fmt: skip
_ITEM = ("kind", "category", "label", "month", "place")


@transaction.atomic
def start_plan(
    *, pole: Pole, facts: Mapping[str, Any], by: Actor, at: datetime, project: Project | None = None,
    with_example: bool = False,
) -> Plan:  # fmt: skip
    """Begin a plan of the pole, or of one of its projects.

    Args:
        facts: those of ``EDITABLE`` that are known.
        with_example: write the lines that most coordination budgets have, without any amount.

    Raises:
        NotAllowed: the pole is not theirs.
        InvalidValue: a title, a length or a project that cannot be.
    """
    if not keeps_money(by, pole):
        raise NotAllowed()
    if project is not None and project.pole_id != pole.pk:
        raise InvalidValue(_("Ce projet n'est pas celui du pôle."), _("Choisissez un projet de la liste."))
    plan = Plan(pole=pole, project=project, created_at=at, changed_at=at, changed_by=by.uid)
    _assign(plan, facts)
    plan.save()
    if with_example:
        PlanLine.objects.bulk_create(
            PlanLine(plan=plan, place=place, **line) for place, line in enumerate(EXAMPLE_LINES)
        )
    record(action="start_plan", object_type=PLAN, object_id=plan.uid, by=by, at=at, after={"plan_title": plan.title})
    return plan


@transaction.atomic
def edit_plan(*, plan: Plan, changes: Mapping[str, Any], seen_version: int | None, by: Actor, at: datetime) -> Plan:
    """Correct what the plan says of itself. A plan that is made shorter loses the amounts of the years left out.

    Raises:
        NotAllowed, ChangedMeanwhile: as ``hold_plan``.
        InvalidValue: the plan is no draft any more, or a value cannot be.
    """
    current = hold_plan(plan, seen_version=seen_version, by=by, at=at)
    must_be_draft(current)
    before = {key: getattr(current, key) for key in EDITABLE}
    _assign(current, changes)
    changed = [key for key in EDITABLE if getattr(current, key) != before[key]]
    if changed:
        current.save(update_fields=changed)
    if current.years < before["years"]:
        PlanAmount.objects.filter(line__plan=current, year__gt=current.years).delete()
        for item in current.items.all():
            item.amounts = item.amounts[: current.years + 1]
            item.save(update_fields=["amounts"])
    record(
        action="edit_plan", object_type=PLAN, object_id=plan.uid, by=by, at=at, after={"plan_fields": changed}
    )  # fmt: skip
    return current


@transaction.atomic
def tell_rules(
    *, plan: Plan, told: Mapping[str, str], seen_version: int | None, by: Actor, at: datetime
) -> Plan:  # fmt: skip
    """Keep what funding rules ask beside the plan: "yes" or "no" by key of ``TOLD``; others are taken as not said.

    Raises:
        NotAllowed, ChangedMeanwhile: as ``hold_plan``.
        InvalidValue: the plan is closed.
    """
    current = hold_plan(plan, seen_version=seen_version, by=by, at=at)
    must_not_be_closed(current)
    current.told = {key: told[key] for key in TOLD if told.get(key) in ("yes", "no")}
    current.save(update_fields=["told"])
    record(
        action="tell_rules", object_type=PLAN, object_id=plan.uid, by=by, at=at, after={"told": current.told}
    )  # fmt: skip
    return current


@transaction.atomic
def move_plan(
    *, plan: Plan, step: str, seen_version: int | None, by: Actor, at: datetime, adopted_on: date | None = None
) -> Plan:
    """Adopt, close or reopen a plan (``STEPS``). An adopted plan keeps what was planned; a closed one changes no more.

    Raises:
        NotAllowed, ChangedMeanwhile: as ``hold_plan``.
        InvalidValue: no such step, or not from where the plan is.
    """
    current = hold_plan(plan, seen_version=seen_version, by=by, at=at)
    if step not in STEPS:
        raise InvalidValue(_("Cette étape n'existe pas."), _("Choisissez l'une de celles de la page du plan."))
    source, target, action = STEPS[step]
    if (source or current.state) != current.state or target == current.state:
        raise InvalidValue(
            _("Le plan est « %(state)s » : cette étape ne le concerne pas.") % {"state": current.get_state_display()},
            _("Revenez à la page du plan, puis choisissez l'étape qui suit."),
        )
    current.state = target
    if step != "close":
        current.adopted_on = (adopted_on or timezone.localdate(at)) if step == "adopt" else None
    current.save(update_fields=["state", "adopted_on"])
    record(action=action, object_type=PLAN, object_id=plan.uid, by=by, at=at, after={"plan_state": str(target)})
    return current


@transaction.atomic
def copy_plan(*, plan: Plan, title: str, later: int, by: Actor, at: datetime) -> Plan:
    """A new draft with the same lines: a variant of the same years (``later`` 0), or the plan that begins years later.

    Years that both plans have keep their planned amounts; those that the former one did not reach are left blank. What
    was requested, granted and spent stays with the former plan; so do its shares, scenarios and supports, but for a
    variant, whose lines keep their supports.

    Raises:
        NotAllowed: the pole is not theirs.
        InvalidValue: no title, or too far.
    """
    if not keeps_money(by, plan.pole):
        raise NotAllowed()
    if not 0 <= later <= LONGEST_PLAN:
        raise InvalidValue(_("Un plan se recopie de 0 à 5 années plus loin."))
    new = Plan(
        pole=plan.pole, project=plan.project, told=plan.told, created_at=at, changed_at=at, changed_by=by.uid
    )  # fmt: skip
    facts = {key: getattr(plan, key) for key in EDITABLE}
    # What will be in the bank years later, nobody knows yet.
    opening = plan.opening_cents if later == 0 else None
    starts_on = plan.starts_on.replace(year=plan.starts_on.year + later)
    _assign(new, {**facts, "title": title, "starts_on": starts_on, "opening_cents": opening})
    new.save()
    for line in plan.lines.prefetch_related("amounts", "tranches"):
        _copy_line(line, new, later)
    for item in plan.items.all():
        kept = item.amounts if later == 0 else [None, *item.amounts[later + 1 :]]
        LongTermItem.objects.create(plan=new, amounts=kept, **{key: getattr(item, key) for key in _ITEM})
    record(
        action="copy_plan", object_type=PLAN, object_id=new.uid, by=by, at=at,
        after={"plan_title": new.title, "copied_from": plan.title},
    )  # fmt: skip
    return new


@transaction.atomic
def delete_plan(*, plan: Plan, seen_version: int | None, by: Actor, at: datetime) -> None:
    """Erase a plan with its lines, scenarios and shares; funders and supports stay. The log keeps that it was.

    Raises:
        NotAllowed, ChangedMeanwhile: as ``hold_plan``.
        InvalidValue: money was received on a support that it plans: its story must stay.
    """
    current = hold_plan(plan, seen_version=seen_version, by=by, at=at)
    if has_received(current):
        raise InvalidValue(
            _("De l'argent a été reçu sur des aides de ce plan : il ne s'efface pas."),
            _("Déclarez-le clos : il reste lisible, et ne change plus."),
        )
    record(
        action="delete_plan", object_type=PLAN, object_id=plan.uid, by=by, at=at, before={"plan_title": current.title}
    )
    current.delete()


def has_received(plan: Plan) -> bool:
    """Whether money came in on a support of one of its lines."""
    return Receipt.objects.filter(support__lines__plan=plan, received_on__isnull=False).exists()


def must_be_draft(plan: Plan) -> None:
    """Go on only while the plan is prepared.

    Raises:
        InvalidValue: it is adopted or closed.
    """
    if plan.state != PlanState.DRAFT:
        raise InvalidValue(
            _("Le plan est « %(state)s » : le prévu ne change plus.") % {"state": plan.get_state_display()},
            _("Rouvrez-le, ou faites-en une variante, depuis sa page."),
        )


def must_not_be_closed(plan: Plan) -> None:
    """Go on unless the plan is closed.

    Raises:
        InvalidValue: it is.
    """
    if plan.state == PlanState.CLOSED:
        raise InvalidValue(_("Le plan est clos : il ne change plus."), _("Rouvrez-le depuis sa page."))


def _assign(plan: Plan, facts: Mapping[str, Any]) -> None:
    for key in EDITABLE:
        if key in facts:
            setattr(plan, key, facts[key])
    plan.title = plan.title.strip()
    if not plan.title:
        raise InvalidValue(_("Le plan n'a pas de titre."), _("Donnez-lui un nom, par exemple « Budget 2027-2029 »."))
    if not 1 <= plan.years <= LONGEST_PLAN:
        raise InvalidValue(_("Un plan dure de 1 à 5 ans."))
    if not 2000 <= plan.starts_on.year <= 2100:
        raise InvalidValue(_("Le premier mois est hors du temps."), _("Écrivez une année entre 2000 et 2100."))
    plan.starts_on = plan.starts_on.replace(day=1)
    if plan.overdraft_cents < 0:
        raise InvalidValue(_("Un montant n'est pas négatif."), _("Écrivez 0 ou plus."))


def _copy_line(line: PlanLine, new: Plan, later: int) -> None:
    kept = {key: getattr(line, key) for key in _LINE}
    copied = PlanLine.objects.create(plan=new, support=line.support if later == 0 else None, **kept)
    if later and line.support is not None and not copied.support_kind:
        copied.support_kind = line.support.kind
        copied.save(update_fields=["support_kind"])
    PlanAmount.objects.bulk_create(
        PlanAmount(line=copied, year=one.year - later, planned_cents=one.planned_cents)
        for one in line.amounts.all()
        if one.year > later
    )
    longest = MONTHS_A_YEAR * LONGEST_PLAN
    Tranche.objects.bulk_create(
        Tranche(line=copied, month=one.month, share=one.share) for one in line.tranches.all() if one.month <= longest
    )
