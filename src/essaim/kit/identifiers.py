"""Opaque identifiers: they say nothing of whom or what they name, and never change."""

from __future__ import annotations

import secrets
import string

LENGTH = 22

# No dash: a spreadsheet takes a cell that begins with one for a formula, a terminal takes such a word for an option.
_ALPHABET = string.ascii_letters + string.digits


def opaque_id() -> str:
    """Twenty-two letters and digits drawn at random (131 bits)."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(LENGTH))
