"""What a visitor asks of a scan, read from the address: a bad value gets a sentence, and breaks nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import QueryDict

from essaim.apps.library.queries import model_named
from essaim.apps.poles.places import level_names
from essaim.apps.scenarios.answers import SORTS, Filters
from essaim.apps.scenarios.question import DEPARTMENT, EPCI, PARTS, REGION, Question, asked_question
from essaim.engine.errors import EssaimError, UnknownPattern
from essaim.engine.essaimage import COMMUNE
from essaim.engine.language import gettext as _
from essaim.engine.patterns import Pattern
from essaim.engine.territories import CODES, Territories, load_territories, read_perimeter
from essaim.engine.territories.search_index import search_form
from essaim.engine.values import Answer

MODEL, LEVEL, RADIUS, PART, PLACE, TERRITORY = "modele", "niveau", "rayon", "dans", "lieu", "territoire"
MINIMUM = "min."
RADII = (10, 20, 30, 40, 50)
_LONGEST, _MOST_DIGITS, _MOST_MINIMUMS = 100, 9, 60
ANSWER_NAMES = {"reunie": Answer.YES, "absente": Answer.NO, "inconnue": Answer.UNKNOWN}

Choice = tuple[str, str]


@dataclass(frozen=True)
class Asked:
    """What the address says, cleaned.

    Attributes:
        model: key of a model, "" when none is chosen. level, radius, part: as written.
        minimums: by role. filters, page: of the list. territory: code of the one to explain, "" for none.
        problems: sentences about what could not be read; the rest holds.
    """

    model: str = ""
    level: str = EPCI
    radius: int | None = None
    part: str = ""
    minimums: Mapping[str, int] = field(default_factory=dict)
    filters: Filters = field(default_factory=Filters)
    page: int = 1
    territory: str = ""
    problems: tuple[str, ...] = ()

    @property
    def answer_name(self) -> str:
        """The answer that one condition must have, as the address writes it."""
        return next((name for name, answer in ANSWER_NAMES.items() if answer == self.filters.answer), "")


def read(asked: QueryDict) -> Asked:
    """What a visitor asks."""
    problems: list[str] = []
    level, radius, part, territory = (
        _clean(asked, LEVEL), _number(asked, RADIUS, problems), _clean(asked, PART), _clean(asked, TERRITORY),
    )  # fmt: skip
    place = asked.get(PLACE, "")
    if place and not level:
        level, radius, part, territory = _around(place, problems)
    return Asked(
        model=_clean(asked, MODEL),
        level=level or EPCI,
        radius=radius or None,
        part=_named_part(part),
        minimums=_minimums(asked, problems),
        filters=_filters(asked, problems),
        page=_number(asked, "page", []) or 1,
        territory=territory,
        problems=tuple(problems),
    )


def model_called(key: str) -> Pattern | None:
    """The model of that key; None when there is none."""
    try:
        return model_named(key)
    except UnknownPattern:
        return None


def question_asked(asked: Asked, pattern: Pattern, t: Territories) -> Question:
    """The question that can be answered.

    Raises:
        InvalidValue: a level, a radius, a part or a minimum that cannot be.
    """
    return asked_question(
        pattern, t, level=asked.level, radius_km=asked.radius, part=asked.part, minimums=asked.minimums
    )


def as_query(question: Question, filters: Filters | None = None, page: int = 1, territory: str = "") -> str:
    """The end of an address that asks it again: ``?modele=reemploi&niveau=epci``."""
    pairs: list[tuple[str, object]] = [
        (MODEL, question.pattern.key),
        (LEVEL, question.level),
        (RADIUS, question.radius_km),
        (PART, question.part),
    ]
    pairs += [(f"{MINIMUM}{key}", str(n)) for key, n in question.minimums.items()]
    if filters is not None:
        pairs += _filter_pairs(filters)
    pairs += [("page", page if page > 1 else ""), (TERRITORY, territory)]
    return f"?{urlencode([(name, value) for name, value in pairs if value not in ('', None)])}"


def place_query(asked: Asked) -> str:
    """What is asked of the place alone, to follow a model: ``&niveau=epci&territoire=200069193``, or nothing."""
    pairs = [(LEVEL, asked.level), (RADIUS, asked.radius), (PART, asked.part), (TERRITORY, asked.territory)]
    written = urlencode([(name, value) for name, value in pairs if value])
    return "" if written == f"{LEVEL}={EPCI}" else f"&{written}"


def level_choices(t: Territories) -> list[Choice]:
    """The levels that territories know, the usual one first."""
    others = sorted((key for key in t.levels if key not in (EPCI, DEPARTMENT, REGION)), key=lambda k: t.levels[k].label)
    keys = [EPCI, COMMUNE, *others, DEPARTMENT, REGION]
    return [(key, t.level(key).label) for key in keys if key == COMMUNE or key in t.levels]


def radius_choices(asked: int | None) -> list[Choice]:
    """The radii on offer, whose neighbourhoods are kept, and the one asked for."""
    return [(str(km), _("%(km)d km") % {"km": km}) for km in sorted({*RADII, *([asked] if asked else [])})]


def part_choices(t: Territories) -> list[tuple[str, list[Choice]]]:
    """Régions by name, then départements by code."""
    regions = sorted(level_names(t, REGION).items(), key=lambda pair: search_form(pair[1]))
    departments = sorted(level_names(t, DEPARTMENT).items())
    return [
        (_("Régions"), [(f"{REGION}:{code}", name) for code, name in regions]),
        (_("Départements"), [(f"{DEPARTMENT}:{code}", f"{code} {name}") for code, name in departments]),
    ]


def sort_choices() -> list[Choice]:
    """The orders of the list, the usual one first."""
    words = (_("nom"), _("conditions réunies"), _("acteurs sûrs, hors du territoire compris"), _("habitants"))
    return list(zip(SORTS, words, strict=True))


def part_name(part: str, t: Territories) -> str:
    """A part of France in words."""
    key, _colon, code = part.partition(":")
    return level_names(t, key).get(code, code) if part else _("toute la France")


def names_of(level: str, t: Territories) -> dict[str, str]:
    """Names by code of a level's territories; none when the level is no longer known."""
    return level_names(t, level) if level == COMMUNE or level in t.levels else {}


def _filters(asked: QueryDict, problems: list[str]) -> Filters:
    low, high = _number(asked, "habitants_min", problems), _number(asked, "habitants_max", problems)
    if low is not None and high is not None and low > high:
        problems.append(_("Le plus petit nombre d'habitants dépasse le plus grand : aucun territoire n'y répond."))
    sort = _clean(asked, "tri")
    return Filters(
        words=_clean(asked, "q"),
        least=_number(asked, "au_moins", problems) or 0,
        condition=_clean(asked, "condition"),
        answer=ANSWER_NAMES.get(_clean(asked, "reponse")),
        low=low,
        high=high,
        sort=sort if sort in SORTS else "",
        none_missing=bool(_clean(asked, "sans_absente")),
    )


def _filter_pairs(filters: Filters) -> list[tuple[str, object]]:
    names = {answer: name for name, answer in ANSWER_NAMES.items()}
    answer = names[filters.answer] if filters.answer is not None and filters.condition else ""
    return [
        ("au_moins", filters.least or ""), ("sans_absente", "1" if filters.none_missing else ""),
        ("condition", filters.condition), ("reponse", answer), ("q", filters.words), ("habitants_min", filters.low),
        ("habitants_max", filters.high), ("tri", filters.sort),
    ]  # fmt: skip


def _minimums(asked: QueryDict, problems: list[str]) -> dict[str, int]:
    names = [name for name in asked if name.startswith(MINIMUM)][:_MOST_MINIMUMS]
    found = {name.removeprefix(MINIMUM): _number(asked, name, problems) for name in names}
    return {key: n for key, n in found.items() if n is not None}


def _around(place: str, problems: list[str]) -> tuple[str, int | None, str, str]:
    """Level, radius, part and territory that a place means: itself among its like, or what is inside it."""
    nothing: tuple[str, int | None, str, str] = ("", None, "", "")
    try:
        written = read_perimeter(place)
        if written.kind == CODES:
            problems.append(_("Un repérage ne se fait pas sur une liste de communes : choisissez un niveau."))
            return nothing
        perimeter = written.perimeter(load_territories())
    except EssaimError as error:
        problems.append(str(error))
        return nothing
    if written.kind in PARTS:
        return EPCI, None, f"{written.kind}:{written.codes[0]}", ""
    if written.kind != COMMUNE:
        return written.kind, None, "", written.codes[0]
    t = load_territories()
    commune = perimeter.center if perimeter.center is not None else int(perimeter.communes[0])
    department = t.level(DEPARTMENT)
    inside = int(department.member[commune])
    part = f"{DEPARTMENT}:{department.codes[inside]}" if inside >= 0 else ""
    return COMMUNE, round(written.radius_km) if written.radius_km else None, part, str(t.codes[commune])


def _named_part(part: str) -> str:
    """``region:76`` as it is; a bare code when one level only has it."""
    if not part or ":" in part:
        return part
    t = load_territories()
    having = [key for key in PARTS if part.upper() in level_names(t, key)]
    return f"{having[0]}:{part.upper()}" if len(having) == 1 else part


def _number(asked: QueryDict, name: str, problems: list[str]) -> int | None:
    """A whole number, "" being none; what is not one is said and left out."""
    text = "".join(sign for sign in asked.get(name, "") if not sign.isspace())
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or len(text) > _MOST_DIGITS:
        problems.append(
            _("« %(text)s » n'est pas un nombre entier : il n'en est pas tenu compte.") % {"text": text[:20]}
        )
        return None
    return int(text)


def _clean(asked: QueryDict, name: str) -> str:
    return "".join(letter for letter in asked.get(name, "")[:_LONGEST] if letter.isprintable()).strip()
