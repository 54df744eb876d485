"""The engine's diagnosis of a place as a page says it, kept once computed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from essaim.engine.essaimage import Diagnosis, Ground, Reference, diagnose, usual_references
from essaim.engine.essaimage.diagnosis import Compared, FamilyCount
from essaim.engine.language import gettext as _
from essaim.engine.register import Coverage, RegisterInfo
from essaim.engine.register.nomenclature import division_label
from essaim.engine.territories import Perimeter
from essaim.engine.values import Answer
from essaim.tables import formats
from essaim.tables.table import source_line
from essaim.web.territories.chambers import chamber, rank
from essaim.web.territories.keeping import kept

# Activities of persons shown for each chamber.
_PERSONS = 6
_ACTIVITIES, _KNOWN, _RARE = 10, 0.95, 0.1
# From here on, what the register does not cover changes no figure that is shown.
_ALL = 0.995
# Under this share of the population covered, a column beside the territory's would mislead.
_ENOUGH = 0.5


@dataclass(frozen=True, slots=True)
class Beside:
    """One family, or activity, beside one reference: quotient and interval, in words; "" when not known."""

    quotient: str
    interval: str


@dataclass(frozen=True, slots=True)
class FamilyLine:
    """One family on the place; a count that nobody knows is None, a rate "". ``rates``: of the references."""

    key: str
    label: str
    note: str
    sure: int
    possible: int
    suggested: int
    employers_sure: int | None
    employers_possible: int | None
    rate: str
    rates: tuple[str, ...]
    beside: tuple[Beside, ...]


@dataclass(frozen=True, slots=True)
class PartLine:
    """One part of article 9: its name and text, its answer ("yes", "no", "unknown"), that answer in words, counts."""

    label: str
    text: str
    answer: str
    said: str
    sure: int
    possible: int


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """One activity: how many, of which how many for sure (persons), beside the references (others), whom to ask."""

    label: str
    sure: int
    possible: int
    beside: tuple[Beside, ...] = ()
    chamber: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """What the register says of a place.

    Attributes:
        covered: whether it says anything: some commune is covered, wholly or in part.
        complete: whether it covers everything; else counts are lower bounds.
        share: share of the population wholly covered, in words.
        whole, partial, none: communes covered wholly, in part, not at all.
        contiguous: in words. establishments: active ones.
        references: their names, with how much is covered unless all is. reference_notes: the same at length.
        has_sizes, has_rates: whether something is known of employers, of rates; else their columns are left out.
        unknown: what the register does not know, in words; "" when it knows enough.
        basis: how the coverage was established.
        sources: one line each. vintage: of the register. synthetic: any of them is made up.
    """

    covered: bool
    complete: bool
    share: str
    whole: int
    partial: int
    none: int
    contiguous: str
    establishments: int
    families: tuple[FamilyLine, ...]
    composition: tuple[PartLine, ...]
    activities: tuple[ActivityLine, ...]
    persons: tuple[ActivityLine, ...]
    persons_sure: int
    persons_possible: int
    references: tuple[str, ...]
    reference_notes: tuple[str, ...]
    left_out: str
    has_sizes: bool
    has_rates: bool
    unknown: str
    basis: str
    sources: tuple[str, ...]
    vintage: str
    synthetic: bool


def summary(perimeter: Perimeter, ground: Ground, line: str) -> Summary:
    """The diagnosis of a place, ``line`` writing it, beside its région, France and similar territories."""
    return kept(ground, f"diagnosis {line}", lambda: _computed(perimeter, ground))


def answer_words() -> dict[Answer, str]:
    """The three answers, as people read them."""
    return {Answer.YES: _("réuni"), Answer.NO: _("absent"), Answer.UNKNOWN: _("on ne peut pas dire")}


def _computed(perimeter: Perimeter, ground: Ground) -> Summary:
    result = diagnose(perimeter, ground, references=usual_references(perimeter, ground), limit=0)
    context = result.context
    words = {Answer.YES: _("oui"), Answer.NO: _("non"), Answer.UNKNOWN: _("on ne peut pas dire")}
    natural = next(one for one in result.families if one.key == "natural_person")
    beside = [i for i, one in enumerate(result.references) if _is_comparable(one)]
    families = tuple(_family(one, result, beside) for one in result.families if ground.families[one.key].listed)
    return Summary(
        covered=context.covered[Coverage.NONE] < context.communes,
        complete=context.complete,
        share=formats.unknown() if context.covered_share is None else formats.percent(context.covered_share, 0),
        whole=context.covered[Coverage.WHOLE],
        partial=context.covered[Coverage.PARTIAL],
        none=context.covered[Coverage.NONE],
        contiguous=words[context.contiguous],
        establishments=result.establishments,
        families=families,
        composition=_composition(result),
        activities=_activities(result, beside),
        persons=_persons(result),
        persons_sure=natural.sure,
        persons_possible=natural.possible,
        references=tuple(_reference_name(result.references[i]) for i in beside),
        left_out=_left_out([one for one in result.references if not _is_comparable(one)]),
        reference_notes=tuple(_reference_note(one) for one in result.references),
        has_sizes=any(one.employers_sure is not None for one in families),
        has_rates=any(one.rate or any(one.rates) for one in families),
        unknown=_unknown(result.register),
        basis=result.register.coverage_basis,
        sources=tuple(source_line(source) for source in ground.sources),
        vintage=result.register.source.vintage,
        synthetic=any(source.synthetic for source in ground.sources),
    )


def _family(one: FamilyCount, result: Diagnosis, beside: Sequence[int]) -> FamilyLine:
    compared = [one.compared[i] for i in beside]
    sizes = bool(result.register.known.get("size"))
    told = bool(one.employers_sure or not one.employers_possible)
    return FamilyLine(
        key=one.key,
        label=one.label,
        note=one.note,
        sure=one.sure,
        possible=one.possible,
        suggested=one.suggested,
        employers_sure=one.employers_sure if sizes and told else None,
        employers_possible=one.employers_possible if sizes else None,
        rate=_rate(one.per_1000),
        rates=tuple(_rate(other.per_1000) for other in compared),
        beside=_beside(compared),
    )


def _composition(result: Diagnosis) -> tuple[PartLine, ...]:
    words = answer_words()
    return tuple(
        PartLine(one.part.label(), one.part.text, one.answer.name.lower(), words[one.answer], one.sure, one.possible)
        for one in result.composition
    )


def _persons(result: Diagnosis) -> tuple[ActivityLine, ...]:
    """Activities that persons carry on, those of farmers, craftspeople and artists first, the most numerous of each."""
    told = result.register.known.get("legal", 0.0) >= _KNOWN
    # Where legal forms are known, an activity without any sole trader has nobody to ask about.
    kept = [one for one in result.persons if one.sure or not told]
    kept.sort(key=lambda one: rank(one.division))  # sorted by number already, and the sort keeps that
    seen: Counter[int] = Counter()
    lines = []
    for one in kept:
        seen[rank(one.division)] += 1
        if seen[rank(one.division)] <= _PERSONS:
            label = division_label(one.division) or one.division
            lines.append(ActivityLine(label, one.sure, one.possible, (), chamber(one.division)))
    return tuple(lines)


def _activities(result: Diagnosis, beside: Sequence[int]) -> tuple[ActivityLine, ...]:
    """Activities whose share is surely higher here than in the région or in France, the most marked first."""
    usable = [i for i in beside if result.references[i].key in ("region", "france")]

    def low(compared: Sequence[Compared]) -> float:
        return max((one.quotient.low for i in usable if (one := compared[i]).quotient is not None), default=0.0)

    strong = sorted((one for one in result.activities if low(one.compared) > 1), key=lambda one: -low(one.compared))
    return tuple(
        ActivityLine(
            division_label(one.division) or one.division,
            one.count,
            one.count,
            _beside([one.compared[i] for i in beside]),
        )
        for one in strong[:_ACTIVITIES]
    )


def _beside(compared: Sequence[Compared]) -> tuple[Beside, ...]:
    found = []
    for one in compared:
        value, interval = "", ""
        if one.quotient is not None:
            value = formats.number(one.quotient.value, 2)
            bounds = {"low": formats.number(one.quotient.low, 2), "high": formats.number(one.quotient.high, 2)}
            interval = _("de %(low)s à %(high)s") % bounds
        found.append(Beside(value, interval))
    return tuple(found)


def _rate(value: float | None) -> str:
    # A rare family would read 0,00, which is none; none at all reads 0.
    if value is None:
        return ""
    return formats.number(value, (3 if value < _RARE else 2) if value else 0)


def _is_comparable(one: Reference) -> bool:
    """The register covers enough of it: a few towns that it holds are no picture of a région, nor of France."""
    return bool(one.covered_communes) and (one.covered_share is None or one.covered_share >= _ENOUGH)


def _reference_name(one: Reference) -> str:
    """Its name, with what the register covers of it unless that is all: a part of France must not pass for France."""
    if one.covered_share is None or one.covered_share >= _ALL:
        return one.label
    return _("%(name)s (couvert à %(share)s)") % {"name": one.label, "share": formats.percent(one.covered_share, 0)}


def _left_out(references: Sequence[Reference]) -> str:
    """Why some references have no column, "" when all have one."""
    said = [f"{one.label} ({formats.percent(one.covered_share, 0)})" for one in references]
    text = _("Sans comparaison, le registre couvrant moins de la moitié de leur population : %(list)s.")
    return text % {"list": ", ".join(said)} if said else ""


def _reference_note(one: Reference) -> str:
    said = {
        "name": one.label,
        "n": formats.number(one.covered_communes),
        "all": formats.number(len(one.communes)),
        "share": formats.percent(one.covered_share, 0),
    }
    text = _("%(name)s : communes couvertes en entier, %(n)s sur %(all)s (%(share)s de la population).") % said
    if one.members:
        alike = {"members": ", ".join(one.members), "criteria": ", ".join(one.criteria)}
        text += " " + _("Ce sont %(members)s, semblables par : %(criteria)s.") % alike
    return text


def _unknown(info: RegisterInfo) -> str:
    names = {
        "legal": _("forme juridique"), "size": _("effectif"), "ess": _("mention ESS"), "name": _("nom"),
        "naf": _("activité"),
    }  # fmt: skip
    weak = [
        f"{words} {formats.percent(info.known.get(key, 0.0), 0)}"
        for key, words in names.items()
        if info.known.get(key, 0.0) < _KNOWN
    ]
    return ", ".join(weak)
