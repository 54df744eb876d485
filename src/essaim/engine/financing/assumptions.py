"""What one supposes when asking "what if": kept as JSON, read back, compared."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from typing import Any

from essaim.engine.errors import InvalidValue
from essaim.engine.financing.plan import LONGEST_PLAN, MONTHS_A_YEAR, WHOLE, Plan
from essaim.engine.language import gettext as _

LATEST = 36
_LAST_MONTH = LONGEST_PLAN * MONTHS_A_YEAR
_MOST_FUNDERS = 100
_LONGEST_KEY = 100
_LONGEST_DELAY = 60
_MOST_CENTS = 10**12


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What is supposed of a plan; as it stands, all goes as planned.

    Attributes:
        late_months: grants are paid that many months later.
        refused: basis points of the grants that are refused.
        concerned: keys of the funders whose grants are late or refused; () for all grants, named or not.
        delays: for keys of funders, months that usually pass between what is due and their payment; those that a
            line's calendar holds already are not counted twice.
        removed: keys of the funders who give nothing any more.
        in_bank: cents really in the bank when ``from_month`` begins; None for what the plan leads to.
        all_end: whether all grants end.
        from_month: the first month of the plan concerned by all of this; payments due earlier go as planned.
        kept_coordination: basis points of the cost of coordination that are kept.
        added_fee: cents a year that each member pays on top of what the plan holds, called in ``from_month`` and in
            the same month of each year after, until the plan ends.
        as_followed: whether payments noted of the supports count as they were noted (``Reading.follow_up``); else the
            plan's calendars alone, as all that was kept before this could be said.

    Raises:
        InvalidValue: a number outside its bounds.
    """

    late_months: int = 0
    refused: int = 0
    concerned: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    all_end: bool = False
    from_month: int = 1
    kept_coordination: int = WHOLE
    added_fee: int = 0
    delays: tuple[tuple[str, int], ...] = ()
    in_bank: int | None = None
    as_followed: bool = True

    def __post_init__(self) -> None:
        if not 0 <= self.late_months <= LATEST:
            raise InvalidValue(_("Un retard va de 0 à %(n)s mois.") % {"n": LATEST})
        if any(not 0 <= months <= _LONGEST_DELAY for _key, months in self.delays):
            raise InvalidValue(_("Un délai de paiement va de 0 à 60 mois."))
        if not 0 <= self.refused <= WHOLE:
            raise InvalidValue(_("La part refusée va de 0 à 100 %."))
        if not 1 <= self.from_month <= _LAST_MONTH:
            raise InvalidValue(_("Le premier mois concerné va de 1 à %(n)s.") % {"n": _LAST_MONTH})
        if not 0 <= self.kept_coordination <= WHOLE:
            raise InvalidValue(_("La part gardée de l'animation va de 0 à 100 %."))
        if not 0 <= self.added_fee <= _MOST_CENTS:
            raise InvalidValue(_("La cotisation ajoutée n'est pas négative, et reste un montant possible."))
        if self.in_bank is not None and not -_MOST_CENTS <= self.in_bank <= _MOST_CENTS:
            raise InvalidValue(_("Ce qui est en banque reste un montant possible."))

    def to_json(self) -> str:
        """As text that ``from_json`` reads back, its names in alphabetical order."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Assumptions:
        """What was kept.

        Raises:
            InvalidValue: not JSON, a name that is not known, a value of another kind or outside its bounds.
        """
        try:
            kept = json.loads(text)
        except (ValueError, RecursionError):
            raise InvalidValue(_("Ces hypothèses ne sont pas du JSON."), _("Refaites le scénario.")) from None
        if not isinstance(kept, dict):
            raise _not_understood("")
        known = {one.name for one in fields(cls)}
        for name in kept:
            if name not in known:
                raise _not_understood(name)
        checked: dict[str, Any] = {
            name: _checked(name, value) for name, value in ({"as_followed": False} | kept).items()
        }
        return cls(**checked)


def differences(one: Assumptions, other: Assumptions) -> tuple[str, ...]:
    """Names of what two sets of assumptions do not share, in the order of the dataclass."""
    return tuple(field.name for field in fields(one) if getattr(one, field.name) != getattr(other, field.name))


def check_funders(plan: Plan, keys: Iterable[str]) -> None:
    """Refuse a funder who is not in the plan.

    Raises:
        InvalidValue: the first that is not.
    """
    for key in keys:
        if plan.funder(key) is None:
            raise InvalidValue(
                _("Le financeur « %(key)s » n'est pas dans le plan.") % {"key": key},
                _("Choisissez un financeur du plan, ou ajoutez-le d'abord."),
            )


def members_of(plan: Plan) -> int:
    """How many members pay a fee.

    Raises:
        InvalidValue: nobody counted them, or there are none.
    """
    if not plan.members or plan.members < 0:
        raise InvalidValue(
            _("On ne sait pas combien de membres paient une cotisation."),
            _("Écrivez le nombre de membres dans le plan."),
        )
    return plan.members


def _checked(name: str, value: object) -> object:
    if name == "delays":
        return _checked_delays(value)
    if name in {"concerned", "removed"}:
        if not isinstance(value, list) or len(value) > _MOST_FUNDERS:
            raise _not_understood(name)
        if any(not isinstance(key, str) or not 0 < len(key) <= _LONGEST_KEY for key in value):
            raise _not_understood(name)
        return tuple(value)
    if name == "in_bank" and value is None:
        return None
    expected = bool if name in {"all_end", "as_followed"} else int
    # To Python a truth value is a whole number; here it is not.
    if type(value) is not expected:
        raise _not_understood(name)
    return value


def _checked_delays(value: object) -> tuple[tuple[str, int], ...]:
    if not isinstance(value, list) or len(value) > _MOST_FUNDERS:
        raise _not_understood("delays")
    found = []
    for pair in value:
        match pair:
            case [str(key), int(months)] if 0 < len(key) <= _LONGEST_KEY and type(months) is int:
                found.append((key, months))
            case _:
                raise _not_understood("delays")
    return tuple(found)


def _not_understood(name: str) -> InvalidValue:
    if not name:
        return InvalidValue(_("Ces hypothèses ne se lisent pas."), _("Refaites le scénario."))
    return InvalidValue(_("L'hypothèse « %(name)s » ne se lit pas.") % {"name": name}, _("Refaites le scénario."))
