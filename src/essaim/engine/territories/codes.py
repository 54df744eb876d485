"""Codes of communes as arrays: cleaned of what spreadsheets do to them, and found fast.

A five-character code is packed into one integer, so that a million codes are found in a fraction of a second.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Texts = NDArray[np.str_]
Int32s = NDArray[np.int32]

_WIDTH = 5
_SHORT = re.compile(r"(\d{4,5})(?:\.0+)?")
_BLANKS = re.compile("[\\s\u00a0\u202f]+")
_LABELLED = re.compile(r"((?:\d{2}|2[AB])\d{3})\s*[-–—:]\s*\D.*", re.DOTALL)


@dataclass(frozen=True)
class CleanCodes:
    """Codes after cleaning, and how many had to be mended (lost zeros, decimals, blanks, labels)."""

    codes: Texts
    mended: int


def clean_code(text: str) -> str:
    """One commune code without what a spreadsheet may have done to it.

    Upper case, no blanks (also non-breaking), the leading zero given back to four digits (``1001`` → ``01001``),
    ``48095.0`` → ``48095``, ``48095 - Mende`` → ``48095``. Anything else is returned as it is: it will be unknown.
    """
    stripped = text.strip()
    labelled = _LABELLED.fullmatch(stripped)
    code = _BLANKS.sub("", labelled[1] if labelled else stripped).upper()
    short = _SHORT.fullmatch(code)
    return short[1].zfill(_WIDTH) if short else code


def clean_codes(texts: Iterable[str]) -> CleanCodes:
    """Every code cleaned as ``clean_code`` does, with the number that had to be mended."""
    raw = [text if isinstance(text, str) else str(text) for text in texts]
    codes = [clean_code(text) for text in raw]
    mended = sum(before != after for before, after in zip(raw, codes, strict=True))
    return CleanCodes(np.array(codes, dtype=np.str_) if codes else np.zeros(0, dtype="U5"), mended)


def pack(codes: Texts) -> NDArray[np.int64]:
    """Five-character codes as integers that sort like them; -1 for anything that is not five ASCII characters."""
    wide = np.ascontiguousarray(codes, dtype=np.str_)
    if wide.size == 0:
        return np.zeros(0, dtype=np.int64)
    width = max(_WIDTH + 1, wide.dtype.itemsize // 4)
    letters = wide.astype(f"U{width}").view(np.uint32).reshape(wide.size, width)
    fits = (letters[:, :_WIDTH] > 0).all(axis=1) & (letters[:, :_WIDTH] < 128).all(axis=1)
    fits &= letters[:, _WIDTH] == 0
    packed = np.zeros(wide.size, dtype=np.int64)
    for place in range(_WIDTH):
        packed = packed * 128 + letters[:, place]
    return np.where(fits, packed, -1)


@dataclass(frozen=True)
class CodeIndex:
    """Sorted packed codes and what each stands for."""

    packed: NDArray[np.int64]
    target: Int32s

    @classmethod
    def from_codes(cls, codes: Texts, targets: Int32s | None = None) -> CodeIndex:
        """An index of ``codes`` (n,) to ``targets`` (n,), by default their own places. The first of doubles counts."""
        packed = pack(codes)
        places = np.arange(codes.size, dtype=np.int32) if targets is None else targets.astype(np.int32)
        kept, first = np.unique(packed, return_index=True)
        valid = kept >= 0
        return cls(kept[valid], places[first[valid]])

    def find(self, codes: Texts) -> Int32s:
        """The target of each code, -1 where there is none: (k,) text → (k,) int32."""
        if self.packed.size == 0:
            return np.full(codes.size, -1, dtype=np.int32)
        packed = pack(codes)
        place = np.minimum(np.searchsorted(self.packed, packed), self.packed.size - 1)
        return np.where(self.packed[place] == packed, self.target[place], -1).astype(np.int32)
