"""Models as files: one as TOML, the whole library as one archive."""

from __future__ import annotations

from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from essaim.apps.library.queries import shelf, shelved_version, version_of
from essaim.engine.language import gettext as _
from essaim.tables.open_parts import entry
from essaim.web.documents.answers import at_once, whole
from essaim.web.documents.terms import LICENCE
from essaim.web.library.page import found_or_404

_TOML = "application/toml; charset=utf-8"


def toml(request: HttpRequest, key: str) -> HttpResponse:
    """A model as the file that the command line reads."""
    found = found_or_404(key)
    return at_once(found.text.encode(), _TOML, f"{found.pattern.key}.toml")


def version_toml(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """A version of a model of the site, as the same file."""
    row = version_of(key, number)
    if row is None:
        raise Http404
    return at_once(shelved_version(row).text.encode(), _TOML, f"{key}-{number}.toml")


def whole_library(request: HttpRequest) -> HttpResponseBase:
    """Every public model, one file each."""
    return whole(_write, "application/zip", "modeles.zip")


def _write(target: IO[bytes]) -> None:
    models = shelf()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        lines = [
            _("Bibliothèque de modèles de pôles"),
            "",
            *(f"- {one.pattern.key}.toml : {one.pattern.label()}" for one in models),
            "",
            _("Chaque fichier dit ce qu'une source montre et ce qui est supposé (basis)."),
            _("Un fichier posé dans le dossier « patterns » de vos données Essaim rejoint votre bibliothèque."),
            _("Ce qui est public est sous %(licence)s.") % {"licence": LICENCE},
        ]
        archive.writestr(entry("LISEZMOI.txt"), "\r\n".join(lines) + "\r\n")
        for one in models:
            archive.writestr(entry(f"{one.pattern.key}.toml"), one.text)
