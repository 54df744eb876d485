"""The cells of a plan's spreadsheet: how a value is written in one, and what is understood of what people type."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from typing import Any

from django.db.models import TextChoices

from essaim.apps.financing.actions.lines import LARGEST
from essaim.apps.financing.enums import ItemCategory, LineRhythm, LineSide
from essaim.engine.errors import InvalidValue
from essaim.engine.financing import COORDINATION
from essaim.engine.financing.form import FormLine, load_form
from essaim.engine.financing.plan import MONTHS_A_YEAR
from essaim.engine.financing.supports import load_supports
from essaim.engine.language import LANGUAGES, current_language, use_language
from essaim.engine.language import gettext as _
from essaim.engine.territories.search_index import search_form
from essaim.kit.numbers import typed_cents, typed_number

LONGEST_NOTE = 4000
_LONGEST = {"label": 200, "analytic": 20, "funder": 200}
_LATEST, _WHOLE = 60, 10_000
_TRANCHE = re.compile(r"(?P<month>\d{1,2})\s*[:=]\s*(?P<share>\d{1,3}(?:[.,]\d{1,2})?)\s*%?")
# What people write for how a line is paid, beside our own words.
_RHYTHMS = {
    "mensuel": "monthly", "mois": "monthly", "par mois": "monthly", "tous les mois": "monthly",
    "trimestriel": "quarterly", "trimestre": "quarterly", "annuel": "yearly", "annee": "yearly", "par an": "yearly",
    "une fois": "yearly", "versements": "tranches", "acomptes": "tranches", "tranche": "tranches",
    "sur demande": "on_claim", "remboursement": "on_claim", "apres depense": "on_claim", "apres la depense": "on_claim",
}  # fmt: skip
_SIDES = {
    "charges": "charge", "depense": "charge", "depenses": "charge", "cost": "charge", "produits": "product",
    "recette": "product", "recettes": "product",
}  # fmt: skip
# An unknown amount that somebody spelt out.
_NOT_KNOWN = frozenset({"non renseigne", "inconnu", "not known", "unknown"})


def form_line_text(line: FormLine) -> str:
    """A line of the form as a cell has it: "641 Rémunération des personnels"."""
    return f"{line.account} {line.title()}".strip()


def shown(field: str, value: Any) -> str | int | float | None:
    """A value as its cell holds it; None for an empty one."""
    if value is None or value == "" or value == []:
        return None
    if "." in field:
        return int(value) / 100
    show = _SHOWN.get(field)
    return show(value) if show is not None else value


def understood(field: str, text: str) -> Any:
    """What a cell says; None, or "", when it is empty.

    Raises:
        InvalidValue: says what is wrong, and what to write instead.
    """
    if "." in field:
        return _amount(text)
    read = _UNDERSTOOD.get(field)
    if read is not None:
        return read(text)
    longest = _LONGEST.get(field, LONGEST_NOTE)
    if len(text) > longest:
        raise InvalidValue(_("Une case est trop longue."), _("%(n)d signes au plus.") % {"n": longest})
    return text


def side_named(text: str) -> str:
    """The side that a cell says; "" when it says none.

    Raises:
        InvalidValue: another word.
    """
    words = {**_SIDES, **_called(LineSide)}
    found = words.get(search_form(text), "")
    if text and not found:
        raise InvalidValue(_("Côté : « %(text)s » n'est pas connu.") % _short(text), _("Écrivez charge ou produit."))
    return found


def form_line_named(text: str) -> str:
    """The key of the form's line that a cell names, by its text, its account, its label or its key; "" for none.

    Raises:
        InvalidValue: no line, or several, have that name; the nearest is told.
    """
    if not text:
        return ""
    known = _form_lines(current_language())
    keys = known.get(search_form(text), ())
    if len(keys) == 1:
        return keys[0]
    form = load_form()
    if keys:
        names = " ; ".join(f"« {form_line_text(form.line(key))} »" for key in keys)
        raise InvalidValue(
            _("« %(text)s » : plusieurs lignes du formulaire ont ce nom.") % _short(text),
            _("Écrivez l'une d'elles en entier : %(names)s.") % {"names": names},
        )
    near = _nearest(search_form(text), known)
    named = form_line_text(form.line(near)) if near else ""
    advice = _("La plus proche est « %(line)s » : copiez celle qui convient depuis la feuille « %(sheet)s ».")
    raise InvalidValue(
        _("« %(text)s » n'est pas une ligne du formulaire.") % _short(text),
        advice % {"line": named, "sheet": _("Listes")}
        if named
        else _("Copiez celle qui convient depuis la feuille « %(sheet)s ».") % {"sheet": _("Listes")},
    )


def _nearest(asked: str, known: Mapping[str, tuple[str, ...]]) -> str:
    """The line whose account an account begins with (6232 is of 623), else whose name is close; "" for none."""
    number = asked.partition(" ")[0]
    if number.isdigit():
        starts = (number[:length] for length in range(len(number), 1, -1))
        found = next((known[start] for start in starts if start in known), ())
        if found:
            return found[0]
    close = get_close_matches(asked, known, n=1, cutoff=0.5)
    return known[close[0]][0] if close else ""


@cache
def _form_lines(language: str) -> Mapping[str, tuple[str, ...]]:
    """The keys that each name may mean, in search form; ``language`` because lines are also named in it."""
    found: dict[str, list[str]] = {}
    for line in load_form().lines:
        titles = {form_line_text(line), *(f"{line.account} {title}" for title in line.titles.values())}
        for name in {search_form(one) for one in (line.key, line.account, *titles, *line.titles.values()) if one}:
            found.setdefault(name, []).append(line.key)
    exact = {search_form(line.key): [line.key] for line in load_form().lines}
    return {name: tuple(keys) for name, keys in (found | exact).items()}


def _support_named(text: str) -> str:
    return _one_of(text, _support_names(), _("Forme de l'aide"))


@cache
def _support_names() -> Mapping[str, str]:
    return {search_form(name): one.key for one in load_supports().kinds for name in (one.key, *one.titles.values())}


def _rhythm_named(text: str) -> str:
    return _one_of(text, {**_RHYTHMS, **_called(LineRhythm)}, _("Rythme"))


def _category_named(text: str) -> str:
    return _one_of(text, _called(ItemCategory), _("Nature"))


@cache
def _called(words: type[TextChoices]) -> Mapping[str, str]:
    """What each choice may be called, in search form: its key, its words in every language of the site."""
    found: dict[str, str] = {}
    before = current_language()
    for language in LANGUAGES:
        use_language(language)
        found |= {search_form(name): str(one.value) for one in words for name in (one.value, str(one.label))}
    use_language(before)
    return found


def _one_of(text: str, known: Mapping[str, str], column: str) -> str:
    if not text:
        return ""
    key = known.get(search_form(text))
    if key is None:
        close = get_close_matches(search_form(text), known, n=1, cutoff=0.5)
        raise InvalidValue(
            _("%(column)s : « %(text)s » n'est pas connu.") % {"column": column, **_short(text)},
            _("Vouliez-vous écrire « %(word)s » ?") % {"word": close[0]}
            if close
            else _("Copiez celle qui convient depuis la feuille « %(sheet)s ».") % {"sheet": _("Listes")},
        )
    return key


def _amount(text: str) -> int | None:
    if not text or search_form(text) in _NOT_KNOWN:
        return None
    cents = typed_cents(text)
    if cents > LARGEST:
        raise InvalidValue(_("Ce montant ne peut pas être."), _("Écrivez un montant entre 0 et dix milliards d'euros."))
    return cents


def _whole(least: int, most: int) -> Callable[[str], int | None]:
    def read(text: str) -> int | None:
        if not text:
            return None
        number = typed_number(text)
        if number != number.to_integral_value() or not least <= number <= most:
            raise InvalidValue(
                _("« %(text)s » ne convient pas.") % _short(text),
                _("Écrivez un nombre entier de %(least)d à %(most)d.") % {"least": least, "most": most},
            )
        return int(number)

    return read


def _share(text: str) -> int | None:
    """A percentage in basis points."""
    if not text:
        return None
    number = typed_number(text.replace("%", ""))
    if not 0 <= number <= 100:
        raise InvalidValue(_("« %(text)s » ne convient pas.") % _short(text), _("Une avance va de 0 à 100 %."))
    return int(number * 100)


def _tranches(text: str) -> list[list[int]]:
    """``3:50 %; 9:30 %; 15:20 %`` as months and basis points."""
    if not text:
        return []
    found = [[int(one["month"]), int(Decimal(one["share"].replace(",", ".")) * 100)] for one in _TRANCHE.finditer(text)]
    wrong = _TRANCHE.sub("", text).strip(" ;,/") or any(
        not (1 <= month <= _LATEST and 0 < share <= _WHOLE) for month, share in found
    )
    if wrong or sum(share for _month, share in found) != _WHOLE:
        raise InvalidValue(
            _("Versements : « %(text)s » ne se lit pas, ou ne fait pas 100 %%.") % _short(text),
            _("Écrivez le mois et la part de chacun, par exemple 3:50 %; 9:30 %; 15:20 %."),
        )
    return sorted(found)


def _tranches_text(found: list[list[int]]) -> str:
    return "; ".join(f"{month}:{_percent(share)} %" for month, share in found)


def _percent(share: int) -> str:
    whole, rest = divmod(share, 100)
    return f"{whole},{rest:02d}".rstrip("0") if rest else str(whole)


def _analytic(text: str) -> str:
    if search_form(text) in (COORDINATION, "animation", "animation coordination"):
        return COORDINATION
    if len(text) > _LONGEST["analytic"]:
        raise InvalidValue(_("Ce code analytique est trop long."), _("Vingt signes au plus."))
    return text


def _short(text: str) -> dict[str, str]:
    return {"text": text if len(text) <= 60 else f"{text[:60]}…"}


def _form_text(key: str) -> str:
    form = load_form()
    return form_line_text(form.line(key)) if form.has(key) else key


def _support_text(key: str) -> str:
    return load_supports().support(key).title() if load_supports().has(key) else key


_SHOWN: Mapping[str, Callable[[Any], str | int | float | None]] = {
    "form_line": _form_text,
    "side": lambda value: str(LineSide(value).label),
    "support_kind": _support_text,
    "rhythm": lambda value: str(LineRhythm(value).label),
    "category": lambda value: str(ItemCategory(value).label),
    "advance": lambda value: value / 100,
    "tranches": _tranches_text,
}
_UNDERSTOOD: Mapping[str, Callable[[str], Any]] = {
    "form_line": form_line_named,
    "analytic": _analytic,
    "support_kind": _support_named,
    "rhythm": _rhythm_named,
    "category": _category_named,
    "month": _whole(1, MONTHS_A_YEAR),
    "delay": _whole(0, _LATEST),
    "claim_every": _whole(1, MONTHS_A_YEAR),
    "advance": _share,
    "tranches": _tranches,
}
