"""Maintainer's tool: write ``requirements.lock`` and ``requirements-tools.lock``, with hashes, without addresses."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HEADER = "# Written by `make lock`. Every version is pinned with its hashes; no address is recorded.\n"


def main() -> int:
    """Run `uv pip compile` twice: for the product with its tools, and for uv itself."""
    uv = shutil.which("uv") or str(ROOT / ".venv-tools" / "bin" / "uv")
    (ROOT / "build").mkdir(exist_ok=True)
    asked = ROOT / "build" / "uv.in"
    asked.write_text("uv\n", encoding="utf-8")
    compile_lock(uv, [str(ROOT / "pyproject.toml"), "--extra", "dev"], "requirements.lock")
    compile_lock(uv, [str(asked)], "requirements-tools.lock")
    return 0


def compile_lock(uv: str, what: list[str], name: str) -> None:
    """Write the lock ``name`` for what is asked, for any system and Python 3.11 or newer."""
    options = [
        "--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links",
        "--no-header", "--no-annotate", "--upgrade", "--quiet",
    ]  # fmt: skip
    target = ROOT / name
    subprocess.run([uv, "pip", "compile", *what, *options, "-o", str(target)], check=True, env=os.environ, cwd=ROOT)
    text = target.read_text(encoding="utf-8")
    if "://" in text:
        raise SystemExit(f"{name}: an address was recorded")
    target.write_text(HEADER + text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
