"""What to correct in a plan, in sentences that say what to do, each with a code and the place it is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from essaim.engine.financing.balance import YearBalance, balance, by_year, coordination, form_line, plus
from essaim.engine.financing.form import PRIVATE, SUBSIDIES
from essaim.engine.financing.long_term import check_items
from essaim.engine.financing.plan import COORDINATION, Plan, PlanLine, Side, Stage
from essaim.engine.financing.problems import PlanProblem
from essaim.engine.financing.supports import load_supports
from essaim.engine.financing.wording import euros
from essaim.engine.language import gettext as _
from essaim.engine.language import ngettext

# What is claimed or paid answers what was granted; it comes in other years, so only their sums are compared.
_ANSWERS = ((Stage.CLAIMED, "claimed_above_granted"), (Stage.PAID, "paid_above_granted"))


def check_plan(plan: Plan) -> tuple[PlanProblem, ...]:
    """Everything to look at in a plan: years, coordination, lines in order, lasting needs."""
    years = [problem for one in balance(plan) for problem in _year(plan, one)]
    lines = [problem for line in plan.lines for problem in _line(plan, line)]
    return (*years, *_coordination(plan), *_doubles(plan), *lines, *_answers(plan), *check_items(plan))


def _year(plan: Plan, one: YearBalance) -> Iterator[PlanProblem]:
    number = one.year + 1
    if all(line.amount(one.year) is None for line in plan.lines):
        yield PlanProblem(
            "empty_year",
            _("Aucun montant n'est écrit pour l'année %(year)d.") % {"year": number},
            _("Écrivez ses charges et ses produits, ou raccourcissez le plan."),
            one.year,
        )
        return
    if one.unknown:
        yield _unknown(one, number)
    if one.gap:
        yield _unbalanced(one.gap, one.year, number)
    if one.gap_in_kind:
        yield _unbalanced_in_kind(one.gap_in_kind, one.year, number)


def _unknown(one: YearBalance, number: int) -> PlanProblem:
    message = ngettext(
        "Année %(year)d : %(n)d montant n'est pas renseigné.",
        "Année %(year)d : %(n)d montants ne sont pas renseignés.",
        one.unknown,
    )
    advice = _("Tant qu'il en manque, on ne peut pas dire si le plan est équilibré. Écrivez 0 s'il n'y a rien.")
    return PlanProblem("unknown_amounts", message % {"year": number, "n": one.unknown}, advice, one.year)


def _unbalanced(gap: int, year: int, number: int) -> PlanProblem:
    words = {"year": number, "gap": euros(abs(gap))}
    if gap < 0:
        message = _("Année %(year)d : les charges dépassent les produits de %(gap)s.") % words
        advice = _("Ajoutez une ressource, ou réduisez une charge, de %(gap)s.") % words
    else:
        message = _("Année %(year)d : les produits dépassent les charges de %(gap)s.") % words
        advice = _("Demandez moins, ou écrivez la charge qui manque, pour %(gap)s.") % words
    return PlanProblem("unbalanced", message, advice, year)


def _unbalanced_in_kind(gap: int, year: int, number: int) -> PlanProblem:
    words = {"year": number, "gap": euros(abs(gap))}
    if gap < 0:
        message = _(
            "Année %(year)d : les contributions en nature employées (86) dépassent celles reçues (87) de %(gap)s."
        )
    else:
        message = _(
            "Année %(year)d : les contributions en nature reçues (87) dépassent celles employées (86) de %(gap)s."
        )
    advice = _("Le bénévolat et les dons en nature s'écrivent pour le même montant des deux côtés.")
    return PlanProblem("volunteering", message % words, advice, year)


def _coordination(plan: Plan) -> Iterator[PlanProblem]:
    if not any(line.analytic == COORDINATION for line in plan.of_side(Side.CHARGE)):
        yield PlanProblem(
            "coordination_missing",
            _("Aucune charge n'est marquée « coordination »."),
            _("Écrivez ce que coûte la coordination sur une ligne à elle, même si un membre la porte."),
            must=False,
        )
        return
    found = coordination(plan)
    for year in range(plan.years):
        cost, gap = found.charges[year].cents, found.gap(year)
        words = {"year": year + 1, "cost": euros(cost), "gap": euros(abs(gap or 0))}
        if cost and not any(payer.years[year].cents or payer.years[year].unknown for payer in found.payers):
            yield PlanProblem(
                "coordination_without_payer",
                _("Année %(year)d : personne ne paie la coordination (%(cost)s).") % words,
                _("Marquez « coordination » le produit qui la paie : cotisations, subvention, vente."),
                year,
            )
        elif gap is not None and gap < 0:
            yield PlanProblem(
                "coordination_short",
                _("Année %(year)d : il manque %(gap)s pour payer la coordination (%(cost)s).") % words,
                _("Marquez « coordination » une ressource de plus, ou réduisez ce qu'elle coûte."),
                year,
                must=False,
            )


def _doubles(plan: Plan) -> Iterator[PlanProblem]:
    for key, count in Counter(line.key for line in plan.lines).items():
        if count > 1:
            message = _("La clé de ligne « %(key)s » est écrite %(n)d fois.") % {"key": key, "n": count}
            yield PlanProblem("line_twice", message, _("Gardez une seule ligne, ou changez la clé."), line=key)


def _line(plan: Plan, line: PlanLine) -> Iterator[PlanProblem]:
    name = line.label or line.form_line
    known = form_line(line)
    if known is None:
        message = _("« %(line)s » : le formulaire n'a pas de ligne « %(key)s ».")
        advice = _("Choisissez une ligne du formulaire.")
        yield PlanProblem("unknown_form_line", message % {"line": name, "key": line.form_line}, advice, line=line.key)
        return
    name = line.label or known.title()
    if known.side != line.side:
        yield _wrong_side(line, name)
    yield from _funder(plan, line, name, known.group, known.funder_level)
    yield from _support(line, name, known.in_kind)
    yield from _amounts(plan, line, name)


def _wrong_side(line: PlanLine, name: str) -> PlanProblem:
    if line.side == Side.PRODUCT:
        message = _("« %(line)s » est une ligne de charges, écrite parmi les produits.")
        advice = _("Écrivez-la parmi les charges, ou choisissez une ligne de produits (70 à 79, 87).")
    else:
        message = _("« %(line)s » est une ligne de produits, écrite parmi les charges.")
        advice = _("Écrivez-la parmi les produits, ou choisissez une ligne de charges (60 à 69, 86).")
    return PlanProblem("wrong_side", message % {"line": name}, advice, line=line.key)


def _funder(plan: Plan, line: PlanLine, name: str, group: str, level: str) -> Iterator[PlanProblem]:
    words = {"line": name}
    funder = plan.funder(line.funder)
    if line.funder and funder is None:
        message = _("« %(line)s » : le financeur n'est pas parmi ceux du plan.") % words
        yield PlanProblem(
            "unknown_funder", message, _("Choisissez un financeur du plan, ou ajoutez-le."), line=line.key
        )
    elif not line.funder and group == SUBSIDIES:
        message = _("« %(line)s » : on ne sait pas qui verse cette subvention.") % words
        yield PlanProblem("funder_missing", message, _("Nommez le financeur."), line=line.key)
    elif funder is not None and level and funder.is_public is not None and funder.is_public == (level == PRIVATE):
        message = (
            _("« %(line)s » est une ligne d'aides privées, et son financeur est public.")
            if funder.is_public
            else _("« %(line)s » est une ligne d'aides publiques, et son financeur est privé.")
        )
        advice = _("Changez de ligne, ou corrigez la fiche du financeur.")
        yield PlanProblem("public_and_private", message % words, advice, line=line.key, must=False)


def _support(line: PlanLine, name: str, in_kind: bool) -> Iterator[PlanProblem]:
    if not line.support:
        return
    supports = load_supports()
    if not supports.has(line.support):
        message = _("« %(line)s » : la forme d'aide « %(key)s » n'existe pas.")
        advice = _("Choisissez une forme d'aide de la liste.")
        yield PlanProblem("unknown_support", message % {"line": name, "key": line.support}, advice, line=line.key)
    elif not supports.support(line.support).is_cash and not in_kind:
        message = _("« %(line)s » : cette aide n'apporte pas d'argent.") % {"line": name}
        advice = _("Écrivez-le parmi les contributions en nature (86 et 87), ou retirez-le.")
        yield PlanProblem("support_without_money", message, advice, line=line.key)


def _amounts(plan: Plan, line: PlanLine, name: str) -> Iterator[PlanProblem]:
    for year in range(plan.years):
        words = {"line": name, "year": year + 1}
        if any((line.amount(year, stage) or 0) < 0 for stage in Stage):
            message = _("« %(line)s », année %(year)d : un montant est négatif.") % words
            advice = _("Écrivez-le de l'autre côté, sans le signe moins.")
            yield PlanProblem("negative_amount", message, advice, year, line.key)
        granted, requested = line.amount(year, Stage.GRANTED), line.amount(year, Stage.REQUESTED)
        if granted is not None and requested is not None and granted > requested:
            sentence = _("« %(line)s », année %(year)d : %(high)s accordés pour %(low)s demandés.")
            message = sentence % {**words, "high": euros(granted), "low": euros(requested)}
            advice = _("Corrigez le montant demandé ou le montant accordé.")
            yield PlanProblem("granted_above_requested", message, advice, year, line.key)


def _answers(plan: Plan) -> Iterator[PlanProblem]:
    """Claims and payments beside grants, by funder and kind of support: one support may pay several lines."""
    together: dict[tuple[str, str], list[PlanLine]] = {}
    for line in plan.of_side(Side.PRODUCT):
        together.setdefault((line.funder or f"line {line.key}", line.support), []).append(line)
    for lines in together.values():
        yield from _answered(plan, lines)


def _answered(plan: Plan, lines: Sequence[PlanLine]) -> Iterator[PlanProblem]:
    granted = plus(*by_year(plan, lines, Stage.GRANTED))
    if not granted.is_whole:
        return
    line, known = lines[0], form_line(lines[0])
    name = line.label or (known.title() if known else line.form_line)
    sentences = {
        "claimed_above_granted": _(
            "« %(line)s » : %(high)s demandés en paiement pour %(low)s accordés sur tout le plan."
        ),
        "paid_above_granted": _("« %(line)s » : %(high)s versés pour %(low)s accordés sur tout le plan."),
    }
    for stage, code in _ANSWERS:
        found = plus(*by_year(plan, lines, stage))
        if found.cents > granted.cents:
            words = {"line": name, "high": euros(found.cents), "low": euros(granted.cents)}
            advice = _("Vérifiez la convention : le financeur peut redemander ce qui dépasse.")
            yield PlanProblem(code, sentences[code] % words, advice, line=line.key)
