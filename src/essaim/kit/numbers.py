"""Numbers and amounts as people type them, French first."""

from __future__ import annotations

import re
from decimal import Decimal

from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _

_SPACES = re.compile(r"[\s\u00a0\u202f']+")
_PLAIN = re.compile(r"-?\d+(?:[.,]\d{1,2})?", re.ASCII)
# Thousands in groups of three, with the other sign before the decimals: 1.234,50 and 1,234.50.
_GROUPED = re.compile(r"-?\d{1,3}(?:(?P<group>[.,])\d{3})+(?:(?!(?P=group))[.,]\d{1,2})?", re.ASCII)
_LONGEST = 20
_DIGITS = 15


def typed_number(text: str) -> Decimal:
    """``12,5``, ``1 234,50``, ``1.234,50`` or ``1,234.50`` as a number with two decimals at most.

    ``1.234`` could be read as a thousand and more, or as one and a bit: it is refused rather than guessed.

    Raises:
        InvalidValue: not a number, or one that can be read in two ways.
    """
    bare = _SPACES.sub("", text)
    if len(bare) > _LONGEST:
        raise _refused(text)
    if _PLAIN.fullmatch(bare):
        return _checked(bare.replace(",", "."), text)
    if _GROUPED.fullmatch(bare):
        group = next(sign for sign in bare if sign in ".,")
        whole, _sign, decimals = bare.partition("," if group == "." else ".")
        if bare.count(group) == 1 and not decimals:
            raise InvalidValue(
                _("« %(text)s » peut se lire de deux façons.") % {"text": text},
                _("Écrivez le nombre sans point : 1234 ou 1 234 pour des milliers, deux décimales au plus."),
            )
        return _checked(f"{whole.replace(group, '')}.{decimals or '0'}", text)
    raise _refused(text)


def typed_cents(text: str) -> int:
    """``1 234,50 €`` as cents.

    Raises:
        InvalidValue: not an amount, or one below zero.
    """
    amount = typed_number(text.replace("€", "").replace("EUR", ""))
    if amount < 0:
        raise InvalidValue(_("Un montant n'est pas négatif."), _("Écrivez 0 ou plus."))
    return int(amount * 100)


def _checked(bare: str, text: str) -> Decimal:
    if len(bare.lstrip("-").partition(".")[0]) > _DIGITS:
        raise _refused(text)
    return Decimal(bare)


def _refused(text: str) -> InvalidValue:
    shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return InvalidValue(
        _("« %(text)s » n'est pas un nombre.") % {"text": shown}, _("Écrivez par exemple 12, 12,5 ou 1 234,50.")
    )
