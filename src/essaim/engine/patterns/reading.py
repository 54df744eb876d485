"""Reading a pole model from its TOML file, with errors that give the line and what to write."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

from essaim.engine.errors import InvalidRules, UnreadableFile
from essaim.engine.language import gettext as _
from essaim.engine.patterns import model, schema
from essaim.engine.patterns.consistency import check_sense
from essaim.engine.patterns.lines import Lines
from essaim.engine.patterns.model import Basis, Part, Pattern, file_key
from essaim.engine.patterns.problems import Findings, Problem, summary_of
from essaim.engine.patterns.shape import check_table
from essaim.engine.patterns.syntax import explain

_TABLES = {
    "known_use": model.KnownUse, "figure": model.Figure, "role": model.Role, "link": model.Link,
    "means": model.Means, "funding": model.Funding, "college": model.College, "condition": model.Condition,
    "lesson": model.Lesson, "team": model.Team, "governance": model.Governance,
}  # fmt: skip
_TEXTS = ("date", "ended")
_LARGEST = 1_000_000


def read_pattern(path: Path) -> Pattern:
    """The model written in a file.

    Raises:
        UnreadableFile: no such file, empty, too large, or not UTF-8.
        InvalidRules: it breaks the schema; the message gives every problem with its line.
    """
    return parse_pattern(read_text(path), path.name)


def parse_pattern(text: str, name: str) -> Pattern:
    """The model written in ``text``; ``name`` is the file named in messages.

    Raises:
        UnreadableFile: the text is empty.
        InvalidRules: it breaks the schema.
    """
    problems, data = _examine(text, name)
    if problems:
        advice = "" if len(problems) == 1 else _("Corrigez, puis recommencez.")
        raise InvalidRules(summary_of(problems, name), advice, f"essaim patterns check {name}" if advice else "")
    return from_data(data)


def find_problems(text: str, name: str) -> tuple[Problem, ...]:
    """Everything to correct in ``text``, in the order of the file; empty when the model is right.

    Raises:
        UnreadableFile: the text is empty.
    """
    return _examine(text, name)[0]


def problems_of(data: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Everything to correct in a model's plain data; ``path`` says where, and lines say nothing."""
    findings = Findings(data, Lines(""))
    check_table(findings, (), data, schema.PATTERN)
    check_sense(findings)
    return tuple(dict.fromkeys(findings.problems))


def from_data(data: Mapping[str, Any]) -> Pattern:
    """A model from its checked plain data (the opposite of ``as_data``)."""
    built: Pattern = _build(Pattern, data)
    return built


def read_text(path: Path) -> str:
    """A model file's text.

    Raises:
        UnreadableFile: no such file, a folder, no right to read, too large, or not UTF-8.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise UnreadableFile(
                _("« %(file)s » est trop gros pour un modèle de pôle.") % {"file": path},
                _("Un modèle est un fichier TOML de quelques pages : vérifiez le chemin."),
            )
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(
            _("Impossible de lire « %(file)s » : %(reason)s.") % {"file": path, "reason": _reason(error)},
            _("Vérifiez le chemin et vos droits."),
        ) from error
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise UnreadableFile(
            _("« %(file)s », ligne %(line)d : le texte n'est pas en UTF-8.") % {"file": path.name, "line": line},
            _("Enregistrez-le de nouveau en choisissant l'encodage UTF-8."),
        ) from error


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return _("le fichier n'existe pas")
    if isinstance(error, IsADirectoryError):
        return _("c'est un dossier")
    return str(error.strerror or error)


def _examine(text: str, name: str) -> tuple[tuple[Problem, ...], Mapping[str, Any]]:
    if not re.sub(r"(?m)^\s*#.*$", "", text).strip():
        raise UnreadableFile(
            _("« %(name)s » est vide.") % {"name": name},
            _("Partez d'un modèle existant."),
            "essaim patterns show … --toml > mon-modele.toml",
        )
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return (explain(error, text),), {}
    except RecursionError:
        return (Problem(1, "", _("les tables sont imbriquées trop profondément.")),), {}
    findings = Findings(data, Lines(text))
    check_table(findings, (), data, schema.PATTERN)
    check_sense(findings)
    return findings.sorted(), data


def _build(kind: type[Any], data: Mapping[str, Any]) -> Any:
    values: dict[str, Any] = {}
    for item in fields(kind):
        key = file_key(item)
        if key in data:
            values[item.name] = _value(key, data[key])
        elif item.default is MISSING and item.default_factory is MISSING:
            raise KeyError(key)
    return kind(**values)


def _value(key: str, content: Any) -> Any:
    if key in ("basis", "count_basis"):
        return Basis(content)
    if key == "part":
        return Part(content)
    if key in _TEXTS:
        return str(content)
    if key in _TABLES and isinstance(content, dict):
        return _build(_TABLES[key], content)
    if key in _TABLES and isinstance(content, list):
        return tuple(_build(_TABLES[key], entry) for entry in content)
    if isinstance(content, list):
        return tuple(content)
    return content.strip() if isinstance(content, str) else content
