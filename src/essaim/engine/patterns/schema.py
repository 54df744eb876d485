"""The keys of a pole model's file: what each one is, whether it is needed, and what to write.

This is the single list: the reader checks files against it and ``docs/ecrire-un-modele.md`` must explain every key.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from essaim.engine.patterns import vocabulary
from essaim.engine.patterns.vocabulary import Words

KeyType = Literal[
    "text", "slug", "texts", "date", "whole", "number", "flag", "pairs", "word", "words", "predicate", "commune",
    "table", "tables",
]  # fmt: skip


@dataclass(frozen=True)
class Key:
    """One key of a table.

    Attributes:
        name: as written in the file.
        type: what its value must be.
        example: a whole line that would be right.
        required: whether the table is wrong without it.
        words: the closed list its value comes from (types "word" and "words").
        low, high: bounds of a number, both allowed.
        keys: the keys of the table inside (types "table" and "tables").
    """

    name: str
    type: KeyType
    example: str
    required: bool = False
    words: Callable[[], Words] | None = None
    low: float | None = None
    high: float | None = None
    keys: tuple[Key, ...] = ()


_SOURCES = Key("sources", "texts", 'sources = ["https://…"]')
_BASIS = Key("basis", "word", 'basis = "assumption"', required=True, words=vocabulary.bases)
_PART = Key("part", "word", 'part = "core"', required=True, words=vocabulary.parts)
_WHY = Key("why", "text", 'why = "…"')

FIGURE = (
    Key("label", "text", 'label = "emplois"', required=True),
    Key("value", "number", "value = 40", required=True, low=0),
    Key("scope", "text", 'scope = "salariés des structures membres"', required=True),
    Key("unit", "text", 'unit = "€"'),
    Key("date", "date", 'date = "2013"'),
    _SOURCES,
    Key("note", "text", 'note = "…"'),
)

KNOWN_USE = (
    Key("name", "text", 'name = "Nom du pôle"', required=True),
    Key("sources", "texts", 'sources = ["https://…"]', required=True),
    Key("place", "text", 'place = "Redon (35)"'),
    Key("commune_insee", "commune", 'commune_insee = "35236"'),
    Key("since", "whole", "since = 2010", low=1800, high=2100),
    Key("stage", "word", 'stage = "emergence"', words=vocabulary.stages),
    Key("ended", "date", 'ended = "2023"'),
    Key("end_reason", "text", 'end_reason = "…"'),
    Key("note", "text", 'note = "…"'),
    Key("figure", "tables", "[[known_use.figure]]", keys=FIGURE),
)

ROLE = (
    Key("key", "slug", 'key = "producers"', required=True),
    Key("label", "text", 'label = "Producteurs"', required=True),
    Key("why", "text", 'why = "…"', required=True),
    Key("minimum", "whole", "minimum = 1", required=True, low=0, high=100_000),
    Key("ideal", "whole", "ideal = 3", low=0, high=100_000),
    Key("count_basis", "word", 'count_basis = "assumption"', words=vocabulary.bases),
    _PART,
    _BASIS,
    _SOURCES,
    Key("reach_km", "number", "reach_km = 20", low=1, high=100),
    Key("suggests", "predicate", 'suggests = { naf = { rev2 = ["01.13Z"], naf2025 = ["01.13Y"] } }'),
    Key("confirms", "predicate", 'confirms = { family = "ess" }'),
    Key("note", "text", 'note = "…"'),
)

LINK = (
    Key("from", "slug", 'from = "producers"', required=True),
    Key("to", "slug", 'to = "kitchens"', required=True),
    Key("kind", "word", 'kind = "supply"', required=True, words=vocabulary.link_kinds),
    Key("what", "text", 'what = "légumes de saison"', required=True),
    _BASIS,
    _SOURCES,
)

MEANS = (
    Key("kind", "word", 'kind = "premises"', required=True, words=vocabulary.means_kinds),
    Key("label", "text", 'label = "bureaux et salles de réunion"', required=True),
    Key("unit", "text", 'unit = "m²"'),
    _BASIS,
    _SOURCES,
)

FUNDING = (
    Key("kind", "word", 'kind = "members"', required=True, words=vocabulary.funder_kinds),
    Key("label", "text", 'label = "cotisations des membres"', required=True),
    Key("share_min", "number", "share_min = 0.2", low=0, high=1),
    Key("share_max", "number", "share_max = 0.4", low=0, high=1),
    Key("scope", "text", 'scope = "budget de la coopérative"'),
    Key("date", "date", 'date = "2015"'),
    _BASIS,
    _SOURCES,
)

TEAM = (
    Key("fte_min", "number", "fte_min = 1", required=True, low=0, high=1000),
    Key("fte_max", "number", "fte_max = 3", required=True, low=0, high=1000),
    _WHY,
    _BASIS,
    _SOURCES,
)

GOVERNANCE = (
    Key("legal_forms", "words", 'legal_forms = ["association"]', required=True, words=vocabulary.legal_forms),
    _WHY,
    _BASIS,
    _SOURCES,
)

COLLEGE = (
    Key("label", "text", 'label = "salariés"', required=True),
    _WHY,
    _BASIS,
    _SOURCES,
)

CONDITION = (
    Key("key", "slug", 'key = "enough_people"', required=True),
    Key("label", "text", 'label = "Assez d\'habitants"', required=True),
    Key("criterion", "slug", 'criterion = "population"', required=True),
    Key("min", "number", "min = 5000"),
    Key("max", "number", "max = 50000"),
    Key("why", "text", 'why = "…"', required=True),
    _PART,
    _BASIS,
    _SOURCES,
)

LESSON = (
    Key("outcome", "word", 'outcome = "worked"', required=True, words=vocabulary.outcomes),
    Key("text", "text", 'text = "…"', required=True),
    Key("sources", "texts", 'sources = ["https://…"]', required=True),
    Key("about", "text", 'about = "Nom du pôle"'),
    Key("date", "date", 'date = "2023"'),
)

PATTERN = (
    Key("key", "slug", 'key = "book-publishing"', required=True),
    Key("title", "text", 'title = "Livre et édition"', required=True),
    Key("title_en", "text", 'title_en = "Books and publishing"'),
    Key("version", "text", 'version = "1.0"', required=True),
    Key("summary", "text", 'summary = "…"', required=True),
    Key("problem", "text", 'problem = "…"', required=True),
    Key("domains", "words", 'domains = ["book", "culture"]', required=True, words=vocabulary.domains),
    Key("assumptions", "texts", 'assumptions = ["…"]'),
    Key("team", "table", "[team]", keys=TEAM),
    Key("governance", "table", "[governance]", keys=GOVERNANCE),
    Key("known_use", "tables", "[[known_use]]", required=True, keys=KNOWN_USE),
    Key("role", "tables", "[[role]]", required=True, keys=ROLE),
    Key("link", "tables", "[[link]]", keys=LINK),
    Key("means", "tables", "[[means]]", keys=MEANS),
    Key("funding", "tables", "[[funding]]", keys=FUNDING),
    Key("college", "tables", "[[college]]", keys=COLLEGE),
    Key("condition", "tables", "[[condition]]", keys=CONDITION),
    Key("lesson", "tables", "[[lesson]]", keys=LESSON),
)
