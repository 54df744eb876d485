"""What may be filed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: its extension, the type it is given out under, and how its content begins."""

    extension: str
    media: str
    starts: bytes


_ZIP = b"PK\x03\x04"
# No format that may carry macros, no page, no script: what is filed is read by other people.
FILE_KINDS = {
    kind.extension: kind
    for kind in (
        FileKind("pdf", "application/pdf", b"%PDF-"),
        FileKind("odt", "application/vnd.oasis.opendocument.text", _ZIP),
        FileKind("ods", "application/vnd.oasis.opendocument.spreadsheet", _ZIP),
        FileKind("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", _ZIP),
        FileKind("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _ZIP),
        FileKind("png", "image/png", b"\x89PNG\r\n\x1a\n"),
        FileKind("jpg", "image/jpeg", b"\xff\xd8\xff"),
    )
}
ALIASES = {"jpeg": "jpg"}
LARGEST = 10 * 1024 * 1024
LONGEST_NAME = 150
# What `<input type="file" accept>` offers.
ACCEPT = ",".join(f".{extension}" for extension in (*FILE_KINDS, *ALIASES))
