"""A commune as people type it, in any form of the site."""

from __future__ import annotations

from typing import Any

from django import forms

from essaim.apps.poles.choosing import communes_meant
from essaim.apps.poles.places import Location, names_of
from essaim.engine.language import gettext
from essaim.kit.language import gettext_lazy as _

_LONGEST = 100


class CommuneForm(forms.Form):
    """A commune typed by name, postal code or code. When several answer, they are offered, and nothing is lost."""

    commune = forms.CharField(
        label=_("Commune"),
        required=False,
        max_length=_LONGEST,
        help_text=_("Nom, code postal ou code officiel. Laissez vide si vous ne la connaissez pas."),
    )
    commune_choice = forms.ChoiceField(label=_("Laquelle ?"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        said = str(self.data.get(self.add_prefix("commune"), "")) if self.is_bound else ""
        text = said.replace("\0", "")[:_LONGEST]
        self.meant = communes_meant(text) if text.strip() else []
        choice = self.fields["commune_choice"]
        if len(self.meant) > 1 and isinstance(choice, forms.ChoiceField):
            choice.choices = [(place.code, f"{place.name}, {place.context} ({place.code})") for place in self.meant]
            names = list(self.fields)
            names.remove("commune_choice")
            names.insert(names.index("commune") + 1, "commune_choice")
            self.order_fields(names)
        else:
            del self.fields["commune_choice"]

    def clean(self) -> dict[str, Any]:
        """``commune`` becomes its code, "" when blank."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = cleaned.pop("commune_choice", "") or (self.meant[0].code if len(self.meant) == 1 else "")
        if not cleaned.get("commune"):
            return cleaned
        if chosen:
            cleaned["commune"] = chosen
        elif self.meant:
            self.add_error("commune", gettext("Plusieurs communes répondent : choisissez la bonne juste en dessous."))
        else:
            sentence = gettext("Aucune commune ne s'appelle ainsi. Vérifiez l'orthographe, ou tapez le code postal.")
            self.add_error("commune", sentence)
        return cleaned


def commune_text(code: str) -> str:
    """A commune as the form shows it: ``Romans-sur-Isère (26281)``."""
    return f"{names_of(Location(code)).commune} ({code})" if code else ""
