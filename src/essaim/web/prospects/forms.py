"""Forms about prospects."""

from __future__ import annotations

from typing import Any

from django import forms

from essaim.apps.documents.enums import ACCEPT
from essaim.apps.founding.enums import LetterKind, ProspectState
from essaim.apps.founding.models import Founding
from essaim.apps.founding.queries.prospects import colleges_named, founders_of, role_names
from essaim.engine.language import gettext
from essaim.kit.language import gettext_lazy as _
from essaim.web.commune_field import CommuneForm
from essaim.web.editing.fields import PartForm, TypedAmount, day_field
from essaim.web.filing import bounded
from essaim.web.organisations.forms import typed_siret
from essaim.web.prospects.asking import family_choices, founder_names

_SIRET = 14


class ProspectForm(CommuneForm):
    """What the founders know of an organisation: its name is enough."""

    name = forms.CharField(label=_("Nom"), max_length=200)
    siret = forms.CharField(
        label="SIRET",
        max_length=20,
        required=False,
        help_text=_("Quatorze chiffres, si vous l'avez : il évite les doublons."),
    )
    family = forms.ChoiceField(label=_("Famille"), required=False)
    role = forms.ChoiceField(label=_("Rôle dans le modèle"), required=False)
    in_charge = forms.ChoiceField(label=_("Suivi par"), required=False)
    next_step = forms.CharField(
        label=_("Prochaine étape"),
        max_length=300,
        required=False,
        help_text=_("Par exemple : appeler, envoyer la lettre."),
    )
    next_on = day_field(label=_("Pour le"))
    source_note = forms.CharField(label=_("Trouvé par"), max_length=300, required=False)
    field_order = (
        "name", "siret", "commune", "commune_choice", "family", "role", "in_charge", "next_step", "next_on",
        "source_note",
    )  # fmt: skip

    def __init__(self, *args: Any, founding: Founding, **options: Any) -> None:
        super().__init__(*args, **options)
        blank = ("", gettext("non renseigné"))
        present = self.initial or {}
        for name, choices in (
            ("family", family_choices()),
            ("role", list(role_names(founding).items())),
            ("in_charge", list(founder_names(founders_of(founding)).items())),
        ):
            known = [key for key, _label in choices]
            kept = str(present.get(name) or "")
            # What stands already stays a choice, though the model or the team changed since.
            more = [(kept, kept if name == "role" else gettext("comme avant"))] if kept and kept not in known else []
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [blank, *choices, *more]
        if not role_names(founding):
            self.fields["role"].help_text = gettext("Le pôle ne suit encore aucun modèle.")

    def clean_siret(self) -> str:
        """A number that cannot be a SIRET is said beside its field."""
        typed = str(self.cleaned_data["siret"]).strip()
        digits = sum(sign.isdigit() for sign in typed)
        if typed and digits != _SIRET:
            said = gettext(
                "« %(text)s » n'a pas les quatorze chiffres d'un SIRET (les neuf du SIREN, puis cinq). Laissez vide si "
                "vous ne l'avez pas."
            )
            raise forms.ValidationError(said % {"text": typed})
        return typed_siret(typed)


class AddForm(ProspectForm):
    """A new prospect; ``organisation`` and ``picked`` say where it was found."""

    organisation = forms.CharField(max_length=22, required=False, widget=forms.HiddenInput)
    picked = forms.CharField(max_length=14, required=False, widget=forms.HiddenInput)


class EditForm(ProspectForm, PartForm):
    """A prospect being corrected: it carries the version it was read at."""


class ContactForm(PartForm):
    """A person to reach, and until when this is kept."""

    contact_name = forms.CharField(label=_("Personne à joindre"), max_length=200, required=False)
    contact_email = forms.EmailField(label=_("Son adresse électronique"), required=False)
    contact_phone = forms.CharField(label=_("Son téléphone"), max_length=40, required=False)
    erase_contact_on = day_field(
        label=_("Gardé jusqu'au"), help_text=_("Douze mois d'ordinaire, trente-six au plus ; effacé tout seul après.")
    )
    informed_on = day_field(
        label=_("Personne informée le"),
        help_text=_("Elle doit l'être dans le mois qui suit, ou dès votre premier message."),
    )


class NoteForm(forms.Form):
    """What was said."""

    text = forms.CharField(label=_("Note"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    erase_on = day_field(label=_("Gardée jusqu'au"))


class LetterForm(forms.Form):
    """What a letter says beside who signs it."""

    kind = forms.ChoiceField(label=_("Document"), choices=LetterKind.choices)
    brings = forms.CharField(
        label=_("Ce que l'organisation apporte"), max_length=3000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Temps, locaux, matériel, réseau, argent. Laissez vide pour l'écrire à la main."),
    )  # fmt: skip
    college = forms.CharField(label=_("Collège"), max_length=100, required=False)
    amount_cents = TypedAmount(label=_("Cotisation ou participation"))

    def __init__(self, *args: Any, founding: Founding, **options: Any) -> None:
        super().__init__(*args, **options)
        colleges = colleges_named(founding)
        if colleges:
            self.fields["college"].help_text = gettext("Le modèle propose : %(names)s.") % {
                "names": ", ".join(colleges)
            }


class LetterEditForm(LetterForm, PartForm):
    """A letter being corrected; its kind stays."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["kind"]


class SignedForm(forms.Form):
    """The signed copy, and what it changes."""

    file = forms.FileField(
        label=_("Copie signée"), help_text=_("PDF, image ou document, sans macros ; 10 Mo au plus."),
        widget=forms.FileInput(attrs={"accept": ACCEPT}), max_length=200,
    )  # fmt: skip
    signed_on = day_field(label=_("Signé le"), required=True)
    commits = forms.ChoiceField(label=_("Où en est-on maintenant ?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, name: str, state: str, **options: Any) -> None:
        super().__init__(*args, **options)
        if state == ProspectState.COMMITTED:
            # There is nothing to choose.
            del self.fields["commits"]
            return
        field = self.fields["commits"]
        assert isinstance(field, forms.ChoiceField)
        stays = gettext("Laisser « %(name)s » à l'état « %(state)s »") % {
            "name": name,
            "state": ProspectState(state).label,
        }
        field.choices = [("yes", gettext("Passer « %(name)s » à l'état « engagé »") % {"name": name}), ("no", stays)]

    def clean_file(self) -> object:
        """A bounded size, before anything is read."""
        return bounded(self.cleaned_data["file"])


class WithdrawForm(forms.Form):
    """Why a signed letter no longer holds."""

    reason = forms.CharField(label=_("Pourquoi"), max_length=300)
    state = forms.ChoiceField(label=_("Où en est-on maintenant ?"), choices=ProspectState.choices)
