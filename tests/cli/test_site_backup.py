"""Backup and restore as one types them, on SQLite."""

import os
import subprocess
import sys
from pathlib import Path


def essaim(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    unset = ("ESSAIM_DATABASE_URL",)
    environment = {key: value for key, value in os.environ.items() if key not in unset}
    return subprocess.run(
        [sys.executable, "-m", "essaim", "site", *arguments],
        env={**environment, "ESSAIM_DATA": str(home)}, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip


def test_what_was_saved_comes_back_elsewhere(tmp_path: Path) -> None:
    here, there, file = tmp_path / "here", tmp_path / "there", tmp_path / "b.zip"
    (here / "uploads").mkdir(parents=True)
    (here / "uploads" / "a.txt").write_text("kept")
    essaim(here, "manage", "migrate")
    essaim(here, "manage", "createcachetable")

    saved, restored = essaim(here, "backup", str(file)), essaim(there, "restore", str(file))
    again = essaim(there, "restore", str(file))

    assert (saved.returncode, restored.returncode, again.returncode) == (0, 0, 1)
    assert saved.stdout.splitlines()[1] == restored.stdout.splitlines()[1]
    assert "--yes" in again.stderr
    assert (there / "uploads" / "a.txt").read_text() == "kept"
    assert essaim(there, "manage", "migrate", "--check").returncode == 0
