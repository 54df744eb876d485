"""Whether a file is what it says it is, and of a kind that other people may open."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePath

from essaim.apps.documents.enums import ALIASES, FILE_KINDS, LARGEST, LONGEST_NAME, FileKind
from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _

_MACROS = ("vbaproject", "basic/", "scripts/")
_MOST_PARTS, _LARGEST_UNPACKED = 5000, 200 * 1024 * 1024


def checked_kind(content: bytes, file_name: str) -> FileKind:
    """The kind of a file that may be filed.

    Raises:
        InvalidValue: empty, too large, of another kind than its name says, or with macros; the sentence says which.
    """
    extension = PurePath(file_name).suffix.lower().lstrip(".")
    kind = FILE_KINDS.get(ALIASES.get(extension, extension))
    if kind is None:
        raise InvalidValue(
            _("Ce genre de fichier n'est pas accepté : %(name)s.") % {"name": file_name[:LONGEST_NAME]},
            _("Déposez un PDF, un ODT, un ODS, un DOCX, un XLSX, un PNG ou un JPEG, sans macros."),
        )
    if not content:
        raise InvalidValue(_("Le fichier est vide."))
    if len(content) > LARGEST:
        raise InvalidValue(_("Le fichier est trop gros (plus de 10 Mo)."), _("Réduisez-le, ou coupez-le en plusieurs."))
    if not content.startswith(kind.starts):
        raise InvalidValue(
            _("Le contenu du fichier n'est pas celui que son nom annonce."), _("Enregistrez-le de nouveau en PDF.")
        )
    if kind.starts.startswith(b"PK"):
        _check_parts(content)
    return kind


def _check_parts(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError):
        raise InvalidValue(_("Le fichier est abîmé."), _("Enregistrez-le de nouveau, ou en PDF.")) from None
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _LARGEST_UNPACKED:
        raise InvalidValue(_("Le fichier est trop gros une fois ouvert."), _("Enregistrez-le en PDF."))
    if any(mark in part.filename.lower() for part in parts for mark in _MACROS):
        raise InvalidValue(_("Le fichier contient des macros."), _("Enregistrez-le sans macros, ou en PDF."))
