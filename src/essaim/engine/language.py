"""The language of the sentences that people read: French (the source) or English.

The strings in the code are the French ones; ``essaim/locale`` holds the catalogues (French for plural forms, English
for the translation). The language is a context variable, so that a web process may serve both at once.
"""

from __future__ import annotations

import gettext as gnu
from contextvars import ContextVar
from functools import cache
from importlib.resources import as_file, files

LANGUAGES = ("fr", "en")
_current: ContextVar[str] = ContextVar("essaim_language", default="fr")


def use_language(code: str) -> None:
    """Speak ``code`` ("fr" or "en") in this context; anything else means French."""
    _current.set(code if code in LANGUAGES else "fr")


def current_language() -> str:
    """The language in use: "fr" or "en"."""
    return _current.get()


@cache
def _catalogue(code: str) -> gnu.NullTranslations:
    with as_file(files("essaim") / "locale") as folder:
        return gnu.translation("essaim", localedir=folder, languages=[code], fallback=True)


def gettext(text: str) -> str:
    """``text`` (French) in the language in use."""
    return _catalogue(_current.get()).gettext(text)


def named(text: str) -> str:
    """A short name of a data file (a role, a condition) in the language in use; as it is written when the catalogue
    lacks it, as for what people name themselves."""
    return gettext(text) if text else ""


def ngettext(one: str, many: str, n: int) -> str:
    """``one`` or ``many`` (French) as ``n`` asks, in the language in use. In French, 0 takes the singular."""
    return _catalogue(_current.get()).ngettext(one, many, n)
