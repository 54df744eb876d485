"""Numbers and amounts as people type them, French first."""

from __future__ import annotations

import re
from decimal import Decimal

from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _

# Marks that no eye sees, which pages and spreadsheets leave around what is copied.
_UNSEEN = re.compile("[\u200b\ufeff]")
_SPACE = re.compile(r"[\s\u00a0\u202f'’]+")
# Spaces separate thousands, in groups of three: "12 50" may be two cells, and is not guessed.
_SPACED = re.compile(r"[+-]? ?\d{1,3}(?: \d{3})*(?:[.,]\d{1,2})?", re.ASCII)
_PLAIN = re.compile(r"[+-]?\d+(?:[.,]\d{1,2})?", re.ASCII)
# Thousands in groups of three, with the other sign before the decimals: 1.234,50 and 1,234.50.
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:(?P<group>[.,])\d{3})+(?:(?!(?P=group))[.,]\d{1,2})?", re.ASCII)
_CURRENCY = re.compile(r"^€|(?:€|\beuros?|\beur)$", re.IGNORECASE)
# Accountants put what is below zero between brackets.
_BRACKETS = re.compile(r"\((.*)\)")
_SHORTENED = re.compile(r"\d\s*[km]$", re.IGNORECASE)
_LONGEST = 20
_DIGITS = 15
_VERSION_DIGITS = 9


def typed_number(text: str) -> Decimal:
    """``12,5``, ``1 234,50``, ``1.234,50`` or ``1,234.50`` as a number with two decimals at most.

    ``1.234`` could be read as a thousand and more, or as one and a bit, ``12 50`` as two numbers: they are refused
    rather than guessed.

    Raises:
        InvalidValue: not a number, or one that can be read in two ways.
    """
    said = _SPACE.sub(" ", _UNSEEN.sub("", text)).strip().replace("−", "-")
    if len(said) > _LONGEST:
        raise _refused(text)
    if _SPACED.fullmatch(said):
        said = said.replace(" ", "")
    if _PLAIN.fullmatch(said):
        return _checked(said.replace(",", "."), text)
    if _GROUPED.fullmatch(said):
        group = next(sign for sign in said if sign in ".,")
        whole, _sign, decimals = said.partition("," if group == "." else ".")
        if said.count(group) == 1 and not decimals:
            raise InvalidValue(
                _("« %(text)s » peut se lire de deux façons.") % {"text": text},
                _("Écrivez le nombre sans point : 1234 ou 1 234 pour des milliers, deux décimales au plus."),
            )
        return _checked(f"{whole.replace(group, '')}.{decimals or '0'}", text)
    raise _refused(text)


def typed_cents(text: str) -> int:
    """``1 234,50 €`` as cents.

    Raises:
        InvalidValue: not an amount, one in thousands ("12 k€"), or one below zero.
    """
    said = _CURRENCY.sub("", _UNSEEN.sub("", text).strip()).strip()
    if _SHORTENED.search(said):
        raise InvalidValue(
            _("« %(text)s » n'est pas un nombre.") % {"text": _shown(text)}, _("Écrivez le montant en entier : 12 000.")
        )
    bracketed = _BRACKETS.fullmatch(said)
    amount = typed_number(_CURRENCY.sub("", bracketed[1].strip()) if bracketed else said)
    if amount < 0 or (bracketed and amount):
        raise InvalidValue(_("Un montant n'est pas négatif."), _("Écrivez 0 ou plus."))
    return int(amount * 100)


def typed_version(seen: str) -> int:
    """The version that a form says it was shown: 0, which no record has, where what came is no version."""
    return int(seen) if seen.isdecimal() and len(seen) <= _VERSION_DIGITS else 0


def _checked(bare: str, text: str) -> Decimal:
    if len(bare.lstrip("+-").partition(".")[0]) > _DIGITS:
        raise _refused(text)
    return Decimal(bare)


def _refused(text: str) -> InvalidValue:
    return InvalidValue(
        _("« %(text)s » n'est pas un nombre.") % {"text": _shown(text)},
        _("Écrivez par exemple 12, 12,5 ou 1 234,50."),
    )


def _shown(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
