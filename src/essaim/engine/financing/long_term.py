"""Lasting needs and resources: the initial plan, working capital, yearly result, self-financing, the 3–5 year plan.

The documents and their identities are those that banks and funders ask for (Bpifrance's layout): lasting needs equal
lasting resources at the start; then each year needs are met by self-financing (CAF) and new resources, and the gap
added up since the start never goes below zero.

An item's list of amounts may be shorter than the plan: nothing happens in the years after it. A None inside it is an
amount that nobody wrote.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

from essaim.engine.financing.balance import balance, difference, form_line, plus
from essaim.engine.financing.cash import is_cash, is_grant
from essaim.engine.financing.plan import Amounts, ItemKind, LongTermItem, Plan, PlanLine, Side, Stage, Total, total
from essaim.engine.financing.problems import PlanProblem
from essaim.engine.financing.wording import euros
from essaim.engine.language import gettext as _

NEEDS = ("investment", "setting_up", "deposit", "working_capital", "repayment", "other_need")
RESOURCES = (
    "contribution_with_recovery", "contribution_without_recovery", "associative_bond", "loan", "investment_subsidy",
    "own_funds", "other_resource",
)  # fmt: skip
CATEGORIES: Mapping[ItemKind, tuple[str, ...]] = {ItemKind.NEED: NEEDS, ItemKind.RESOURCE: RESOURCES}
WORKING_CAPITAL = "working_capital"
_DEPRECIATION, _REVERSALS, _OWN = "68", "78", "propres"


def category_words() -> dict[str, str]:
    """The name of each category of lasting need or resource."""
    return {
        "investment": _("Investissements"),
        "setting_up": _("Frais d'établissement"),
        "deposit": _("Dépôts et cautions"),
        "working_capital": _("Besoin en fonds de roulement"),
        "repayment": _("Remboursement d'emprunts"),
        "other_need": _("Autre besoin"),
        "contribution_with_recovery": _("Apports associatifs avec droit de reprise"),
        "contribution_without_recovery": _("Apports associatifs sans droit de reprise"),
        "associative_bond": _("Titres associatifs"),
        "loan": _("Emprunts"),
        "investment_subsidy": _("Subventions d'investissement"),
        "own_funds": _("Fonds propres"),
        "other_resource": _("Autre ressource"),
    }


@dataclass(frozen=True, slots=True)
class WorkingCapital:
    """What running the pole ties up, in cents; None where nobody said.

    Attributes:
        receivables: what members and customers owe.
        grants_awarded: grants awarded and not paid yet.
        stocks: goods in hand.
        payables: what the pole owes to suppliers, staff and social bodies.
        grants_in_advance: grants received for what is not done yet.
    """

    receivables: int | None = None
    grants_awarded: int | None = None
    stocks: int | None = None
    payables: int | None = None
    grants_in_advance: int | None = None

    @property
    def need(self) -> int | None:
        """BFR = receivables + grants awarded + stocks - payables - grants in advance; None when one is unknown."""
        if any(getattr(self, one.name) is None for one in fields(self)):
            return None
        tied = (self.receivables or 0) + (self.grants_awarded or 0) + (self.stocks or 0)
        return tied - (self.payables or 0) - (self.grants_in_advance or 0)


@dataclass(frozen=True, slots=True)
class CategoryTotals:
    """A category of needs or of resources: the start first, then a year each."""

    category: str
    amounts: tuple[Total, ...]


@dataclass(frozen=True, slots=True)
class InitialPlan:
    """Needs and resources at the start, by category."""

    needs: tuple[CategoryTotals, ...]
    resources: tuple[CategoryTotals, ...]
    need: Total
    resource: Total

    @property
    def gap(self) -> int | None:
        """Resources less needs; None when an amount is unknown."""
        return difference(self.resource, self.need)


@dataclass(frozen=True, slots=True)
class YearResult:
    """The expected result of a year, from the lines in money; ``year`` 0 is the first.

    Attributes:
        products, charges: without own resources allotted, which are no income, and without valued contributions.
        depreciation, reversals: lines 68 and 78, which no money goes with.
        transferred: share of investment subsidies brought into the products; none unless the caller says.
    """

    year: int
    products: Total
    charges: Total
    depreciation: Total
    reversals: Total
    transferred: Total

    @property
    def result(self) -> int | None:
        """Products less charges; None when an amount is unknown."""
        return difference(self.products, self.charges)

    @property
    def self_financing(self) -> int | None:
        """CAF: result + depreciation - reversals - investment subsidies brought into the result."""
        return difference(plus(self.products, self.depreciation), plus(self.charges, self.reversals, self.transferred))


@dataclass(frozen=True, slots=True)
class YearOfPlan:
    """A column of the 3–5 year plan; ``year`` None is the start.

    Attributes:
        needs, resources: of the items alone.
        self_financing: CAF of the year; 0 at the start; None when unknown.
        gap: resources and self-financing less needs.
        cumulated: gaps since the start; None from the first one that is unknown.
    """

    year: int | None
    needs: Total
    resources: Total
    self_financing: int | None
    gap: int | None
    cumulated: int | None


@dataclass(frozen=True, slots=True)
class LongTermPlan:
    """The 3–5 year plan: needs and resources by category, and its columns."""

    needs: tuple[CategoryTotals, ...]
    resources: tuple[CategoryTotals, ...]
    years: tuple[YearOfPlan, ...]

    @property
    def first_below_zero(self) -> YearOfPlan | None:
        """The first column whose cumulated gap is below zero; None when there is none that is known."""
        return next((one for one in self.years if one.cumulated is not None and one.cumulated < 0), None)

    @property
    def first_year_deeper(self) -> YearOfPlan | None:
        """The first year whose cumulated gap is below zero, and lower than at the start, which has its own problem."""
        start = min(0, self.years[0].cumulated or 0)
        return next((one for one in self.years[1:] if one.cumulated is not None and one.cumulated < start), None)


def initial_plan(plan: Plan) -> InitialPlan:
    """Lasting needs and resources at the start."""
    needs, resources = _categories(plan, ItemKind.NEED), _categories(plan, ItemKind.RESOURCE)
    return InitialPlan(needs, resources, _column(needs, 0), _column(resources, 0))


def yearly_results(plan: Plan, transferred: Amounts = (), stage: Stage = Stage.PLANNED) -> tuple[YearResult, ...]:
    """Each year's expected result and self-financing.

    Args:
        transferred: investment subsidies brought into the products, cents a year; a year after the list has none, a
            None in it is unknown.
    """
    return tuple(
        YearResult(
            year=one.year,
            products=_products(plan, one.year, stage),
            charges=one.charges.money,
            depreciation=_of_form_line(plan, Side.CHARGE, _DEPRECIATION, one.year, stage),
            reversals=_of_form_line(plan, Side.PRODUCT, _REVERSALS, one.year, stage),
            transferred=total(transferred[one.year : one.year + 1]),
        )
        for one in balance(plan, stage)
    )


def long_term_plan(plan: Plan, transferred: Amounts = ()) -> LongTermPlan:
    """Needs, self-financing and new resources of the start and of each year, and the gap added up since the start."""
    needs, resources = _categories(plan, ItemKind.NEED), _categories(plan, ItemKind.RESOURCE)
    financing: list[int | None] = [0, *(one.self_financing for one in yearly_results(plan, transferred))]
    columns: list[YearOfPlan] = []
    cumulated: int | None = 0
    for place, own in enumerate(financing):
        need, resource = _column(needs, place), _column(resources, place)
        brought = difference(resource, need)
        gap = None if brought is None or own is None else brought + own
        cumulated = None if gap is None or cumulated is None else cumulated + gap
        columns.append(YearOfPlan(place - 1 if place else None, need, resource, own, gap, cumulated))
    return LongTermPlan(needs, resources, tuple(columns))


def awarded_and_not_paid(plan: Plan, year: int) -> Total:
    """Grants awarded and not paid at the end of a year, since the start: what working capital has to bear."""
    grants = [line for line in plan.of_side(Side.PRODUCT) if is_grant(line) and is_cash(line)]
    return total(_left(line, one) for line in grants for one in range(year + 1))


def check_items(plan: Plan) -> Iterator[PlanProblem]:
    """What to look at in lasting needs and resources; nothing when the plan has none."""
    if not plan.items:
        return
    for item in plan.items:
        if item.category not in CATEGORIES[item.kind]:
            yield _unknown_category(item)
    initial = initial_plan(plan)
    if initial.gap:
        yield _unequal(initial.gap)
    if not any(item.category == WORKING_CAPITAL for item in plan.items):
        yield PlanProblem(
            "no_working_capital",
            _("Le plan de financement initial n'a pas de besoin en fonds de roulement."),
            _("Ajoutez-le : subventions attendues et factures à encaisser, moins ce que vous devez payer plus tard."),
            must=False,
        )
    unknown = [item for item in plan.items if None in item.amounts]
    if unknown:
        message = _("Des besoins ou des ressources durables n'ont pas de montant : « %(name)s » par exemple.")
        advice = _("Écrivez-le, 0 s'il n'y a rien : sans lui, l'équilibre ne se calcule pas.")
        name = unknown[0].label or category_words().get(unknown[0].category, unknown[0].category)
        yield PlanProblem("unknown_items", message % {"name": name}, advice, line=unknown[0].key, must=False)
    below = long_term_plan(plan).first_year_deeper
    if below is not None and below.cumulated is not None and below.year is not None:
        words = {"year": below.year + 1, "gap": euros(-below.cumulated)}
        message = _("À la fin de l'année %(year)d, il manque %(gap)s de ressources durables depuis le début.") % words
        advice = _("Ajoutez une ressource durable, étalez un investissement ou un remboursement.")
        yield PlanProblem("long_term_below_zero", message, advice, below.year)


def _unknown_category(item: LongTermItem) -> PlanProblem:
    known = item.category in (*NEEDS, *RESOURCES)
    name = category_words().get(item.category, item.category)
    if known and item.kind == ItemKind.NEED:
        message = _("« %(category)s » est une ressource, écrite parmi les besoins.")
    elif known:
        message = _("« %(category)s » est un besoin, écrit parmi les ressources.")
    else:
        message = _("« %(category)s » n'est ni un besoin ni une ressource durable connus.")
    advice = _("Choisissez une catégorie de la liste.")
    return PlanProblem("unknown_category", message % {"category": name}, advice, line=item.key)


def _unequal(gap: int) -> PlanProblem:
    words = {"gap": euros(abs(gap))}
    if gap < 0:
        message = _("Au départ, il manque %(gap)s de ressources durables.") % words
        advice = _("Ajoutez un apport, un emprunt ou une subvention d'investissement, ou réduisez les besoins.")
        return PlanProblem("initial_gap", message, advice)
    message = _("Au départ, les ressources durables dépassent les besoins de %(gap)s.") % words
    return PlanProblem("initial_surplus", message, _("Ce surplus aide la trésorerie : dites-le."), must=False)


def _categories(plan: Plan, kind: ItemKind) -> tuple[CategoryTotals, ...]:
    items = [item for item in plan.items if item.kind == kind]
    known = [one for one in CATEGORIES[kind] if any(item.category == one for item in items)]
    odd = sorted({item.category for item in items} - set(CATEGORIES[kind]))
    return tuple(
        CategoryTotals(
            category,
            tuple(
                total(_amounts_at([item for item in items if item.category == category], place))
                for place in range(plan.years + 1)
            ),
        )
        for category in (*known, *odd)
    )


def _amounts_at(items: Sequence[LongTermItem], place: int) -> Iterator[int | None]:
    return (item.amounts[place] for item in items if place < len(item.amounts))


def _column(categories: Sequence[CategoryTotals], place: int) -> Total:
    return plus(*(one.amounts[place] for one in categories))


def _of_form_line(plan: Plan, side: Side, group: str, year: int, stage: Stage) -> Total:
    lines = (line for line in plan.of_side(side) if (found := form_line(line)) is not None and found.group == group)
    return total(line.amount(year, stage) for line in lines)


def _products(plan: Plan, year: int, stage: Stage) -> Total:
    known = ((line, form_line(line)) for line in plan.of_side(Side.PRODUCT))
    kept = (line for line, form in known if form is None or not (form.in_kind or form.group == _OWN))
    return total(line.amount(year, stage) for line in kept)


def _left(line: PlanLine, year: int) -> int | None:
    awarded, paid = line.amount(year, Stage.GRANTED), line.amount(year, Stage.PAID)
    if awarded is None or (paid is None and awarded):
        return None
    return awarded - (paid or 0)
