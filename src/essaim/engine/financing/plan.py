"""A financing plan as values: lines in the layout of the subsidy form, a year after another, in whole cents.

None is an amount that nobody wrote: it is unknown, never zero. A sum that holds one says so (``Total.is_whole``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _

# A plan lasts one to five years (the three- to five-year plan that banks and funders ask for, and shorter ones).
LONGEST_PLAN = 5
MONTHS_A_YEAR = 12
# The analytic code of coordination: always a line of its own, whoever pays it.
COORDINATION = "coordination"
WHOLE = 10_000  # basis points

Amounts = tuple[int | None, ...]


class Side(StrEnum):
    """On which side of the form a line stands."""

    CHARGE = "charge"
    PRODUCT = "product"


class Stage(StrEnum):
    """How far the amount of a line is: what was planned first, what is in the bank last."""

    PLANNED = "planned"
    REQUESTED = "requested"
    GRANTED = "granted"
    CLAIMED = "claimed"
    PAID = "paid"
    ACTUAL = "actual"


class Rhythm(StrEnum):
    """How a year's amount is paid over the months."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"
    TRANCHES = "tranches"
    ON_CLAIM = "on_claim"


class ItemKind(StrEnum):
    """A lasting need, or a lasting resource, of the initial plan and of the three- to five-year plan."""

    NEED = "need"
    RESOURCE = "resource"


@dataclass(frozen=True, slots=True)
class Tranche:
    """A part of a year's amount, and when it is paid.

    Attributes:
        month: from the first month of the year it belongs to, 1 to 60: the fifteenth is the third of the next year.
        share: of the amount, in basis points (5 000 is one half).
    """

    month: int
    share: int


@dataclass(frozen=True, slots=True)
class Calendar:
    """When the yearly amounts of a line are paid.

    Attributes:
        rhythm: every month, quarter, once a year, by tranches, or when claimed on what was spent.
        month: for quarterly and yearly, the month of the plan's year of the first payment, 1 to 12.
        delay: months between what is due and the payment.
        tranches: for tranches; their shares make the whole.
        claim_every: for claims, months of spending that one claim covers; it is written at their end.
        advance: for claims, basis points of the year's amount paid at its start; the last payments are less by it.
    """

    rhythm: Rhythm = Rhythm.MONTHLY
    month: int = 1
    delay: int = 0
    tranches: tuple[Tranche, ...] = ()
    claim_every: int = 6
    advance: int = 0

    def __post_init__(self) -> None:
        if not 1 <= self.month <= MONTHS_A_YEAR:
            raise InvalidValue(_("Le mois de paiement va de 1 à 12."))
        if not 0 <= self.delay <= 60:
            raise InvalidValue(_("Un délai de paiement va de 0 à 60 mois."))
        if not 1 <= self.claim_every <= MONTHS_A_YEAR:
            raise InvalidValue(_("Une demande de paiement couvre de 1 à 12 mois."))
        if not 0 <= self.advance <= WHOLE:
            raise InvalidValue(_("Une avance va de 0 à 100 % du montant."))
        if self.rhythm == Rhythm.TRANCHES:
            self._check_tranches()

    def _check_tranches(self) -> None:
        if any(not 1 <= one.month <= 60 or not 0 < one.share <= WHOLE for one in self.tranches):
            raise InvalidValue(_("Un versement a un mois de 1 à 60 et une part de plus de 0 %."))
        if sum(one.share for one in self.tranches) != WHOLE:
            raise InvalidValue(
                _("Les versements ne font pas le montant entier."), _("Donnez des parts dont la somme est 100 %.")
            )


@dataclass(frozen=True, slots=True)
class Funder:
    """Who pays. ``is_public`` None: nobody said whether its money is public aid."""

    key: str
    name: str
    kind: str = ""
    is_public: bool | None = None


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A line of the plan.

    Attributes:
        key: opaque, unique in the plan.
        side, form_line: its place in the form (a key of ``load_form()``).
        label: in the words of whoever writes it; "" where the form's are enough.
        analytic: ``COORDINATION``, or a code of the pole's own (a project, a place).
        funder: key of a ``Funder``; "" for none.
        support: kind of support (a key of ``load_supports()``); "" for none.
        amounts: by stage, cents a year each; a stage that is absent is unknown for every year.
        calendar: when it is paid.
    """

    key: str
    side: Side
    form_line: str
    label: str = ""
    analytic: str = ""
    funder: str = ""
    support: str = ""
    amounts: Mapping[Stage, Amounts] = field(default_factory=dict)
    calendar: Calendar = Calendar()

    def amount(self, year: int, stage: Stage = Stage.PLANNED) -> int | None:
        """Cents of a year (0 is the first) at a stage; None when nobody wrote it."""
        found = self.amounts.get(stage, ())
        return found[year] if year < len(found) else None


@dataclass(frozen=True, slots=True)
class LongTermItem:
    """A lasting need or resource.

    Attributes:
        kind, category: ``NEED`` (investment, setting_up, deposit, working_capital, repayment, other_need) or
            ``RESOURCE`` (contribution_with_recovery, contribution_without_recovery, associative_bond, loan,
            investment_subsidy, own_funds, other_resource).
        amounts: cents: the start first, then a year each.
        month: of the year (1 to 12) in which it is paid; the start is paid at once.
    """

    key: str
    kind: ItemKind
    category: str
    label: str = ""
    amounts: Amounts = ()
    month: int = 1


@dataclass(frozen=True, slots=True)
class Plan:
    """A financing plan, of a pole or of one of its projects.

    Attributes:
        starts_on: the first day of its first month.
        years: how many, 1 to 5.
        opening: cents in the bank at the start; None when nobody said.
        overdraft: cents that the bank lets one owe.
        members: how many pay a fee; None when nobody said.

    Raises:
        InvalidValue: a length or a start that cannot be, a line or an item with too many years.
    """

    starts_on: date
    years: int
    lines: tuple[PlanLine, ...] = ()
    funders: tuple[Funder, ...] = ()
    items: tuple[LongTermItem, ...] = ()
    opening: int | None = None
    overdraft: int = 0
    members: int | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.years <= LONGEST_PLAN:
            raise InvalidValue(_("Un plan dure de 1 à 5 ans."))
        if self.starts_on.day != 1:
            raise InvalidValue(_("Un plan commence le premier jour d'un mois."))
        if any(len(amounts) > self.years for line in self.lines for amounts in line.amounts.values()):
            raise InvalidValue(_("Une ligne a plus d'années que le plan."))
        if any(len(item.amounts) > self.years + 1 for item in self.items):
            raise InvalidValue(_("Un besoin ou une ressource durable a plus d'années que le plan."))

    def of_side(self, side: Side) -> tuple[PlanLine, ...]:
        """Its lines of one side."""
        return tuple(line for line in self.lines if line.side == side)

    def funder(self, key: str) -> Funder | None:
        """Who has that key; None when nobody has."""
        return next((one for one in self.funders if one.key == key), None)


@dataclass(frozen=True, slots=True)
class Total:
    """A sum in cents of the amounts that are known, and how many are not."""

    cents: int
    unknown: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing from it."""
        return self.unknown == 0


def total(amounts: Iterable[int | None]) -> Total:
    """The sum of amounts, some of which nobody wrote."""
    known, unknown = 0, 0
    for one in amounts:
        if one is None:
            unknown += 1
        else:
            known += one
    return Total(known, unknown)
