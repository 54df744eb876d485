"""One line of the spreadsheet as checked values, or the sentence that refuses it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from essaim.apps.intake.enums import Column
from essaim.apps.poles.enums import Circle
from essaim.apps.poles.places import commune_named
from essaim.apps.poles.to_engine import CHOSEN
from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _
from essaim.engine.register.families import load_families
from essaim.engine.territories.search_index import search_form
from essaim.engine.values import luhn_is_valid, naf_code, rna, siren, siret, with_valid_key

_CIRCLES = {
    "porteur": Circle.CARRIER, "porteuse": Circle.CARRIER, "structure porteuse": Circle.CARRIER,
    "carrier": Circle.CARRIER, "fondateur": Circle.FOUNDER, "fondatrice": Circle.FOUNDER,
    "membre fondateur": Circle.FOUNDER, "founder": Circle.FOUNDER, "membre": Circle.MEMBER, "adherent": Circle.MEMBER,
    "adherente": Circle.MEMBER, "actif": Circle.MEMBER, "member": Circle.MEMBER, "partenaire": Circle.PARTNER,
    "partner": Circle.PARTNER,
}  # fmt: skip
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T].*)?")
_YEAR = re.compile(r"\d{4}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_LONGEST = {
    Column.NAME: 200, Column.LEGAL_FORM: 200, Column.ADDRESS: 300, Column.WEBSITE: 300, Column.PHONE: 30,
    Column.COLLEGE: 100, Column.DESCRIPTION: 500,
}  # fmt: skip
_PLAIN = (Column.LEGAL_FORM, Column.DESCRIPTION, Column.ADDRESS, Column.PHONE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a line asks for.

    Attributes:
        facts: columns of the organisation; empty for persons.
        persons: how many, 0 for an organisation.
        place: circle, college, since, until.
        notes: what the reader must know of how the line was read.
    """

    facts: dict[str, str]
    persons: int
    place: dict[str, object]
    notes: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The organisation's name, "" for persons."""
        return self.facts.get("name", "")


Communes = dict[tuple[str, str], str | None]


def read_line(cells: Sequence[str], matching: Sequence[str], known: Communes | None = None) -> Wanted:
    """The checked values of one line. ``known`` keeps the communes already looked for by the lines above.

    Raises:
        InvalidValue: says what is wrong, and what to write instead.
    """
    said = {column: cell.strip() for column, cell in zip(matching, cells, strict=False) if column and cell.strip()}
    for column, longest in _LONGEST.items():
        if len(said.get(column, "")) > longest:
            raise InvalidValue(_("« %(name)s » est trop long.") % {"name": Column(column).label})
    notes: list[str] = []
    place = _place(said, notes)
    if said.get(Column.PERSONS):
        if said.get(Column.NAME) or said.get(Column.NUMBER) or said.get(Column.RNA):
            raise InvalidValue(
                _("Une ligne est soit une organisation, soit un nombre de personnes."), _("Faites-en deux lignes.")
            )
        return Wanted({}, _count(said[Column.PERSONS]), place, notes)
    if not said.get(Column.NAME):
        raise InvalidValue(_("Il manque le nom."))
    return Wanted(_facts(said, {} if known is None else known), 0, place, notes)


def _facts(said: dict[str, str], known: Communes) -> dict[str, str]:
    facts = {"name": said[Column.NAME], **_number(said.get(Column.NUMBER, ""))}
    facts["rna"] = rna(said[Column.RNA]) if said.get(Column.RNA) else ""
    facts["commune"] = _commune(said, known)
    facts["family"] = _family(said.get(Column.FAMILY, ""))
    facts["activity"] = naf_code(said[Column.ACTIVITY]) if said.get(Column.ACTIVITY) else ""
    facts["legal_category"] = _category(said.get(Column.LEGAL_CATEGORY, ""))
    facts["website"] = _website(said.get(Column.WEBSITE, ""))
    facts["public_email"] = _email(said.get(Column.EMAIL, ""))
    return facts | {str(column): said.get(column, "") for column in _PLAIN}


def _number(text: str) -> dict[str, str]:
    digits = re.sub(r"[\s.\u00a0\u202f]", "", text)
    if not digits:
        return {"siret": "", "siren": ""}
    if len(digits) in (8, 13) and digits.isdigit() and luhn_is_valid(f"0{digits}"):
        # A spreadsheet that takes a number for a number eats the zero it starts with.
        digits = f"0{digits}"
    if len(digits) > 9:
        return {"siret": with_valid_key(siret(digits)), "siren": ""}
    return {"siret": "", "siren": with_valid_key(siren(digits))}


def _commune(said: dict[str, str], known: Communes) -> str:
    text, postal = said.get(Column.COMMUNE, ""), said.get(Column.POSTAL_CODE, "")
    if (text, postal) not in known:
        known[text, postal] = commune_named(text, postal)
    code = known[text, postal]
    if code is None:
        raise InvalidValue(
            _("La commune « %(text)s » n'est pas reconnue, ou plusieurs portent ce nom.") % {"text": text or postal},
            _("Ajoutez le code postal, ou écrivez le code officiel."),
        )
    return code


def _family(text: str) -> str:
    if not text:
        return ""
    form = search_form(text)
    families = load_families()
    known = {search_form(label): key for key in CHOSEN for label in (key, *families[key].labels.values())}
    if form not in known:
        raise InvalidValue(
            _("La famille « %(text)s » n'est pas connue.") % {"text": text},
            _("Prenez l'une de celles du modèle, ou laissez la case vide."),
        )
    return known[form]


def _category(text: str) -> str:
    if text and not re.fullmatch(r"\d{4}", text):
        raise InvalidValue(_("Une catégorie juridique compte quatre chiffres."), _("Par exemple 9220."))
    if text.startswith("1"):
        raise InvalidValue(
            _("Une entreprise individuelle est une personne : elle se compte, elle ne se nomme pas."),
            _("Comptez-la dans la colonne du nombre de personnes."),
        )
    return text


def _website(text: str) -> str:
    if not text:
        return ""
    address = text if re.match(r"https?://", text, re.IGNORECASE) else f"https://{text}"
    if not re.fullmatch(r"https?://[^\s/]+\.[^\s]+", address, re.IGNORECASE):
        raise InvalidValue(_("« %(text)s » n'est pas une adresse de site.") % {"text": text})
    return address


def _email(text: str) -> str:
    if text and (not _EMAIL.fullmatch(text) or len(text) > 254):
        raise InvalidValue(_("« %(text)s » n'est pas une adresse électronique.") % {"text": text})
    return text


def _place(said: dict[str, str], notes: list[str]) -> dict[str, object]:
    circle = said.get(Column.CIRCLE, "")
    known = _CIRCLES | {search_form(str(one.label)): one for one in Circle}
    if circle and search_form(circle) not in known:
        raise InvalidValue(
            _("Le cercle « %(text)s » n'est pas connu.") % {"text": circle},
            _("Écrivez structure porteuse, fondateur, membre ou partenaire."),
        )
    since, until = _day(said.get(Column.SINCE, ""), notes), _day(said.get(Column.UNTIL, ""), notes)
    if since and until and until < since:
        raise InvalidValue(_("La date de sortie est avant la date d'entrée."), _("Corrigez l'une des deux."))
    return {
        "circle": str(known[search_form(circle)] if circle else Circle.MEMBER),
        "college": said.get(Column.COLLEGE, ""),
        "since": since,
        "until": until,
    }


def _day(text: str, notes: list[str]) -> date | None:
    if not text:
        return None
    try:
        if found := _ISO.fullmatch(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _DAY.fullmatch(text):
            return date(int(found[3]), int(found[2]), int(found[1]))
        if _YEAR.fullmatch(text):
            notes.append(_("année seule (%(year)s) : lue comme son premier janvier") % {"year": text})
            return date(int(text), 1, 1)
        raise ValueError
    except ValueError:
        raise InvalidValue(
            _("« %(text)s » n'est pas une date.") % {"text": text}, _("Écrivez 25/06/2012 ou 2012-06-25.")
        ) from None


def _count(text: str) -> int:
    digits = re.sub(r"[\s\u00a0\u202f]", "", text)
    if not digits.isascii() or not digits.isdigit() or not 0 < int(digits[:9]) <= 1_000_000:
        raise InvalidValue(
            _("« %(text)s » n'est pas un nombre de personnes.") % {"text": text},
            _("Écrivez un nombre entier, sans nom."),
        )
    return int(digits)
