"""Long work whose result is a document with the words of the pages: declared here, done by the worker."""

from __future__ import annotations

from essaim.web.calls.archive import make_archive

__all__ = ["make_archive"]
