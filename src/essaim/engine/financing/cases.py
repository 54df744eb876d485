"""What becomes of the cash when grants are late, refused or end: the same cases for everybody, or one's own.

Nothing is drawn at random and nothing is rounded: whole months, whole cents. The cases are always shown together, so
that nobody looks only at the one where all goes well.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from essaim.engine.errors import InvalidValue
from essaim.engine.financing.assumptions import Assumptions, check_funders, members_of
from essaim.engine.financing.calendars import Payments, first_day, scaled
from essaim.engine.financing.cash import CashCurve, Flow, Flows, Reading, add_to, drawn, flows_of
from essaim.engine.financing.plan import MONTHS_A_YEAR, WHOLE, Plan, Side
from essaim.engine.financing.wording import euros, share_in_words
from essaim.engine.language import gettext as _
from essaim.engine.language import ngettext

ON_TIME, USUAL, LATE, REFUSED, REMOVED, ALL_END, OWN = (
    "on_time",
    "usual",
    "late",
    "refused",
    "removed",
    "all_end",
    "own",
)
LATE_MONTHS, REFUSED_SHARE = 6, 2_000


@dataclass(frozen=True, slots=True)
class Case:
    """One set of assumptions, and what it does to the cash.

    Attributes:
        key: which of the cases that are always shown, with the funder's key after a colon where one is removed;
            ``OWN`` for somebody's own assumptions.
        assumptions, sentence: what is supposed, as values and in words.
        curve: month by month.
    """

    key: str
    assumptions: Assumptions
    sentence: str
    curve: CashCurve

    @property
    def survival(self) -> int | None:
        """Full months lived from the assumptions' first month until the balance first goes below the overdraft.

        What is past was lived through: months before ``curve.since`` do not count. 0 when the balance goes below in the
        first month or earlier; None when it never does within the horizon. Where the opening is
        unknown (``curve.is_relative``), counted as if nothing were in the bank.
        """
        beyond = self.curve.first_beyond
        return None if beyond is None else max(0, beyond - self.assumptions.from_month)


@dataclass(frozen=True, slots=True)
class _Ground:
    """Sums by month of what no assumption changes, what is in the bank first of all, and the flows that some do."""

    flows: Flows
    ins: tuple[int, ...]
    outs: tuple[int, ...]
    changing: tuple[Flow, ...]


def run(
    plan: Plan, assumptions: Assumptions | None = None, reading: Reading | None = None, horizon: int | None = None
) -> Case:
    """What becomes of the plan's cash under assumptions; under none, all goes as planned.

    ``horizon``: months to show at least; by default until the last payment.

    Raises:
        InvalidValue: a funder who is not in the plan, a month after its end, a fee where members are not counted.
    """
    supposed = assumptions or Assumptions()
    return _run(_ground(_read(plan, reading, supposed.as_followed)), OWN, supposed, horizon or 0)


def beside(plan: Plan, assumptions: Assumptions, reading: Reading | None = None) -> tuple[Case, Case]:
    """As planned, and under assumptions, over the same months.

    Raises:
        InvalidValue: as ``run``.
    """
    ground = _ground(_read(plan, reading, assumptions.as_followed))
    own = _run(ground, OWN, assumptions, 0)
    planned = Assumptions(
        from_month=assumptions.from_month, in_bank=assumptions.in_bank, as_followed=assumptions.as_followed
    )
    return _run(ground, ON_TIME, planned, len(own.curve.balance)), own


def all_cases(
    plan: Plan,
    reading: Reading | None = None,
    *,
    late_months: int = LATE_MONTHS,
    refused: int = REFUSED_SHARE,
    concerned: tuple[str, ...] = (),
    from_month: int | None = None,
    delays: Mapping[str, int] | None = None,
    in_bank: int | None = None,
    as_followed: bool = True,
) -> tuple[Case, ...]:
    """On time, late, partly refused, without each funder (the largest first), without any grant: always all of them.

    All have the same months, so that they can be laid side by side.

    Args:
        late_months, refused, concerned: how late, what share (basis points), and whose grants; () for all.
        from_month: the first month in which grants are late or refused, a funder leaves, all grants end; None for the
            month that is being lived (``Reading.since``).
        delays: the usual delay of some funders; one case more where it is longer than what the plan says.
        in_bank: cents really in the bank when that month begins; None for what the plan leads to.
        as_followed: whether payments noted of the supports count (``Reading.follow_up``), or the calendars alone.

    Raises:
        InvalidValue: as ``run``.
    """
    flows = _read(plan, reading, as_followed)
    ground = _ground(flows)
    first = flows.since if from_month is None else from_month
    usual = tuple((delays or {}).items())
    longer = max((_extra(one, usual) for one in flows.grants), default=0)
    horizon = flows.horizon + max(late_months, longer)
    asked = [
        (ON_TIME, Assumptions(from_month=first)),
        *([(USUAL, Assumptions(delays=usual, from_month=first))] if longer else []),
        (LATE, Assumptions(late_months=late_months, concerned=concerned, from_month=first)),
        (REFUSED, Assumptions(refused=refused, concerned=concerned, from_month=first)),
        *(
            (f"{REMOVED}:{key}", Assumptions(removed=(key,), from_month=first))
            for key in funders_paying(flows)
        ),
        (ALL_END, Assumptions(all_end=True, from_month=first)),
    ]  # fmt: skip
    return tuple(
        _run(ground, key, replace(supposed, in_bank=in_bank, as_followed=as_followed), horizon)
        for key, supposed in asked
    )


def figures_of(case: Case) -> dict[str, Any]:
    """What a case answered, as JSON values: what is kept of it, to be read again as it was.

    Balances of each month, closing, trough and its month, peak need, bridge (cents, from which month, until which),
    months of survival, opening, overdraft, how many amounts were unknown. Months are counted from 1; None as in
    ``CashCurve`` and ``Case``.
    """
    curve, bridge = case.curve, case.curve.bridge
    return {
        "starts_on": curve.starts_on.isoformat(), "plan_months": curve.plan_months, "balance": list(curve.balance),
        "since": curve.since,
        "opening": curve.opening, "overdraft": curve.overdraft, "closing": curve.closing, "trough": curve.trough,
        "trough_month": curve.trough_month, "peak_need": curve.peak_need,
        "bridge": [bridge.cents, bridge.since, bridge.until] if bridge else None, "survival": case.survival,
        "unknown": len(curve.unknown),
    }  # fmt: skip


def funders_paying(flows: Flows) -> tuple[str, ...]:
    """Keys of those who bring money into the plan, the largest first; equal ones in the plan's order of funders."""
    sums = {one.key: 0 for one in flows.plan.funders}
    for one in flows.flows:
        if one.side == Side.PRODUCT and one.funder in sums:
            sums[one.funder] += sum(cents for _month, cents in one.paid)
    return tuple(sorted((key for key, cents in sums.items() if cents), key=lambda key: -sums[key]))


def sentence_of(assumptions: Assumptions, plan: Plan) -> str:
    """What is supposed, in words."""
    names = {one.key: one.name for one in plan.funders}
    parts = []
    whose = _named(assumptions.concerned, names)
    if assumptions.late_months:
        many = ngettext(
            "les versements %(whose)s arrivent %(n)s mois plus tard",
            "les versements %(whose)s arrivent %(n)s mois plus tard",
            assumptions.late_months,
        )
        parts.append(many % {"n": assumptions.late_months, "whose": whose})
    if assumptions.delays:
        parts.append(_("chaque financeur paie avec son délai habituel"))
    if assumptions.refused:
        said = _("%(share)s du montant %(whose)s est refusé")
        parts.append(said % {"share": _share(assumptions.refused), "whose": whose})
    if assumptions.all_end:
        parts.append(_("toutes les aides s'arrêtent"))
    parts += [
        _("plus rien ne vient de « %(funder)s »") % {"funder": names.get(key, key)} for key in assumptions.removed
    ]
    if assumptions.kept_coordination != WHOLE:
        parts.append(_("%(share)s de l'animation est gardée") % {"share": _share(assumptions.kept_coordination)})
    if assumptions.added_fee:
        parts.append(_("chaque membre paie %(euros)s de plus par an") % {"euros": euros(assumptions.added_fee)})
    if not parts:
        return _("Tout arrive comme prévu.")
    said = ", ".join(parts)
    if assumptions.from_month > 1:
        first = first_day(plan.starts_on, assumptions.from_month)
        said = _("à partir de %(month)s, %(said)s") % {"month": f"{first.month:02d}/{first.year}", "said": said}
    return f"{said[0].upper()}{said[1:]}."


def _named(keys: Iterable[str], names: dict[str, str]) -> str:
    listed = ", ".join(_("« %(name)s »") % {"name": names.get(key, key)} for key in keys)
    return _("de %(funders)s") % {"funders": listed} if listed else _("de toutes les aides")


def _share(basis_points: int) -> str:
    return share_in_words(Fraction(basis_points, WHOLE), 2 if basis_points % 100 else 0)


def _read(plan: Plan, reading: Reading | None, as_followed: bool) -> Flows:
    known = reading or Reading()
    return flows_of(plan, known if as_followed else replace(known, follow_up=None))


def _ground(flows: Flows) -> _Ground:
    months = flows.horizon
    ins, outs = [0] * months, [0] * months
    changing = []
    for one in flows.flows:
        if (one.is_grant or one.is_coordination or one.funder) and not one.is_received:
            changing.append(one)
        else:
            add_to(outs if one.side == Side.CHARGE else ins, one.paid)
    return _Ground(flows, tuple(ins), tuple(outs), tuple(changing))


def _run(ground: _Ground, key: str, assumptions: Assumptions, horizon: int) -> Case:
    _check(ground.flows.plan, assumptions)
    changed = [(one.side, _changed(one, assumptions)) for one in ground.changing]
    last = max((paid[-1][0] for _side, paid in changed if paid), default=0)
    months = max(ground.flows.horizon, horizon, last)
    added = [0] * (months - len(ground.ins))
    ins, outs = [*ground.ins, *added], [*ground.outs, *added]
    for side, paid in changed:
        add_to(outs if side == Side.CHARGE else ins, paid)
    add_to(ins, _fees(ground.flows.plan, assumptions))
    known = None if assumptions.in_bank is None else (assumptions.from_month, assumptions.in_bank)
    curve = drawn(ground.flows, ins, outs, known)
    return Case(key, assumptions, sentence_of(assumptions, ground.flows.plan), curve)


def _changed(flow: Flow, assumptions: Assumptions) -> Payments:
    """What a flow pays under assumptions: who left gives nothing, what is refused never comes, the rest comes late."""
    since = assumptions.from_month
    if flow.is_coordination:
        return scaled(flow.paid, assumptions.kept_coordination, since)
    if flow.side == Side.CHARGE:
        return flow.paid
    if flow.funder in assumptions.removed or (flow.is_grant and assumptions.all_end):
        return tuple(one for one in flow.paid if one[0] < since)
    if not flow.is_grant:
        return flow.paid
    is_concerned = not assumptions.concerned or flow.funder in assumptions.concerned
    paid = scaled(flow.paid, WHOLE - assumptions.refused, since) if is_concerned else flow.paid
    late = _extra(flow, assumptions.delays) + (assumptions.late_months if is_concerned else 0)
    return tuple((month + late if month >= since else month, cents) for month, cents in paid) if late else paid


def _extra(flow: Flow, delays: Iterable[tuple[str, int]]) -> int:
    """Months that a funder's usual delay adds to what the line's calendar counts already."""
    return next((max(0, months - flow.delay) for key, months in delays if key == flow.funder), 0)


def _fees(plan: Plan, assumptions: Assumptions) -> list[tuple[int, int]]:
    if not assumptions.added_fee:
        return []
    months = range(assumptions.from_month, plan.years * MONTHS_A_YEAR + 1, MONTHS_A_YEAR)
    return [(month, assumptions.added_fee * members_of(plan)) for month in months]


def _check(plan: Plan, assumptions: Assumptions) -> None:
    check_funders(plan, (*assumptions.concerned, *assumptions.removed, *(key for key, _months in assumptions.delays)))
    if assumptions.from_month > plan.years * MONTHS_A_YEAR:
        raise InvalidValue(
            _("Le plan finit avant le mois %(n)s.") % {"n": assumptions.from_month},
            _("Choisissez un mois du plan."),
        )
