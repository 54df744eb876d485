"""Reading a TOML data file table by table, with errors that say which file, where in it, and what to write.

A file that volunteers correct must refuse whatever it does not understand: an unknown key is a fact lost in silence.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn, TypeVar

from essaim.engine.errors import InvalidRules
from essaim.engine.language import gettext as _

_KEY = re.compile(r"[a-z][a-z0-9_]*(?:-[a-z0-9_]+)*")
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_YEARS = range(1800, 2101)
T = TypeVar("T")


@dataclass
class Entry:
    """One table of a data file, read key by key; ``done`` refuses what was left unread.

    Attributes:
        file: the file named in messages.
        place: the table named in messages ("observation n° 2"), or "" for the file itself.
        data: the table's plain content.
    """

    file: str
    place: str
    data: Mapping[str, Any]
    _read: set[str] = field(default_factory=set)

    def fail(self, problem: str, advice: str) -> NoReturn:
        """Refuse the file.

        Raises:
            InvalidRules: always.
        """
        where = f"{self.file}, {self.place}" if self.place else self.file
        raise InvalidRules(_("%(where)s : %(problem)s") % {"where": where, "problem": problem}, advice)

    def _take(self, key: str) -> Any:
        self._read.add(key)
        return self.data.get(key)

    def has(self, key: str) -> bool:
        """Whether the table holds this key."""
        return key in self.data

    def maybe_text(self, key: str) -> str:
        """A text; "" when it is absent."""
        value = self._take(key)
        if value is None:
            return ""
        if not isinstance(value, str) or not value.strip():
            self.fail(
                _("« %(key)s » n'est pas un texte.") % {"key": key},
                _("Écrivez un texte entre guillemets ; si vous ne savez pas, retirez la ligne."),
            )
        return value.strip()

    def text(self, key: str) -> str:
        """A text that must be there."""
        self.require(key)
        return self.maybe_text(key)

    def require(self, key: str) -> None:
        """Refuse the table when this key is absent."""
        if key not in self.data:
            self.fail(_("il manque « %(key)s ».") % {"key": key}, _("Ajoutez la ligne « %(key)s = … ».") % {"key": key})

    def key(self, name: str) -> str:
        """A short name of lower-case letters, digits, hyphens and underscores, that must be there."""
        value = self.text(name)
        if not _KEY.fullmatch(value):
            self.fail(
                _("« %(value)s » ne peut pas servir de clé.") % {"value": value},
                _("Une clé s'écrit en minuscules sans accent, avec des tirets : « pays-de-bray »."),
            )
        return value

    def flag(self, key: str) -> bool:
        """``true``, or nothing: what is not known is left out, it is never ``false``."""
        value = self._take(key)
        if value not in (None, True):
            self.fail(
                _("« %(key)s » ne peut valoir que « true ».") % {"key": key},
                _("Si ce n'est pas le cas, ou si vous ne savez pas, retirez la ligne."),
            )
        return value is True

    def maybe_number(self, key: str) -> float | None:
        """A positive number; None when it is absent. Zero is written only when a source counts zero."""
        value = self._take(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < float("inf"):
            self.fail(
                _("« %(key)s » n'est pas un nombre positif.") % {"key": key},
                _("Écrivez le nombre en chiffres, sans guillemets ni unité ; si vous ne savez pas, retirez la ligne."),
            )
        return value

    def number(self, key: str) -> float:
        """A positive number that must be there."""
        self.require(key)
        value = self.maybe_number(key)
        assert value is not None
        return value

    def maybe_count(self, key: str) -> int | None:
        """A whole number; None when it is absent."""
        value = self.maybe_number(key)
        if value is not None and not isinstance(value, int):
            self.fail(_("« %(key)s » n'est pas un nombre entier.") % {"key": key}, _("Écrivez un nombre entier."))
        return value

    def maybe_year(self, key: str) -> int | None:
        """A year; None when it is absent."""
        value = self.maybe_count(key)
        if value is not None and value not in _YEARS:
            self.fail(_("« %(key)s » n'est pas une année.") % {"key": key}, _("Écrivez l'année : « 2014 »."))
        return value

    def maybe_date(self, key: str) -> str:
        """A date at the precision known: "2014", "2014-01" or "2014-01-10"; "" when it is absent."""
        value = self._take(key)
        if value is None:
            return ""
        date = str(value)
        if isinstance(value, bool) or not _DATE.fullmatch(date) or int(date[:4]) not in _YEARS:
            self.fail(
                _("« %(value)s » n'est pas une date.") % {"value": date},
                _("Écrivez ce que vous savez : « 2014 », « 2014-01 » ou « 2014-01-10 »."),
            )
        return date

    def maybe_choice(self, key: str, allowed: Collection[str]) -> str:
        """A word of a closed list; "" when it is absent."""
        value = self.maybe_text(key)
        if value and value not in allowed:
            self._unknown_word(key, value, allowed)
        return value

    def choice(self, key: str, allowed: Collection[str]) -> str:
        """A word of a closed list, that must be there."""
        self.require(key)
        return self.maybe_choice(key, allowed)

    def choices(self, key: str, allowed: Collection[str]) -> tuple[str, ...]:
        """Words of a closed list, each once; empty when absent."""
        values = self.texts(key)
        for value in values:
            if value not in allowed:
                self._unknown_word(key, value, allowed)
        return values

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, each once; empty when absent, never empty when written."""
        value = self._take(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not value or not all(isinstance(one, str) and one.strip() for one in value):
            self.fail(
                _("« %(key)s » n'est pas une liste de textes.") % {"key": key},
                _('Écrivez par exemple %(key)s = ["un", "deux"] ; si vous ne savez pas, retirez la ligne.')
                % {"key": key},
            )
        if twice := sorted({one for one in value if value.count(one) > 1}):
            self.fail(
                _("« %(value)s » est écrit deux fois dans « %(key)s ».") % {"value": twice[0], "key": key},
                _("Gardez-le une fois."),
            )
        return tuple(value)

    def urls(self, key: str) -> tuple[str, ...]:
        """A list of web addresses; empty when absent."""
        values = self.texts(key)
        for value in values:
            if not re.fullmatch(r"https?://[^\s/]+\S*", value):
                self.fail(
                    _("« %(value)s » n'est pas une adresse de page.") % {"value": value},
                    _("Collez l'adresse entière, qui commence par http:// ou https://."),
                )
        return values

    def entries(self, key: str) -> list[Entry]:
        """The tables of an array (``[[key]]``), in the file's order; empty when absent."""
        value = self._take(key)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            self.fail(
                _("« %(key)s » doit être une suite de tableaux.") % {"key": key},
                _("Commencez chacun par une ligne [[%(key)s]].") % {"key": key},
            )
        return [
            Entry(self.file, _("%(key)s n° %(number)d") % {"key": key, "number": number}, one)
            for number, one in enumerate(value, start=1)
        ]

    def entry(self, key: str) -> Entry | None:
        """One table (``[key]``), or None when it is absent."""
        value = self._take(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.fail(
                _("« %(key)s » doit être un tableau.") % {"key": key},
                _("Commencez-le par une ligne [%(key)s].") % {"key": key},
            )
        return Entry(self.file, key, value)

    def finish(self, value: T) -> T:
        """``value``, once every key of the table has been read (see ``done``)."""
        self.done()
        return value

    def done(self) -> None:
        """Refuse the keys that nobody read: they are misspelt, or out of place."""
        for key in self.data:
            if key not in self._read:
                self.fail(_("« %(key)s » n'est pas une clé connue.") % {"key": key}, _nearest(key, self._read))

    def _unknown_word(self, key: str, value: str, allowed: Collection[str]) -> NoReturn:
        self.fail(
            _("« %(value)s » n'est pas un mot prévu pour « %(key)s ».") % {"value": value, "key": key},
            _nearest(value, allowed),
        )


def read_entry(text: str, file: str) -> Entry:
    """A TOML text as its top table; ``file`` is the name used in messages.

    Raises:
        InvalidRules: the text is not TOML.
    """
    try:
        return Entry(file, "", tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise InvalidRules(
            _("%(file)s : ce n'est pas du TOML (%(error)s).") % {"file": file, "error": error},
            _("Vérifiez les guillemets et les crochets à cet endroit."),
        ) from error


def refuse_twice(entries: Iterable[tuple[Entry, str]]) -> None:
    """Refuse a key that two tables of one file bear.

    Raises:
        InvalidRules: at the second of them.
    """
    seen: set[str] = set()
    for entry, key in entries:
        if key in seen:
            entry.fail(_("la clé « %(key)s » est déjà prise.") % {"key": key}, _("Donnez-en une autre."))
        seen.add(key)


def _nearest(word: str, known: Iterable[str]) -> str:
    names = sorted(known)
    close = difflib.get_close_matches(word.lower(), names, n=1, cutoff=0.6)
    if close:
        return _("Vouliez-vous écrire « %(word)s » ?") % {"word": close[0]}
    return _("Possibles : %(words)s.") % {"words": ", ".join(names)}
