"""The columns of a spreadsheet of prospects: what each is called, what a line says once it is checked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from essaim.apps.founding.enums import ProspectSource, ProspectState
from essaim.apps.founding.prospect_values import Wanted
from essaim.apps.poles.places import commune_named
from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _
from essaim.engine.register.families import load_families
from essaim.engine.territories.search_index import search_form
from essaim.engine.values import luhn_is_valid, with_valid_key
from essaim.engine.values import siret as checked_siret
from essaim.kit.dates import DAY, dated
from essaim.tables.csv_files import unguarded

# In the order of the file that goes out; persons' columns come last and only when they are asked for.
KEYS = (
    "uid",
    "name",
    "siret",
    "commune",
    "family",
    "role",
    "state",
    "in_charge",
    "next_step",
    "next_on",
    "source_note",
)
PERSONAL = ("contact_name", "contact_email", "contact_phone")
_TITLES = {
    "uid": "identifiant|fiche|id|identifier",
    "name": "nom|nom de l organisation|organisation|structure|raison sociale|denomination|association|entreprise|name|"
    "organization",
    "siret": "siret|numero siret|n siret|siret number",
    "commune": "commune|ville|code commune|code insee|town|city|municipality",
    "family": "famille|type|categorie|family",
    "role": "role|role dans le modele|role in the model",
    "state": "etat|ou en est on|statut|avancement|state|status|stage",
    "in_charge": "suivi par|qui|responsable|en charge|in charge|owner|followed by",
    "next_step": "prochaine etape|a faire|next step|to do",
    "next_on": "pour le|date|echeance|date de la prochaine etape|due|due on|by",
    "source_note": "trouve par|source|d ou vient la fiche|found through",
    "contact_name": "contact|personne a joindre|nom du contact|personne|contact name|person to reach|contact person",
    "contact_email": "courriel|email|e mail|mail|adresse electronique|son adresse electronique|e mail address",
    "contact_phone": "telephone|tel|mobile|son telephone|phone|telephone number",
}
_BY_TITLE = {title: key for key, titles in _TITLES.items() for title in titles.split("|")}


@dataclass(frozen=True, slots=True)
class Read:
    """A line, checked.

    Attributes:
        wanted: the organisation.
        uid: the prospect that it says it is, "" for none.
        state: "" when the line says nothing.
        contact: name, address, telephone; blank when it says nothing.
    """

    wanted: Wanted
    uid: str
    state: str
    contact: tuple[str, str, str] = ("", "", "")
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What choices may be called on this draft, in search form: roles of its model, its founders."""

    roles: Mapping[str, str]
    founders: Mapping[str, str]


def column_label(key: str) -> str:
    """The title of a column, as the files that go out have it."""
    return {
        "uid": _("Identifiant"), "name": _("Nom"), "siret": "SIRET", "commune": _("Commune"), "family": _("Famille"),
        "role": _("Rôle dans le modèle"), "state": _("Où en est-on"), "in_charge": _("Suivi par"),
        "next_step": _("Prochaine étape"), "next_on": _("Pour le"), "source_note": _("Trouvé par"),
        "contact_name": _("Personne à joindre"), "contact_email": _("Adresse électronique"),
        "contact_phone": _("Téléphone"),
    }[key]  # fmt: skip


def guessed_columns(header: Sequence[str]) -> list[str]:
    """What each column means, "" for those that are not read; a meaning is given once, to the first that has it.

    Raises:
        InvalidValue: no column gives the name.
    """
    own = {search_form(column_label(key)): key for key in (*KEYS, *PERSONAL)}
    found: list[str] = []
    for title in header:
        key = (own | _BY_TITLE).get(search_form(title), "")
        found.append("" if key in found else key)
    if "name" not in found:
        raise InvalidValue(
            _("Aucune colonne ne donne le nom des organisations."), _("Appelez-la « Nom » et recommencez.")
        )
    return found


def said_by(cells: Sequence[str], meanings: Sequence[str]) -> dict[str, str]:
    """What a line says, by column; the apostrophe that our own files put before a sign of formula is taken off."""
    found = {}
    for key, cell in zip(meanings, cells, strict=False):
        text = unguarded(cell.strip())
        if key and text:
            found[key] = text
    return found


def read_prospect(cells: Sequence[str], meanings: Sequence[str], known: Vocabulary) -> Read:
    """One line as checked values.

    Raises:
        InvalidValue: says what is wrong, and what to write instead.
    """
    said = said_by(cells, meanings)
    if not said.get("name"):
        raise InvalidValue(_("Il manque le nom."))
    if len(said["name"]) > 200 or len(said.get("next_step", "")) > 300:
        raise InvalidValue(_("Une case est trop longue."), _("Raccourcissez-la."))
    notes: list[str] = []
    wanted = Wanted(
        name=said["name"], siret=_siret(said.get("siret", "")), commune=_commune(said.get("commune", "")),
        family=_choice(said.get("family", ""), _families(), column_label("family")),
        role=_choice(said.get("role", ""), known.roles, column_label("role")),
        in_charge=_choice(said.get("in_charge", ""), known.founders, column_label("in_charge")),
        next_step=said.get("next_step", ""), next_on=_day(said.get("next_on", "")),
        source=ProspectSource.FILE, source_note=said.get("source_note", "")[:300],
    )  # fmt: skip
    return Read(
        wanted, said.get("uid", ""), _choice(said.get("state", ""), _states(), column_label("state")),
        (said.get("contact_name", "")[:200], _email(said.get("contact_email", "")), said.get("contact_phone", "")[:40]),
        notes,
    )  # fmt: skip


def _siret(text: str) -> str:
    digits = re.sub(r"[\s.\u00a0\u202f]", "", text)
    if not digits:
        return ""
    if len(digits) == 13 and digits.isdigit() and luhn_is_valid(f"0{digits}"):
        # A spreadsheet that takes a number for a number eats the zero it starts with.
        digits = f"0{digits}"
    return with_valid_key(checked_siret(digits))


def _commune(text: str) -> str:
    code = commune_named(text)
    if code is None:
        raise InvalidValue(
            _("La commune « %(text)s » n'est pas reconnue, ou plusieurs portent ce nom.") % {"text": text[:60]},
            _("Écrivez le code officiel, ou le code postal."),
        )
    return code


def _choice(text: str, known: Mapping[str, str], label: str) -> str:
    if not text:
        return ""
    key = known.get(search_form(text))
    if key is None:
        raise InvalidValue(
            _("%(column)s : « %(text)s » n'est pas connu.") % {"column": label, "text": text[:60]},
            _("Écrivez l'un de ceux du tableau, ou laissez la case vide."),
        )
    return key


def _families() -> dict[str, str]:
    found = load_families()
    return {search_form(name): key for key in found for name in (key, *found[key].labels.values())}


def _states() -> dict[str, str]:
    return {search_form(name): str(one.value) for one in ProspectState for name in (one.value, str(one.label))}


def _day(text: str) -> date | None:
    if not text:
        return None
    found = dated(text[:10])
    if found.precision != DAY:
        raise InvalidValue(_("« %(text)s » n'est pas un jour.") % {"text": text[:20]}, _("Écrivez 25/06/2012."))
    return found.day


def _email(text: str) -> str:
    try:
        if text:
            validate_email(text)
    except ValidationError:
        raise InvalidValue(_("« %(text)s » n'est pas une adresse électronique.") % {"text": text[:60]}) from None
    return text
