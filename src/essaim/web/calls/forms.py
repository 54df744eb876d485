"""Forms of calls and dossiers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from essaim.apps.calls.enums import Outcome, QuestionKind, Zone
from essaim.apps.calls.places import CallPlace, typed_places
from essaim.apps.documents.enums import ACCEPT
from essaim.engine.eligibility import rule_sets
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext
from essaim.engine.territories import load_territories
from essaim.kit.forms import FilesField, SeveralFiles
from essaim.kit.language import gettext_lazy as _
from essaim.web.calls.prefill import KNOWN, unknown_braces
from essaim.web.editing.fields import TypedAmount
from essaim.web.filing import bounded
from essaim.web.organisations.forms import family_choices, typed_siret

_LONG = forms.Textarea(attrs={"rows": 8})


def moment_field(label: Any, *, required: bool = False) -> forms.DateTimeField:
    """A day and a time, as browsers let people pick them."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, required=required, widget=widget)


class PrepareForm(forms.Form):
    """What is enough to begin a call."""

    title = forms.CharField(label=_("Titre de l'appel"), max_length=200)
    owner = forms.ChoiceField(label=_("Qui le tient"))

    def __init__(self, *args: Any, owners: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ChoiceField)
        owner.choices = owners


class NoticeForm(forms.Form):
    """The notice of a call."""

    title = forms.CharField(label=_("Titre"), max_length=200)
    organiser = forms.CharField(
        label=_("Organisé par"), max_length=200, required=False, help_text=_("Vide : le nom du réseau.")
    )
    summary = forms.CharField(label=_("En bref"), required=False, max_length=1000, widget=forms.Textarea)
    text = forms.CharField(label=_("Texte de l'avis"), required=False, max_length=50_000, widget=_LONG)
    place = forms.CharField(
        label=_("Territoire"), required=False, max_length=15_000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Vide : toute la France. Sinon des noms ou des numéros, un par ligne ou séparés par des virgules : Lozère, "
            "48, Occitanie, une commune, une intercommunalité."
        ),
    )  # fmt: skip
    zone = forms.ChoiceField(label=_("Heure de clôture donnée en"), choices=Zone.choices)
    contact = forms.CharField(
        label=_("Contact"), max_length=300, required=False,
        help_text=_("Adresse ou téléphone du service, publics : jamais ceux d'une personne."),
    )  # fmt: skip
    form_address = forms.URLField(
        label=_("Démarche en ligne"), max_length=500, required=False, assume_scheme="https",
        help_text=_(
            "Si l'appel se remplit sur Démarche numérique : son adresse. Ce que le dossier sait y remplace {pole}, "
            "{commune}, {code_commune}, {siret}, {candidat} et {budget}, par exemple …?champ_Q2hhbXAt={pole}. La page "
            "/preremplir/ de la démarche donne les identifiants des champs."
        ),
    )  # fmt: skip
    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, places: Mapping[str, CallPlace], **options: Any) -> None:
        super().__init__(*args, **options)
        self._places = places  # those that the call names already, by the names that are shown
        self.initial["place"] = "\n".join(places)

    def clean_place(self) -> str:
        """Territories that exist, as they are kept."""
        try:
            found = typed_places(self.cleaned_data["place"], self._places, load_territories())
        except EssaimError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return "\n".join(map(str, found))

    def clean_form_address(self) -> str:
        """An address whose braces are all known: another would leave empty what it was to fill in."""
        address = str(self.cleaned_data["form_address"])
        unknown = unknown_braces(address)
        if unknown:
            known = ", ".join(f"{{{key}}}" for key in KNOWN)
            said = gettext("Essaim ne sait pas remplir %(unknown)s. Entre accolades, il connaît : %(known)s.")
            raise forms.ValidationError(said % {"unknown": ", ".join(unknown), "known": known})
        return address


class RulesForm(forms.Form):
    """Rules of a text, and the call's own."""

    rules = forms.ChoiceField(label=_("Règles d'un texte"), required=False)
    own = forms.CharField(
        label=_("Règles propres à l'appel"), required=False, max_length=10_000, widget=_LONG,
        help_text=_("Une par ligne. Essaim les montre ; ce sont des personnes qui en jugent."),
    )  # fmt: skip
    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        rules = self.fields["rules"]
        assert isinstance(rules, forms.ChoiceField)
        rules.choices = [("", gettext("aucune")), *((key, one.title()) for key, one in rule_sets().items())]


class QuestionForm(forms.Form):
    """A question of the dossier."""

    section = forms.CharField(label=_("Partie du dossier"), max_length=200, required=False)
    label = forms.CharField(label=_("Question"), max_length=500)
    help = forms.CharField(label=_("Aide"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    kind = forms.ChoiceField(label=_("On y répond par"), choices=QuestionKind.choices, initial=QuestionKind.LONG)
    choices = forms.CharField(
        label=_("Choix, un par ligne"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )
    is_required = forms.BooleanField(label=_("Réponse obligatoire"), required=False, initial=True)
    longest = forms.IntegerField(label=_("Signes au plus"), required=False, min_value=1, max_value=20_000)


class ReasonForm(forms.Form):
    """A reason that people will read."""

    reason = forms.CharField(label=_("Raison"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class ReopenReasonForm(ReasonForm):
    """Why a dossier that is handed in should be reopened."""

    reason = forms.CharField(
        label=_("Ce qui est à corriger"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("L'équipe de l'appel le lit pour décider."),
    )  # fmt: skip


class PartnerForm(forms.Form):
    """A partner of the dossier."""

    name = forms.CharField(label=_("Organisation"), max_length=200)
    siret = forms.RegexField(
        label=_("SIRET"), regex=r"^\s*(\d\s*){14}$", required=False, help_text=_("Quatorze chiffres, si elle en a un.")
    )
    family = forms.ChoiceField(label=_("Famille"), required=False)
    role = forms.CharField(label=_("Rôle dans le projet"), max_length=300, required=False)
    commitment = forms.CharField(
        label=_("Ce à quoi elle s'engage"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )
    amount = TypedAmount(
        label=_("Part du budget qu'elle apporte, en euros"), help_text=_("Par exemple 1 234,50. Vide : pas encore dit.")
    )
    is_applicant = forms.BooleanField(label=_("C'est la structure candidate"), required=False)
    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        family = self.fields["family"]
        assert isinstance(family, forms.ChoiceField)
        family.choices = [("", gettext("non renseignée")), *family_choices()]

    def clean_siret(self) -> str:
        """The digits alone, their key checked."""
        return typed_siret(str(self.cleaned_data["siret"]))


class BudgetForm(forms.Form):
    """The project's whole budget."""

    budget = TypedAmount(
        label=_("Budget total du projet, en euros"), help_text=_("Par exemple 84 500. Vide : pas encore dit.")
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput)


class PieceForm(forms.Form):
    """Something to ask for."""

    text = forms.CharField(label=_("Ce que vous demandez"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4}))
    due_on = forms.DateField(label=_("Pour le"), required=False, widget=forms.DateInput(attrs={"type": "date"}))


class PieceAnswerForm(forms.Form):
    """What is answered to it, in words, in files."""

    answer = forms.CharField(
        label=_("Votre réponse"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 6})
    )
    attached = FilesField(
        label=_("Fichiers"), required=False, max_length=200, widget=SeveralFiles(attrs={"accept": ACCEPT}),
        help_text=_(
            "Un ou plusieurs : PDF, ODT, ODS, DOCX, XLSX, PNG ou JPEG, sans macros ; au plus 10 Mo chacun, et 60 Mo "
            "à la fois."
        ),
    )  # fmt: skip
    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    def clean_attached(self) -> list[Any]:
        """Files of a bounded size, each."""
        return [bounded(file) for file in self.cleaned_data["attached"]]


class ReopenForm(ReasonForm):
    """Until when a dossier may be corrected, and why."""

    until = moment_field(_("Jusqu'au"), required=True)


class DecisionForm(forms.Form):
    """A decision with its reason."""

    # Nothing is chosen beforehand: a decision is never taken by pressing a button too soon.
    outcome = forms.ChoiceField(label=_("Décision"), choices=[("", _("choisir")), *Outcome.choices])
    reason = forms.CharField(
        label=_("Motif"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Les personnes qui portent le dossier le liront."),
    )  # fmt: skip
    text_relied_on = forms.CharField(label=_("Texte sur lequel elle s'appuie"), max_length=300, required=False)
