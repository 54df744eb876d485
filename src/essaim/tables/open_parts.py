"""What every OpenDocument file is made of: a zip archive, its manifest, texts that XML can hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
    for name, urn in (
        ("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"), ("meta", "meta"),
        ("number", "datastyle"), ("fo", "xsl-fo-compatible"), ("config", "config"), ("manifest", "manifest"),
        ("draw", "drawing"), ("svg", "svg-compatible"),
    )
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'  # fmt: skip
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
# Signs that XML cannot hold: they are shown as the sign of what could not be read.
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def written(text: str) -> str:
    """A text as XML holds it."""
    return escape(_IMPOSSIBLE.sub("\ufffd", text))


def entry(name: str) -> ZipInfo:
    """A part without the hour: the same content gives the same bytes."""
    part = ZipInfo(name)
    part.compress_type = ZIP_DEFLATED
    return part


def start(archive: ZipFile, media: str) -> None:
    """The first part, not compressed: what the file is."""
    part = ZipInfo("mimetype")
    part.compress_type = ZIP_STORED
    archive.writestr(part, media)


def manifest(media: str, names: Iterable[str], drawings: Mapping[str, str] | None = None) -> str:
    """The list of the parts: those in XML, and drawings with what they are."""
    kinds = dict.fromkeys(names, "text/xml") | dict(drawings or {})
    parts = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>'
        for name, kind in kinds.items()
    )
    return (
        f'{HEAD}<manifest:manifest {SPACES} manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{media}"/>'
        f"{parts}</manifest:manifest>"
    )
