"""The territories of a scan as files, those that the filters keep: with what was asked, the sources, the versions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import shapely
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, reverse

from essaim import __version__
from essaim.apps.scenarios.answers import Answers, answer_word, condition_key, decide
from essaim.apps.scenarios.counting import counts_of, ground_in_use
from essaim.engine.errors import InvalidValue
from essaim.engine.essaimage import COMMUNE
from essaim.engine.language import gettext as _
from essaim.engine.territories import display_contours, load_territories
from essaim.engine.values import Answer
from essaim.kit.limits import limited
from essaim.kit.routes import View, anyone, route
from essaim.tables.table import Column, Flow, Row
from essaim.tables.writing import FLOWING, pieces, write_to
from essaim.web.documents.answers import flowing, whole
from essaim.web.files import forms
from essaim.web.files.forms import Form
from essaim.web.scan.asking import model_called, part_name, question_asked, read
from essaim.web.scan.rows import actors_found

FORMS = (forms.CSV, forms.XLSX, forms.ODS, forms.CSV_PLAIN, forms.GEOJSON)
_STEM = "reperage"


def routes() -> list[URLPattern]:
    """The address of every file: ``reperage.csv``, ``reperage.xlsx``…"""
    return [
        route(f"{_STEM}{form.ending}", anyone, limited("export", _view(form)), f"scan-{form.key}") for form in FORMS
    ]


def _view(form: Form) -> View:
    def view(request: HttpRequest) -> HttpResponseBase:
        asked = read(request.GET)
        answers = _answers(request)
        if answers is None:
            # The page says why there is no file.
            return redirect(f"{reverse('scan')}?{request.GET.urlencode()}")
        table = scan_flow(answers, answers.chosen(asked.filters).tolist(), shapes=form is forms.GEOJSON)
        name = f"{_STEM}-{answers.question.pattern.key}{form.ending}"
        if form.writer in FLOWING:
            return flowing(pieces(table, form.writer), form.media, name)
        return whole(lambda target: write_to(table, form.writer, target), form.media, name)

    return view


def _answers(request: HttpRequest) -> Answers | None:
    """The answers asked for; None when they cannot be given, or are not counted yet."""
    asked = read(request.GET)
    pattern, ground = model_called(asked.model), ground_in_use()
    if pattern is None or ground is None:
        return None
    try:
        question = question_asked(asked, pattern, load_territories())
        counts = counts_of(question, ground)
    except InvalidValue:
        return None
    return None if counts is None else decide(question, counts, ground)


def scan_flow(answers: Answers, rows: list[int], *, shapes: bool = False) -> Flow:
    """These territories, a column per condition, in the order given."""
    words = [f"{asked.name} ({asked.wanted})" for asked in answers.asked]
    keys = [condition_key(asked).replace(".", "_") for asked in answers.asked]
    columns = (
        Column("code", _("Code"), "code"),
        Column("name", _("Territoire")),
        Column("population", _("Habitants"), "int"),
        Column("met", _("Réunies"), "int"),
        Column("missing", _("Absentes"), "int"),
        Column("unknown", _("Inconnues"), "int"),
        Column("found", _("Acteurs sûrs, aussi loin que chaque rôle se cherche"), "int"),
        Column("covered_share", _("Population couverte"), "percent", digits=0),
        *(Column(key, label) for key, label in zip(keys, words, strict=True)),
    )
    title = _("« %(title)s » : %(n)d conditions, sur %(m)d territoires") % {
        "title": answers.question.pattern.label(), "n": len(answers.asked), "m": len(rows),
    }  # fmt: skip
    sources = answers.ground.sources
    return Flow(title, columns, _rows(answers, rows, keys, shapes), _notes(answers), sources)


def _rows(answers: Answers, rows: list[int], keys: list[str], shapes: bool) -> Iterator[Row]:
    names = {answer: answer_word(answer) for answer in Answer}
    contours = _contours(answers) if shapes else {}
    t, counts = answers.ground.territories, answers.counts
    for row in rows:
        centre = int(counts.centre[row])
        line: dict[str, Any] = {
            "code": str(answers.codes[row]), "name": str(answers.names[row]),
            "population": float(counts.population[row]), "met": int(answers.met[row]),
            "missing": int(answers.missing[row]), "unknown": int(answers.unknown[row]),
            "found": actors_found(answers, row), "covered_share": float(counts.covered[row]),
            "lon": float(t.lon[centre]), "lat": float(t.lat[centre]),
        }  # fmt: skip
        line |= {key: names[Answer(answer)] for key, answer in zip(keys, answers.answers[row].tolist(), strict=True)}
        shape = contours.get(line["code"])
        if shape is not None:
            line["geometry"] = json.loads(shapely.to_geojson(shapely.set_precision(shape, 1e-4)))
        yield line


def _contours(answers: Answers) -> dict[str, Any]:
    """The contours of the territories; communes keep their town hall, which is lighter."""
    if answers.question.level == COMMUNE:
        return {}
    found = display_contours(answers.ground.territories, answers.question.level)
    return {str(code): shape for code, shape in zip(found.codes, found.shapes, strict=True)}


def _notes(answers: Answers) -> tuple[str, ...]:
    question, ground = answers.question, answers.ground
    radius = (
        _("sans rayon joint") if question.radius_km is None else _("rayon de %(km)d km") % {"km": question.radius_km}
    )
    changed = [f"{question.pattern.role(key).name} : {n}" for key, n in question.minimums.items()]
    return (
        _("Niveau : %(level)s, %(radius)s ; partie : %(part)s.")
        % {"level": answers.level.label, "radius": radius, "part": part_name(question.part, ground.territories)},
        _("Les acteurs se comptent aussi loin que chaque rôle du modèle se cherche (sa portée), donc parfois hors du "
          "territoire ; les mêmes acteurs comptent alors pour plusieurs territoires."),
        *([_("Minimums changés (0 : rôle laissé de côté) : %(list)s.") % {"list": " ; ".join(changed)}] if changed
          else []),
        _("Réunie : assez d'acteurs sûrs. Absente : trop peu même en comptant tous les possibles, là où le registre "
          "couvre tout. Inconnue : le registre ne permet pas de dire. Ni note ni classement."),
        _("Modèle %(key)s, version %(version)s, empreinte %(digest)s.")
        % {"key": question.pattern.key, "version": question.pattern.version, "digest": question.asked_pattern.digest},
        _("Registre %(register)s, territoires %(territories)s, Essaim %(engine)s.")
        % {"register": ground.register.version, "territories": ground.territories.version, "engine": __version__},
    )  # fmt: skip
