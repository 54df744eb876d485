"""Reading what "Recherche d'entreprises" answers: establishments that may be shown; the others, counted.

What may be shown is decided here, on arrival (``disclosure``): the names of natural persons, of those who asked not to
be public, and of unknown legal forms go no further than this module. Leaders, elected people, addresses and accounts
are not even read. An answer whose shape is not the described one is refused whole; an optional field of another type is
unknown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from essaim.engine.disclosure import TELLING, Hidden, hidden_sentence, shown
from essaim.engine.errors import InvalidValue, LookupProblem
from essaim.engine.language import gettext as _
from essaim.engine.values import Answer, commune_code, naf_code, siren, siret

_MOST_TEXT = 200
_LEGAL = re.compile(r"\d{4}")
_SIZE = re.compile(r"\d\d|NN")
_NATURAL = "1000"
# The directory's field → our flag.
_FLAGS = {
    "est_ess": "ess", "est_societe_mission": "mission", "est_siae": "siae", "est_association": "association",
    "est_administration": "administration",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """One active establishment that may be listed.

    Attributes:
        siret: fourteen digits.
        name: None when it may not be shown or is not known; ``unnamed`` then says why, as ``Hidden``.
        commune, commune_name: where; the code may be that of an arrondissement.
        lon, lat: degrees; None when unknown or not public.
        naf, naf25: the establishment's activity, "" when unknown. legal: category, "" when unknown.
        size, unit_size: size bands, "" when unknown.
        flags: by name of the register's flags; those that are not known are left out.
    """

    siret: str
    name: str | None
    unnamed: int
    commune: str
    commune_name: str
    lon: float | None
    lat: float | None
    naf: str
    naf25: str
    legal: str
    size: str
    unit_size: str
    flags: Mapping[str, Answer]

    @property
    def why_unnamed(self) -> str:
        """Why it has no name, "" when it has one."""
        return "" if self.name else hidden_sentence(Hidden(self.unnamed)) or _("nom absent de l'annuaire")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of an answer.

    Attributes:
        found: what may be listed.
        natural_persons, not_public: establishments counted and not listed.
        units: legal units that the page holds. total: that answer in all. page, pages: its number, and how many.
    """

    found: tuple[Found, ...]
    natural_persons: int
    not_public: int
    units: int
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class _Described:
    """Rows as ``disclosure`` wants them described."""

    legal: NDArray[np.str_]
    flags: Mapping[str, NDArray[np.int8]]


def read_page(payload: Any, page: int) -> Page:
    """One page of the directory.

    Raises:
        LookupProblem: it has not the shape that the directory describes.
    """
    results = _of(payload, "results", list)
    total = _of(payload, "total_results", int)
    pages = payload.get("total_pages")
    try:
        rows = [row for result in results for row in _rows(result)]
    except (InvalidValue, KeyError, TypeError, AttributeError) as error:
        raise _unlike(str(error)) from error
    described = _Described(
        np.array([row.legal for row in rows], dtype="U4"),
        {key: np.array([row.flags.get(key, Answer.UNKNOWN) for row in rows], dtype=np.int8)
         for key in (*TELLING, "not_public")},
    )  # fmt: skip
    rights = shown(described)
    natural = rights.reason == Hidden.NATURAL_PERSON
    return Page(
        found=tuple(_shown(row, rights, place) for place, row in enumerate(rows) if rights.listed[place]),
        natural_persons=int(natural.sum()),
        not_public=int((~rights.listed & ~natural).sum()),
        units=len(results),
        total=total,
        page=page,
        pages=pages if isinstance(pages, int) and not isinstance(pages, bool) else -(-total // max(1, len(results))),
    )


def _rows(result: Any) -> list[Found]:
    """The active establishments of one legal unit: those that match what was asked, else its head office."""
    number = siren(_text(result["siren"]))
    said = result.get("complements") or {}
    legal = _coded(result.get("nature_juridique"), _LEGAL)
    if said.get("est_entrepreneur_individuel") is True:
        legal = _NATURAL
    name = _name(result)
    flags = _unit_flags(said, number)
    unit_size = _coded(result.get("tranche_effectif_salarie"), _SIZE)
    hidden = result.get("statut_diffusion") not in (None, "O")
    matching = result.get("matching_etablissements")
    # Asked by its SIREN, a unit matches by no establishment in particular.
    places = matching or ([result["siege"]] if result.get("siege") else [])
    return [
        _row(place, legal, name, unit_size, flags, hidden)
        for place in places
        if place.get("etat_administratif", "A") == "A" and place.get("commune")
    ]


def _row(
    place: Any, legal: str, name: str | None, unit_size: str, flags: Mapping[str, Answer], hidden: bool
) -> Found:  # fmt: skip
    status = place.get("statut_diffusion_etablissement")
    not_public = hidden or status not in (None, "O")
    head = place.get("est_siege")
    own = {"not_public": Answer.YES if not_public else Answer.NO}
    if isinstance(head, bool):
        own["head_office"] = Answer.YES if head else Answer.NO
    return Found(
        siret=siret(_text(place["siret"])),
        name=_own_name(place, name),
        unnamed=int(Hidden.NOTHING),
        commune=commune_code(_text(place["commune"])),
        commune_name=_text(place.get("libelle_commune") or ""),
        lon=_degrees(place.get("longitude"), 180),
        lat=_degrees(place.get("latitude"), 90),
        naf=_naf(place.get("activite_principale")),
        naf25=_naf(place.get("activite_principale_naf25")),
        legal=legal,
        size=_coded(place.get("tranche_effectif_salarie"), _SIZE),
        unit_size=unit_size,
        flags={**flags, **own},
    )


def _shown(row: Found, rights: Any, place: int) -> Found:
    """The row without what may not be shown."""
    named, public = bool(rights.name[place]), bool(rights.position[place]) and bool(rights.name[place])
    return Found(
        siret=row.siret,
        name=row.name if named else None,
        unnamed=int(rights.reason[place]),
        commune=row.commune,
        commune_name=row.commune_name,
        lon=row.lon if public else None,
        lat=row.lat if public else None,
        naf=row.naf,
        naf25=row.naf25,
        legal=row.legal,
        size=row.size,
        unit_size=row.unit_size,
        flags=row.flags,
    )


def _unit_flags(said: Mapping[str, Any], number: str) -> dict[str, Answer]:
    """What the directory says of the unit; absent from one of its lists is no, as in the register's import."""
    flags = {
        ours: Answer.YES if said[theirs] else Answer.NO
        for theirs, ours in _FLAGS.items()
        if isinstance(said.get(theirs), bool)
    }
    training = [said.get(key) for key in ("est_organisme_formation", "est_qualiopi")]
    if True in training or False in training:
        flags["training"] = Answer.YES if True in training else Answer.NO
    if isinstance(said.get("identifiant_association"), str) and said["identifiant_association"].strip():
        flags["association"] = Answer.YES
    flags["public_siren"] = Answer.YES if number[0] in "12" else Answer.NO
    return flags


def _name(result: Mapping[str, Any]) -> str | None:
    for key in ("nom_raison_sociale", "nom_complet"):
        text = _cleaned(result.get(key))
        if text:
            return text
    return None


def _own_name(place: Mapping[str, Any], name: str | None) -> str | None:
    """The unit's name, with the sign of the establishment when it says more."""
    signs = place.get("liste_enseignes")
    sign = _cleaned(signs[0]) if isinstance(signs, list) and signs else _cleaned(place.get("nom_commercial"))
    if name and sign and sign.casefold() not in name.casefold():
        return f"{name} ({sign})"[:_MOST_TEXT]
    return name or sign or None


def _cleaned(value: Any) -> str:
    """Text without control characters, as a database takes it; "[ND]" (not diffusible) is no name."""
    text = " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", value).split())[:_MOST_TEXT] if isinstance(value, str) else ""
    return "" if "[ND]" in text else text


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(type(value).__name__)
    return _cleaned(value)


def _coded(value: Any, shape: re.Pattern[str]) -> str:
    return value if isinstance(value, str) and shape.fullmatch(value) else ""


def _naf(value: Any) -> str:
    try:
        return naf_code(value) if isinstance(value, str) else ""
    except InvalidValue:
        return ""


def _degrees(value: Any, most: float) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if -most <= number <= most else None


def _of(payload: Any, key: str, kind: type) -> Any:
    if not isinstance(payload, dict) or not isinstance(payload.get(key), kind) or isinstance(payload.get(key), bool):
        raise _unlike(key)
    return payload[key]


def _unlike(what: str) -> LookupProblem:
    return LookupProblem(
        _("La réponse de l'annuaire n'a pas la forme qu'il annonce (%(what)s).") % {"what": what[:80]},
        _("Il a pu changer : signalez-le à la personne qui administre le site, et cherchez sur son propre site."),
    )
