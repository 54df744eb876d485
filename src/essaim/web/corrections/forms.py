"""What visitors write: little is asked, nothing is lost."""

from __future__ import annotations

from typing import Any

from django import forms

from essaim.apps.corrections.enums import Part
from essaim.engine.sources.poles import load_domains
from essaim.kit.language import gettext_lazy as _
from essaim.kit.visitors import VisitorForm
from essaim.web import labels
from essaim.web.commune_field import CommuneForm

_ADDRESS_HELP = _(
    "Facultative. Elle ne sert qu'à vous répondre, seules les personnes qui relisent la voient, et elle est effacée "
    "un an après la réponse."
)


class CorrectionForm(VisitorForm):
    """What is wrong on a page, and how one knows."""

    part = forms.ChoiceField(label=_("Qu'est-ce qui ne va pas ?"), choices=Part.choices)
    text = forms.CharField(
        label=_("Dites ce qui est faux, et ce qu'il faudrait écrire"), max_length=5000, widget=forms.Textarea
    )
    source = forms.CharField(
        label=_("Comment le savez-vous ?"), max_length=1000, required=False,
        help_text=_("Une adresse, un document, ou votre place : « j'y travaille »."),
    )  # fmt: skip
    email = forms.EmailField(label=_("Votre adresse électronique"), required=False, help_text=_ADDRESS_HELP)


class PoleForm(VisitorForm, CommuneForm):
    """A pole that the directory lacks."""

    name = forms.CharField(label=_("Nom du pôle"), max_length=200)
    text = forms.CharField(
        label=_("Ce que ses membres font ensemble"), max_length=5000, widget=forms.Textarea,
        help_text=_("Deux ou trois phrases. Elles seront relues avant d'être publiées."),
    )  # fmt: skip
    domains = forms.MultipleChoiceField(
        label=_("Domaines"), required=False, widget=forms.CheckboxSelectMultiple, choices=lambda: _domains()
    )
    website = forms.URLField(label=_("Site"), required=False, assume_scheme="https")
    source = forms.CharField(
        label=_("Où peut-on lire qu'il existe, ou d'où le savez-vous ?"), max_length=1000,
        help_text=_("Une adresse, un article, ou votre place dans ce pôle."),
    )  # fmt: skip
    email = forms.EmailField(label=_("Votre adresse électronique"), required=False, help_text=_ADDRESS_HELP)
    known = forms.BooleanField(
        label=_("Aucun des pôles ci-dessus n'est celui que je propose"), required=False, widget=forms.HiddenInput
    )
    field_order = ("name", "commune", "commune_choice", "text", "domains", "website", "source", "email")


class AnswerForm(forms.Form):
    """What whoever sent a proposal answers to a question."""

    text = forms.CharField(label=_("Votre réponse"), max_length=5000, widget=forms.Textarea)


class DecisionForm(forms.Form):
    """What a moderator answers."""

    text = forms.CharField(
        label=_("Ce que la personne lira"), max_length=5000, required=False, widget=forms.Textarea,
        help_text=_("Demandé pour poser une question ou ne pas retenir."),
    )  # fmt: skip
    existing = forms.ChoiceField(
        label=_("Est-ce un pôle déjà dans l'annuaire ?"), required=False, widget=forms.RadioSelect
    )
    network = forms.ChoiceField(label=_("Réseau que le nouveau pôle rejoint"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, networks: list[tuple[str, str]], poles: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = {"network": networks, "existing": poles}
        for name, choices in offered.items():
            if choices:
                self.fields[name].choices = choices  # type: ignore[attr-defined]
            else:
                del self.fields[name]


def _domains() -> list[tuple[str, str]]:
    return sorted(((word.key, labels.domain(word.key)) for word in load_domains()), key=lambda pair: pair[1])
