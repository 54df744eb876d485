"""What a cell of the register says: one text in, one clean value out, or the reason why the line cannot be kept.

These functions are asked of the *distinct* texts of a column only (some 800 NAF codes, 36,000 communes), never of each
line; SIRET, distinct on each line, are cleaned in SQL (``import_sql``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from essaim.engine.language import gettext as _
from essaim.engine.register.predicates import SIZE_BANDS

NON_EMPLOYER = "NN"
_SPACES = re.compile(r"[\s\u00a0\u202f\u2007\ufeff]+")
_REV2 = re.compile(r"\d\d\.\d\d[A-Z]")
_OLDER = re.compile(r"\d\d\.?\d[A-Z]")
_NO_ACTIVITY = frozenset({"", "00.00Z", "[ND]"})
_COMMUNE = re.compile(r"\d{5}|2[AB]\d{3}")
_WORD = re.compile(r"[^\W\d_]{3}")


@dataclass(frozen=True)
class Reason:
    """Why a line is rejected.

    Attributes:
        key: its name in counts.
        field: the column at fault.
        text: the reason in words.
        expected: what the column should hold, in words.
    """

    key: str
    field: str
    text: str
    expected: str


def reasons() -> tuple[Reason, ...]:
    """Every reason, in the order in which a line is judged; a reason's number in the import is its place, plus one."""
    siret = _("Cette colonne doit contenir des SIRET : quatorze chiffres, enregistrés comme du texte.")
    naf = _("Cette colonne doit contenir des codes NAF (APE), par exemple 56.10A, et non des libellés.")
    commune = _("Cette colonne doit contenir des codes INSEE de commune, par exemple 48095, ni noms ni codes postaux.")
    return (
        Reason("siret_absent", "siret", _("SIRET absent"), siret),
        Reason(
            "siret_spreadsheet", "siret", _("SIRET abîmé par un tableur (5,2E+13) : des chiffres sont perdus"),
            _("Reprenez le fichier d'origine et déclarez la colonne comme du texte avant de l'enregistrer."),
        ),
        Reason("siret_short", "siret", _("SIRET trop court, que des zéros en tête ne réparent pas"), siret),
        Reason("siret_form", "siret", _("SIRET mal formé"), siret),
        Reason(
            "siren_mismatch", "siren", _("SIREN différent des neuf premiers chiffres du SIRET"),
            _("Le SIREN est fait des neuf premiers chiffres du SIRET : vérifiez que rien n'est décalé."),
        ),
        Reason("naf_label", "naf", _("activité en toutes lettres au lieu d'un code NAF"), naf),
        Reason("naf_form", "naf", _("code NAF mal formé"), naf),
        Reason("commune_absent", "commune", _("commune absente"), commune),
        Reason("commune_label", "commune", _("nom de commune au lieu d'un code"), commune),
        Reason("commune_form", "commune", _("code de commune mal formé"), commune),
        Reason("commune_unknown", "commune", _("code de commune inconnu du découpage en usage"), commune),
    )  # fmt: skip


REASON_KEYS = tuple(reason.key for reason in reasons())


def reason_number(key: str) -> int:
    """A reason's number in the import: its place in ``reasons()``, plus one; 0 means that the line is kept."""
    return REASON_KEYS.index(key) + 1


@dataclass(frozen=True)
class Activity:
    """A cleaned activity cell: codes by nomenclature (``""`` unknown) or the reason why it is refused."""

    rev2: str = ""
    naf2025: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Place:
    """A cleaned commune cell: a code to resolve, whether a lost zero was restored, or the reason why it is refused."""

    code: str = ""
    repaired: bool = False
    reason: str = ""


def _tight(text: str) -> str:
    return _SPACES.sub("", text).upper()


def clean_activity(text: str, nomenclature: str = "") -> Activity:
    """The activity of a cell. ``nomenclature`` is SIRENE's own word ("NAFRev2", "NAF2025", "NAFRev1"…) or ``""``.

    A code of an older nomenclature, and SIRENE's provisional 00.00Z, leave the activity unknown: the line is kept.
    """
    code = _tight(text)
    if len(code) == 5 and code[2] != ".":
        code = f"{code[:2]}.{code[2:]}"
    kind = _tight(nomenclature)
    if code in _NO_ACTIVITY:
        return Activity()
    if kind and kind != "NAFREV2" and "25" not in kind:
        return Activity()
    if _REV2.fullmatch(code):
        return Activity(naf2025=code) if "25" in kind else Activity(rev2=code)
    if _OLDER.fullmatch(code):
        return Activity()
    return Activity(reason="naf_label" if _WORD.search(text) else "naf_form")


def clean_commune(text: str) -> Place:
    """The commune code of a cell; four digits are a code of Ain to Ariège that lost its zero."""
    code = re.sub(r"\.0+$", "", _tight(text))
    if code in ("", "[ND]"):
        return Place(reason="commune_absent")
    if _COMMUNE.fullmatch(code):
        return Place(code)
    if re.fullmatch(r"\d{4}", code):
        return Place(f"0{code}", repaired=True)
    return Place(reason="commune_label" if _WORD.search(text) else "commune_form")


def clean_legal(text: str) -> str:
    """The four digits of a legal category; anything else (a label, a level of two digits) is unknown (``""``)."""
    code = re.sub(r"\.0+$", "", _tight(text))
    return code if re.fullmatch(r"[1-9]\d{3}", code) else ""


def clean_size(text: str) -> str:
    """A size band of INSEE ("01", "NN"…); a lost zero is restored, anything else is unknown (``""``)."""
    code = re.sub(r"\.0+$", "", _tight(text))
    padded = code.zfill(2) if code.isdigit() else code
    return padded if padded in SIZE_BANDS or padded == NON_EMPLOYER else ""
