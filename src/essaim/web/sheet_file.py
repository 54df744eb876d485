"""The field by which people hand over a spreadsheet."""

from __future__ import annotations

from typing import Any

from django import forms

from essaim.engine.language import gettext
from essaim.engine.sources.spreadsheets import EXTENSIONS, Limits
from essaim.kit.language import gettext_lazy as _


class SheetFileForm(forms.Form):
    """One file, CSV, XLSX or ODS; ``label`` says of what."""

    file = forms.FileField(
        help_text=_("CSV, XLSX ou ODS, sans macros ; au plus 2 Mo et 600 lignes."),
        widget=forms.FileInput(attrs={"accept": ",".join(EXTENSIONS)}),
        max_length=200,
    )

    def __init__(self, *args: Any, label: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["file"].label = label

    def clean_file(self) -> object:
        """A bounded size: the rest is for the reader to say."""
        file = self.cleaned_data["file"]
        if file.size > Limits().size:
            raise forms.ValidationError(gettext("Le fichier est trop gros (plus de 2 Mo)."))
        return file
