"""Adding, correcting and taking out what is known: figures and recognitions, each with its date and its source."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from essaim.apps.poles import actions
from essaim.apps.poles.enums import Bound
from essaim.apps.poles.models import CURRENT_FIGURE, Observation, Pole, Recognition
from essaim.apps.poles.queries import kept_pole
from essaim.apps.poles.rules import can_edit_pole, can_record_recognition
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext
from essaim.engine.sources.poles import Indicator, Word, load_measures, load_schemes
from essaim.kit.dates import DatedAs, as_typed
from essaim.kit.language import gettext_lazy as _
from essaim.kit.routes import must
from essaim.tables import formats
from essaim.web import labels
from essaim.web.acting import acting, person
from essaim.web.directory.figures import figure_value
from essaim.web.editing.fields import SourcedForm, TypedDate, TypedNumber, with_blank
from essaim.web.editing.saving import Part, edited
from essaim.web.keeping.rights import editable_pole
from essaim.web.keeping.texts import ReasonForm

_SOURCE = ("source_title", "source_urls")


class FigureForm(SourcedForm):
    """A figure: what is counted, on whom, how much, when, according to whom."""

    indicator = forms.ChoiceField(label=_("Ce qui est compté"))
    value = TypedNumber(label=_("Valeur"), help_text=_("Par exemple 12, 12,5 ou 1 234,50 €."))
    value_max = TypedNumber(
        label=_("Valeur haute"), required=False, help_text=_("Seulement quand la source donne une fourchette.")
    )
    unit = forms.ChoiceField(
        label=_("Unité"), required=False, help_text=_("Laissez vide : celle de l'indicateur, quand il n'en a qu'une.")
    )
    bound = forms.ChoiceField(label=_("À lire comme"), required=False, choices=Bound.choices)
    scope = forms.ChoiceField(
        label=_("Périmètre de mesure"), required=False,
        help_text=_("De qui parle ce chiffre : l'équipe, les membres… Deux périmètres ne s'additionnent pas."),
    )  # fmt: skip
    when = TypedDate(label=_("Date du chiffre"))
    note = forms.CharField(label=_("Note"), max_length=500, required=False)
    field_order = (
        "indicator", "value", "value_max", "bound", "unit", "scope", "when", "source_title", "source_urls", "note",
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        measures = load_measures()
        known = {
            "indicator": _words(measures.indicators),
            "unit": _words(measures.units),
            "scope": _words(measures.scopes),
        }
        for name, words in known.items():
            chosen = self.fields[name]
            assert isinstance(chosen, forms.ChoiceField)
            former = self.initial.get(name) or ""
            chosen.choices = with_blank(words | ({former: words.get(former, former)} if former else {}))

    def clean(self) -> dict[str, Any]:
        """The unit is one of the indicator's; a figure has a source."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        indicator = load_measures().indicators.get(cleaned.get("indicator", ""))
        if indicator is not None:
            self._settle_unit(cleaned, indicator)
        if "source_urls" in cleaned and not (cleaned.get("source_title") or cleaned["source_urls"]):
            self.add_error("source_title", gettext("Un chiffre a une source : qui le dit, ou l'adresse où on le lit."))
        return cleaned

    def _settle_unit(self, cleaned: dict[str, Any], indicator: Indicator) -> None:
        unit, former = cleaned.get("unit", ""), self.initial.get("unit", "")
        if not unit and len(indicator.units) == 1:
            cleaned["unit"] = indicator.units[0]
        elif unit not in (*indicator.units, former) or not unit:
            names = ", ".join(labels.unit(key) or gettext("nombre") for key in indicator.units)
            self.add_error("unit", gettext("Choisissez une unité de cet indicateur : %(names)s.") % {"names": names})


class RecognitionForm(SourcedForm):
    """A dated event of recognition."""

    scheme = forms.ChoiceField(label=_("Dispositif"))
    when = TypedDate(label=_("Date"))
    confirmed = forms.BooleanField(
        label=_("Confirmée"), required=False, help_text=_("La source le dit nommément, sans doute possible.")
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
    field_order = ("scheme", "when", "source_title", "source_urls", "note", "confirmed")

    def __init__(self, *args: Any, may_confirm: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        chosen = self.fields["scheme"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [("", gettext("choisir")), *((one.key, one.label()) for one in load_schemes())]
        if not may_confirm:
            del self.fields["confirmed"]

    def clean(self) -> dict[str, Any]:
        """A recognition has a source."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "source_urls" in cleaned and not (cleaned.get("source_title") or cleaned["source_urls"]):
            self.add_error(
                "source_title", gettext("Une reconnaissance a une source : qui le dit, ou l'adresse où on le lit.")
            )
        return cleaned


def add_figure(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a figure; those that disagree with it stay beside it."""
    pole = editable_pole(request, slug)
    lead = gettext(
        "Un chiffre qui en contredit un autre se met à côté de lui, avec sa source. Pour corriger une erreur, prenez "
        "« Corriger » à côté du chiffre."
    )
    part = Part(
        title=gettext("Ajouter un chiffre"), back=f"{pole.get_absolute_url()}#chiffres", back_label=pole.name,
        version=pole.version, present={}, make=FigureForm, shown={"lead": lead},
        save=lambda typed, seen, by, at: actions.record_observation(pole=pole, **_figure(typed), by=by, at=at),
    )  # fmt: skip
    return edited(request, part)


def correct_figure(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """Write the figure that replaces a wrong one, which is kept in the history."""
    pole, figure = _current_figure(request, slug, uid)
    present = {name: getattr(figure, name) for name in ("indicator", "unit", "bound", "scope", "note", *_SOURCE)}
    present |= {
        "value": formats.number(float(figure.value), 2 if figure.value % 1 else 0),
        "value_max": "" if figure.value_max is None else formats.number(float(figure.value_max), 2),
        "when": as_typed(figure.on, figure.precision),
    }
    part = Part(
        title=gettext("Corriger : %(part)s") % {"part": labels.indicator(figure.indicator)},
        back=f"{pole.get_absolute_url()}#chiffres", back_label=pole.name, version=pole.version, present=present,
        make=FigureForm,
        shown={"lead": gettext("L'ancien chiffre n'est pas effacé : il reste lisible dans l'historique.")},
        save=lambda typed, seen, by, at: actions.record_observation(
            pole=pole, **_figure(typed), sourcing=figure.sourcing if _same_source(typed, figure) else "cited",
            replaces=figure, by=by, at=at,
        ),
    )  # fmt: skip
    return edited(request, part)


def withdraw_figure(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """Ask why before taking a figure off the sheet."""
    pole, figure = _current_figure(request, slug, uid)
    said = f"{labels.indicator(figure.indicator)}, {figure_value(figure)}"
    part = Part(
        title=gettext("Retirer : %(part)s") % {"part": said}, back=f"{pole.get_absolute_url()}#chiffres",
        back_label=pole.name, version=pole.version, present={}, make=ReasonForm,
        save=lambda typed, seen, by, at: actions.withdraw_observation(
            figure=figure, reason=typed["reason"], by=by, at=at
        ),
        done=gettext("C'est retiré ; l'historique le garde."),
        shown=_withdrawal(),
    )  # fmt: skip
    return edited(request, part)


def add_recognition(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a dated event of recognition."""
    pole = _recognisable(request, slug)
    confirms = can_record_recognition(person(request), pole)
    lead = gettext("Il n'existe pas de label PTCE : une reconnaissance est un événement daté, avec sa source.")
    if not confirms:
        lead += " " + gettext("Elle sera marquée « à confirmer » jusqu'à ce qu'un réseau ou l'État la confirme.")
    part = Part(
        title=gettext("Ajouter une reconnaissance"), back=f"{pole.get_absolute_url()}#reconnaissances",
        back_label=pole.name, version=pole.version, present={"confirmed": True} if confirms else {},
        make=lambda *args, **options: RecognitionForm(*args, may_confirm=confirms, **options),
        save=lambda typed, seen, by, at: actions.record_recognition(
            pole=pole, scheme=typed["scheme"], when=typed["when"], confirmed=typed.get("confirmed", False),
            note=typed["note"], source_title=typed["source_title"], source_urls=typed["source_urls"], by=by, at=at,
        ),
        shown={"lead": lead},
    )  # fmt: skip
    return edited(request, part)


def correct_recognition(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """Correct an event of recognition."""
    pole, event = _event(request, slug, uid)
    confirms = can_record_recognition(person(request), pole)
    present = {name: getattr(event, name) for name in ("scheme", "note", *_SOURCE)}
    present |= {"when": as_typed(event.on, event.precision)} | ({"confirmed": event.confirmed} if confirms else {})
    part = Part(
        title=gettext("Corriger la reconnaissance : %(part)s") % {"part": labels.scheme(event.scheme)},
        back=f"{pole.get_absolute_url()}#reconnaissances", back_label=pole.name, version=pole.version, present=present,
        make=lambda *args, **options: RecognitionForm(*args, may_confirm=confirms, **options),
        save=lambda typed, seen, by, at: actions.correct_recognition(
            event=event, changes=_event_columns(typed, event), seen_version=seen, by=by, at=at
        ),
        shown={} if confirms else {"lead": gettext("Corrigée, elle sera de nouveau « à confirmer ».")},
    )  # fmt: skip
    return edited(request, part)


def remove_recognition(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """Ask why before taking out an event of recognition."""
    pole, event = _event(request, slug, uid)
    part = Part(
        title=gettext("Retirer la reconnaissance : %(part)s") % {"part": labels.scheme(event.scheme)},
        back=f"{pole.get_absolute_url()}#reconnaissances", back_label=pole.name, version=pole.version, present={},
        make=ReasonForm, done=gettext("C'est retiré ; l'historique le garde."),
        save=lambda typed, seen, by, at: actions.remove_recognition(event=event, reason=typed["reason"], by=by, at=at),
        shown=_withdrawal(),
    )  # fmt: skip
    return edited(request, part)


def confirm_recognition(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """Confirm an event, by one button of the sheet."""
    pole, event = _event(request, slug, uid)
    if request.method == "POST":
        try:
            actions.confirm_recognition(event=event, by=acting(request), at=timezone.now())
            messages.success(request, gettext("La reconnaissance est confirmée."))
        except EssaimError as refusal:
            messages.error(request, refusal.message)
    return redirect(f"{pole.get_absolute_url()}#reconnaissances")


def _withdrawal() -> dict[str, str]:
    return {
        "send": gettext("Retirer de la fiche"),
        "lead": gettext("L'historique de la fiche le garde, avec votre raison."),
    }


def _figure(typed: dict[str, Any]) -> dict[str, Any]:
    names = ("indicator", "value", "value_max", "unit", "bound", "scope", "when", "note", *_SOURCE)
    return {name: typed[name] for name in names}


def _same_source(typed: dict[str, Any], figure: Observation) -> bool:
    return all(typed[name] == getattr(figure, name) for name in _SOURCE)


def _event_columns(typed: dict[str, Any], event: Recognition) -> dict[str, Any]:
    when: DatedAs | None = typed["when"]
    same = all(typed[name] == getattr(event, name) for name in _SOURCE)
    columns = {name: typed[name] for name in ("scheme", "note", *_SOURCE)}
    columns |= {"on": when.day if when else None, "precision": when.precision if when else ""}
    columns |= {} if same else {"sourcing": "cited"}
    return columns | ({"confirmed": typed["confirmed"]} if "confirmed" in typed else {})


def _current_figure(request: HttpRequest, slug: str, uid: str) -> tuple[Pole, Observation]:
    pole = editable_pole(request, slug)
    figure = pole.observations.filter(CURRENT_FIGURE, uid=uid).first()
    if figure is None:
        raise Http404
    figure.pole = pole
    return pole, figure


def _recognisable(request: HttpRequest, slug: str) -> Pole:
    pole = kept_pole(slug)
    # The State's services recognise poles of the directory: a draft is its founders' alone.
    if pole is None or (pole.is_draft and not can_edit_pole(person(request), pole)):
        raise Http404
    must(can_record_recognition(person(request), pole) or can_edit_pole(person(request), pole))
    return pole


def _event(request: HttpRequest, slug: str, uid: str) -> tuple[Pole, Recognition]:
    pole = _recognisable(request, slug)
    event = pole.recognitions.filter(uid=uid).first()
    if event is None:
        raise Http404
    event.pole = pole
    return pole, event


def _words(words: Any) -> dict[str, str]:
    found: dict[str, Word] = dict(words)
    return {key: word.label() for key, word in found.items()}
