"""Does a plan keep to the funding rules? Met, not met or cannot tell, with figures, sentence and text.

The funder decides: see ``funder_decides``. Ceilings and shares are looked at over the whole plan (the project),
thresholds year by year.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from essaim.engine.financing import limits, rules, verdicts
from essaim.engine.financing.balance import form_line, is_in_kind, plus
from essaim.engine.financing.dependence import is_public
from essaim.engine.financing.form import GIFTS, STATE, SUBSIDIES
from essaim.engine.financing.limits import Bases, Figures
from essaim.engine.financing.plan import Amounts, Funder, Plan, PlanLine, Side, Stage, Total, total
from essaim.engine.financing.rules import FundingRule
from essaim.engine.language import gettext as _
from essaim.engine.values import Answer


class LimitKind(StrEnum):
    """What a funder's own rule limits."""

    OWN_CEILING = "own_ceiling"  # its aid, over the cost
    PUBLIC_CEILING = "public_ceiling"  # all public aid, over the cost
    OWN_SHARE = "own_share"  # the least of the holder's own resources, over the cost
    AMOUNT = "amount"  # its aid, cents a year


@dataclass(frozen=True, slots=True)
class FunderLimit:
    """A rule of one funder, as its regulations or its agreement write it.

    Attributes:
        rate: basis points, for ceilings and shares.
        amount: cents a year, for ``AMOUNT``.
        counts_valued: whether it counts volunteering and gifts in kind in the cost.
        text: where it is written.
    """

    funder: str
    kind: LimitKind
    rate: int = 0
    amount: int = 0
    counts_valued: Answer = Answer.UNKNOWN
    text: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What rules ask beside the plan; what nobody said is unknown.

    Attributes:
        department: where the project is, for categories of regions; "" when nobody said.
        owner_is_local_authority: whether the project's owner is a local authority.
        owner_is_association: thresholds of agreement and audit are theirs.
        is_state_investment: whether the State subsidises it as an investment.
        counts_valued: whether funders count contributions in kind, for the rules that leave it to them.
        eligible: eligible cost a year, in cents; () when every charge in money is taken as eligible.
        limits: rules of the plan's funders.
        agreements: by key of funder, whether an agreement is signed.
        has_auditor: whether an auditor is appointed.
    """

    department: str = ""
    owner_is_local_authority: Answer = Answer.UNKNOWN
    owner_is_association: Answer = Answer.UNKNOWN
    is_state_investment: Answer = Answer.UNKNOWN
    counts_valued: Answer = Answer.UNKNOWN
    eligible: Amounts = ()
    limits: tuple[FunderLimit, ...] = ()
    agreements: Mapping[str, Answer] = field(default_factory=dict)
    has_auditor: Answer = Answer.UNKNOWN


@dataclass(frozen=True, slots=True)
class RuleAnswer:
    """What one rule says of a plan.

    Attributes:
        key: of the rule, or of the funder's limit.
        title, sentence: what it asks, and what was found.
        answer: met, not met, or cannot tell.
        figures: what was computed; None when nothing was.
        year: 0 is the first; None for the whole plan.
        funder: key of the funder it is about; "" for none.
        text, url, status, note: what is relied on ("read", "recalled": to be checked), and what to know.
    """

    key: str
    title: str
    answer: Answer
    sentence: str
    figures: Figures | None = None
    year: int | None = None
    funder: str = ""
    text: str = ""
    url: str = ""
    status: str = ""
    note: str = ""


def funder_decides() -> str:
    """What is said below every list of answers."""
    return _("Le financeur décide : ces calculs préparent la discussion, ils ne l'engagent pas.")


def apply_rules(plan: Plan, facts: Facts, at: date, stage: Stage = Stage.PLANNED) -> tuple[RuleAnswer, ...]:
    """What each rule in force on a day says of a plan, funders' own rules last.

    Rules that cannot concern it are left out: no aid of that kind, an owner that is no local authority.
    """
    asked = _Asked(plan, facts, stage)
    found = [one for rule in rules.rules_in_force(at) for one in _CHECKS[rule.check](asked, rule)]
    return (*found, *(one for limit in facts.limits for one in _limit(asked, limit)))


_INVESTMENT, _INVESTMENT_SUBSIDY = "investment", "investment_subsidy"


@dataclass(frozen=True, slots=True)
class _Asked:
    """A plan and what is said of it, with the sums that rules compare."""

    plan: Plan
    facts: Facts
    stage: Stage

    def total(self, lines: Sequence[PlanLine], year: int | None = None) -> Total:
        years = range(self.plan.years) if year is None else (year,)
        return total(line.amount(one, self.stage) for line in lines for one in years)

    def bases(self) -> Bases:
        charges = self.plan.of_side(Side.CHARGE)
        in_kind = self.total([one for one in charges if is_in_kind(one)])
        if self.facts.eligible:
            money = total((*self.facts.eligible, *[None] * (self.plan.years - len(self.facts.eligible))))
        else:
            money = self.total([one for one in charges if not is_in_kind(one)])
        return Bases(money, plus(money, in_kind))

    def public(self, funder: str = "") -> list[PlanLine]:
        lines = self.plan.of_side(Side.PRODUCT)
        return [one for one in lines if is_public(self.plan, one) and funder in ("", one.funder)]

    def own(self) -> tuple[Total, Total]:
        """Own resources in money, then with contributions in kind."""
        products = self.plan.of_side(Side.PRODUCT)
        own = self.total([one for one in products if _is_own(self.plan, one)])
        return own, plus(own, self.total([one for one in products if is_in_kind(one)]))

    def counts(self, rule: FundingRule) -> Answer:
        if rule.base == rules.FUNDER:
            return self.facts.counts_valued
        return Answer.YES if rule.base == rules.VALUED else Answer.NO

    def holds(self, rule: FundingRule) -> Answer:
        """Whether the case that a rule is about is the plan's."""
        if rule.when == rules.LOCAL_AUTHORITY:
            association = self.facts.owner_is_association == Answer.YES
            return Answer.NO if association else self.facts.owner_is_local_authority
        if rule.when == rules.STATE_INVESTMENT:
            told = self.facts.is_state_investment
            may_be = self.has_level(STATE) or self.has_investment_subsidy
            return told if told != Answer.UNKNOWN or may_be else Answer.NO
        return Answer.YES

    @property
    def has_investment_subsidy(self) -> bool:
        """Whether a lasting resource is a grant for investments."""
        return any(one.category == _INVESTMENT_SUBSIDY for one in self.plan.items)

    def is_private(self) -> Answer:
        """Whether the owner is a body under private law: an association, a cooperative, a company, a foundation."""
        if self.facts.owner_is_association == Answer.YES:
            return Answer.YES
        opposite = {Answer.YES: Answer.NO, Answer.NO: Answer.YES, Answer.UNKNOWN: Answer.UNKNOWN}
        return opposite[self.facts.owner_is_local_authority]

    def items(self, category: str) -> Total:
        """What lasting needs or resources of a category come to, from the start to the plan's end; none is unknown."""
        found = [one for one in self.plan.items if one.category == category]
        return total(cents for one in found for cents in one.amounts) if found else Total(0, 1)

    def has_level(self, level: str) -> bool:
        """Whether a product stands on the form's line of that level of funder."""
        forms = (form_line(one) for one in self.plan.of_side(Side.PRODUCT))
        return any(one is not None and one.funder_level == level for one in forms)


def _is_own(plan: Plan, line: PlanLine) -> bool:
    """Neither a subsidy, nor public money, nor the gift of a named funder; dues and sales are, whoever pays them."""
    found = form_line(line)
    if found is None or found.in_kind or found.group == SUBSIDIES or is_public(plan, line):
        return False
    return not (line.funder and found.key == GIFTS)


def _said(
    rule: FundingRule, answer: Answer, sentence: str, figures: Figures | None = None, *, year: int | None = None,
    funder: str = "",
) -> RuleAnswer:  # fmt: skip
    return RuleAnswer(
        rule.key, rule.title(), answer, sentence, figures, year, funder, rule.text, rule.url, rule.status, rule.note()
    )


def _case(holds: Answer, when: str, answer: Answer, sentence: str) -> tuple[Answer, str] | None:
    """The answer once the case is known to hold; None when it does not, "cannot tell" when nobody said."""
    if holds == Answer.NO:
        return None
    if holds == Answer.UNKNOWN and answer != Answer.YES:
        return Answer.UNKNOWN, verdicts.case_unknown(when, sentence)
    return answer, sentence


def _public_ceiling(asked: _Asked, rule: FundingRule) -> Iterator[RuleAnswer]:
    lines, amount, bases, name = asked.public(), asked.total(asked.public()), asked.bases(), _("Aides publiques")
    if rule.when == rules.STATE_INVESTMENT and asked.has_investment_subsidy:
        # Written as a lasting resource, it pays for investments, which are no charges.
        amount, name = asked.items(_INVESTMENT_SUBSIDY), _("Subventions d'investissement")
        bases = Bases(asked.items(_INVESTMENT), asked.items(_INVESTMENT))
    elif not lines:
        return
    figures = limits.ceiling_figures(amount, bases, rule.rate or 0)
    answer = _ceiling(figures, asked.counts(rule))
    sentence = verdicts.ceiling(figures, answer, name, asked.counts(rule))
    kept = _case(asked.holds(rule), rule.when, answer, sentence)
    if kept is not None:
        yield _said(rule, *kept, figures)


def _support_ceiling(asked: _Asked, rule: FundingRule) -> Iterator[RuleAnswer]:
    lines = [one for one in asked.plan.of_side(Side.PRODUCT) if one.support in rule.supports]
    if not lines:
        return
    region = rule.region_of(asked.facts.department)
    regions = [region] if region is not None else sorted(rule.regions, key=lambda one: one.rate)
    counts, amount, bases = asked.counts(rule), asked.total(lines), asked.bases()
    tried = [limits.ceiling_figures(amount, bases, one.rate) for one in regions]
    found = [_ceiling(figures, counts) for figures in tried]
    if len(set(found)) > 1 or (region is None and found[0] == Answer.UNKNOWN):
        sentence = verdicts.region_unknown([(one.title(), one.rate) for one in regions])
        yield _said(rule, Answer.UNKNOWN, sentence)
        return
    # Above the highest ceiling, or below the lowest: wherever the project is.
    figures = tried[-1] if found[0] == Answer.NO else tried[0]
    yield _said(rule, found[0], verdicts.ceiling(figures, found[0], _("Aides de ce fonds"), counts), figures)


def _own_share(asked: _Asked, rule: FundingRule) -> Iterator[RuleAnswer]:
    lines = asked.public()
    if not lines:
        return
    own, valued = asked.own()
    public = asked.total(lines)
    # Own resources are in both terms: those that nobody wrote can only raise the share.
    bases = Bases(plus(public, Total(own.cents)), plus(public, Total(valued.cents)))
    figures = limits.share_figures(own, valued, bases, rule.rate or 0)
    answer = _share(figures, asked.counts(rule))
    sentence = verdicts.own_share(figures, answer, asked.counts(rule))
    kept = _case(asked.holds(rule), rule.when, answer, sentence)
    if kept is not None:
        yield _said(rule, *kept, figures)


def _agreement(asked: _Asked, rule: FundingRule) -> Iterator[RuleAnswer]:
    limit = rule.amount or 0
    for funder in asked.plan.funders:
        worst = _worst_year(asked, asked.public(funder.key), limit)
        if worst is None:
            continue
        year, amount, under = worst
        signed = asked.facts.agreements.get(funder.key, Answer.UNKNOWN)
        answer = _done(under, signed)
        sentence = verdicts.agreement(funder.name, amount, limit, year, under, signed)
        kept = _case(asked.is_private(), verdicts.PRIVATE, answer, sentence)
        if kept is not None:
            yield _said(rule, *kept, _threshold(amount, rule), year=year, funder=funder.key)
    worst = _worst_year(asked, [one for one in asked.public() if not one.funder], limit)
    if worst is not None and worst[2] != Answer.YES and asked.is_private() != Answer.NO:
        year, amount, _under = worst
        sentence = verdicts.unnamed(amount, limit, year)
        yield _said(rule, Answer.UNKNOWN, sentence, _threshold(amount, rule), year=year)


def _audit(asked: _Asked, rule: FundingRule) -> Iterator[RuleAnswer]:
    worst = _worst_year(asked, asked.public(), rule.amount or 0)
    if worst is None:
        return
    year, amount, under = worst
    appointed = asked.facts.has_auditor
    sentence = verdicts.audit(amount, rule.amount or 0, year, under, appointed)
    kept = _case(asked.facts.owner_is_association, verdicts.ASSOCIATION, _done(under, appointed), sentence)
    if kept is not None:
        yield _said(rule, *kept, _threshold(amount, rule), year=year)


def _cumulation(asked: _Asked, rule: FundingRule) -> Iterator[RuleAnswer]:
    found = {one.support for one in asked.plan.lines}
    both = [sorted(found & set(some)) for some in (rule.supports, rule.others)]
    if all(both):
        yield _said(rule, Answer.UNKNOWN, verdicts.cumulation([*both[0], *both[1]]))


_CHECKS = {
    rules.PUBLIC_CEILING: _public_ceiling,
    rules.SUPPORT_CEILING: _support_ceiling,
    rules.OWN_SHARE: _own_share,
    rules.AGREEMENT: _agreement,
    rules.AUDIT: _audit,
    rules.CUMULATION: _cumulation,
}


def _limit(asked: _Asked, limit: FunderLimit) -> Iterator[RuleAnswer]:
    funder = asked.plan.funder(limit.funder)
    lines = [one for one in asked.plan.of_side(Side.PRODUCT) if one.funder == limit.funder and not is_in_kind(one)]
    if funder is None or not lines:
        return
    if limit.kind == LimitKind.AMOUNT:
        yield _yearly_limit(asked, limit, funder, lines)
        return
    bases = asked.bases()
    if limit.kind == LimitKind.OWN_SHARE:
        figures = limits.share_figures(*asked.own(), bases, limit.rate)
        answer = _share(figures, limit.counts_valued)
        sentence = verdicts.own_share(figures, answer, limit.counts_valued)
    else:
        its_own = limit.kind == LimitKind.OWN_CEILING
        figures = limits.ceiling_figures(asked.total(lines if its_own else asked.public()), bases, limit.rate)
        answer = _ceiling(figures, limit.counts_valued)
        name = funder.name if its_own else _("Aides publiques")
        sentence = verdicts.ceiling(figures, answer, name, limit.counts_valued)
    yield _limited(limit, funder, answer, sentence, figures)


def _yearly_limit(asked: _Asked, limit: FunderLimit, funder: Funder, lines: list[PlanLine]) -> RuleAnswer:
    worst = _worst_year(asked, lines, limit.amount)
    year, amount, answer = worst if worst is not None else (0, Total(0), Answer.YES)
    sentence = verdicts.yearly(funder.name, amount, limit.amount, year, answer)
    return _limited(limit, funder, answer, sentence, None, year)


def _limited(
    limit: FunderLimit, funder: Funder, answer: Answer, sentence: str, figures: Figures | None, year: int | None = None
) -> RuleAnswer:
    titles = {
        LimitKind.OWN_CEILING: _("%(funder)s : sa part du coût au plus"),
        LimitKind.PUBLIC_CEILING: _("%(funder)s : aides publiques au plus"),
        LimitKind.OWN_SHARE: _("%(funder)s : ressources propres au moins"),
        LimitKind.AMOUNT: _("%(funder)s : montant par an au plus"),
    }
    title = titles[limit.kind] % {"funder": funder.name}
    key = f"limit-{limit.kind.value}"
    text = limit.text or _("Règle du financeur, telle que vous l'avez écrite")
    return RuleAnswer(key, title, answer, sentence, figures, year, limit.funder, text)


def _ceiling(figures: Figures, counts_valued: Answer) -> Answer:
    rate = figures.rate or 0
    return limits.by_base(
        limits.is_under(figures.amount, figures.cost, rate),
        limits.is_under(figures.valued_amount, figures.valued_cost, rate),
        counts_valued,
    )


def _share(figures: Figures, counts_valued: Answer) -> Answer:
    rate = figures.rate or 0
    return limits.by_base(
        limits.is_at_least(figures.amount, figures.cost, rate),
        limits.is_at_least(figures.valued_amount, figures.valued_cost, rate),
        counts_valued,
    )


def _worst_year(asked: _Asked, lines: list[PlanLine], limit: int) -> tuple[int, Total, Answer] | None:
    """The year in which an amount is most above a limit: its number, its amount, and whether it is within."""
    if not lines:
        return None
    years = [(year, one := asked.total(lines, year), limits.is_at_most(one, limit)) for year in range(asked.plan.years)]
    return min(years, key=lambda found: (found[2], -found[1].cents))


def _done(under: Answer, done: Answer) -> Answer:
    """Met when the amount is under the threshold, or what is asked above it is done."""
    if Answer.YES in (under, done):
        return Answer.YES
    return Answer.NO if under == done == Answer.NO else Answer.UNKNOWN


def _threshold(amount: Total, rule: FundingRule) -> Figures:
    limit = rule.amount or 0
    return Figures(amount, amount, Total(0), Total(0), None, limit, limit)
