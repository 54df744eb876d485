"""What may be handed over at once: bounded before a single byte is kept, and received on the disk of the data.

Only administrators hand over large files (a register of establishments); the others, what a form needs.
"""

from __future__ import annotations

import shutil
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

EVERYBODY = 60_000_000
ADMINISTRATORS = 6_000_000_000
# Left free on the disk whatever comes: the database must be able to write.
SPARED = 300_000_000


class Bounded(FileUploadHandler):
    """Refuses a request that announces too much, for whoever sends it or for the disk; else lets the next ones work."""

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, Any],  # noqa: N803 - Django calls it so
        content_length: int,
        boundary: str,
        encoding: Any = None,
    ) -> None:
        """Judge by the announced length: the server reads no further than it.

        Raises:
            RequestDataTooBig: answered by a page, without reading the files.
        """
        if content_length > most_of(self.request):
            raise RequestDataTooBig("more than this person may hand over")
        if content_length > free_room():
            raise RequestDataTooBig("more than the disk can take")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """The next handler keeps it."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Nothing of its own."""
        return None


def most_of(request: HttpRequest | None) -> int:
    """How many bytes whoever asks may hand over in one request."""
    user = getattr(request, "user", None)
    if settings.SANDBOX:
        # Anybody may try being an administrator there.
        return EVERYBODY
    return ADMINISTRATORS if getattr(user, "is_administrator", False) else EVERYBODY


def free_room() -> int:
    """How many bytes may still be received on the disk of the data."""
    return max(0, shutil.disk_usage(settings.HOME).free - SPARED)
