"""De minimis aid of a single undertaking: what is used of each ceiling, when it frees, whether one more would pass.

A single undertaking is a set of organisations that control one another: their aids are added up. Its ceilings, and
those that several regulations share, come from ``de_minimis_rules``.

Rolling windows last three years: an aid granted on 10 March 2024 counts until 9 March 2027 and has left on the 10th.
Fiscal windows hold the current fiscal year and the two before. An amount or a day that nobody wrote is never zero: it
makes the answer "cannot tell" unless it cannot change it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from essaim.engine.financing.calendars import in_years
from essaim.engine.financing.de_minimis_rules import ROLLING, Regulation, SharedCeiling, regulation, shipped_rules
from essaim.engine.financing.plan import Total, total
from essaim.engine.financing.wording import euros
from essaim.engine.language import gettext as _
from essaim.engine.values import Answer

YEARS = 3


@dataclass(frozen=True, slots=True)
class Aid:
    """A de minimis aid; ``granted_on`` and ``cents`` are None when nobody wrote them.

    The day is that on which the right to the aid is given, whatever the day it is paid.
    """

    organisation: str
    regulation: str
    granted_on: date | None
    cents: int | None
    label: str = ""


@dataclass(frozen=True, slots=True)
class SharedUse:
    """What the aids of several regulations have used of a ceiling they share; ``left`` as in ``Counter``."""

    shared: SharedCeiling
    used: Total
    ceiling: int | None
    left: int | None


@dataclass(frozen=True, slots=True)
class Counter:
    """What a single undertaking has used of a ceiling on a day.

    Attributes:
        used: aids of the window; its ``unknown`` counts amounts that nobody wrote.
        undated: aids whose day nobody wrote: they may be in the window.
        ceiling: in cents; None when no ceiling is known for that day, or two may hold.
        own_left: cents that its own ceiling leaves; None when an amount, a day or the ceiling is unknown.
        leaves_on, leaving: when the next aid leaves the window, and how much is then freed; None when none does.
        shared: ceilings that it shares with other regulations of which the undertaking has aids.
    """

    regulation: Regulation
    at: date
    used: Total
    undated: Total
    undated_count: int
    ceiling: int | None
    own_left: int | None
    leaves_on: date | None
    leaving: Total | None
    shared: tuple[SharedUse, ...] = ()

    @property
    def left(self) -> int | None:
        """Cents that may still be granted, shared ceilings included; None when it cannot be told."""
        found = [self.own_left, *(one.left for one in self.shared if not one.shared.asks)]
        if self.own_left is None or None in found:
            return 0 if 0 in found else None
        least = min(one for one in found if one is not None)
        asked = [one.left for one in self.shared if one.shared.asks]
        return None if any(one is None or one < least for one in asked) else least


@dataclass(frozen=True, slots=True)
class OneMore:
    """Whether an aid more would pass: the answer, the highest sum over a window with it, and the sentence.

    ``shared``: the ceiling shared with other regulations on which the answer rests; None: its own ceiling.
    """

    answer: Answer
    sum: Total
    ceiling: int | None
    sentence: str
    shared: SharedCeiling | None = None


@dataclass(frozen=True, slots=True)
class _Case:
    """What is said of an undertaking, which every window needs."""

    in_register: Answer
    fiscal_month: int

    def holds(self, aid: Aid, at: date) -> bool:
        """Whether a dated aid counts in the window that ends on a day."""
        window = regulation(aid.regulation).window
        return aid.granted_on is not None and aid.granted_on <= at < leaves_window(
            aid.granted_on, window, self.fiscal_month
        )  # fmt: skip

    def used(self, aids: Iterable[Aid], at: date) -> Total:
        return total(one.cents for one in aids if self.holds(one, at))


def count(
    undertaking: frozenset[str], aids: Iterable[Aid], at: date, *, in_register: Answer = Answer.UNKNOWN,
    fiscal_month: int = 1,
) -> tuple[Counter, ...]:  # fmt: skip
    """What a single undertaking has used on a day, for each regulation; aids granted after it do not count yet.

    Args:
        undertaking: keys of the organisations that are one undertaking.
        in_register: whether its aids are entered in the central register.
        fiscal_month: first month of its fiscal year.
    """
    its, case = [one for one in aids if one.organisation in undertaking], _Case(in_register, fiscal_month)
    return tuple(_counter(one, its, at, case) for one in shipped_rules().regulations)


def one_more(
    undertaking: frozenset[str], aids: Sequence[Aid], new: Aid, *, in_register: Answer = Answer.UNKNOWN,
    compensated: Answer = Answer.UNKNOWN, fiscal_month: int = 1,
) -> OneMore:  # fmt: skip
    """Whether an aid would pass: every window that holds it, with the aids already granted before and after it.

    Its own ceiling is looked at, then those that its regulation shares with others of which there are aids.

    ``compensated``: whether the same service receives another compensation, which the regulation on services of general
    economic interest does not allow.

    Raises:
        UnknownKey: no such regulation.
    """
    rules, case = regulation(new.regulation), _Case(in_register, fiscal_month)
    its = [one for one in aids if one.organisation in undertaking]
    if new.granted_on is None:
        found = OneMore(Answer.UNKNOWN, Total(0, 1), None, _write_both())
    else:
        own = [one for one in its if one.regulation == new.regulation]
        tried = [_tried(own, new, new.granted_on, rules, case)]
        tried += [_tried_together(its, new, new.granted_on, one, case) for one in _sharing(rules, its)]
        found = min(tried, key=lambda one: one.answer)
    if rules.no_compensation and found.answer != Answer.NO and compensated != Answer.NO:
        return _compensated(compensated, found)
    return found


def counted(aids: Sequence[Aid], new: Aid, regulations: Collection[str], *, fiscal_month: int = 1) -> list[bool]:
    """For each aid, whether some window that holds a new one may hold it too: undated ones may."""
    case, found = _Case(Answer.UNKNOWN, fiscal_month), []
    for one in aids:
        days = [day for day in (one.granted_on, new.granted_on) if day is not None]
        may = len(days) < 2 or (case.holds(one, max(days)) and case.holds(new, max(days)))
        found.append(one.regulation in regulations and may)
    return found


def leaves_window(granted_on: date, window: str, fiscal_month: int = 1) -> date:
    """The first day on which an aid no longer counts."""
    if window == ROLLING:
        return in_years(granted_on, YEARS)
    return date(_fiscal_year(granted_on, fiscal_month) + YEARS, fiscal_month, 1)


def _sharing(rules: Regulation, its: Sequence[Aid]) -> Iterator[SharedCeiling]:
    """The ceilings that a regulation shares with another of which there are aids."""
    others = {one.regulation for one in its} - {rules.key}
    for one in shipped_rules().shared:
        if rules.key in one.regulations and others & set(one.regulations):
            yield one


def _counter(rules: Regulation, its: Sequence[Aid], at: date, case: _Case) -> Counter:
    own = [one for one in its if one.regulation == rules.key]
    inside, undated = [one for one in own if case.holds(one, at)], [one for one in own if one.granted_on is None]
    low, high = rules.ceiling(at, case.in_register)
    ceiling = low if low == high else None
    ends = {
        one: leaves_window(one.granted_on, rules.window, case.fiscal_month) for one in inside if one.granted_on
    }  # fmt: skip
    leaves = min(ends.values(), default=None)
    return Counter(
        regulation=rules, at=at, used=total(one.cents for one in inside),
        undated=total(one.cents for one in undated), undated_count=len(undated), ceiling=ceiling,
        own_left=_left(own, at, ceiling, case), leaves_on=leaves,
        leaving=total(one.cents for one in inside if ends[one] == leaves) if leaves else None,
        shared=tuple(_shared_use(one, its, at, case) for one in _sharing(rules, its)),
    )  # fmt: skip


def _shared_use(shared: SharedCeiling, its: Sequence[Aid], at: date, case: _Case) -> SharedUse:
    together = [one for one in its if one.regulation in shared.regulations]
    low, high = regulation(shared.ceiling_of).ceiling(at, case.in_register)
    ceiling = low if low == high else None
    return SharedUse(shared, case.used(together, at), ceiling, _left(together, at, ceiling, case))


def _left(aids: Sequence[Aid], at: date, ceiling: int | None, case: _Case) -> int | None:
    used = case.used(aids, at)
    if ceiling is None or not used.is_whole or any(one.granted_on is None for one in aids):
        return 0 if ceiling is not None and used.cents >= ceiling else None
    return max(0, ceiling - used.cents)


def _tried(aids: Sequence[Aid], new: Aid, granted_on: date, rules: Regulation, case: _Case) -> OneMore:
    """The window, among those that hold an aid, in which a ceiling is most in danger."""
    later = {one.granted_on for one in aids if one.granted_on is not None and one.granted_on > granted_on}
    ends = [day for day in sorted({granted_on, *later}) if case.holds(new, day)]
    undated = [one.cents for one in aids if one.granted_on is None]
    found = [_window(rules, case.used([*aids, new], day), total(undated), day, case) for day in ends]
    answer, used, ceilings = min(found, key=lambda one: (one[0], -one[1].cents))
    return OneMore(answer, used, ceilings[1 if answer == Answer.NO else 0], _sentence(answer, used, ceilings, new))


def _tried_together(
    its: Sequence[Aid], new: Aid, granted_on: date, shared: SharedCeiling, case: _Case
) -> OneMore:  # fmt: skip
    together = [one for one in its if one.regulation in shared.regulations]
    found = _tried(together, new, granted_on, regulation(shared.ceiling_of), case)
    answer = Answer.UNKNOWN if shared.asks and found.answer == Answer.NO else found.answer
    sentence = _together(answer, found, shared) if found.answer == Answer.NO else found.sentence
    return OneMore(answer, found.sum, found.ceiling, sentence, shared)


def _window(
    rules: Regulation, used: Total, undated: Total, day: date, case: _Case
) -> tuple[Answer, Total, tuple[int | None, int | None]]:
    """Whether the window that ends on a day is within its ceiling, its sum, and the ceilings that may hold."""
    low, high = ceilings = rules.ceiling(day, case.in_register)
    if low is None or high is None:
        return Answer.UNKNOWN, used, ceilings
    if used.cents > high:
        return Answer.NO, used, ceilings
    if used.is_whole and undated.is_whole and used.cents + undated.cents <= low:
        return Answer.YES, used, ceilings
    return Answer.UNKNOWN, used, ceilings


def _compensated(compensated: Answer, found: OneMore) -> OneMore:
    if compensated == Answer.YES:
        sentence = _("Le même service reçoit déjà une autre compensation : les deux ne se cumulent pas.")
        return OneMore(Answer.NO, found.sum, found.ceiling, sentence)
    sentence = _("Dites si le même service reçoit une autre compensation : les deux ne se cumuleraient pas.")
    return OneMore(Answer.UNKNOWN, found.sum, found.ceiling, sentence)


def _sentence(answer: Answer, used: Total, ceilings: tuple[int | None, int | None], new: Aid) -> str:
    low, high = ceilings
    if answer == Answer.YES:
        words = {"sum": euros(used.cents), "ceiling": euros(low or 0)}
        return _("Avec elle, %(sum)s au plus sur trois ans, pour un plafond de %(ceiling)s : elle passe.") % words
    if answer == Answer.NO:
        words = {"sum": euros(used.cents), "ceiling": euros(high or 0)}
        sentence = _("Avec elle, %(sum)s sur trois ans, au-dessus du plafond de %(ceiling)s : elle ne passe pas.")
        return sentence % words
    if low is None or high is None:
        return _("On ne connaît pas le plafond de ce jour : demandez à qui accorde l'aide.")
    if new.cents is None:
        return _write_both()
    if low < used.cents:
        sentence = _("Avec elle, %(sum)s sur trois ans : plus que %(low)s, mais permis jusqu'à %(high)s si l'aide est "
                     "inscrite au registre central. Dites si elle l'est.")  # fmt: skip
        return sentence % {"sum": euros(used.cents), "low": euros(low), "high": euros(high)}
    return _("Il manque des montants ou des dates d'aides déjà reçues : écrivez-les pour le savoir.")


def _together(answer: Answer, found: OneMore, shared: SharedCeiling) -> str:
    """What is said of several regulations whose aids pass a ceiling together."""
    words = {
        "names": ", ".join(regulation(key).title() for key in shared.regulations), "sum": euros(found.sum.cents),
        "ceiling": euros(found.ceiling or 0),
    }  # fmt: skip
    if answer == Answer.NO:
        sentence = _("Avec elle, %(sum)s sur trois ans tous règlements réunis (%(names)s), au-dessus de leur plafond "
                     "commun de %(ceiling)s : elle ne passe pas.")  # fmt: skip
        return sentence % words
    sentence = _("Avec elle, %(sum)s sur trois ans tous règlements réunis (%(names)s), au-dessus de %(ceiling)s : "
                 "demandez à qui accorde l'aide s'ils se cumulent jusque-là.")  # fmt: skip
    return sentence % words


def _write_both() -> str:
    return _("Écrivez le montant et la date de l'aide.")


def _fiscal_year(day: date, first_month: int) -> int:
    return day.year if day.month >= first_month else day.year - 1
