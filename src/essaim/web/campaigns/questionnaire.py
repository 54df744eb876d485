"""The questionnaire as a form: one line a question, beside what is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from essaim.apps.campaigns.actions import Given
from essaim.apps.campaigns.actions.answering import NOTE_LENGTH, VALUE_LENGTH
from essaim.apps.campaigns.enums import Channel, Choice, Fact, Kind
from essaim.apps.campaigns.models import Answer, Invitation, Question, StatedAnswer
from essaim.apps.campaigns.questions import (
    Known,
    also_known,
    choices_of,
    figure_in_words,
    in_words,
    is_long,
    known,
    label,
    unit_label,
)
from essaim.kit.dates import date_in_words
from essaim.kit.language import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Line:
    """A question on a page: what is asked, what is known with its date and source, the fields to answer."""

    question: Question
    label: str
    known: str
    when: str
    sources: list[str]
    others: list[str]
    choice: BoundField | None = None
    value: BoundField | None = None
    note: BoundField | None = None
    stored: str = ""


class QuestionnaireForm(forms.Form):
    """Three fields a question: a choice, a new value, a remark. Reading values is the actions' work, not the form's."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation = invitation
        self.questions = list(invitation.campaign.questions.all())
        answers = {answer.question_id: answer for answer in invitation.answers.all()}
        self.fields["version"].initial = invitation.version
        for question in self.questions:
            self._add(question, known(question, invitation.pole), answers.get(question.pk))

    def _add(self, question: Question, now: Known, answer: Answer | None) -> None:
        offered = [one for one in Choice if one != Choice.STILL_TRUE or now.value]
        self.fields[f"c{question.pk}"] = forms.ChoiceField(
            label=_("Votre réponse"), choices=[(one.value, one.label) for one in offered], required=False,
            widget=forms.RadioSelect, initial=answer.choice if answer else "",
        )  # fmt: skip
        begin = answer.value if answer and answer.value else now.value if is_long(question) else ""
        self.fields[f"v{question.pk}"] = _value_field(question, begin)
        self.fields[f"n{question.pk}"] = forms.CharField(
            label=_("Remarque pour le réseau, non publiée"), required=False, max_length=NOTE_LENGTH,
            initial=answer.note if answer else "",
        )  # fmt: skip

    def lines(self, stored: Mapping[int, str] | None = None) -> list[Line]:
        """What the page shows. ``stored`` is what somebody else kept meanwhile, by question."""
        return [
            line_of(
                question,
                self.invitation,
                choice=self[f"c{question.pk}"],
                value=self[f"v{question.pk}"],
                note=self[f"n{question.pk}"],
                stored=(stored or {}).get(question.pk, ""),
            )
            for question in self.questions
        ]

    def given(self) -> dict[int, Given]:
        """What was typed, by question. A value typed without a choice is a new value."""
        found = {}
        for question in self.questions:
            choice, value, note = (self.cleaned_data.get(f"{letter}{question.pk}", "") for letter in "cvn")
            begin = self.fields[f"v{question.pk}"].initial or ""
            if not choice and value and _same(value) != _same(begin):
                choice = Choice.CORRECTED.value
            found[question.pk] = Given(choice, value if choice == Choice.CORRECTED else "", note)
        return found

    def go_on_from(self, version: int) -> None:
        """Let the same page be saved again over ``version``."""
        self.data = {**self.data.dict(), "version": str(version)} if hasattr(self.data, "dict") else self.data

    def mark(self, problems: Mapping[int, str]) -> None:
        """Tie what cannot be read to its field."""
        for key, why in problems.items():
            self.add_error(f"v{key}", why)


class TypedForm(QuestionnaireForm):
    """The same, typed by an officer: how the answers came, from whom, when."""

    channel = forms.ChoiceField(
        label=_("Ces réponses sont venues par"),
        choices=[(one.value, one.label) for one in Channel if one != Channel.ONLINE],
    )
    given_by = forms.CharField(label=_("Qui les a données"), max_length=200)
    given_on = forms.DateField(label=_("Quel jour"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, invitation=invitation, **kwargs)
        self.fields["channel"].initial = invitation.channel or Channel.TELEPHONE
        self.fields["given_by"].initial = invitation.given_by
        self.fields["given_on"].initial = invitation.given_on


class SignatureForm(forms.Form):
    """Who validates."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    person = forms.CharField(
        label=_("Nom de la personne qui valide"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    function = forms.CharField(
        label=_("Sa fonction dans le pôle"), max_length=200, help_text=_("Par exemple : coordination, présidence.")
    )
    agreed = forms.BooleanField(label=_("Ces réponses sont celles du pôle, et peuvent paraître dans l'annuaire."))


class UploadForm(forms.Form):
    """A filled questionnaire."""

    file = forms.FileField(label=_("Questionnaire rempli (ODS ou XLSX, 2 Mo au plus)"))


def line_of(question: Question, invitation: Invitation, **fields: Any) -> Line:
    """A question with what is known."""
    now = known(question, invitation.pole)
    return Line(
        question=question,
        label=label(question),
        known=in_words(question, now.value),
        when=date_in_words(now.on, now.precision) if now.on else "",
        sources=now.source.split("\n") if now.source else [],
        others=[figure_in_words(row) for row in also_known(question, invitation.pole)],
        **fields,
    )


def answer_in_words(answer: Answer | StatedAnswer) -> str:
    """An answer as people read it."""
    if answer.choice == Choice.CORRECTED:
        return in_words(answer.question, answer.value)
    return str(answer.get_choice_display()) if answer.choice else ""


def _value_field(question: Question, begin: str) -> forms.Field:
    text = _("Nouvelle valeur")
    names = choices_of(question)
    if names:
        return forms.ChoiceField(label=text, choices=[("", "—"), *names], required=False, initial=begin)
    if is_long(question):
        area = forms.Textarea(attrs={"rows": 6})
        return forms.CharField(label=text, required=False, widget=area, initial=begin, max_length=VALUE_LENGTH)
    unit = unit_label(question)
    attributes = {"inputmode": "decimal", "autocomplete": "off"} if question.kind == Kind.INDICATOR else {}
    field = forms.CharField(
        label=f"{text} ({unit})" if unit else text, required=False, initial=begin, max_length=300,
        widget=forms.TextInput(attrs=attributes),
    )  # fmt: skip
    if question.kind == Kind.FACT and question.key == Fact.COMMUNE:
        field.help_text = _("Son nom, ou son code INSEE.")
    return field


def _same(text: str) -> str:
    return " ".join(text.split())
