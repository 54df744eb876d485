"""Public files kept compressed: sent as they are to browsers that read brotli, which all of today's do."""

from __future__ import annotations

import brotli
from django.http import HttpRequest, HttpResponse


def as_asked(request: HttpRequest, compressed: bytes, kind: str, keep: str) -> HttpResponse:
    """The file in the coding that the browser reads; ``keep`` says how long it may be kept."""
    headers = {"Vary": "Accept-Encoding", "Cache-Control": keep}
    coded = "br" in [one.split(";")[0].strip() for one in request.headers.get("Accept-Encoding", "").split(",")]
    if coded:
        headers["Content-Encoding"] = "br"
    return HttpResponse(compressed if coded else brotli.decompress(compressed), content_type=kind, headers=headers)
