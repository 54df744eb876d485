"""What an administrator says when loading a register."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from essaim.apps.poles.incoming import EXTENSIONS, MOST_FILES
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext
from essaim.engine.register import CoverageClaim
from essaim.engine.sources.fetch import departement_code
from essaim.kit.forms import FilesField, SeveralFiles
from essaim.kit.language import gettext_lazy as _

_VINTAGE = r"^\d{4}(-\d{2}){0,2}$"


class UploadForm(forms.Form):
    """Files of a register."""

    tables = FilesField(
        label=_("Fichiers"), max_length=200,
        widget=SeveralFiles(attrs={"accept": ",".join(EXTENSIONS)}),
        help_text=_(
            "Parquet, CSV (éventuellement en .zip) ou XLSX, jusqu'à quatre ensemble : les fichiers officiels de SIRENE,"
            " ou une table qui a au moins le SIRET, l'activité (NAF) et le code de la commune."
        ),
    )  # fmt: skip
    covers = forms.CharField(
        label=_("Territoires que les fichiers contiennent en entier"), required=False, max_length=2000,
        help_text=_(
            "Codes de départements ou de communes séparés par des virgules (48, 26, 48095), ou tout pour toute la "
            "France. Vide : Essaim le déduit des lignes. Ailleurs, ce qui manque reste inconnu, jamais absent."
        ),
    )  # fmt: skip
    vintage = forms.RegexField(
        _VINTAGE, label=_("Date des données"), required=False, max_length=10,
        help_text=_("2025 ou 2025-09, si les fichiers ne la disent pas."),
    )  # fmt: skip
    source = forms.CharField(
        label=_("Titre de la source"), required=False, max_length=200, help_text=_("Pour une table simple.")
    )

    def clean_tables(self) -> list[UploadedFile[Any]]:
        """Not more than the import reads together."""
        given: list[UploadedFile[Any]] = self.cleaned_data["tables"]
        if len(given) > MOST_FILES:
            raise forms.ValidationError(gettext("Donnez de un à %(n)d fichiers.") % {"n": MOST_FILES})
        return given

    def clean_covers(self) -> str:
        """Codes, or nothing."""
        text: str = self.cleaned_data["covers"].strip()
        if text:
            _said(lambda: CoverageClaim.parse(text))
        return text


class DownloadForm(forms.Form):
    """Which of the official files, for which départements."""

    departements = forms.CharField(
        label=_("Départements à garder"), required=False, max_length=500,
        help_text=_(
            "Leurs codes, séparés par des virgules : 48, 26, 2A. Vide : toute la France. Les fichiers officiels sont "
            "nationaux : ils sont téléchargés entiers dans les deux cas."
        ),
    )  # fmt: skip
    geolocation = forms.BooleanField(
        label=_("Aussi la position des établissements (INSEE)"), required=False, initial=True
    )
    directory = forms.BooleanField(
        label=_("Aussi l'Annuaire des Entreprises (mention ESS, insertion, formation, administrations)"),
        required=False, initial=True,
    )  # fmt: skip

    def clean_departements(self) -> list[str]:
        """Codes that exist."""
        words = [word for word in re.split(r"[\s,;]+", self.cleaned_data["departements"]) if word]
        return [_said(lambda word=word: departement_code(word)) for word in words]

    def extras(self) -> list[str]:
        """The optional files asked for."""
        return [key for key in ("geolocation", "directory") if self.cleaned_data[key]]


def _said(check: Any) -> Any:
    try:
        return check()
    except EssaimError as refusal:
        raise forms.ValidationError(str(refusal)) from None
