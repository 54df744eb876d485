"""How a file leaves: piece by piece while it is made, or from a temporary file when it must be whole first."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from typing import IO

from django.http import FileResponse, HttpResponse, HttpResponseBase, StreamingHttpResponse

from essaim.engine.language import current_language, use_language

_HELD = 1_000_000


def flowing(pieces: Iterator[bytes], media: str, name: str) -> StreamingHttpResponse:
    """The pieces, each made when the former is sent, in the language of the page that asked."""
    return StreamingHttpResponse(
        _spoken(pieces, current_language()), content_type=media,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip


def whole(write: Callable[[IO[bytes]], None], media: str, name: str) -> HttpResponseBase:
    """What ``write`` makes, kept in memory when it is small, else on the disk, until it is sent."""
    draft = tempfile.TemporaryFile(prefix="essaim-")  # noqa: SIM115 - a long file is closed by its answer, once sent
    try:
        write(draft)
        size = draft.tell()
        draft.seek(0)
        if size <= _HELD:
            content = draft.read()
            draft.close()
            return at_once(content, media, name)
        answer = FileResponse(draft, content_type=media, as_attachment=True, filename=name)
    except BaseException:
        draft.close()
        raise
    answer.headers["Content-Length"] = str(size)
    return answer


def at_once(content: bytes, media: str, name: str) -> HttpResponse:
    """A file small enough to be held."""
    return HttpResponse(content, content_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _spoken(pieces: Iterator[bytes], language: str) -> Iterator[bytes]:
    # Pieces are asked for after the middlewares are done, perhaps between those of another visitor.
    while True:
        use_language(language)
        piece = next(pieces, None)
        if piece is None:
            return
        yield piece
