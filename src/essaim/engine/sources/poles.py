"""The real poles that the product knows: their sheets, the witness places of 2012, the words they are written with.

The facts are data, one file per pole (``data/poles``, explained in its ``SOURCES.md``). Recognitions are dated events,
figures are observations which keep their scope, date and source; two that disagree stand side by side.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache

from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _
from essaim.engine.sources.pole_records import (
    BOUNDS,
    FUNDER_KINDS,
    LEGAL_FORMS,
    MEANS_KINDS,
    STAGES,
    WITNESS_STATUSES,
    Domain,
    FundingMention,
    Indicator,
    Measures,
    Network,
    Observation,
    PoleRecord,
    Recognition,
    Scheme,
    SharedMeans,
    Sourcing,
    Stage,
    WitnessPlace,
    Word,
)
from essaim.engine.sources.pole_words import (
    DOMAINS,
    INDICATORS,
    NETWORKS,
    SCHEMES,
    load_domains,
    load_measures,
    load_networks,
    load_schemes,
    pole_folder,
)
from essaim.engine.sources.toml_entries import Entry, read_entry
from essaim.engine.values import CommuneCode, commune_code

__all__ = [
    "Domain",
    "FundingMention",
    "Indicator",
    "Measures",
    "Network",
    "Observation",
    "PoleRecord",
    "Recognition",
    "Scheme",
    "SharedMeans",
    "Sourcing",
    "Stage",
    "WitnessPlace",
    "Word",
    "load_domains",
    "load_measures",
    "load_networks",
    "load_poles",
    "load_schemes",
    "load_witness_places",
    "read_pole",
]

WITNESSES = "witness_2012.toml"
_NOT_POLES = {DOMAINS, INDICATORS, NETWORKS, SCHEMES, WITNESSES}
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DEPARTEMENT = re.compile(r"0[1-9]|1\d|2[1-9AB]|[3-8]\d|9[0-5]|97[1-6]")
_REGION = re.compile(r"0[1-46]|11|24|27|28|32|44|52|53|75|76|84|93|94")


@cache
def load_poles() -> tuple[PoleRecord, ...]:
    """Every pole of the product, by slug.

    Raises:
        InvalidRules: a file breaks its schema.
    """
    sheets = [file for file in pole_folder().iterdir() if file.name.endswith(".toml") and file.name not in _NOT_POLES]
    ordered = sorted(sheets, key=lambda sheet: sheet.name.removesuffix(".toml"))
    return tuple(read_pole(sheet.read_text(encoding="utf-8"), sheet.name) for sheet in ordered)


@cache
def load_witness_places() -> tuple[WitnessPlace, ...]:
    """The eighteen witness places of June 2012, the confirmed ones first.

    Raises:
        InvalidRules: the file breaks its schema, or names a pole without a sheet.
    """
    slugs = [pole.slug for pole in load_poles()]
    top = read_entry((pole_folder() / WITNESSES).read_text(encoding="utf-8"), WITNESSES)
    places = tuple(entry.finish(_witness_place(entry, slugs)) for entry in top.entries("place"))
    top.done()
    return places


def read_pole(text: str, file: str) -> PoleRecord:
    """One pole from its TOML text; ``file`` is the file's name, whose stem is the slug.

    Raises:
        InvalidRules: the text breaks the schema; the message says where and what to write.
    """
    top = read_entry(text, file)
    sources, commune = _cited(top), _commune(top)
    record = PoleRecord(
        slug=_slug(top),
        name=top.text("name"),
        other_names=top.texts("other_names"),
        former_names=top.texts("former_names"),
        commune=commune,
        commune_to_confirm=top.flag("commune_to_confirm"),
        departement=_departement(top, commune),
        region=_region(top),
        place=top.maybe_text("place"),
        domains=top.choices("domains", [domain.key for domain in load_domains()]),
        founded=top.maybe_year("founded"),
        founded_note=top.maybe_text("founded_note"),
        legal_form=top.maybe_choice("legal_form", LEGAL_FORMS),
        legal_form_note=top.maybe_text("legal_form_note"),
        stage=_stage(top.entry("stage")),
        recognitions=tuple(one.finish(_recognition(one, sources)) for one in top.entries("recognition")),
        observations=tuple(one.finish(_observation(one, sources)) for one in top.entries("observation")),
        means=tuple(one.finish(_means(one)) for one in top.entries("means")),
        funding=tuple(one.finish(_funding(one)) for one in top.entries("funding")),
        sources=sources,
        note=top.maybe_text("note"),
    )
    return top.finish(record)


def _slug(top: Entry) -> str:
    slug = top.file.removesuffix(".toml")
    if not _SLUG.fullmatch(slug):
        top.fail(
            _("ce nom de fichier ne peut pas servir d'adresse."),
            _("Nommez-le en minuscules sans accent, avec des tirets : « pays-de-bray.toml »."),
        )
    return slug


def _commune(top: Entry) -> CommuneCode | None:
    text = top.maybe_text("commune")
    if not text:
        if top.has("commune_to_confirm"):
            top.require("commune")
        return None
    try:
        return commune_code(text)
    except InvalidValue as error:
        top.fail(error.message, error.advice)


def _departement(top: Entry, commune: CommuneCode | None) -> str:
    code = top.maybe_text("departement")
    if commune and code:
        top.fail(_("le département se lit dans le code de la commune."), _("Retirez la ligne « departement »."))
    if commune:
        return commune[: 3 if commune.startswith(("97", "98")) else 2]
    if code and not _DEPARTEMENT.fullmatch(code):
        top.fail(
            _("« %(code)s » n'est pas un code de département.") % {"code": code},
            _("Écrivez par exemple « 08 », « 2A » ou « 974 »."),
        )
    return code


def _region(top: Entry) -> str:
    code = top.maybe_text("region")
    if code and (top.has("commune") or top.has("departement")):
        top.fail(_("la région se déduit de la commune ou du département."), _("Retirez la ligne « region »."))
    if code and not _REGION.fullmatch(code):
        top.fail(
            _("« %(code)s » n'est pas un code de région (INSEE).") % {"code": code},
            _("Écrivez par exemple « 76 » (Occitanie)."),
        )
    return code


def _stage(entry: Entry | None) -> Stage | None:
    if entry is None:
        return None
    stage = Stage(
        key=entry.choice("key", STAGES),
        as_of=entry.maybe_date("as_of"),
        date=entry.maybe_date("date"),
        reason=entry.maybe_text("reason"),
        sources=_cited(entry),
    )
    if (stage.key == "ended") != bool(stage.date and stage.reason):
        entry.fail(
            _("une fin se dit avec sa date et sa raison, et elles seulement avec une fin."),
            _('Écrivez key = "ended", date et reason ensemble ; sinon retirez date et reason, gardez as_of.'),
        )
    return entry.finish(stage)


def _recognition(entry: Entry, of_pole: tuple[str, ...]) -> Recognition:
    sourcing, sources = _sourcing(entry, of_pole)
    return Recognition(
        scheme=entry.choice("scheme", [scheme.key for scheme in load_schemes()]),
        date=entry.maybe_date("date"),
        to_confirm=entry.flag("to_confirm"),
        sourcing=sourcing,
        sources=sources,
        note=entry.maybe_text("note"),
    )


def _observation(entry: Entry, of_pole: tuple[str, ...]) -> Observation:
    measures = load_measures()
    indicator = measures.indicators[entry.choice("indicator", measures.indicators)]
    sourcing, sources = _sourcing(entry, of_pole)
    value, value_max = entry.number("value"), entry.maybe_number("value_max")
    if value_max is not None and value_max <= value:
        entry.fail(
            _("« value_max » n'est pas plus grand que « value »."), _("Écrivez les deux bornes de la fourchette.")
        )
    return Observation(
        indicator=indicator.key,
        value=value,
        value_max=value_max,
        bound=entry.maybe_choice("bound", BOUNDS),
        unit=entry.choice("unit", indicator.units),
        scope=entry.maybe_choice("scope", measures.scopes),
        as_of=entry.maybe_date("as_of"),
        sourcing=sourcing,
        sources=sources,
        note=entry.maybe_text("note"),
    )


def _means(entry: Entry) -> SharedMeans:
    return SharedMeans(entry.choice("kind", MEANS_KINDS), entry.text("label"), entry.urls("sources"))


def _funding(entry: Entry) -> FundingMention:
    return FundingMention(
        kind=entry.choice("kind", FUNDER_KINDS),
        label=entry.text("label"),
        amount_eur=entry.maybe_count("amount_eur"),
        sources=entry.urls("sources"),
    )


def _sourcing(entry: Entry, of_pole: tuple[str, ...]) -> tuple[Sourcing, tuple[str, ...]]:
    """Where a fact comes from: its own sources, else what ``sourcing`` says of them."""
    cited = entry.urls("sources")
    said = entry.maybe_choice("sourcing", [Sourcing.ONE_OF_POLE.value, Sourcing.NONE_KNOWN.value])
    if bool(cited) == bool(said):
        entry.fail(
            _("il faut dire d'où vient ce fait."),
            _(
                'Écrivez sources = ["https://…"] ; sourcing = "one_of_pole" si c\'est l\'une des sources de la fiche '
                "sans qu'on sache laquelle ; sourcing = \"none_known\" si aucune n'est connue."
            ),
        )
    if cited:
        return Sourcing.CITED, cited
    return Sourcing(said), of_pole if said == Sourcing.ONE_OF_POLE.value else ()


def _cited(entry: Entry) -> tuple[str, ...]:
    entry.require("sources")
    return entry.urls("sources")


def _witness_place(entry: Entry, slugs: Collection[str]) -> WitnessPlace:
    place = WitnessPlace(
        status=entry.choice("status", WITNESS_STATUSES),
        pole=entry.maybe_choice("pole", slugs),
        lead=entry.maybe_text("lead"),
        lead_pole=entry.maybe_choice("lead_pole", slugs),
        note=entry.maybe_text("note"),
        sources=entry.urls("sources"),
    )
    if (place.status == "unidentified") == bool(place.pole):
        entry.fail(
            _("un lieu identifié nomme son pôle, un lieu à identifier n'en nomme pas."),
            _("Écrivez « pole » avec l'adresse de la fiche, ou bien « lead » pour une piste."),
        )
    if place.pole or place.lead:
        entry.require("sources")
    return place
