"""Candidates as rows: who, where, doing what, why it counts, and what would confirm it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from essaim.engine.essaimage import Candidacy
from essaim.engine.language import gettext as _
from essaim.engine.language import ngettext
from essaim.engine.register.candidates import Candidate
from essaim.engine.register.nomenclature import legal_label, naf_label, size_label
from essaim.engine.values import Answer
from essaim.tables.formats import number
from essaim.tables.table import Column
from essaim.web.territories.chambers import chamber

_OFFICIAL = 60  # communes listed by name


def candidate_columns(origin: str) -> tuple[Column, ...]:
    """The columns of the files; distances are from ``origin``."""
    return (
        Column("name", _("Nom")),
        Column("unnamed", _("Pourquoi sans nom")),
        Column("siret", _("SIRET"), "code"),
        Column("commune", _("Commune")),
        Column("commune_code", _("Code de la commune"), "code"),
        Column("distance_km", _("Distance depuis %(name)s") % {"name": origin}, "float", unit="km"),
        Column("naf", _("Code d'activité"), "code"),
        Column("activity", _("Activité")),
        Column("legal", _("Forme juridique")),
        Column("size", _("Effectif")),
        Column("answer", _("Réponse")),
        Column("why", _("Pourquoi")),
        Column("confirms", _("Ce qui le confirmerait")),
        Column("lon", _("Longitude"), "float", digits=5),
        Column("lat", _("Latitude"), "float", digits=5),
        Column("position", _("Position")),
    )


def official(found: Candidacy, address: Callable[[str, str], str]) -> dict[str, Any]:
    """The communes that hold the part by the official lists, by name, with their ``address`` of code and name."""
    t = found.ground.territories
    listed = sorted(((str(t.names[one]), str(t.codes[one])) for one in found.official), key=lambda one: one[0])
    shown = [(name, address(code, name)) for name, code in listed[:_OFFICIAL]]
    return {"official": shown, "official_more": len(listed) - len(shown)}


def counted(found: Candidacy) -> str:
    """How many could hold the part, in a sentence; where nobody is known and not all is covered, that it is unknown."""
    if not found.is_told:
        if len(found.official):
            return _("De tous les autres, le registre ne dit rien : il ne couvre pas ce territoire en entier.")
        if found.unseen == len(found.communes):
            return _("Inconnu : le registre ne couvre pas ce territoire, on ne peut pas dire s'il y en a.")
        return _("Inconnu : le registre ne couvre ce territoire qu'en partie et n'y connaît personne.")
    sure = ngettext("%(n)s sûr", "%(n)s sûrs", found.sure) % {"n": number(found.sure)}
    possible = ngettext("%(n)s possible (les sûrs compris)", "%(n)s possibles (les sûrs compris)", found.possible)
    said = f"{sure}, {possible % {'n': number(found.possible)}}"
    if found.suggested:
        hinted = ngettext(
            "dont %(n)s seulement évoqué par son activité",
            "dont %(n)s seulement évoqués par leur activité",
            found.suggested,
        )
        said += f", {hinted % {'n': number(found.suggested)}}"
    return f"{said}."


def adds_up(found: Candidacy, listed: int) -> str:
    """How those who are possible are shared: listed, only counted, or left out; "" when there is none."""
    if not found.possible:
        return ""
    said = [_("dans la liste : %(n)s") % {"n": number(listed)}]
    if found.unlisted:
        why = _(
            "comptés sans être listés (des personnes, qui pourrait en être une, ou qui ne veut pas être public) : %(n)s"
        )
        said.append(why % {"n": number(found.unlisted)})
    others = found.possible - found.unlisted - listed
    if others:
        why = _("laissés hors de la liste, rien n'y faisant penser ou le filtre les écartant : %(n)s")
        said.append(why % {"n": number(others)})
    return _("Sur ces %(n)s : %(list)s.") % {"n": number(found.possible), "list": " ; ".join(said)}


@dataclass(frozen=True, slots=True)
class HiddenLine:
    """An activity in a commune: how many may not be listed, and whom to ask."""

    activity: str
    commune: str
    n: int
    whom: str


def hidden_lines(found: Candidacy) -> list[HiddenLine]:
    """Those who are counted and never listed, by activity and commune."""
    return [
        HiddenLine(
            naf_label(one.naf, one.nomenclature) or one.naf or _("activité inconnue"), one.commune_name, one.n,
            chamber(one.naf),
        )
        for one in found.hidden_counts()
    ]  # fmt: skip


def candidate_row(one: Candidate) -> dict[str, Any]:
    """One candidate, under the keys of ``candidate_columns``; what is not known is None."""
    is_sure = one.answer == Answer.YES
    hinted = _("possible, son activité y fait penser")
    return {
        "name": one.name,
        "unnamed": one.unnamed,
        "siret": one.siret,
        "commune": one.commune_name,
        "commune_code": one.commune_code,
        "distance_km": one.distance_km,
        "naf": one.naf or None,
        "activity": (naf_label(one.naf, one.nomenclature) or one.naf) if one.naf else None,
        "legal": legal_label(one.legal) or one.legal or None,
        "size": size_label(one.size) or None,
        "is_sure": is_sure,
        "answer": _("sûr") if is_sure else hinted if one.suggested else _("possible"),
        "why": one.why,
        "confirms": "" if is_sure else one.confirms,
        "lon": one.lon,
        "lat": one.lat,
        "position": None if one.lon is None else _("la sienne") if one.located else _("celle de la commune"),
    }
