"""What a kept scan found, as files: the answers of that day, with what they rested on."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern
from django.utils import timezone

from essaim.apps.scenarios.answers import answer_word
from essaim.apps.scenarios.findings import Findings
from essaim.apps.scenarios.models import Scenario
from essaim.apps.scenarios.queries import kept_findings, scenario_by_uid
from essaim.apps.scenarios.rules import can_keep, can_tend
from essaim.engine.language import gettext as _
from essaim.engine.language import named
from essaim.engine.territories import load_territories
from essaim.engine.values import Answer
from essaim.kit.dates import DAY, date_in_words
from essaim.kit.limits import limited
from essaim.kit.routes import View, must, route
from essaim.tables.table import Column, Flow, Row
from essaim.tables.writing import FLOWING, pieces, write_to
from essaim.web.acting import acting
from essaim.web.documents.answers import flowing, whole
from essaim.web.files import forms
from essaim.web.files.forms import Form
from essaim.web.scan.asking import names_of, part_name

FORMS = (forms.CSV, forms.XLSX, forms.ODS, forms.CSV_PLAIN)


def routes() -> list[URLPattern]:
    """The address of every file of a kept scan."""
    start = "mes-reperages/<str:uid>/trouve"
    return [
        route(f"{start}{form.ending}", can_keep, limited("export", _view(form)), f"scenario-{form.key}")
        for form in FORMS
    ]


def _view(form: Form) -> View:
    def view(request: HttpRequest, uid: str) -> HttpResponseBase:
        scenario = scenario_by_uid(uid)
        if scenario is None:
            raise Http404
        must(can_tend(acting(request), scenario))
        table, name = kept_flow(scenario), f"repere{form.ending}"
        if form.writer in FLOWING:
            return flowing(pieces(table, form.writer), form.media, name)
        return whole(lambda target: write_to(table, form.writer, target), form.media, name)

    return view


def kept_flow(scenario: Scenario) -> Flow:
    """The territories of a kept scan, a column per condition, as they answered then."""
    found = kept_findings(scenario)
    keys = [key.replace(".", "_") for key in found.conditions]
    columns = (
        Column("code", _("Code"), "code"),
        Column("name", _("Territoire")),
        *(Column(key, f"{named(label)} ({wanted})")
          for key, (label, wanted) in zip(keys, found.conditions.values(), strict=True)),
    )  # fmt: skip
    return Flow(scenario.name, columns, _rows(scenario, found, keys), _notes(scenario), (), scenario.synthetic)


def _rows(scenario: Scenario, found: Findings, keys: list[str]) -> Iterator[Row]:
    names = names_of(scenario.level, load_territories())
    words = {answer: answer_word(answer) for answer in Answer}
    conditions = list(found.conditions)
    for code in found.answers:
        line = {"code": code, "name": names.get(code)}
        for key, condition in zip(keys, conditions, strict=True):
            answer = found.answer(code, condition)
            line[key] = None if answer is None else words[answer]
        yield line


def _notes(scenario: Scenario) -> tuple[str, ...]:
    day = date_in_words(timezone.localtime(scenario.saved_at).date(), DAY)
    radius = "" if scenario.radius_km is None else _(", rayon de %(km)d km") % {"km": scenario.radius_km}
    return (
        _("Ce qui a été trouvé le %(day)s, non ce que disent les données d'aujourd'hui.") % {"day": day},
        _("Niveau : %(level)s%(radius)s ; partie : %(part)s.")
        % {"level": scenario.level, "radius": radius, "part": part_name(scenario.part, load_territories())},
        _("Modèle %(key)s, version %(version)s, empreinte %(digest)s.")
        % {"key": scenario.pattern.get("key", ""), "version": scenario.pattern.get("version", ""),
           "digest": scenario.digest},
        _("Registre %(register)s, territoires %(territories)s, Essaim %(engine)s.")
        % {"register": scenario.register_version, "territories": scenario.territories_version,
           "engine": scenario.engine_version},
        *scenario.sources,
    )  # fmt: skip
