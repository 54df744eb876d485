"""What ``tomllib`` says of a file that is not TOML, in plain words."""

from __future__ import annotations

import re
import tomllib

from essaim.engine.language import gettext as _
from essaim.engine.patterns.problems import Problem

_PLACE = re.compile(r"\(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)")


def explain(error: tomllib.TOMLDecodeError, text: str) -> Problem:
    """The problem behind a syntax error: its line, and what is usually wrong there."""
    said = str(error)
    place = _PLACE.search(said)
    line = int(place["line"]) if place and place["line"] else text.rstrip().count("\n") + 1
    reason = _PLACE.sub("", said).strip()
    message = _("ce n'est pas du TOML (%(reason)s).") % {"reason": _in_words(reason)}
    advice = _("Un texte s'écrit entre guillemets, une liste entre crochets, une clé une seule fois.")
    return Problem(line, "", message, advice)


def _in_words(reason: str) -> str:
    known = {
        "Expected '='": _("il manque « = » après la clé"),
        "Invalid value": _("valeur sans guillemets, ou illisible"),
        "Invalid statement": _("début de ligne inattendu"),
        "Cannot overwrite a value": _("clé écrite deux fois"),
        "Cannot declare": _("table écrite deux fois"),
        "Unclosed array": _("crochet « [ » non refermé"),
        "Unclosed inline table": _("accolade « { » non refermée"),
        "Unterminated string": _("guillemet non refermé"),
        "Illegal character": _("retour à la ligne ou caractère interdit dans un texte"),
        "Unescaped": _("barre oblique inverse « \\ » à doubler dans un texte"),
        "Expected newline": _("la ligne continue après la valeur"),
        "Invalid initial character": _("clé qui commence par un caractère interdit"),
        "Duplicate inline table key": _("clé écrite deux fois entre accolades"),
        "Expected ']": _("crochet « ] » manquant"),
    }
    return next((words for start, words in known.items() if reason.startswith(start)), reason)
