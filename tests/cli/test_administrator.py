"""The first administrator, from the command line."""

import os
import subprocess
import sys
from pathlib import Path


def test_first_administrator_is_told_what_to_do_next(essaim_home: Path, tmp_path: Path) -> None:
    (tmp_path / "territories").symlink_to(essaim_home / "territories")
    unset = ("ESSAIM_DATABASE_URL", "ESSAIM_SMTP_URL", "DJANGO_SETTINGS_MODULE")
    environment = {key: value for key, value in os.environ.items() if key not in unset}

    runs = [
        subprocess.run(
            [sys.executable, "-m", "essaim", "site", "administrator", address],
            env={**environment, "ESSAIM_DATA": str(tmp_path)}, capture_output=True, text=True, encoding="utf-8",
        )
        for address in (" Noa@Exemple.fr", "noa@exemple.fr", "personne")
    ]  # fmt: skip

    assert [run.returncode for run in runs] == [0, 0, 2]
    assert runs[0].stdout.startswith("noa@exemple.fr administre maintenant le site.\n")
    assert "terminal" in runs[1].stdout
    assert "adresse électronique" in runs[2].stderr
