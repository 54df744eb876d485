"""The sheet of a pole as plain values, in words: the same for the PDF and the ODT."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from essaim.apps.poles.enums import Heading, Sourcing
from essaim.apps.poles.models import Membership, Observation, Pole, PoleSection, Recognition, SheetItem
from essaim.engine.language import current_language, ngettext
from essaim.engine.language import gettext as _
from essaim.engine.territories import load_territories
from essaim.kit.dates import DAY, date_in_words
from essaim.tables import formats
from essaim.tables.table import synthetic_warning
from essaim.web import labels
from essaim.web.directory.drawing import draw
from essaim.web.directory.figures import figure_value
from essaim.web.directory.lines import Line, Places, lines
from essaim.web.documents.readable import readable
from essaim.web.documents.terms import LICENCE
from essaim.web.templatetags.labels import euros, short_address, site_name


def sheet_words(pole: Pole, address: str) -> dict[str, Any]:
    """All that the sheet says, in the language in use; ``pole`` from ``pole_by_slug``, ``address`` of its page."""
    t = load_territories()
    (line,) = lines([pole], t)
    places = Places(t)
    changed = timezone.localtime(pole.changed_at).date()
    words = {
        "language": current_language(),
        "title": pole.name,
        "description": pole.summary or _("Fiche d'un pôle territorial de coopération économique (PTCE)."),
        "keywords": ["PTCE", *line.domains],
        "day": [changed.year, changed.month, changed.day],
        "footer": _("Annuaire des PTCE, Essaim · %(day)s") % {"day": date_in_words(changed, DAY)},
        "words": _words(),
        "synthetic": synthetic_warning() if settings.SANDBOX else "",
        "other_names": _("Aussi appelé : %(names)s") % {"names": pole.other_names} if pole.other_names else "",
        "ended": _ended(pole),
        "ended_reason": pole.ended_reason,
        "summary": pole.summary,
        "facts": _facts(pole, line),
        "map": _map(line) if pole.is_located else None,
        "map_alt": _("Carte de France : %(name)s est à %(where)s.") % {"name": pole.name, "where": _where(pole, line)},
        "recognitions": [_recognition(event) for event in pole.recognitions.all()],
        "axes": [{"title": axis.title, "text": axis.text} for axis in pole.axes.all()],
        "parts": [_part(pole, heading, places) for heading in Heading],
        "members": [_member(one) for one in pole.memberships.all()],
        "figures": [_figure(row) for row in pole.observations.all()],
        "read": [_link("", pole.source_title)] * bool(pole.source_title)
        + [_link(url, short_address(url)) for url in pole.urls],
        "about": _about(address, changed),
    }
    return {key: readable(value) for key, value in words.items()}


def _words() -> dict[str, Any]:
    return {
        "what": _("Repère"), "known": _("Ce que l'on sait"), "landmarks": _("Repères"),
        "recognitions": _("Reconnaissances"), "axes": _("Axes de la stratégie"), "members": _("Membres"),
        "figures": _("Chiffres"), "read": _("Sources lues pour cette fiche"), "about": _("À propos de cette fiche"),
        "source": _("Source :"), "unknown": _("non renseigné"),
        "no_members": _("La liste des membres n'est pas renseignée."),
        "figures_note": _(
            "Ces chiffres n'ont ni le même périmètre, ni la même date : ils ne s'additionnent pas, et plusieurs "
            "peuvent se contredire."
        ),
        "figures_head": [_("Quoi"), _("Valeur"), _("Périmètre"), _("Date"), _("Source")],
    }  # fmt: skip


def _about(address: str, changed: date) -> list[str]:
    return [
        _("Il n'existe pas de label PTCE : une reconnaissance est un événement daté, que cette fiche rapporte."),
        _("Ce qui n'est pas connu est écrit « non renseigné » : ce n'est ni zéro, ni « non »."),
        _("Dernière modification : %(day)s.") % {"day": date_in_words(changed, DAY)},
        _("Page à jour : %(address)s") % {"address": address},
        _("%(licence)s : citez « Annuaire des PTCE, Essaim » et la date.") % {"licence": LICENCE},
    ]


def _ended(pole: Pole) -> str:
    if pole.stage != "ended":
        return ""
    if pole.ended_on is None:
        return _("Ce pôle a pris fin.")
    return _("Ce pôle a pris fin (%(when)s).") % {"when": date_in_words(pole.ended_on, pole.ended_precision)}


def _where(pole: Pole, line: Line) -> str:
    if line.where.commune:
        doubt = f" ({_('à confirmer')})" if pole.commune_to_confirm else ""
        return f"{line.where.commune}{doubt}, {line.where.department}"
    known = line.where.department or line.where.region
    if known:
        return f"{known} · {_('commune non renseignée')}"
    return line.where.place or _("lieu non renseigné")


def _facts(pole: Pole, line: Line) -> list[dict[str, str]]:
    stage = str(pole.get_stage_display())
    if pole.stage_on:
        stage += f" ({date_in_words(pole.stage_on, pole.stage_precision)})"
    where = _where(pole, line) + (f", {line.where.region}" if line.where.region and line.where.department else "")
    frames = " ; ".join(f"{frame.get_kind_display()} : {frame.name}" for frame in pole.frames.all())
    found = [
        (_("Lieu"), where, ""),
        (_("Étape"), stage, ""),
        (_("Domaines"), ", ".join(line.domains), ""),
        (_("Création"), str(pole.founded_year or ""), pole.founded_note),
        (_("Forme juridique"), labels.legal_form(pole.legal_form) if pole.legal_form else "", pole.legal_form_note),
        (_("Structure porteuse"), pole.carrier.name if pole.carrier else "", ""),
        *([(_("Autres cadres sur ce territoire"), frames, "")] if frames else []),
        (_("Réseaux"), ", ".join(network.name for network in pole.networks.all()), ""),
        *([(_("Site"), pole.website, "")] if pole.website else []),
    ]
    return [{"label": label, "value": value or _("non renseigné"), "note": note} for label, value, note in found]


def _map(line: Line) -> str:
    drawing = draw([line], load_territories())
    return str(render_to_string("files/map.svg", {"drawing": drawing, "mark": drawing.marks[0]}))


def _recognition(event: Recognition) -> dict[str, Any]:
    return {
        "date": date_in_words(event.on, event.precision) if event.on else _("date non renseignée"),
        "name": labels.scheme(event.scheme),
        "doubt": "" if event.confirmed else _("(à confirmer)"),
        "note": event.note,
        "sources": _sources(event),
    }


def _part(pole: Pole, heading: Heading, places: Places) -> dict[str, Any]:
    section = next((one for one in pole.sections.all() if one.heading == heading), None)
    items = [_item(one) for one in pole.items.all() if one.heading == heading]
    said = _territory(pole, places) if heading == Heading.TERRITORY else []
    return {
        "label": str(heading.label),
        "text": section.text if section else "",
        "sources": _sources(section) if section else None,
        "items": items,
        "lines": said,
        "empty": section is None and not items and not said,
    }


def _territory(pole: Pole, places: Places) -> list[str]:
    names = ", ".join(places.commune(row.code) for row in pole.communes.all())
    return [text for text in (f"{_('Communes :')} {names}" if names else "", pole.place) if text]


def _item(item: SheetItem) -> dict[str, Any]:
    return {
        "kind": labels.item_kind(item.kind),
        "label": item.label,
        "amount": f", {euros(item.amount_cents)}" if item.amount_cents is not None else "",
        "sources": _sources(item) if item.urls or item.source_title else None,
    }


def _member(one: Membership) -> str:
    if one.organisation is not None:
        name = one.organisation.name
    else:
        number = formats.number(one.persons)
        name = ngettext("%(n)s personne", "%(n)s personnes", one.persons) % {"n": number}
    until = _(" (jusqu'au %(day)s)") % {"day": date_in_words(one.until, DAY)} if one.until else ""
    return f"{name} · {one.get_circle_display()}{until}"


def _figure(row: Observation) -> dict[str, Any]:
    return {
        "indicator": labels.indicator(row.indicator),
        "value": figure_value(row),
        "scope": labels.scope(row.scope) if row.scope else _("non renseigné"),
        "note": row.note,
        "date": date_in_words(row.on, row.precision) if row.on else _("non renseigné"),
        "sources": _sources(row),
    }


def _sources(fact: Recognition | PoleSection | SheetItem | Observation) -> dict[str, Any]:
    if fact.sourcing == Sourcing.NONE_KNOWN:
        return {"title": "", "urls": [], "doubt": _("source inconnue, à vérifier")}
    doubt = _("(l'une d'elles)") if fact.sourcing == Sourcing.ONE_OF_POLE else ""
    return {"title": fact.source_title, "urls": list(_named(fact.urls)), "doubt": doubt}


def _named(urls: Iterable[str]) -> Iterable[dict[str, str]]:
    return (_link(url, site_name(url)) for url in urls)


def _link(url: str, name: str) -> dict[str, str]:
    """A link to a page; what is not the address of one stays a text."""
    return {"url": url if url.startswith(("https://", "http://")) else "", "name": name}
