"""Questions in words, what is known for each, and answers read from what people type.

A value has one written form, kept in answers and statements: a number with a point, a code, a text. ``read`` makes it
from what was typed, ``in_words`` shows it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from essaim.apps.campaigns.enums import Fact, Kind
from essaim.apps.campaigns.models import Question
from essaim.apps.poles.enums import Heading, Stage
from essaim.apps.poles.models import Observation, Pole
from essaim.apps.poles.models.poles import FIRST_YEAR, LAST_YEAR
from essaim.apps.poles.places import Location, locate, names_of
from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _
from essaim.engine.patterns.vocabulary import legal_forms
from essaim.engine.sources.poles import load_measures
from essaim.engine.territories import load_territories
from essaim.engine.territories.search import search_places
from essaim.engine.territories.search_index import search_form
from essaim.kit.dates import date_in_words
from essaim.tables import formats

_LONGEST = 5000
_LARGEST = Decimal(10) ** 15
_SPACES = re.compile(r"[\s\u00a0\u202f]")


@dataclass(frozen=True, slots=True)
class Known:
    """What the sheet says: the written value ("" when unknown), its date, who says so; the figure when it is one."""

    value: str = ""
    on: date | None = None
    precision: str = ""
    source: str = ""
    figure: Observation | None = None


def label(question: Question) -> str:
    """What is asked, with its scope and its reference date when it is a figure."""
    if question.kind == Kind.FACT:
        return str(Fact(question.key).label)
    if question.kind == Kind.SECTION:
        return str(Heading(question.key).label)
    measures = load_measures()
    word = measures.indicators.get(question.key)
    parts = [word.label() if word else question.key]
    if question.scope in measures.scopes:
        parts.append(measures.scopes[question.scope].label())
    text = ", ".join(parts)
    when = date_in_words(question.on, question.precision) if question.on else ""
    return _("%(what)s (%(when)s)") % {"what": text, "when": when}


def unit_label(question: Question) -> str:
    """The unit of a figure; "" for a plain count and for what is no figure."""
    word = load_measures().units.get(question.unit)
    return "" if word is None or question.unit == "count" else word.label()


def choices_of(question: Question) -> list[tuple[str, str]]:
    """The closed list from which the value is taken; empty when it is free."""
    if question.kind != Kind.FACT:
        return []
    if question.key == Fact.STAGE:
        return [(stage.value, str(stage.label)) for stage in Stage if stage.value]
    if question.key == Fact.LEGAL_FORM:
        return [(key, str(name)) for key, name in legal_forms().items()]
    return []


def is_long(question: Question) -> bool:
    """Whether the value is a text of several lines."""
    return question.kind == Kind.SECTION or question.key == Fact.SUMMARY


def known(question: Question, pole: Pole) -> Known:
    """What the sheet says now. ``pole`` comes with its sections and observations."""
    if question.kind == Kind.FACT:
        return _known_fact(question.key, pole)
    if question.kind == Kind.SECTION:
        section = next((row for row in pole.sections.all() if row.heading == question.key), None)
        return Known(section.text, source=section.source_title or section.source_urls) if section else Known()
    rows = [
        row
        for row in pole.observations.all()
        if (row.indicator, row.scope, row.unit) == (question.key, question.scope, question.unit)
        and row.superseded_by_id is None
        and row.value_max is None
    ]
    if not rows:
        return Known()
    row = max(rows, key=lambda one: (one.on or date.min, one.pk))
    return Known(written_number(row.value), row.on, row.precision, row.source_title or row.source_urls, row)


def also_known(question: Question, pole: Pole) -> list[Observation]:
    """Figures of the same indicator with another scope, unit or shape: to be compared with care, never confused."""
    if question.kind != Kind.INDICATOR:
        return []
    shown = known(question, pole).figure
    rows = [row for row in pole.observations.all() if row.indicator == question.key and row.superseded_by_id is None]
    return [row for row in rows if shown is None or row.pk != shown.pk]


def figure_in_words(row: Observation) -> str:
    """A figure of the sheet with its unit, its scope and its date."""
    measures = load_measures()
    unit = "" if row.unit == "count" or row.unit not in measures.units else measures.units[row.unit].label()
    ends = [row.value] if row.value_max is None else [row.value, row.value_max]
    amount = " – ".join(formats.number(float(end), 0 if end == end.to_integral_value() else 2) for end in ends)
    parts = [f"{row.get_bound_display()} {amount}" if row.bound else amount, unit]
    text = "\u00a0".join(part for part in parts if part)
    scope = measures.scopes[row.scope].label() if row.scope in measures.scopes else row.scope
    when = date_in_words(row.on, row.precision) if row.on else ""
    return ", ".join(part for part in (text, scope, when) if part)


def in_words(question: Question, value: str) -> str:
    """A written value as people read it; "" stays ""."""
    if not value:
        return ""
    if question.kind == Kind.INDICATOR:
        return _number_in_words(question, value)
    names = dict(choices_of(question))
    if names:
        return names.get(value, value)
    if question.key == Fact.COMMUNE and question.kind == Kind.FACT:
        name = names_of(Location(commune=value)).commune
        return f"{name} ({value})" if name else value
    return value


def read(question: Question, typed: str) -> str:
    """The written form of what was typed.

    Raises:
        InvalidValue: it cannot be such a value; the sentence says what to write.
    """
    text = typed.replace("\0", "").strip()
    if not text:
        raise InvalidValue(_("La nouvelle valeur manque."), _("Écrivez-la, ou choisissez une autre réponse."))
    if question.kind == Kind.INDICATOR:
        return _read_number(text)
    choices = choices_of(question)
    if choices:
        return _read_choice(text, choices)
    if question.kind == Kind.FACT and question.key == Fact.FOUNDED_YEAR:
        return _read_year(text)
    if question.kind == Kind.FACT and question.key == Fact.WEBSITE:
        return _read_address(text)
    if question.kind == Kind.FACT and question.key == Fact.COMMUNE:
        return _read_commune(text)
    if len(text) > _LONGEST:
        raise InvalidValue(_("Ce texte dépasse 5 000 signes."), _("Raccourcissez-le."))
    return text


def written_number(value: Decimal) -> str:
    """``12``, ``12.5``: no trailing zero."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _known_fact(key: str, pole: Pole) -> Known:
    value = getattr(pole, key)
    if key == Fact.STAGE:
        return Known(value, pole.stage_on, pole.stage_precision, pole.stage_urls or pole.source_urls)
    return Known(str(value or ""), source=pole.source_title or pole.source_urls)


def _number_in_words(question: Question, value: str) -> str:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    digits = 0 if number == number.to_integral_value() else 2
    unit = unit_label(question)
    return formats.number(float(number), digits) + (f"\u00a0{unit}" if unit else "")


def _read_number(text: str) -> str:
    plain = _SPACES.sub("", text).replace(",", ".").rstrip("€%")
    try:
        if not re.fullmatch(r"\d+(?:\.\d+)?", plain):
            raise InvalidOperation
        number = Decimal(plain)
    except InvalidOperation:
        raise InvalidValue(
            _("« %(text)s » n'est pas un nombre.") % {"text": text[:60]}, _("Écrivez par exemple 12 ou 12,5.")
        ) from None
    if number >= _LARGEST or round(number, 2) != number:
        raise InvalidValue(
            _("« %(text)s » est trop grand, ou a plus de deux décimales.") % {"text": text[:60]}, _("Arrondissez-le.")
        )
    return written_number(number)


def _read_choice(text: str, choices: list[tuple[str, str]]) -> str:
    form = search_form(text)
    for key, name in choices:
        if text == key or form == search_form(name):
            return key
    raise InvalidValue(
        _("« %(text)s » n'est pas dans la liste.") % {"text": text[:60]},
        _("Choisissez parmi : %(names)s.") % {"names": ", ".join(name for _key, name in choices)},
    )


def _read_year(text: str) -> str:
    if not re.fullmatch(r"\d{4}", text) or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise InvalidValue(_("« %(text)s » n'est pas une année.") % {"text": text[:60]}, _("Écrivez par exemple 2014."))
    return text


def _read_address(text: str) -> str:
    address = text if "://" in text else f"https://{text}"
    try:
        URLValidator(schemes=("http", "https"))(address)
    except ValidationError:
        raise InvalidValue(
            _("« %(text)s » n'est pas une adresse de site.") % {"text": text[:60]},
            _("Écrivez par exemple https://exemple.org."),
        ) from None
    if len(address) > 300:
        raise InvalidValue(_("Cette adresse dépasse 300 signes."), _("Donnez celle de la page d'accueil."))
    return address


def _read_commune(text: str) -> str:
    code = re.fullmatch(r"(?:.*\()?(\d[\dAB]\d{3})\)?", text.upper())
    if code:
        return locate(code.group(1)).commune
    form = search_form(text)
    found = [
        place.code
        for place in search_places(load_territories(), text, limit=20, levels=("commune",))
        if search_form(place.name) == form
    ]
    if len(set(found)) != 1:
        raise InvalidValue(
            _("Plusieurs communes, ou aucune, s'appellent « %(text)s ».") % {"text": text[:60]},
            _("Écrivez son code INSEE à cinq caractères, par exemple 26281."),
        )
    return found[0]
