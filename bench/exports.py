"""How long each file of a very large directory takes, how big it is, and how much memory it needs.

A report, never a test. Each file is made in a process of its own, whose highest memory is read when it ends:

    ./run python -m bench.exports
    ./run python -m bench.exports --poles 1000 --organisations 10000
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.many_records import make_many, scratch_site

FILES = (
    "dictionnaire.csv",
    *(f"organisations{ending}" for ending in (".csv", "-brut.csv", ".xlsx", ".ods", ".geojson", ".jsonld")),
    *(f"poles{ending}" for ending in (".csv", "-brut.csv", ".xlsx", ".ods", ".geojson", ".jsonld")),
    "observations.csv",
    "observations.xlsx",
    "reconnaissances.csv",
)
CEILING = 300


def main() -> None:
    """Make the directory, then each file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--poles", type=int, default=10_000)
    parser.add_argument("--organisations", type=int, default=100_000)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        _one(options.one)
        return
    with tempfile.TemporaryDirectory(prefix="essaim-bench-") as name:
        start = time.perf_counter()
        _run("--one", "make", f"--poles={options.poles}", f"--organisations={options.organisations}", home=name)
        sys.stdout.write(f"synthetic directory made in {time.perf_counter() - start:.1f} s\n")
        for file in FILES:
            sys.stdout.write(_run("--one", file, home=name))
            sys.stdout.flush()
        sys.stdout.write(f"(the ceiling is {CEILING} MB)\n")


def _run(*arguments: str, home: str) -> str:
    counts = [word for word in sys.argv[1:] if arguments[1] == "make"]
    done = subprocess.run(
        [sys.executable, "-m", "bench.exports", *counts, *arguments],
        env={**os.environ, "ESSAIM_DATA": home, "ESSAIM_LIMITS": "export=1000000/60"},
        check=True, capture_output=True, text=True, cwd=Path(__file__).resolve().parents[1],
    )  # fmt: skip
    return done.stdout


def _one(what: str) -> None:
    with scratch_site(Path(os.environ["ESSAIM_DATA"])):
        if what == "make":
            options = dict(word.removeprefix("--").split("=") for word in sys.argv[1:] if "=" in word)
            make_many(poles=int(options["poles"]), organisations=int(options["organisations"]))
            return
        from django.test import Client

        start, size = time.perf_counter(), 0
        for piece in Client(headers={"host": "localhost"}).get(f"/{what}"):
            size += len(piece)
        seconds = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        sys.stdout.write(f"{what:<28} {seconds:7.1f} s {size / 1e6:8.1f} MB   peak {peak:5.0f} MB\n")


if __name__ == "__main__":
    main()
