"""Run a command with a PostgreSQL server made for it and removed after: ``with_postgresql.py pytest tests/apps``.

The server listens on a socket in a temporary folder only, and the command finds it in ESSAIM_DATABASE_URL. PostgreSQL
is looked for on the machine; as root on Debian it is installed if absent; else the command is skipped with one line,
which is a failure when ``CI`` is ``true``.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# A test database need not survive a power cut.
SPEED = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-c", "max_connections=60"]
PATIENCE = 30


def main(command: list[str]) -> int:
    """Run ``command``; its exit code, or what a skip is worth."""
    if not command:
        print(__doc__, file=sys.stderr)
        return 2
    binaries = find_binaries() or (install() and find_binaries())
    if not binaries:
        print(
            "PostgreSQL est absent : ces tests sont passés sur SQLite seulement. (Debian : apt-get install postgresql)",
            file=sys.stderr,
        )
        return 1 if os.environ.get("CI") == "true" else 0
    with server(Path(binaries)) as url:
        return subprocess.run(command, env={**os.environ, "ESSAIM_DATABASE_URL": url}).returncode


def find_binaries() -> str:
    """The folder of ``initdb``, the newest version first; "" when PostgreSQL is not there."""
    folders = sorted(
        map(str, Path("/usr/lib/postgresql").glob("*/bin")), key=lambda path: float(path.split("/")[4]), reverse=True
    )
    on_path = shutil.which("initdb")
    found = [*folders, str(Path(on_path).resolve().parent)] if on_path else folders
    return next((folder for folder in found if Path(folder, "initdb").exists()), "")


def install() -> bool:
    """Install Debian's package when we are root; whether it went well."""
    if os.getuid() != 0 or not shutil.which("apt-get"):
        return False
    print("Installation du paquet Debian postgresql…", file=sys.stderr)
    order = ["apt-get", "install", "-y", "--no-install-recommends", "postgresql"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for before in ([], ["apt-get", "update"]):
        if before:
            subprocess.run(before, env=environment, capture_output=True)
        if subprocess.run(order, env=environment, capture_output=True).returncode == 0:
            return True
    return False


@contextmanager
def server(binaries: Path) -> Iterator[str]:
    """A server as long as the block lasts; its address."""
    # Short: the path of a socket holds at most 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="essaim-pg-", dir=os.environ.get("TMPDIR", tempfile.gettempdir())))
    who = owner(folder)
    process = None
    try:
        order = ["initdb", "--auth=trust", "--username=essaim", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        made = subprocess.run(
            [binaries / order[0], *order[1:], "-D", folder / "data"], cwd=folder, capture_output=True, text=True, **who
        )
        if made.returncode != 0:
            raise SystemExit(f"initdb : {made.stderr.strip()}")
        process = subprocess.Popen(
            [binaries / "postgres", "-D", folder / "data", "-k", folder, "-c", "listen_addresses=", *SPEED],
            cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True, **who,
        )  # fmt: skip
        wait_for(binaries, folder)
        yield f"postgresql://essaim@/postgres?host={folder}"
    finally:
        if process is not None:
            process.send_signal(signal.SIGINT)
            process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def owner(folder: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root: it then runs as the system's ``postgres``, to whom the folder is given."""
    if os.getuid() != 0:
        return {}
    person = pwd.getpwnam("postgres")
    os.chown(folder, person.pw_uid, person.pw_gid)
    return {"user": person.pw_uid, "group": person.pw_gid, "extra_groups": []}


def wait_for(binaries: Path, folder: Path) -> None:
    """Until the server answers."""
    until = time.monotonic() + PATIENCE
    order = [binaries / "pg_isready", "-q", "-h", folder]
    while subprocess.run(order).returncode != 0:
        if time.monotonic() > until:
            raise SystemExit("PostgreSQL ne démarre pas.")
        time.sleep(0.1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
