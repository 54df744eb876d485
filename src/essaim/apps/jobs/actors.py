"""The programme that works behind the pages."""

from __future__ import annotations

from essaim.apps.audit.actors import Programme

WORKER = Programme("essaim-worker")
