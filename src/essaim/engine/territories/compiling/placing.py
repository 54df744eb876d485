"""Which commune each line of a table speaks of, and what the commune is worth when several lines do.

A table made before a merger has a line for each former commune. Counts add up; a rate of the parts is not that of the
whole, so it stays unknown; a class or a zone is known when all the parts agree on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from essaim.engine.territories.codes import CodeIndex, Int32s, Texts
from essaim.engine.territories.compiling.layer import Layer
from essaim.engine.territories.model import FormerCodes

_EXAMPLES = 10


@dataclass(frozen=True, eq=False)
class Placement:
    """Where the lines of a table go.

    Attributes:
        n: number of communes.
        row: (n,) the line that bears the commune's own code, -1 when none does.
        part_rows, part_communes: (p,) lines that bear a code of the past, and the commune each belongs to.
        unknown: codes that no commune has or had.
        doubled: lines whose code stood on an earlier line.
    """

    n: int
    row: Int32s
    part_rows: Int32s
    part_communes: Int32s
    unknown: tuple[str, ...]
    doubled: int

    @property
    def has_parts(self) -> NDArray[np.bool_]:
        """(n,) communes that lines with a code of the past speak of."""
        mask = np.zeros(self.n, dtype=np.bool_)
        mask[self.part_communes] = True
        return mask

    def exact(self, values: NDArray[Any]) -> NDArray[np.float64]:
        """(rows,) numbers → (n,): the commune's own line; NaN without one, or when it is one part among others."""
        if values.size == 0:
            return np.full(self.n, np.nan)
        return np.where((self.row >= 0) & ~self.has_parts, values[np.maximum(self.row, 0)], np.nan)

    def total(self, values: NDArray[Any]) -> NDArray[np.float64]:
        """(rows,) counts → (n,): the commune's own line, else the sum of its former communes'; NaN if one is unknown.

        With both, nobody can tell whether its own line is the whole or the former chief place: NaN.
        """
        own = self.exact(values)
        if not self.part_rows.size:
            return own
        parts = np.zeros(self.n)
        np.add.at(parts, self.part_communes, values[self.part_rows])
        return np.where(self.has_parts & (self.row < 0), parts, own)

    def agreed(self, words: Texts) -> Texts:
        """(rows,) words → (n,): what the commune's own line and all those of its former communes say, else ""."""
        if words.size == 0:
            return np.full(self.n, "", dtype="U1")
        own = np.where(self.row >= 0, words[np.maximum(self.row, 0)], "")
        said: dict[int, set[str]] = {}
        for row, commune in zip(self.part_rows, self.part_communes, strict=True):
            said.setdefault(int(commune), set()).add(str(words[row]))
        for commune, answers in said.items():
            if self.row[commune] >= 0:
                answers.add(str(own[commune]))
            own[commune] = answers.pop() if len(answers) == 1 else ""
        return own

    def summary(self) -> dict[str, Any]:
        """Counts for the report."""
        return {
            "matched": int((self.row >= 0).sum()),
            "via_former": int(self.part_rows.size),
            "ambiguous": int(self.has_parts.sum()),
            "unknown": len(self.unknown),
            "unknown_examples": list(self.unknown[:_EXAMPLES]),
            "doubled": self.doubled,
        }


def place_rows(layer: Layer, current: CodeIndex, former: FormerCodes) -> Placement:
    """Place the lines of a table whose ``codes`` are those of communes.

    Lines of arrondissements (75101) are left aside when the whole commune (75056) has its own line.
    """
    codes: Texts = layer.arrays["codes"]
    n = int(current.target.size)
    direct = current.find(codes)
    row = np.full(n, -1, dtype=np.int32)
    own = np.flatnonzero(direct >= 0)
    # Backwards, so that the first of several lines is the one that stays.
    row[direct[own[::-1]]] = own[::-1]
    past = CodeIndex.from_codes(former.codes, np.arange(former.codes.size, dtype=np.int32)).find(codes)
    lost = (direct < 0) & (past >= 0)
    parts = np.flatnonzero(lost)
    communes = former.index[past[parts]] if parts.size else np.zeros(0, dtype=np.int32)
    if parts.size:
        part_of_whole = (former.kinds[past[parts]] == "ARM") & (row[communes] >= 0)
        parts, communes = parts[~part_of_whole], communes[~part_of_whole]
    nobody = (direct < 0) & (past < 0) & (codes != "")
    return Placement(
        n=n,
        row=row,
        part_rows=parts.astype(np.int32),
        part_communes=communes.astype(np.int32),
        unknown=tuple(dict.fromkeys(str(code) for code in codes[nobody])),
        doubled=int(own.size - (row >= 0).sum()),
    )
