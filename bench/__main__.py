"""How long the main job takes on this machine: import a synthetic register, scan every EPCI and every commune.

A report, never a test: figures depend on the machine, take them beside one another.

    make bench        (or: ./run python -m bench --rows 5000000)
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from essaim.engine.essaimage import Ground, build_targets, scan
from essaim.engine.patterns import load_library
from essaim.engine.register import import_register, load_families, open_register, synthesize
from essaim.engine.territories import catchment, load_territories


def timed(label: str, work: Callable[[], Any]) -> Any:
    """Run ``work``, print how long it took and the highest memory so far."""
    start = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"{label:<58} {seconds:8.2f} s   peak {peak:6.0f} MB\n")
    return result


def main() -> None:
    """Measure each step once, then the warm scans again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=2011)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="essaim-bench-") as name:
        root = Path(name)
        territories = timed("compile the territories", lambda: load_territories(root=root))
        timed("load them again", lambda: load_territories(root=root))
        timed("neighbours within 20 km", lambda: catchment(territories, 20))
        made = timed(
            f"synthesize {options.rows} establishments",
            lambda: synthesize(root / "made", rows=options.rows, seed=options.seed, territories=territories),
        )
        timed(
            "import them",
            lambda: import_register(made.paths, territories=territories, at=datetime.now(UTC), root=root),
        )
        register = timed("open the register", lambda: open_register(territories, root=root))
        families, library = load_families(), load_library().patterns
        ground = Ground(territories, register, families)
        for level in ("epci", "commune"):
            targets = timed(f"targets of level {level}", lambda level=level: build_targets(territories, level))
            timed(f"first model on {targets.m} {level}", lambda t=targets: scan([library[0]], t, ground))
            timed(f"the same, warm, on {targets.m} {level}", lambda t=targets: scan([library[0]], t, ground))
            timed(f"all {len(library)} models on {targets.m} {level}", lambda t=targets: scan(library, t, ground))


if __name__ == "__main__":
    main()
