"""Answers of the engine, kept once computed: they change with the register and the territories, not with the reader."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TypeVar, cast

from django.core.cache import cache

from essaim import __version__
from essaim.engine.essaimage import Ground
from essaim.engine.language import current_language

Answer = TypeVar("Answer")
_KEPT_SECONDS = 30 * 24 * 3600


def kept(ground: Ground, asked: str, compute: Callable[[], Answer]) -> Answer:
    """What ``compute`` answers, computed once for a register, territories, a language and a version of Essaim.

    ``asked`` says everything else that the answer depends on. The answer is made of plain values: it goes to the cache.
    """
    stood_on = f"{__version__} {ground.register.version} {ground.territories.version} {current_language()} {asked}"
    key = f"territory:{hashlib.sha256(stood_on.encode()).hexdigest()}"
    found = cache.get(key)
    if found is None:
        found = compute()
        cache.set(key, found, _KEPT_SECONDS)
    return cast("Answer", found)
