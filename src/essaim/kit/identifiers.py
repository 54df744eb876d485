"""Opaque identifiers: they say nothing of whom or what they name, and never change."""

from __future__ import annotations

import secrets

LENGTH = 22


def opaque_id() -> str:
    """Twenty-two letters and digits drawn at random (128 bits)."""
    return secrets.token_urlsafe(16)
