"""What a pole's sheet is made of: the values that ``essaim.engine.sources.poles`` reads, and their closed lists.

What is not known is absent: an empty text, None, an empty tuple, never zero nor no.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from essaim.engine.language import current_language
from essaim.engine.values import CommuneCode

STAGES = ("idea", "emerging", "running", "ended")
BOUNDS = ("about", "at_least", "at_most", "less_than")
WITNESS_STATUSES = ("confirmed", "probable", "unidentified")
SCHEME_KINDS = ("self", "witness", "charter", "call")
# The same words as the pole models, so that a pole and a model can be compared (essaim.engine.patterns.vocabulary).
LEGAL_FORMS = (
    "association", "company", "cooperative", "employers_grouping", "endowment_fund", "informal", "public_body", "scic",
    "scop",
)  # fmt: skip
MEANS_KINDS = (
    "brand", "communication", "coordination", "digital_tools", "engineering", "equipment", "finance", "jobs", "land",
    "premises", "purchasing", "sales", "support_services", "training",
)  # fmt: skip
FUNDER_KINDS = (
    "bank_loan", "citizens", "departement", "europe", "foundation", "in_kind", "members", "municipality",
    "pilot_organisation", "public_grants", "public_investor", "region", "rents", "sales", "social_landlord", "state",
)  # fmt: skip


class Sourcing(Enum):
    """How precisely we know where a fact comes from."""

    CITED = "cited"
    ONE_OF_POLE = "one_of_pole"
    NONE_KNOWN = "none_known"


@dataclass(frozen=True)
class Word:
    """One word of a closed list.

    Attributes:
        key: its name in the files.
        labels: its name for people, by language.
    """

    key: str
    labels: Mapping[str, str]

    def label(self) -> str:
        """Its name in the language in use."""
        return self.labels[current_language()]


@dataclass(frozen=True)
class Domain(Word):
    """A field of activity. ``founding_text`` is True when the founding text of 2012 names it among its answers."""

    founding_text: bool


@dataclass(frozen=True)
class Indicator(Word):
    """What is counted. ``units`` are the keys of the units it may be counted in."""

    units: tuple[str, ...]


@dataclass(frozen=True)
class Scheme(Word):
    """A form of recognition. None of them is a label.

    Attributes:
        kind: "self", "witness", "charter" or "call".
        organiser: who gives it; empty when nobody does.
        opened, decided: dates at the precision known, or "".
        candidates, selected: how many, or None.
        note: what the reader must know.
        sources: web addresses.
    """

    kind: str
    organiser: str
    opened: str
    decided: str
    candidates: int | None
    selected: int | None
    note: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Measures:
    """The closed lists that observations are written with, by key."""

    indicators: Mapping[str, Indicator]
    units: Mapping[str, Word]
    scopes: Mapping[str, Word]


@dataclass(frozen=True)
class Network:
    """A network that carried the process in 2012.

    Attributes:
        key: its name in the files.
        name_2012, acronym_2012: what it was called then; the acronym may be "".
        name_now, acronym_now: what it, or its successor, is called now.
        note: what happened in between.
        to_confirm: what we could not confirm; may be "".
        sources_2012, sources_now: web addresses.
    """

    key: str
    name_2012: str
    acronym_2012: str
    name_now: str
    acronym_now: str
    note: str
    to_confirm: str
    sources_2012: tuple[str, ...]
    sources_now: tuple[str, ...]


@dataclass(frozen=True)
class WitnessPlace:
    """One of the eighteen witness places of June 2012.

    Attributes:
        status: "confirmed", "probable" or "unidentified".
        pole: slug of the pole; "" when the place is not identified.
        lead: who it might be, in words; "" without a lead.
        lead_pole: slug of that pole, when we hold its sheet.
        note: what the reader must know.
        sources: web addresses.
    """

    status: str
    pole: str
    lead: str
    lead_pole: str
    note: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Stage:
    """How far a pole is: ``key`` of ``STAGES``, ``as_of`` when it was said, ``date`` and ``reason`` of an end."""

    key: str
    as_of: str
    date: str
    reason: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Recognition:
    """A dated event: key of a ``Scheme``, date at the precision known or "".

    ``to_confirm`` is True when the source at hand is not enough to be sure.
    """

    scheme: str
    date: str
    to_confirm: bool
    sourcing: Sourcing
    sources: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class Observation:
    """A figure, never to be summed with another.

    Attributes:
        indicator, unit: keys of ``Measures``.
        value, value_max: the figure; ``value_max`` when the source gives a range.
        bound: "about", "at_least", "at_most", "less_than", or "" when the source is plain.
        scope: key of ``Measures``: who or what is counted; "" when the source does not say.
        as_of: date the figure is about, at the precision known, or "".
        sourcing: whether ``sources`` are cited for this very figure.
        sources: web addresses; those of the whole sheet when one of them gave the figure and we do not know which.
        note: what the reader must know.
    """

    indicator: str
    value: float
    value_max: float | None
    bound: str
    unit: str
    scope: str
    as_of: str
    sourcing: Sourcing
    sources: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class SharedMeans:
    """What members share: kind (``MEANS_KINDS``), in words, and the sources for it when they are known."""

    kind: str
    label: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class FundingMention:
    """Who paid: kind (``FUNDER_KINDS``), in words, whole euros when they are known, and the sources for it."""

    kind: str
    label: str
    amount_eur: int | None
    sources: tuple[str, ...]


@dataclass(frozen=True)
class PoleRecord:
    """What the product knows of one pole.

    Attributes:
        slug: its file's name, and its address on a site.
        name: its present name, as far as the sources go.
        other_names: names it also goes by (carrier, project, spelling).
        former_names: names it no longer bears.
        commune: where it sits, or None ("non localisé": never put on a centroid).
        commune_to_confirm: the commune is that of the area, or inferred.
        departement: code, read from the commune when there is one; "" when unknown.
        region: code, only when neither commune nor département is known; else "".
        place: its place in words; may be "".
        domains: keys of ``Domain``.
        founded: year, or None; ``founded_note`` says which founding is meant.
        legal_form: key of ``LEGAL_FORMS``, or ""; ``legal_form_note`` completes it.
        stage: None when nothing is known.
        recognitions, observations, means, funding: in the file's order.
        sources: web addresses read about the pole as a whole.
        note: what it is and what to beware of, in plain French.
    """

    slug: str
    name: str
    other_names: tuple[str, ...]
    former_names: tuple[str, ...]
    commune: CommuneCode | None
    commune_to_confirm: bool
    departement: str
    region: str
    place: str
    domains: tuple[str, ...]
    founded: int | None
    founded_note: str
    legal_form: str
    legal_form_note: str
    stage: Stage | None
    recognitions: tuple[Recognition, ...]
    observations: tuple[Observation, ...]
    means: tuple[SharedMeans, ...]
    funding: tuple[FundingMention, ...]
    sources: tuple[str, ...]
    note: str

    @property
    def is_located(self) -> bool:
        """Whether a commune is known."""
        return self.commune is not None
