"""Indirect costs spread between projects by a key: what the form's report asks, exact to the cent.

The report form (CERFA 15059) asks by which rule indirect costs were allotted to the project. A key is a quantity by
project (hours, square metres, direct costs…): each project bears its part, and the parts make the whole.

The plan of a whole pole writes its rents and salaries on their own lines, never on the form's "spread indirect costs",
or they count twice: what no project bears directly is there the lines without analytic code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from essaim.engine.errors import InvalidValue
from essaim.engine.financing.balance import codes_of, form_line, is_in_kind
from essaim.engine.financing.calendars import split
from essaim.engine.financing.plan import Plan, PlanLine, Side, Stage, Total, total
from essaim.engine.financing.wording import share_in_words
from essaim.engine.language import gettext as _


@dataclass(frozen=True, slots=True)
class SpreadingKey:
    """How indirect costs are spread.

    Attributes:
        title: what is counted, in words ("heures passées").
        weights: quantity by analytic code.

    Raises:
        InvalidValue: a negative quantity, or nothing to count.
    """

    title: str
    weights: Mapping[str, int]

    def __post_init__(self) -> None:
        if any(one < 0 for one in self.weights.values()):
            raise InvalidValue(_("Une clé de répartition n'a pas de quantité négative."))
        if not sum(self.weights.values()):
            raise InvalidValue(
                _("La clé de répartition ne compte rien."), _("Donnez une quantité à un projet au moins.")
            )

    def share(self, code: str) -> Fraction:
        """The part of a code; 0 when the key does not count it."""
        return Fraction(self.weights.get(code, 0), sum(self.weights.values()))

    def sentence(self, code: str) -> str:
        """The rule as the report form asks for it."""
        words = {"key": self.title, "share": share_in_words(self.share(code))}
        return _("Charges indirectes réparties selon « %(key)s » : %(share)s pour ce projet.") % words


def spread(cents: int, key: SpreadingKey) -> dict[str, int]:
    """An amount between the codes of a key; the parts make the whole."""
    parts = split(cents, list(key.weights.values()))
    return dict(zip(key.weights, parts, strict=True))


@dataclass(frozen=True, slots=True)
class Spreading:
    """A year's indirect costs, spread between the analytic codes by their direct costs.

    Attributes:
        direct: direct costs in money of each code, in cents.
        indirect: costs in money that no code bears directly, in cents.
        key: the direct costs as a key; None when one of them is unknown or negative, or when they are all 0.
    """

    direct: Mapping[str, Total]
    indirect: Total
    key: SpreadingKey | None

    @property
    def parts(self) -> dict[str, int] | None:
        """What each code bears of the indirect costs, in cents; None without a key, or when their sum is not known."""
        return spread(self.indirect.cents, self.key) if self.key and self.indirect.is_whole else None


def by_direct_costs(plan: Plan, year: int, stage: Stage = Stage.PLANNED) -> Spreading:
    """A year's indirect costs spread by direct costs, one key among others; ``year`` from 0.

    Lines with a code are direct; lines without, and the form's indirect costs, are not. Valued contributions are
    neither.
    """
    in_money = [one for one in plan.of_side(Side.CHARGE) if not is_in_kind(one)]
    lines = [one for one in in_money if _is_direct(one)]
    direct = {code: total(one.amount(year, stage) for one in lines if one.analytic == code) for code in codes_of(lines)}
    indirect = total(one.amount(year, stage) for one in in_money if not _is_direct(one))
    weights = {code: one.cents for code, one in direct.items()}
    is_key = all(one.is_whole and one.cents >= 0 for one in direct.values()) and any(weights.values())
    return Spreading(direct, indirect, SpreadingKey(_("charges directes"), weights) if is_key else None)


def _is_direct(line: PlanLine) -> bool:
    known = form_line(line)
    return bool(line.analytic) and not (known and known.indirect)
