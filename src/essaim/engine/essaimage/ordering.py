"""In what order the territories of a scan are listed: by name, which ranks nobody, unless another is asked for."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from essaim.engine.essaimage.scan import PatternScan, ScanResult
from essaim.engine.territories.search_index import search_form
from essaim.engine.values import Answer

Sort = Literal["name", "met", "missing", "actors", "population"]
NAME: Sort = "name"
SORTS: tuple[Sort, ...] = ("name", "met", "missing", "actors", "population")


def ordered(result: ScanResult, scan: PatternScan, sort: Sort = NAME) -> NDArray[np.int64]:
    """The rows of a scan in that order, int64 (m,); equals go by name, then by code.

    Args:
        sort: "name"; "met": most conditions met, see ``PatternScan.order``; "missing": fewest missing; "actors": most
            sure actors found; "population": most inhabitants.
    """
    if sort == "met":
        return scan.order
    targets = result.targets
    by_name = (targets.code_rank, np.array([search_form(str(name)) for name in targets.names]))
    keys: dict[str, NDArray[np.generic]] = {
        "missing": scan.tally(Answer.NO),
        "actors": -scan.sure.sum(axis=1, dtype=np.int64),
        "population": -targets.population,
    }
    return np.lexsort((*by_name, keys[sort]) if sort in keys else by_name)
