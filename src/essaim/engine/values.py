"""Values that every room of the engine uses: codes that cannot be wrong, sources, three-valued answers.

An invalid code cannot exist: build it and it is checked. Codes are plain ``str`` at run time (``NewType``), so that
arrays of them stay arrays of text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import NewType, Protocol

from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _

CommuneCode = NewType("CommuneCode", str)
Siren = NewType("Siren", str)
Siret = NewType("Siret", str)
Rna = NewType("Rna", str)
NafCode = NewType("NafCode", str)

_COMMUNE = re.compile(r"(?:0[1-9]|[1-8]\d|9[0-5]|2[AB]|97[1-8]|98[4-9])\d{2,3}")
_NAF = re.compile(r"\d{2}\.\d{2}[A-Z]")
# W, the département (Corsica 2A, 2B; overseas 9 and a letter), then the rest: ten signs in all.
_RNA = re.compile(r"W(?:\d{2}|2[AB]|9[A-Z])\d{7}")
# La Poste's establishments do not follow Luhn's rule: the sum of their fourteen digits is a multiple of 5 (INSEE).
LA_POSTE = "356000000"


class Answer(IntEnum):
    """A three-valued answer. Unknown is neither yes nor no."""

    NO = 0
    UNKNOWN = 1
    YES = 2


@dataclass(frozen=True)
class Source:
    """Where a fact comes from.

    Attributes:
        key: short name, e.g. ``"sirene"``.
        title: what it is, in words.
        publisher: who publishes it.
        licence: under which terms.
        vintage: what date or period the facts are about, as text ("2025-09", "populations légales 2017").
        synthetic: True when the facts are made up; whoever shows them must say so.
    """

    key: str
    title: str
    publisher: str = ""
    licence: str = ""
    vintage: str = ""
    synthetic: bool = False


class Progress(Protocol):
    """What long work calls to say how far it is. ``total`` is None while unknown."""

    def __call__(self, label: str, done: int, total: int | None) -> None: ...


def silent(label: str, done: int, total: int | None) -> None:
    """A ``Progress`` that says nothing."""


def commune_code(text: str) -> CommuneCode:
    """A commune code (INSEE): five characters, Corsica 2A/2B, overseas 97x/98x.

    Raises:
        InvalidValue: the text does not look like one.
    """
    code = text.strip().upper()
    if len(code) == 5 and _COMMUNE.fullmatch(code):
        return CommuneCode(code)
    raise InvalidValue(
        _("« %(text)s » n'est pas un code de commune (INSEE).") % {"text": text},
        _("Un code compte cinq caractères, par exemple 48095 (Mende) ou 2A004 (Ajaccio)."),
    )


def siren(text: str) -> Siren:
    """A SIREN: nine digits; spaces (also non-breaking) and dots are dropped. Luhn's rule is not asked here.

    Raises:
        InvalidValue: not nine digits.
    """
    digits = re.sub(r"[\s.\u00a0\u202f]", "", text)
    if len(digits) == 9 and digits.isascii() and digits.isdigit():
        return Siren(digits)
    raise InvalidValue(_("« %(text)s » n'est pas un SIREN.") % {"text": text}, _("Un SIREN compte neuf chiffres."))


def siret(text: str) -> Siret:
    """A SIRET: fourteen digits; spaces (also non-breaking) and dots are dropped.

    Raises:
        InvalidValue: not fourteen digits.
    """
    digits = re.sub(r"[\s.\u00a0\u202f]", "", text)
    if len(digits) == 14 and digits.isascii() and digits.isdigit():
        return Siret(digits)
    raise InvalidValue(_("« %(text)s » n'est pas un SIRET.") % {"text": text}, _("Un SIRET compte quatorze chiffres."))


def rna(text: str) -> Rna:
    """An RNA number (répertoire national des associations): W and nine digits; spaces, dots and case do not matter.

    In Corsica and overseas the département's part holds a letter: W2A…, W9R….

    Raises:
        InvalidValue: not of that form.
    """
    number = re.sub(r"[\s.\u00a0\u202f]", "", text).upper()
    if _RNA.fullmatch(number):
        return Rna(number)
    raise InvalidValue(
        _("« %(text)s » n'est pas un numéro RNA.") % {"text": text},
        _("Un numéro RNA compte un W et neuf chiffres, par exemple W442001234."),
    )


def with_valid_key(number: str) -> str:
    """``number``, a checked SIREN or SIRET, when its control key is right: people copy one digit for another.

    Raises:
        InvalidValue: the key is wrong, so at least one digit is.
    """
    if luhn_is_valid(number):
        return number
    raise InvalidValue(
        _("Le numéro %(number)s a une clé de contrôle fausse.") % {"number": number},
        _("Un chiffre au moins est faux : recopiez-le depuis un document officiel."),
    )


def naf_code(text: str) -> NafCode:
    """A NAF code such as ``94.99Z`` (rev. 2) or ``01.11Y`` (2025); the dot may be missing.

    Raises:
        InvalidValue: not of that form.
    """
    code = text.strip().upper()
    if len(code) == 5 and code[2] != ".":
        code = f"{code[:2]}.{code[2:]}"
    if _NAF.fullmatch(code):
        return NafCode(code)
    raise InvalidValue(
        _("« %(text)s » n'est pas un code NAF.") % {"text": text}, _("Un code NAF s'écrit comme 94.99Z.")
    )


def luhn_is_valid(digits: str) -> bool:
    """Whether a SIREN or SIRET passes its check: Luhn's rule, or La Poste's own (sum of digits a multiple of 5)."""
    if len(digits) == 14 and digits.startswith(LA_POSTE) and sum(map(int, digits)) % 5 == 0:
        return True
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
