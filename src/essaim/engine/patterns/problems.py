"""What is wrong in a model's file: where, what, and what to write instead."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from essaim.engine.language import gettext as _
from essaim.engine.language import ngettext
from essaim.engine.patterns.lines import Lines, Path


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to correct.

    Attributes:
        line: line of the file, from 1.
        where: the part of the model, in words ("rôle « éditeurs »"); empty for the file itself.
        message: what is wrong.
        advice: what to write.
        path: the key or the table it is about, for whoever shows it elsewhere than beside a line.
        code: which check found it, for whoever words it otherwise ("missing", "bounds"…).
    """

    line: int
    where: str
    message: str
    advice: str = ""
    path: Path = field(default=(), compare=False)
    code: str = field(default="", compare=False)

    def sentence(self, file: str = "") -> str:
        """The problem as one paragraph for people."""
        place = _("ligne %(line)d") % {"line": self.line}
        start = ", ".join(part for part in (file, place, self.where) if part)
        return _("%(start)s : %(message)s") % {"start": start, "message": f"{self.message} {self.advice}".strip()}


@dataclass
class Findings:
    """Collects the problems of one file while it is being checked."""

    data: Mapping[str, Any]
    lines: Lines
    problems: list[Problem] = field(default_factory=list)

    def add(self, path: Path, message: str, advice: str = "", *, code: str, value: str = "", key: str = "") -> None:
        """Note a problem at ``path``; ``value`` narrows the line down in a long list, ``key`` is the one that lacks."""
        line = self.lines.at(path, value)
        self.problems.append(
            Problem(line, place_in_words(path, self.data), message, advice, (*path, key) if key else path, code)
        )

    def sorted(self) -> tuple[Problem, ...]:
        """All problems in the order of the file, each once."""
        return tuple(sorted(set(self.problems)))


def nearest(word: str, known: Iterable[str]) -> str:
    """An advice that names the closest known word, or all of them when none is close."""
    names = list(known)
    close = difflib.get_close_matches(word.lower(), names, n=1, cutoff=0.6)
    if close:
        return _("Vouliez-vous écrire « %(word)s » ?") % {"word": close[0]}
    return _("Possibles : %(words)s.") % {"words": ", ".join(names)}


def summary_of(problems: tuple[Problem, ...], file: str) -> str:
    """One problem as a sentence, several as a list."""
    if len(problems) == 1:
        return problems[0].sentence(file)
    start = ngettext("%(file)s : %(n)d erreur.", "%(file)s : %(n)d erreurs.", len(problems))
    rows = [f"- {problem.sentence()}" for problem in problems]
    return "\n".join([start % {"file": file, "n": len(problems)}, *rows])


def place_in_words(path: Path, data: Mapping[str, Any]) -> str:
    """Which part of the model a path is in: "rôle « éditeurs »", "pôle n° 2"; empty at the top."""
    names = _table_names()
    if not path or path[0] not in names or (len(path) == 1 and isinstance(data.get(str(path[0])), str)):
        return ""
    table = str(path[0])
    if len(path) < 2 or not isinstance(path[1], int):
        return names[table]
    entry = _entry(data, table, path[1])
    called = next((entry[key] for key in ("key", "name", "label") if isinstance(entry.get(key), str)), "")
    if called:
        return _("%(table)s « %(name)s »") % {"table": names[table], "name": called}
    return _("%(table)s n° %(number)d") % {"table": names[table], "number": path[1] + 1}


def _entry(data: Mapping[str, Any], table: str, place: int) -> Mapping[str, Any]:
    entries = data.get(table)
    entry = entries[place] if isinstance(entries, list) and place < len(entries) else None
    return entry if isinstance(entry, dict) else {}


def _table_names() -> Mapping[str, str]:
    return {
        "known_use": _("pôle"),
        "role": _("rôle"),
        "link": _("lien"),
        "means": _("moyen partagé"),
        "funding": _("financement"),
        "college": _("collège"),
        "condition": _("condition"),
        "lesson": _("enseignement"),
        "team": _("équipe"),
        "governance": _("gouvernance"),
    }
