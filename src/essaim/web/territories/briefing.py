"""The two-page note about a place, for an elected member, as plain values in words: the same for the PDF and the ODT.

Each list is cut so that the note stays within two pages, whatever the place; what is left out is said, and is on the
page of the place.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from essaim.apps.library.queries import all_models
from essaim.apps.poles.places import DEPARTMENT
from essaim.apps.poles.queries import poles_on
from essaim.engine.essaimage import Ground
from essaim.engine.essaimage.article9 import load_article9
from essaim.engine.language import current_language, ngettext
from essaim.engine.language import gettext as _
from essaim.engine.territories import Territories
from essaim.kit.dates import DAY, date_in_words
from essaim.kit.templatetags.words import number
from essaim.tables.table import source_line, synthetic_warning
from essaim.web.directory.lines import Line, Where, short_lines
from essaim.web.documents.readable import cut, readable
from essaim.web.documents.terms import own_source
from essaim.web.territories.conditions import model_lines
from essaim.web.territories.contour import draw_territory
from essaim.web.territories.diagnosis import Summary, summary
from essaim.web.territories.pages import known_of
from essaim.web.territories.peers import Peer, peers
from essaim.web.territories.places import AskedPlace
from essaim.web.territories.surroundings import alike, area_of, codes_of

_FAMILIES = (
    "ess", "work_integration", "other_enterprise", "other_sme", "public", "research", "higher_education", "training",
)  # fmt: skip
_POLES, _PEERS, _MODELS, _ALIKE = 3, 3, 20, 3
_LINE, _TITLE, _SOURCE = 150, 90, 230


def briefing_words(place: AskedPlace, t: Territories, ground: Ground | None, address: str, day: date) -> dict[str, Any]:
    """All that the note says, in the language in use; ``address`` is that of the place's page."""
    found = summary(place.perimeter, ground, place.line) if ground else None
    said = found if found is not None and found.covered else None
    when = date_in_words(day, DAY)
    words = {
        "language": current_language(),
        "title": cut(place.name, _TITLE),
        "description": _("Note de deux pages sur un territoire et les pôles de coopération économique."),
        "keywords": ["PTCE", place.name],
        "day": [day.year, day.month, day.day],
        "footer": _("Essaim · %(name)s · %(day)s") % {"name": cut(place.name, 50), "day": when},
        "words": _words(),
        "synthetic": _made_up(found),
        "facts": _facts(place, t, found),
        "map": _map(place, t),
        "map_alt": _("Contour de %(name)s parmi les départements voisins.") % {"name": cut(place.name, _TITLE)},
        "limits": _limits(found),
        "composition": [[one.label, one.said, number(one.sure), number(one.possible)] for one in said.composition]
        if said
        else [],
        "families_head": _families_head(said),
        "families": _families(said),
        "persons": _persons(said),
        "here": _here(place, t),
        "peers": [_peer(one) for one in peers(place, t)[:_PEERS]],
        **_models(place, ground),
        **_alike(place, t),
        "sources": _sources(t, ground),
        "about": [_("Page à jour : %(address)s") % {"address": cut(address, _LINE)}],
    }
    return {key: readable(value) for key, value in words.items()}


def _made_up(found: Summary | None) -> str:
    """What in the note is invented: the register's figures, or only the sandbox's poles; "" when nothing is."""
    if found is not None and found.synthetic:
        return synthetic_warning()
    return _("Bac à sable : les pôles nommés ici sont inventés.") if settings.SANDBOX else ""


def _words() -> dict[str, Any]:
    return {
        "subtitle": _("Ce qu'un pôle territorial de coopération économique (PTCE) trouverait ici"),
        "intro": _(
            "Un PTCE réunit sur un territoire des entreprises de l'économie sociale et solidaire, d'autres "
            "entreprises, des collectivités, la recherche et la formation, autour d'une stratégie commune de "
            "développement local. Il n'existe pas de label. Cette note dit ce que l'on sait d'ici, et ce que l'on ne "
            "sait pas."
        ),
        "place": _("Le territoire"),
        "what": _("Repère"), "known": _("Ce que l'on sait"),
        "composition": _("De quoi composer un pôle (article 9 de la loi du 31 juillet 2014)"),
        "composition_head": [_("Acteurs"), _("Sur ce territoire"), _("Sûrs"), _("Possibles")],
        "composition_note": _(
            "La réponse dit si ces acteurs se trouvent ici, non si un groupe est un pôle : l'autorité décide. Sûr : le "
            "registre le dit. Possible : il ne permet pas de l'exclure ; ce n'est pas « probable »."
        ),
        "families": _("Les acteurs par famille"),
        "here": _("Pôles sur ce territoire"),
        "none_here": _("L'annuaire n'en connaît pas ici. Cela ne veut pas dire qu'il n'y en a pas."),
        "peers": _("Des pôles à appeler"),
        "no_peers": _("L'annuaire ne connaît pas de pôle à moins de 100 km, ni sur un territoire semblable."),
        "models": _("Ce que chaque modèle de pôle trouverait ici"),
        "models_head": [_("Modèle"), _("Réunies"), _("Absentes"), _("Inconnues")],
        "models_note": _(
            "Conditions de chaque modèle, par ordre alphabétique : ni note, ni classement. Inconnu ne veut pas dire "
            "absent."
        ),
        "no_models": _("Sans registre, on ne peut dire d'aucun modèle ce qui est réuni ici."),
        "sources": _("Sources et dates"),
    }  # fmt: skip


def _facts(place: AskedPlace, t: Territories, found: Summary | None) -> list[list[str]]:
    known, unknown = known_of(place, t), _("non renseigné")
    area = f"{number(known['area'])} km²" if known["area"] is not None else unknown
    density = f"{number(known['density'])} {_('hab./km²')}" if known["density"] is not None else unknown
    return [
        [_("Territoire"), place.perimeter.label if place.written.radius_km else f"{place.kind} {place.code}".strip()],
        [_("Communes"), _communes(place)],
        [_("Habitants"), number(known["population"]) or unknown],
        [_("Superficie"), area],
        [_("Densité"), density],
        *([[_("D'un seul tenant"), found.contiguous]] if found is not None and place.perimeter.k > 1 else []),
        [_("Couverture par le registre"), _covered(found)],
    ]


def _communes(place: AskedPlace) -> str:
    count = number(place.perimeter.k)
    if not place.names:
        return count
    return cut(f"{count} : {', '.join(place.names)}{'…' if place.perimeter.k > len(place.names) else ''}", _LINE)


def _covered(found: Summary | None) -> str:
    if found is None:
        return _("aucun registre n'est chargé")
    if not found.covered:
        return _("aucune commune couverte")
    if found.complete:
        return _("entière")
    said = _("en partie : %(share)s de la population vit dans des communes couvertes en entier")
    return said % {"share": found.share}


def _limits(found: Summary | None) -> str:
    if found is None:
        return _("Aucun registre des établissements n'est chargé sur ce site : on ne sait pas qui est présent ici.")
    if not found.covered:
        return _("Le registre chargé ne couvre aucune commune de ce territoire : inconnu ne veut pas dire absent.")
    lines = []
    if not found.complete:
        lines.append(_("Ce sont des minorants : ailleurs sur le territoire, il peut y en avoir d'autres."))
    if found.left_out:
        lines.append(found.left_out)
    if found.unknown:
        lines.append(
            _("Ce registre ne sait pas tout ; part des établissements où c'est connu : %(list)s.")
            % {"list": found.unknown}
        )
    return " ".join(lines)


def _families_head(found: Summary | None) -> list[str]:
    if found is None:
        return []
    rates = [_("pour 1 000 hab."), *(cut(one, 48) for one in found.references)] if found.has_rates else []
    return [_("Famille"), _("Sûrs"), _("Possibles"), *rates]


def _families(found: Summary | None) -> list[list[str]]:
    if found is None:
        return []
    return [
        [one.label, number(one.sure), number(one.possible)]
        + ([rate or "–" for rate in (one.rate, *one.rates)] if found.has_rates else [])
        for one in found.families
        if one.key in _FAMILIES
    ]


def _persons(found: Summary | None) -> str:
    if found is None:
        return ""
    sure, possible = number(found.persons_sure), number(found.persons_possible)
    if not found.persons_sure and found.persons_possible:
        return _(
            "Agriculteurs, artisans, artistes, commerçants : au plus %(possible)s entreprises individuelles, le "
            "registre ne disant pas lesquelles. Elles sont comptées, jamais nommées : demandez aux chambres."
        ) % {"possible": possible}
    return _(
        "Agriculteurs, artisans, artistes, commerçants : %(sure)s entreprises individuelles sûres, %(possible)s au "
        "plus. Elles sont comptées, jamais nommées : demandez aux chambres."
    ) % {"sure": sure, "possible": possible}


def _here(place: AskedPlace, t: Territories) -> list[str]:
    lines = short_lines(poles_on(area_of(place, t)), t)
    more = len(lines) - _POLES
    said = [_pole(line) for line in lines[:_POLES]]
    if more > 0:
        said.append(ngettext("et %(n)s autre, sur la page", "et %(n)s autres, sur la page", more) % {"n": number(more)})
    return said


def _pole(line: Line) -> str:
    where = _where(line.where)
    domains = ", ".join(line.domains[:3])
    return cut(" · ".join(text for text in (line.pole.name, where, domains) if text), _LINE)


def _where(where: Where) -> str:
    return ", ".join(text for text in (where.commune, where.department) if text) or where.region or where.place


def _peer(one: Peer) -> str:
    return cut(f"{one.line.pole.name} ({_where(one.line.where)}) : {' ; '.join(one.why)}", _LINE + 60)


def _models(place: AskedPlace, ground: Ground | None) -> dict[str, Any]:
    if ground is None:
        return {"models": [], "more_models": ""}
    lines = [one for one in model_lines(all_models(), place, ground) if one.conditions]
    more = len(lines) - _MODELS
    rows = [[cut(one.label, 70), number(one.met), number(one.missing), number(one.unknown)] for one in lines]
    said = ngettext("et %(n)s autre modèle, sur la page", "et %(n)s autres modèles, sur la page", more)
    return {"models": rows[:_MODELS], "more_models": said % {"n": number(more)} if more > 0 else ""}


def _alike(place: AskedPlace, t: Territories) -> dict[str, Any]:
    result, found = alike(place, t)
    title = _("Territoires semblables à %(name)s (entre parenthèses, ses chiffres)") % {"name": cut(result.name, 50)}
    lines = [
        cut(
            f"{one.neighbour.name} : "
            + ", ".join(f"{why.label.lower()} {why.there} ({why.here})" for why in one.neighbour.reasons),
            _LINE,
        )
        for one in found[:_ALIKE]
    ]
    return {"alike_title": title, "alike": lines}


def _sources(t: Territories, ground: Ground | None) -> list[str]:
    register = [source_line(ground.register.info.source)] if ground else []
    law = load_article9()
    reference = [source_line(one) for one in t.sources]
    lines = [*register, *reference, f"{law.source} ({law.url})", source_line(own_source())]
    return [cut(line, _SOURCE) for line in dict.fromkeys(lines)]


def _map(place: AskedPlace, t: Territories) -> str | None:
    departments: Sequence[str] = codes_of(t, DEPARTMENT, place.perimeter) or [""]
    drawing = draw_territory(place.line, departments[0], t)
    if drawing is None:
        return None
    side = float(drawing.view.rsplit(" ", 1)[1])
    return str(render_to_string("territories/map.svg", {"drawing": drawing, "stroke": f"{side / 300:.3f}"}))
