"""Libraries of the pages are asked by name and version, never by address, and are not in the repository."""

import json
import subprocess
from pathlib import Path

from tools.assets import COPIED, TARGET, fingerprint

ROOT = Path(__file__).resolve().parents[1]


def test_lock_of_the_pages_holds_sums_and_no_download_address() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))

    pinned = [entry for name, entry in lock["packages"].items() if name]

    assert [entry for entry in pinned if "resolved" in entry] == []
    assert [entry for entry in pinned if not entry.get("integrity", "").startswith("sha512-")] == []


def test_libraries_are_pinned_and_bring_their_licence() -> None:
    asked = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]

    copied = {source.split("/")[0] for source in COPIED}

    assert set(asked) == copied
    assert {source.split("/")[0] for source in COPIED if "LICENSE" in source} == copied


def test_copies_are_no_part_of_the_repository() -> None:
    ignored = subprocess.run(["git", "check-ignore", "-q", str(TARGET / "maplibre-gl.mjs")], cwd=ROOT)

    assert ignored.returncode in (0, 128)
    assert len(fingerprint()) == 64
