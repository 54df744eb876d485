"""Models over every commune and EPCI of France: time, memory of a further process, and DuckDB beside it on the rows.

A report, never a test: figures depend on the machine, take them beside one another. Each figure of the engine is taken
in a fresh process, while another holds the same store open, as the processes of a web host do.

    ./run python -m bench.national_scan
    ./run python -m bench.national_scan --rows 40000000 --keep FOLDER     (3 GB of memory, 5 GB of disk)
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

ASKED = (("epci", 1), ("commune", 1), ("epci", 0), ("commune", 0))
_KEPT = "ESSAIM_DATA"


def main() -> None:
    """Make the register when it is not there, then measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="a folder to keep, or to use again")
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        _one(options.one[0], int(options.one[1]), options.rounds)
        return
    with tempfile.TemporaryDirectory(prefix="essaim-bench-") as name:
        os.environ[_KEPT] = str(options.keep or name)
        _prepare(options.rows, options.seed, Path(name))
        _engine(options.rounds)
        _beside(options.rounds)


def _prepare(rows: int, seed: int, scratch: Path) -> None:
    from essaim.engine.errors import NoRegister
    from essaim.engine.register import import_register, last_import, synthesize
    from essaim.engine.territories import load_territories

    t = load_territories()
    try:
        kept = last_import()
    except NoRegister:
        start = time.perf_counter()
        made = synthesize(scratch / "made", rows=rows, seed=seed, territories=t)
        middle = time.perf_counter()
        kept = import_register(made.paths, territories=t, at=datetime.now(UTC))
        _say(
            f"{rows:,} establishments made in {middle - start:.0f} s, imported in {time.perf_counter() - middle:.0f} s"
        )
    _say(f"{kept.info.rows:,} active establishments, {kept.profiles:,} profiles, {t.n:,} communes (synthetic)")


def _engine(rounds: int) -> None:
    """Each question in a process of its own, beside one that holds the store."""
    _say(f"\n{'engine':<26}{'first':>9}{'warm min':>10}{'median':>9}{'more MB':>9}{'peak MB':>9}")
    holder = _child("commune", "1", rounds=1, stay=True)
    assert holder.stdout is not None
    holder.stdout.readline()
    try:
        for level, models in ASKED:
            child = _child(level, str(models), rounds=rounds)
            found = json.loads(child.communicate()[0])
            label = f"{found['models']} model{'s' if found['models'] > 1 else ''}, {found['m']:,} {level}"
            times = f"{found['first']:>7.3f} s{found['least']:>8.3f} s{found['median']:>7.3f} s"
            _say(f"{label:<26}{times}{found['more']:>9.0f}{found['peak']:>9.0f}")
    finally:
        holder.communicate("\n")
    _say("(first: targets and scan in a fresh process; more: private memory after it, less that of the imports alone)")


def _child(level: str, models: str, *, rounds: int, stay: bool = False) -> subprocess.Popen[str]:
    words = [sys.executable, "-m", "bench.national_scan", "--one", level, models, "--rounds", str(rounds)]
    stdin = subprocess.PIPE if stay else subprocess.DEVNULL
    return subprocess.Popen(words, stdin=stdin, stdout=subprocess.PIPE, text=True)


def _one(level: str, models: int, rounds: int) -> None:
    import resource

    from essaim.engine.essaimage import build_targets, open_ground, scan
    from essaim.engine.patterns import load_library
    from essaim.engine.territories import circles

    before, asked = _private(), load_library().patterns
    asked = asked[:models] if models else asked
    ground = open_ground()

    def ask() -> Any:
        return scan(asked, build_targets(ground.territories, level), ground)

    first, result = _timed(ask)
    more = _private() - before
    taken = [_timed(ask)[0] for _round in range(rounds)]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    said = {"first": first, "least": min(taken), "median": median(taken), "more": more, "peak": peak}
    assert callable(circles)  # imported before, as a site does
    sys.stdout.write(json.dumps(said | {"m": result.targets.m, "models": len(asked)}) + "\n")
    sys.stdout.flush()
    sys.stdin.readline()


def _private() -> float:
    """Memory that this process alone holds, MB (Linux)."""
    lines = Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1024


def _beside(rounds: int) -> None:
    """One model on every commune, the engine and DuckDB in turn, results compared."""
    import numpy as np
    from bench.asking_sql import SqlScan

    from essaim.engine.essaimage import build_targets, open_ground, scan
    from essaim.engine.patterns import load_library
    from essaim.engine.register import last_import

    ground, model = open_ground(), load_library().patterns[0]
    reaches = [max(20.0, role.reach_km or 0) for role in model.roles]
    start = time.perf_counter()
    other = SqlScan(last_import().path, ground.territories, sorted(set(reaches)))
    _say(f"\nDuckDB: neighbours listed beforehand in {time.perf_counter() - start:.1f} s (not counted)")
    ours, theirs = [], []
    for _round in range(max(2, rounds // 2 + 1)):
        seconds, result = _timed(lambda: scan([model], build_targets(ground.territories, "commune"), ground))
        ours.append(seconds)
        seconds, counts = _timed(lambda: other.counts(model.roles, reaches, ground.families))
        theirs.append(seconds)
        found = result.scans[0]
        assert np.array_equal(np.hstack([found.sure, found.possible]), counts), "the results differ"
    for label, taken in (("engine", ours), ("DuckDB on the rows", theirs)):
        _say(f"{label:<26}  min {min(taken):.3f} s   median {median(taken):.3f} s")
    _say(f"equal results; ratio of the medians {median(theirs) / median(ours):.0f}")


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
