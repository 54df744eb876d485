"""Build hook: compile the catalogues of messages; take the guide along in wheels (a checkout reads its own)."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def compile_catalogues(folder: Path) -> list[Path]:
    """Compile every ``.po`` under ``folder`` beside itself; returns the ``.mo`` files."""
    made = []
    for source in sorted(folder.rglob("*.po")):
        with source.open("rb") as text:
            catalogue = read_po(text)
        target = source.with_suffix(".mo")
        with target.open("wb") as binary:
            write_mo(binary, catalogue)
        made.append(target)
    return made


class CustomBuildHook(BuildHookInterface):
    """Called by hatchling before it collects the files."""

    def initialize(self, version, build_data):
        """Compile, so that the ``.mo`` files are there to be collected (``artifacts`` in pyproject.toml)."""
        compile_catalogues(Path(self.root) / "src" / "essaim" / "locale")
        if self.target_name == "wheel" and version != "editable":
            build_data["force_include"]["docs/guide"] = "essaim/data/guide"
