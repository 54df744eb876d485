"""What each case does to the cash, in words and figures: for the page, the note and the files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from essaim.apps.financing.enums import FunderKind
from essaim.apps.financing.models import Plan
from essaim.engine.financing import Plan as EnginePlan
from essaim.engine.financing.cases import ALL_END, LATE, ON_TIME, REFUSED, REMOVED, USUAL, Case
from essaim.engine.financing.cash import CashCurve, Reading
from essaim.engine.financing.fees import is_dues, shared_out
from essaim.engine.financing.follow_up import FollowUp
from essaim.engine.financing.plan import WHOLE, Side
from essaim.engine.financing.wording import euros, share_in_words, whole_euros
from essaim.engine.language import gettext as _
from essaim.engine.language import ngettext
from essaim.kit.dates import DAY, MONTH, date_in_words
from essaim.tables.table import Column, Table


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case on a page.

    Attributes:
        key, label, sentence: which, in two or three words, and what it supposes.
        lowest, lowest_when: the lowest balance and its month.
        need: how far below zero; "" when never.
        bridge, bridge_when: what to borrow beyond the overdraft, and from when until when; "" when nothing.
        bridge_said: the same amount for a sentence, to the euro.
        survival: how long the plan lives, in words.
        is_short: whether money is missing.
        funder: who leaves; "" in the other cases.
        lost: what the case costs over the plan beside "as planned"; "" when nothing.
        each: what each member would pay a year to make up for it; "" when members are not counted, when nothing is lost
            or when it is members who leave.
        is_members: whether who leaves is the members themselves.
    """

    key: str
    label: str
    sentence: str
    lowest: str
    lowest_when: str
    need: str
    bridge: str
    bridge_when: str
    survival: str
    is_short: bool
    funder: str
    lost: str
    each: str
    bridge_said: str = ""
    is_members: bool = False


def month_words(curve: CashCurve, month: int) -> str:
    """A month of a curve: ``août 2027``."""
    return date_in_words(curve.date_of(month), MONTH)


def case_lines(cases: Sequence[Case], plan: EnginePlan) -> list[CaseLine]:
    """All cases, the first of which is "as planned"."""
    planned = cases[0].curve.closing
    return [_line(case, plan, planned) for case in cases]


def case_label(case: Case, plan: EnginePlan) -> str:
    """A case in two or three words."""
    supposed = case.assumptions
    if case.key == ON_TIME:
        return _("Comme prévu")
    if case.key == USUAL:
        return _("Délais habituels")
    if case.key == LATE:
        months = ngettext("%(n)s mois de retard", "%(n)s mois de retard", supposed.late_months)
        return months % {"n": supposed.late_months}
    if case.key == REFUSED:
        return _("%(share)s refusés") % {"share": share_in_words(Fraction(supposed.refused, WHOLE), 0)}
    if case.key == ALL_END:
        return _("Sans aucune aide")
    leaving = _leaving(case, plan)
    if leaving:
        return _("Sans : %(funder)s") % {"funder": leaving}
    return _("Votre scénario")


def survival_words(case: Case) -> str:
    """How long the plan lives: ``5 mois, jusqu'à fin mai 2027``."""
    months = case.survival
    if months is None:
        return _("tout le plan")
    if months == 0:
        return _("moins d'un mois")
    until = month_words(case.curve, case.assumptions.from_month + months - 1)
    said = ngettext("%(n)s mois, jusqu'à fin %(month)s", "%(n)s mois, jusqu'à fin %(month)s", months)
    return said % {"n": months, "month": until}


def bridge_words(curve: CashCurve) -> str:
    """From when until when money has to be borrowed; "" when never."""
    bridge = curve.bridge
    if bridge is None:
        return ""
    since = month_words(curve, bridge.since)
    if bridge.until is None:
        return _("dès %(since)s, pas remboursé à la fin du plan") % {"since": since}
    return _("entre %(since)s et %(until)s") % {"since": since, "until": month_words(curve, bridge.until)}


def _leaving(case: Case, plan: EnginePlan) -> str:
    funder = plan.funder(case.key.partition(":")[2]) if case.key.startswith(f"{REMOVED}:") else None
    return funder.name if funder is not None else ""


def _line(case: Case, plan: EnginePlan, planned: int) -> CaseLine:
    curve, bridge = case.curve, case.curve.bridge
    lost = planned - curve.closing
    is_members = _is_members(case, plan)
    each = shared_out(lost, plan, case.assumptions.from_month) if lost > 0 and not is_members else None
    return CaseLine(
        key=case.key,
        label=case_label(case, plan),
        sentence=case.sentence,
        lowest=euros(curve.trough),
        lowest_when=month_words(curve, curve.trough_month),
        need=euros(curve.peak_need) if curve.peak_need else "",
        bridge=euros(bridge.cents) if bridge else "",
        bridge_when=bridge_words(curve),
        survival=survival_words(case),
        is_short=bridge is not None,
        funder=_leaving(case, plan),
        lost=whole_euros(lost) if lost > 0 else "",
        each=whole_euros(-(-each // 100) * 100) if each is not None else "",  # enough, all together
        bridge_said=whole_euros(bridge.cents) if bridge else "",
        is_members=is_members,
    )


def _is_members(case: Case, plan: EnginePlan) -> bool:
    """Whether a case takes away what the members pay: a member, or a funder that the plan knows by dues alone."""
    key = case.key.partition(":")[2] if case.key.startswith(f"{REMOVED}:") else ""
    funder = plan.funder(key) if key else None
    if funder is None:
        return False
    lines = [line for line in plan.lines if line.funder == key and line.side == Side.PRODUCT]
    return funder.kind == FunderKind.MEMBER or (bool(lines) and all(is_dues(line) for line in lines))


def curve_table(plan: Plan, cases: Sequence[Case], day: date, reading: Reading) -> Table:
    """Month by month: money in and out as planned, and the balance of every case."""
    engine_cases = {f"case{place}": case for place, case in enumerate(cases)}
    columns = (
        Column("month", _("Mois"), "code"),
        _money("ins", _("Entrées comme prévu")),
        _money("outs", _("Sorties comme prévu")),
        *(_money(key, _("Solde : %(case)s") % {"case": case.sentence}) for key, case in engine_cases.items()),
    )
    first = cases[0].curve
    rows = [
        {
            "month": first.date_of(place + 1).isoformat()[:7],
            "ins": first.ins[place] / 100,
            "outs": first.outs[place] / 100,
            **{key: case.curve.balance[place] / 100 for key, case in engine_cases.items()},
        }
        for place in range(len(first.balance))
    ]
    title = _("Trésorerie mois par mois : %(plan)s") % {"plan": plan.title}
    return Table(title, columns, rows, notes_of(plan, first, day, reading))


def cases_table(plan: Plan, cases: Sequence[Case], day: date, reading: Reading) -> Table:
    """What each case does: one row each."""
    columns = (
        Column("case", _("Cas")),
        _money("trough", _("Solde le plus bas")),
        Column("trough_month", _("Mois du plus bas"), "code"),
        _money("need", _("Besoin de trésorerie")),
        _money("bridge", _("Relais au-delà du découvert")),
        Column("since", _("Relais à partir de"), "code"),
        Column("until", _("Rendu en"), "code"),
        Column("survival", _("Mois de survie"), "int"),
        Column("whole", _("Tient tout le plan")),
        _money("closing", _("Solde à la fin")),
    )
    title = _("Cas de trésorerie : %(plan)s") % {"plan": plan.title}
    notes = (
        *notes_of(plan, cases[0].curve, day, reading),
        _("Mois de survie : mois entiers avant que le solde passe sous le découvert autorisé. Case vide : jamais."),
    )
    return Table(title, columns, [_case_row(case) for case in cases], notes)


def _case_row(case: Case) -> dict[str, object]:
    curve, bridge = case.curve, case.curve.bridge
    return {
        "case": case.sentence,
        "trough": curve.trough / 100,
        "trough_month": _iso(curve, curve.trough_month),
        "need": curve.peak_need / 100,
        "bridge": bridge.cents / 100 if bridge else 0,
        "since": _iso(curve, bridge.since) if bridge else "",
        "until": _iso(curve, bridge.until) if bridge and bridge.until else "",
        "survival": case.survival,
        "whole": _("oui") if case.survival is None else _("non"),
        "closing": curve.closing / 100,
    }


def notes_of(plan: Plan, curve: CashCurve, day: date, reading: Reading) -> tuple[str, ...]:
    """What to read with the figures: which plan, how they are counted, what they lack."""
    return (
        _("Plan « %(plan)s » du pôle « %(pole)s », version %(version)s, le %(day)s.")
        % {"plan": plan.title, "pole": plan.pole.name, "version": plan.version, "day": date_in_words(day, DAY)},
        _("Montant accordé quand il est connu, sinon montant prévu. Solde à la fin de chaque mois."),
        _("Les années finies comptent pour leur montant réalisé, quand il est connu."),
        *cautions(curve, reading),
    )


def cautions(curve: CashCurve, reading: Reading) -> tuple[str, ...]:
    """How a curve was read and what is not known of it, in sentences; () when there is nothing to say."""
    found = list(_readings(curve, reading))
    if curve.since > 1:
        said = _("Le plan est en cours : les soldes les plus bas, les relais et la survie se comptent dès %(month)s.")
        found.append(said % {"month": month_words(curve, curve.since)})
    if curve.known is not None:
        said = _("Les soldes repartent de ce qui est en banque au début du mois (%(month)s) : %(cents)s.")
        found.append(said % {"month": month_words(curve, curve.known[0]), "cents": euros(curve.known[1])})
    if curve.is_relative:
        found.append(
            _(
                "La trésorerie au départ n'est pas renseignée : les soldes se lisent à partir de zéro, comme s'il n'y "
                "avait rien en banque."
            )
        )
    return (*found, *_lacks(curve), *_lost(curve, reading))


def _readings(curve: CashCurve, reading: Reading) -> Iterable[str]:
    """Whether what the follow-up of the supports notes was read, and what it says."""
    if reading.follow_up is None:
        return
    sums = curve.followed
    if sums is None:
        yield _("Les calendriers du plan sont lus seuls, sans les versements notés dans le suivi des aides.")
        return
    said = _(
        "Comme le suivi des aides : %(received)s reçus comptent à leur mois, %(awaited)s attendus à leur date ; ce qui "
        "reste (%(left)s) suit le calendrier du plan."
    )
    yield said % {"received": euros(sums.received), "awaited": euros(sums.awaited), "left": euros(sums.left)}
    if sums.late:
        said = _("%(late)s auraient dû arriver : comptés ce mois-ci, au plus tôt.")
        yield said % {"late": euros(sums.late)}
    if sums.short:
        said = _(
            "%(short)s manquent à des versements reçus en partie : comptés comme attendus. Si le reste ne viendra pas, "
            "dites-le sur la page de l'aide."
        )
        yield said % {"short": euros(sums.short)}
    if sums.moved:
        said = _(
            "De ce qui reste, le calendrier du plan promettait %(moved)s avant ce mois-ci, et personne ne l'a noté "
            "reçu : compté ce mois-ci. Si l'argent est arrivé, notez-le dans le suivi de l'aide."
        )
        yield said % {"moved": euros(sums.moved)}
    if sums.undated:
        many = ngettext(
            "%(n)s versement est attendu sans date : il est compté avec ce qui reste.",
            "%(n)s versements sont attendus sans date : ils sont comptés avec ce qui reste.",
            sums.undated,
        )
        yield many % {"n": sums.undated}
    yield from _shared(reading.follow_up)


def _shared(follow_up: FollowUp) -> Iterable[str]:
    """Which other plans expect the money of the same supports in the same months, and what is counted then."""
    plans = {title for one in follow_up.supports if not one.is_lost for title in one.shared_with}
    if plans:
        said = ngettext(
            "Un autre plan attend, sur les mêmes mois, de l'argent des mêmes aides (%(plans)s). Rien ne dit quel "
            "versement est pour quel plan : ces aides comptent ici au plus pour ce que les lignes de ce plan en "
            "attendent.",
            "D'autres plans attendent, sur les mêmes mois, de l'argent des mêmes aides (%(plans)s). Rien ne dit quel "
            "versement est pour quel plan : ces aides comptent ici au plus pour ce que les lignes de ce plan en "
            "attendent.",
            len(plans),
        )
        yield said % {"plans": ", ".join(_("« %(name)s »") % {"name": title} for title in sorted(plans))}


def _lacks(curve: CashCurve) -> Iterable[str]:
    """Amounts that nobody wrote: of the plan, of the payments noted."""
    payments = sum(one.due is not None for one in curve.unknown)
    amounts = len(curve.unknown) - payments
    if amounts:
        said = ngettext(
            "%(n)s montant n'est pas renseigné : il n'est compté dans aucun mois.",
            "%(n)s montants ne sont pas renseignés : ils ne sont comptés dans aucun mois.",
            amounts,
        )
        yield said % {"n": amounts}
    if payments:
        said = ngettext(
            "%(n)s versement est attendu sans montant : ce qui reste au calendrier du plan compte à sa place.",
            "%(n)s versements sont attendus sans montant : ce qui reste au calendrier du plan compte à leur place.",
            payments,
        )
        yield said % {"n": payments}


def _lost(curve: CashCurve, reading: Reading) -> Iterable[str]:
    """The lines whose support is refused or given up: followed, they bring what came; else what was granted."""
    followed = reading.follow_up.supports if reading.follow_up is not None and curve.followed is not None else ()
    received = reading.refused.intersection(key for one in followed if one.is_lost for key in one.lines)
    if n := len(reading.refused - received):
        said = ngettext(
            "%(n)s ligne compte pour ce qui est accordé seulement : son aide est refusée ou abandonnée.",
            "%(n)s lignes comptent pour ce qui est accordé seulement : leurs aides sont refusées ou abandonnées.",
            n,
        )
        yield said % {"n": n}
    if n := len(received):
        said = ngettext(
            "%(n)s ligne compte pour ce qui est reçu seulement : son aide est refusée ou abandonnée.",
            "%(n)s lignes comptent pour ce qui est reçu seulement : leurs aides sont refusées ou abandonnées.",
            n,
        )
        yield said % {"n": n}


def _money(key: str, label: str) -> Column:
    return Column(key, label, "float", 2, "€")


def _iso(curve: CashCurve, month: int) -> str:
    return curve.date_of(month).isoformat()[:7]
