"""What a visitor asks, read from the address: the same words serve the list, the map and every file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict

from essaim.apps.poles.enums import Stage
from essaim.apps.poles.places import DEPARTMENT, REGION, level_names
from essaim.apps.poles.queries import UNKNOWN, Filters, domains_in_use, networks_in_use, schemes_in_use
from essaim.engine.language import gettext as _
from essaim.engine.territories import load_territories
from essaim.engine.territories.search_index import search_form
from essaim.web import labels

# Names in the address, in the language of most visitors; what they mean in the code.
_NAMES = {
    "q": "words", "domaine": "domain", "etape": "stage", "region": "region", "departement": "department",
    "reconnaissance": "scheme", "reseau": "network", "tri": "sort",
}  # fmt: skip
_LONGEST = 100

Choice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Field:
    """One list of the filter form."""

    name: str
    label: str
    value: str
    choices: list[Choice]


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing asked, in words, and the search without it."""

    label: str
    value: str
    address: str


def asked_filters(request: HttpRequest) -> Filters:
    """The filters in the address. Anything odd (control characters, endless text) is dropped, never an error."""
    found = {meaning: _clean(request.GET, name) for name, meaning in _NAMES.items()}
    return Filters(**found)


def asked_page(request: HttpRequest) -> int:
    """The page asked for; 1 when what is written is not one."""
    text = request.GET.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def as_query(filters: Filters, page: int = 1) -> str:
    """The filters as the end of an address: ``?q=bois&region=84``, or nothing."""
    meant = {field.name: getattr(filters, field.name) for field in fields(filters)}
    pairs = [(name, meant[meaning]) for name, meaning in _NAMES.items() if meant[meaning]]
    if page > 1:
        pairs.append(("page", str(page)))
    return f"?{urlencode(pairs)}" if pairs else ""


def without(filters: Filters, meaning: str) -> Filters:
    """The same filters but one."""
    return replace(filters, **{meaning: ""})


def filter_fields(filters: Filters) -> list[Field]:
    """The lists of the form: only what some pole has, and what was asked."""
    wanted = [
        Field("domaine", _("Domaine"), filters.domain, _sorted(domains_in_use() | {filters.domain}, labels.domain)),
        Field("etape", _("Étape"), filters.stage, stage_choices()),
        Field("region", _("Région"), filters.region, region_choices()),
        Field("departement", _("Département"), filters.department, department_choices()),
        Field("reconnaissance", _("Reconnaissance"), filters.scheme,
              _sorted(schemes_in_use() | {filters.scheme}, labels.scheme)),
    ]  # fmt: skip
    known = [(network.key, network.name) for network in networks_in_use()]
    return [*wanted, Field("reseau", _("Réseau"), filters.network, known)] if known else wanted


def sort_choices() -> list[Choice]:
    """The orders of the list."""
    return [
        ("", _("les mieux documentés")),
        ("name", _("nom")),
        ("region", _("région")),
        ("founded", _("année de création")),
        ("recent", _("dernière mise à jour")),
    ]


def stage_choices() -> list[Choice]:
    """Stages, the unknown one last."""
    known = [(str(stage.value), str(stage.label)) for stage in Stage if stage.value]
    return [*known, (UNKNOWN, str(Stage.UNKNOWN.label))]


def region_choices() -> list[Choice]:
    """Régions by name, then the poles whose région nobody knows."""
    names = level_names(load_territories(), REGION)
    return [*sorted(names.items(), key=lambda pair: search_form(pair[1])), (UNKNOWN, _("région non renseignée"))]


def department_choices() -> list[Choice]:
    """Départements by code, as people look for them."""
    names = level_names(load_territories(), DEPARTMENT)
    return [(code, f"{code} {name}") for code, name in sorted(names.items())]


def chips(fields: Sequence[Field], filters: Filters) -> list[Chip]:
    """What is asked, one by one, each with the address of the same search without it."""
    asked = [Chip(_("Nom ou lieu"), filters.words, as_query(without(filters, "words")))] if filters.words else []
    for field in fields:
        if field.value:
            value = dict(field.choices).get(field.value, field.value)
            asked.append(Chip(field.label, value, as_query(without(filters, _NAMES[field.name]))))
    return asked


def _clean(asked: QueryDict, name: str) -> str:
    text = "".join(letter for letter in asked.get(name, "")[:_LONGEST] if letter.isprintable())
    return text.strip()


def _sorted(keys: set[str], label: object) -> list[Choice]:
    assert callable(label)
    return sorted(((key, label(key)) for key in keys if key), key=lambda pair: search_form(pair[1]))
