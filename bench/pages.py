"""How fast the pages answer, and what they weigh, with 10,000 poles and 100,000 organisations.

A report, never a test: figures depend on the machine, take them beside one another. The ordinary way is measured in the
same run, on the same database (``bench/ordinary.py``).

    ./run python -m bench.pages --requests 200
"""

from __future__ import annotations

import argparse
import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles

from bench.many_records import make_many, scratch_site

HOST, PORT = "127.0.0.1", 8106
OURS = {
    "home": "/",
    "directory": "/poles/",
    "directory, page 250": "/poles/?page=250",
    "search « rue »": "/poles/?q=rue",
    "search « bois »": "/poles/?q=bois",
    "directory filtered": "/poles/?region=84&etape=running&tri=name",
    "results alone": "/poles/?q=bois#",
    "map": "/carte/",
    "map filtered": "/carte/?region=84",
    "points of the map": "/carte/points.json",
    "ground of the map": "/carte/fond.json",
    "one sheet": "/poles/pole-fictif-00042/",
    "organisations": "/organisations/",
    "organisations « bois »": "/organisations/?q=bois",
}
ORDINARY = {
    "ordinary directory": "/poles/",
    "ordinary search « rue »": "/poles/?q=rue",
    "ordinary search « bois »": "/poles/?q=bois",
    "ordinary points, named": "/points.geojson",
}
_HEADERS = {"Accept-Encoding": "br, gzip", "Host": "localhost"}


def main() -> None:
    """Make the records, serve them twice, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--poles", type=int, default=10_000)
    parser.add_argument("--organisations", type=int, default=100_000)
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="a folder to keep, or to use again")
    options = parser.parse_args()
    with scratch_site(options.keep) as folder:
        from essaim.apps.poles.models import Pole

        if not Pole.objects.exists():
            start = time.perf_counter()
            make_many(poles=options.poles, organisations=options.organisations, seed=options.seed)
            sys.stdout.write(f"records made in {time.perf_counter() - start:.1f} s\n")
        say("page", "status", "first", "p50", "p95", "kB")
        for application, pages in (("essaim.web.wsgi:application", OURS), ("bench.ordinary:application", ORDINARY)):
            with served(application, folder):
                for label, address in pages.items():
                    measure(label, address, options.requests)


@contextmanager
def served(application: str, folder: Path) -> Iterator[None]:
    """One process of the site, so that the first answer is the first."""
    words = ["-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(PORT), "--workers", "1",
             "--blocking-threads", "1", "--no-log", application]  # fmt: skip
    # Limits count visitors' searches: here they are all one visitor's.
    environment = {**os.environ, "ESSAIM_DATA": str(folder), "ESSAIM_LIMITS": "search=1000000/60 export=1000000/60"}
    server = subprocess.Popen([sys.executable, *words], env=environment)
    try:
        for _ in range(200):
            try:
                http.client.HTTPConnection(HOST, PORT, timeout=1).connect()
                break
            except OSError:
                time.sleep(0.1)
        yield
    finally:
        server.terminate()
        server.wait()


def measure(label: str, address: str, requests: int) -> None:
    """Ask ``requests`` times, one after the other, and print how long answers took and what they weigh."""
    connection = http.client.HTTPConnection(HOST, PORT)
    alone = {"HX-Request": "true"} if address.endswith("#") else {}
    taken, size, status = [], 0, 0
    for _ in range(requests + 1):
        start = time.perf_counter()
        connection.request("GET", address.rstrip("#"), headers=_HEADERS | alone)
        answer = connection.getresponse()
        size, status = len(answer.read()), answer.status
        taken.append((time.perf_counter() - start) * 1000)
    cuts = quantiles(taken[1:], n=20)
    say(label, str(status), f"{taken[0]:.1f}", f"{cuts[9]:.1f}", f"{cuts[18]:.1f}", f"{size / 1000:.1f}")


def say(label: str, *cells: str) -> None:
    """One line of the table: milliseconds, then kilobytes as they travel."""
    sys.stdout.write(f"{label:<28}" + "".join(f"{cell:>9}" for cell in cells) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
