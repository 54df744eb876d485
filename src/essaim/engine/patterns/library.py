"""The library of pole models: those of the product, and those in the user's folder."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

from essaim.engine.errors import EssaimError, InvalidRules, UnknownPattern
from essaim.engine.language import gettext as _
from essaim.engine.patterns.model import Pattern
from essaim.engine.patterns.reading import parse_pattern, read_pattern, read_text
from essaim.engine.store import data_home

FOLDER = "patterns"
SUFFIX = ".toml"
Origin = Literal["library", "yours"]


@dataclass(frozen=True)
class Entry:
    """One model of the library.

    Attributes:
        pattern: the model.
        origin: "library" when it comes with the product, "yours" when it is in the user's folder.
        file: its file, for people.
        text: the file's text.
    """

    pattern: Pattern
    origin: Origin
    file: str
    text: str


@dataclass(frozen=True)
class BrokenPattern:
    """A file of the user's folder that could not be read as a model, and why."""

    file: str
    error: EssaimError


@dataclass(frozen=True)
class Library:
    """All models at hand, by key; a model of the user's folder replaces the product's of the same key.

    Attributes:
        entries: in the order of keys.
        broken: files of the user's folder that are not models (yet).
    """

    entries: tuple[Entry, ...]
    broken: tuple[BrokenPattern, ...] = ()

    def __iter__(self) -> Iterator[Pattern]:
        return iter(self.patterns)

    def __len__(self) -> int:
        return len(self.entries)

    @property
    def patterns(self) -> tuple[Pattern, ...]:
        """The models, in the order of keys."""
        return tuple(entry.pattern for entry in self.entries)

    def entry(self, key: str) -> Entry:
        """The entry of that key.

        Raises:
            UnknownPattern: there is none; the advice names the closest ones.
        """
        for entry in self.entries:
            if entry.pattern.key == key:
                return entry
        raise UnknownPattern(
            _("Aucun modèle ne s'appelle « %(key)s ».") % {"key": key},
            self._closest(key),
            "essaim patterns list",
        )

    def _closest(self, key: str) -> str:
        names = [entry.pattern.key for entry in self.entries]
        close = difflib.get_close_matches(key.lower(), names, n=3, cutoff=0.5)
        if close:
            return _("Peut-être : %(names)s ?") % {"names": ", ".join(close)}
        return _("Cherchez son nom dans la liste ; un fichier s'écrit avec son extension .toml.")


def user_folder(root: Path | None = None) -> Path:
    """Where a user's own models are read: ``patterns`` in the data folder."""
    return (root or data_home()) / FOLDER


@cache
def built_in_patterns() -> tuple[Entry, ...]:
    """The models that come with the product, in the order of keys."""
    folder = files("essaim") / "data" / FOLDER
    found = []
    for file in folder.iterdir():
        if file.name.endswith(SUFFIX):
            text = file.read_text(encoding="utf-8")
            found.append(Entry(parse_pattern(text, file.name), "library", file.name, text))
    return tuple(sorted(found, key=lambda entry: entry.pattern.key))


def load_library(root: Path | None = None) -> Library:
    """Every model at hand. A bad file of the user's folder is reported in ``broken`` and hides nothing else.

    Args:
        root: the data folder; by default ``data_home()``.
    """
    found = {entry.pattern.key: entry for entry in built_in_patterns()}
    broken: list[BrokenPattern] = []
    for path in _user_files(user_folder(root)):
        try:
            text = read_text(path)
            pattern = parse_pattern(text, path.name)
        except EssaimError as error:
            broken.append(BrokenPattern(str(path), error))
            continue
        if pattern.key in found and found[pattern.key].origin == "yours":
            broken.append(BrokenPattern(str(path), _doubled(pattern.key, found[pattern.key].file)))
            continue
        found[pattern.key] = Entry(pattern, "yours", str(path), text)
    return Library(tuple(found[key] for key in sorted(found)), tuple(broken))


def _doubled(key: str, file: str) -> InvalidRules:
    return InvalidRules(
        _("Le modèle « %(key)s » est déjà écrit dans %(file)s.") % {"key": key, "file": file},
        _("Donnez une autre clé à l'un des deux, ou retirez-le du dossier."),
    )


def _user_files(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"*{SUFFIX}")) if folder.is_dir() else []


def find_pattern(name: str, root: Path | None = None) -> Pattern:
    """The model called ``name`` in the library, or written in the file ``name`` when it ends in ``.toml``.

    Raises:
        UnknownPattern: no model of that key.
        UnreadableFile, InvalidRules: the file is not a model.
    """
    if name.endswith(SUFFIX):
        return read_pattern(Path(name))
    return _found(name, root).pattern


def pattern_text(name: str, root: Path | None = None) -> str:
    """The TOML text of the model called ``name``, to start another from.

    Raises:
        UnknownPattern: no model of that key.
        UnreadableFile: the file cannot be read.
    """
    return read_text(Path(name)) if name.endswith(SUFFIX) else _found(name, root).text


def _found(name: str, root: Path | None) -> Entry:
    library = load_library(root)
    for broken in library.broken:
        if Path(broken.file).stem == name:
            raise broken.error
    return library.entry(name)
