import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from essaim.cli.site import free_port
from essaim.engine.errors import BadOption


def test_taken_port_gives_the_next_one() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        wanted = taken.getsockname()[1]

        assert free_port("127.0.0.1", wanted) > wanted


def test_no_free_port_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("essaim.cli.site._TRIED", 1)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()

        with pytest.raises(BadOption):
            free_port("127.0.0.1", taken.getsockname()[1])


def test_site_opens_with_no_configuration_at_all(essaim_home: Path, tmp_path: Path) -> None:
    (tmp_path / "territories").symlink_to(essaim_home / "territories")
    unset = ("ESSAIM_SECRET_KEY", "ESSAIM_DATABASE_URL", "DJANGO_SETTINGS_MODULE")
    environment = {key: value for key, value in os.environ.items() if key not in unset}
    served = subprocess.Popen(
        [sys.executable, "-u", "-m", "essaim", "site", "run", "--port", "18770", "--workers", "1"],
        env={**environment, "ESSAIM_DATA": str(tmp_path)}, stdout=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip
    try:
        assert served.stdout is not None
        prepared, opened = served.stdout.readline(), served.stdout.readline()
        found = re.search(r"http://\S+/", opened)
        assert found is not None, prepared + opened

        page = wait_for(f"{found[0]}poles/")
    finally:
        served.send_signal(signal.SIGINT)
        served.communicate(timeout=20)

    assert prepared == "Base prête : 52 pôles entrés, 0 déjà là.\n"
    assert "Pôle Sud Archer" in page
    assert (tmp_path / "essaim.sqlite3").exists()


def wait_for(address: str) -> str:
    """The page, as soon as the server answers."""
    for _ in range(100):
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{address} does not answer")
