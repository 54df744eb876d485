"""Every file of the directory: what it holds, its forms, its address."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, reverse

from essaim.apps.poles.queries import file_counts
from essaim.engine.language import gettext as _
from essaim.kit.limits import limited
from essaim.kit.routes import View, anyone, route
from essaim.tables.table import Written
from essaim.tables.writing import FLOWING, in_pieces, pieces, write_to
from essaim.web.documents.answers import flowing, whole
from essaim.web.files import forms
from essaim.web.files.codebook import codebook, codebook_table
from essaim.web.files.fact_rows import observation_table, recognition_table
from essaim.web.files.forms import Form
from essaim.web.files.organisation_rows import organisation_graph, organisation_table
from essaim.web.files.pole_rows import pole_graph, pole_table


@dataclass(frozen=True, slots=True)
class Thing:
    """What a family of files is about.

    Attributes:
        stem: the start of the address and of the file's name.
        table: the lines of the file, as asked.
        shapes: the forms it has.
        graph: the JSON-LD, when it has that form.
    """

    stem: str
    table: Callable[[HttpRequest], Written]
    shapes: tuple[Form, ...]
    graph: Callable[[HttpRequest], Iterator[str]] | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the page that lists the files."""

    title: str
    what: str
    missing: str
    count: int
    links: list[tuple[str, str]]


THINGS = (
    Thing("poles", pole_table, forms.ALL, pole_graph),
    Thing("organisations", organisation_table, forms.ALL, organisation_graph),
    Thing("observations", observation_table, forms.TABLES),
    Thing("reconnaissances", recognition_table, forms.TABLES),
    Thing("dictionnaire", codebook_table, forms.TABLES),
)


def routes() -> list[URLPattern]:
    """The address of every file: ``poles.csv``, ``poles-brut.csv``, ``poles.xlsx``…"""
    return [
        route(f"{thing.stem}{form.ending}", anyone, limited("export", _view(thing, form)), f"{thing.stem}-{form.key}")
        for thing in THINGS
        for form in thing.shapes
    ]


def files(request: HttpRequest) -> HttpResponse:
    """The page that lists the files: what each holds, what it does not, how many lines."""
    return render(request, "files/files.html", {"section": "about-data", "entries": _entries()})


def _view(thing: Thing, form: Form) -> View:
    def view(request: HttpRequest) -> HttpResponseBase:
        name = f"{thing.stem}{form.ending}"
        if form is forms.JSON_LD and thing.graph is not None:
            return flowing(in_pieces(thing.graph(request)), form.media, name)
        table = thing.table(request)
        if form.writer in FLOWING:
            return flowing(pieces(table, form.writer), form.media, name)
        return whole(lambda target: write_to(table, form.writer, target), form.media, name)

    return view


def _entries() -> list[Entry]:
    counts = file_counts()
    said = _said()
    counts["dictionnaire"] = len(codebook().rows)
    return [Entry(*said[thing.stem], counts[thing.stem], _links(thing)) for thing in THINGS]


def _said() -> dict[str, tuple[str, str, str]]:
    """Of each file: its title, what it holds, what it does not."""
    return {
        "poles": (
            _("Pôles"),
            _("Une ligne par pôle, terminés compris : lieu, étape, domaines, reconnaissances, sources."),
            _("Les textes des fiches (ils sont dans chaque fiche) et les membres."),
        ),
        "organisations": (
            _("Organisations"),
            _("Une ligne par organisation : numéros, famille, activité, contact public, pôles et cercles."),
            _("Les personnes membres, et tout contact qui n'est pas public."),
        ),
        "observations": (
            _("Chiffres"),
            _("Une ligne par chiffre, remplacés compris : indicateur, périmètre, date, source."),
            _("Aucun total : les chiffres ne s'additionnent pas."),
        ),
        "reconnaissances": (
            _("Reconnaissances"),
            _("Une ligne par événement daté, avec sa source."),
            _("Aucun label : il n'en existe pas."),
        ),
        "dictionnaire": (
            _("Dictionnaire"),
            _("Ce que veut dire chaque colonne et chaque clé des autres fichiers."),
            "",
        ),
    }


def _links(thing: Thing) -> list[tuple[str, str]]:
    return [(reverse(f"{thing.stem}-{form.key}"), form.label) for form in thing.shapes]
