"""The territories of a scan as lines of a list, and one of them explained in words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

import numpy as np
from django.urls import NoReverseMatch, reverse
from numpy.typing import NDArray

from essaim.apps.scenarios.answers import Answers, answer_word, tally_in_words
from essaim.apps.scenarios.explaining import Case
from essaim.apps.scenarios.question import EPCI, PARTS, Question
from essaim.engine.essaimage import COMMUNE, Explanation
from essaim.engine.essaimage.conditions import LOWER_BOUND_BELOW
from essaim.engine.essaimage.explain import ConditionHere, RoleHere
from essaim.engine.language import gettext as _
from essaim.engine.language import ngettext
from essaim.engine.patterns import KnownUse
from essaim.engine.register.candidates import Candidate
from essaim.engine.territories import Reason, WrittenPerimeter
from essaim.engine.values import Answer
from essaim.tables import formats

CSS = {Answer.YES: "yes", Answer.NO: "no", Answer.UNKNOWN: "unsure"}


@dataclass(frozen=True, slots=True)
class Line:
    """One territory of the list: counts, and the labels of what is missing or unknown; ``found`` None: not known."""

    code: str
    name: str
    met: int
    missing: list[str]
    unknown: list[str]
    found: int | None
    population: int
    seen: bool


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition explained: the answer, the figures it rests on, what would settle it, who could hold the role."""

    label: str
    wanted: str
    core: bool
    answer: str
    css: str
    figures: str
    settles: list[str]
    why: str
    assumed: bool
    candidates: tuple[Candidate, ...]
    others: int
    more: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A territory explained."""

    code: str
    name: str
    page: str
    found_here: str
    population: int
    coverage: str
    conditions: list[Condition]
    beside: list[Condition]


@dataclass(frozen=True, slots=True)
class CaseTold:
    """A real case beside the territory, in words: (condition, here, there) where the answers differ."""

    name: str
    place: str
    since: int | None
    ended: str
    end_reason: str
    note: str
    address: str
    distance: str
    territory: str
    differs: list[tuple[str, str, str]]
    facts: list[Reason]
    known: bool


@dataclass(frozen=True, slots=True)
class UseTold:
    """A known use, and what its own territory answers; ``code`` "" when it is not among those scanned."""

    use: KnownUse
    address: str
    code: str = ""
    name: str = ""
    tally: str = ""


def lines_of(answers: Answers, rows: NDArray[np.int64]) -> list[Line]:
    """The lines of these territories."""
    labels = [asked.label for asked in answers.asked]
    return [
        Line(
            code=str(answers.codes[row]),
            name=str(answers.names[row]),
            met=int(answers.met[row]),
            missing=_named(labels, answers.answers[row], Answer.NO),
            unknown=_named(labels, answers.answers[row], Answer.UNKNOWN),
            found=actors_found(answers, row),
            population=round(float(answers.counts.population[row])),
            seen=bool(answers.counts.seen[row]),
        )
        for row in rows.tolist()
    ]


def actors_found(answers: Answers, row: int) -> int | None:
    """Sure actors found there; None where none is found and the register does not cover everything, and where it holds
    nothing: communes that the official lists alone tell are not "the actors found"."""
    found, counts = int(answers.found[row]), answers.counts
    return found if bool(counts.complete[row].all()) or (found and bool(counts.seen[row])) else None


def told(explained: Explanation, question: Question) -> Told:
    """A territory in words, its conditions first, then the roles that are counted without being asked."""
    place, model = place_line(question, explained.code), question.pattern.key
    roles = [
        replace(_role(here), more=_address("territory-candidates", lieu=place, modele=model, role=here.role.key))
        for here in explained.roles
    ]
    asked = [one for one, here in zip(roles, explained.roles, strict=True) if here.answer is not None]
    return Told(
        code=explained.code,
        name=explained.name,
        page=territory_page(question, explained.code),
        found_here=_address("found-here", lieu=place, modele=model),
        population=round(explained.population),
        coverage=_coverage(explained.covered_share),
        conditions=[*asked, *(_condition(here) for here in explained.conditions)],
        beside=[one for one, here in zip(roles, explained.roles, strict=True) if here.answer is None],
    )


def case_told(case: Case, here: Explanation, addresses: dict[str, str]) -> CaseTold:
    """A real case beside the territory explained; ``addresses`` are the sheets of the directory by name."""
    use = case.use
    return CaseTold(
        name=use.name, place=use.place, since=use.since, ended=use.ended, end_reason=use.end_reason, note=use.note,
        address=addresses.get(use.name, ""),
        distance="" if case.distance_km is None else formats.number(case.distance_km),
        territory=case.name,
        differs=_differs(here, case.there) if case.there is not None else [],
        facts=[*case.apart],
        known=case.there is not None,
    )  # fmt: skip


def uses_told(answers: Answers, addresses: dict[str, str]) -> list[UseTold]:
    """The model's known uses, each with what its own territory answers, when it is among those scanned."""
    return [_use(answers, use, addresses.get(use.name, "")) for use in answers.question.pattern.known_uses]


def place_line(question: Question, code: str) -> str:
    """A territory of the scan as other pages are told of it: ``epci:200069193``, ``commune:48095:20``."""
    radius = question.radius_km if question.level == COMMUNE else None
    return str(WrittenPerimeter(question.level, (code,), radius))


def territory_page(question: Question, code: str) -> str:
    """The address of the territory's own page."""
    if question.level in (EPCI, *PARTS):
        return reverse("territory", args=[question.level, code])
    return _address("territory-place", lieu=place_line(question, code))


def _address(route: str, **asked: str) -> str:
    """Another page about a place; "" while the site has no such page."""
    try:
        return f"{reverse(route)}?{urlencode(asked, safe=':,')}"
    except NoReverseMatch:
        return ""


def _use(answers: Answers, use: KnownUse, address: str) -> UseTold:
    t = answers.ground.territories
    commune = int(t.resolve([use.commune_insee])[0]) if use.commune_insee else -1
    member = int(answers.level.member[commune]) if commune >= 0 else -1
    code = str(answers.level.codes[member]) if member >= 0 else ""
    row = answers.place(code) if code else None
    if row is None:
        return UseTold(use, address)
    tally = tally_in_words(int(answers.met[row]), int(answers.missing[row]), int(answers.unknown[row]))
    return UseTold(use, address, code, str(answers.names[row]), tally)


def _named(labels: list[str], answers: NDArray[np.int8], wanted: Answer) -> list[str]:
    return [label for label, answer in zip(labels, answers.tolist(), strict=True) if answer == wanted]


def _role(here: RoleHere) -> Condition:
    role, listed = here.role, here.candidates.listed
    answer = here.answer if here.answer is not None else Answer.UNKNOWN
    return Condition(
        label=role.label,
        wanted=_("au moins %(n)d") % {"n": role.minimum} if role.minimum else "",
        core=role.part == "core",
        answer=answer_word(answer) if here.answer is not None else "",
        css=CSS[answer],
        figures=_counted(here),
        settles=_settling(here) if here.answer is not None else [],
        why=role.why,
        assumed=role.basis != "source",
        candidates=listed,
        others=here.candidates.possible - len(listed),
    )


def _counted(here: RoleHere) -> str:
    if here.uncovered and not here.possible:
        return _("inconnu : le registre ne couvre pas tout, et n'y connaît personne")
    sure = ngettext("%(n)s sûr", "%(n)s sûrs", here.sure) % {"n": formats.number(here.sure)}
    if here.official:
        text = ngettext(
            " dont %(n)s commune, par les listes officielles", " dont %(n)s communes, par les listes officielles",
            here.official,
        )  # fmt: skip
        sure += text % {"n": formats.number(here.official)}
    more = here.possible - here.sure
    if not more:
        return sure
    return sure + ngettext(", %(n)s autre possible", ", %(n)s autres possibles", more) % {"n": formats.number(more)}


def _settling(here: RoleHere) -> list[str]:
    """What would settle an answer that is unknown, or what is lacking."""
    if here.answer is Answer.YES:
        return []
    if here.answer is Answer.NO:
        lacking = ngettext("Il en manque %(n)s.", "Il en manque %(n)s.", here.gap) % {"n": formats.number(here.gap)}
        return [lacking]
    settles = []
    confirms = list(dict.fromkeys(one.confirms for one in here.candidates.listed if one.confirms))
    if here.possible >= here.role.minimum and here.possible > here.sure:
        said = confirms[0] if confirms else _("leur forme juridique ou leur statut")
        settles.append(_("À vérifier chez les possibles : %(what)s.") % {"what": said})
    if here.uncovered:
        text = ngettext(
            "Le registre ne couvre pas en entier %(n)s commune où chercher : il peut y en avoir d'autres.",
            "Le registre ne couvre pas en entier %(n)s communes où chercher : il peut y en avoir d'autres.",
            here.uncovered,
        )
        settles.append(text % {"n": formats.number(here.uncovered)})
    return settles


def _condition(here: ConditionHere) -> Condition:
    value = formats.unknown() if here.value is None else formats.number(here.value, 0 if abs(here.value) >= 100 else 1)
    settles = [_("Cette donnée n'est pas chargée pour tout le territoire.")] if here.answer is Answer.UNKNOWN else []
    return Condition(
        label=here.condition.label, wanted=here.asked.wanted, core=here.asked.core, answer=answer_word(here.answer),
        css=CSS[here.answer], figures=_("ici : %(value)s") % {"value": value}, settles=settles, why=here.condition.why,
        assumed=here.condition.basis != "source", candidates=(), others=0,
    )  # fmt: skip


def _coverage(share: float | None) -> str:
    """How far the counts may be trusted; "" when the register covers the territory."""
    if share is None:
        return _("On ne sait pas quelle part de la population le registre couvre.")
    if share >= LOWER_BOUND_BELOW:
        return ""
    text = _("Le registre couvre en entier %(share)s de la population : ailleurs, il peut y avoir d'autres acteurs.")
    return text % {"share": formats.percent(share, 0)}


def _differs(here: Explanation, there: Explanation) -> list[tuple[str, str, str]]:
    found = []
    for one, other in zip(here.roles, there.roles, strict=True):
        if one.answer != other.answer and one.answer is not None and other.answer is not None:
            found.append((one.role.label, _said(one.answer, _counted(one)), _said(other.answer, _counted(other))))
    for mine, theirs in zip(here.conditions, there.conditions, strict=True):
        if mine.answer != theirs.answer:
            found.append((mine.condition.label, answer_word(mine.answer), answer_word(theirs.answer)))
    return found


def _said(answer: Answer, figures: str) -> str:
    return f"{answer_word(answer)} ({figures})"
