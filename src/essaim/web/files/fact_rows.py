"""The dated panel of figures, and the log of recognitions: one line for each thing that a source says."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from essaim.apps.audit.actors import SEED
from essaim.apps.poles.enums import Sourcing
from essaim.apps.poles.models import Observation, Pole, Recognition
from essaim.apps.poles.queries import observations_for_files, recognitions_for_files
from essaim.engine.language import gettext as _
from essaim.kit.dates import iso
from essaim.tables.table import Column, Flow, Row
from essaim.web import labels
from essaim.web.documents.terms import notes, own_source, site_of


def observation_table(request: HttpRequest) -> Flow:
    """Every figure, the superseded ones too: the panel."""
    title = _("Chiffres des PTCE : panel daté")
    rows = observation_rows(observations_for_files(), site_of(request))
    return Flow(title, observation_columns(), rows, (panel_note(), *notes()), (own_source(),))


def recognition_table(request: HttpRequest) -> Flow:
    """Every recognition, a dated event each."""
    rows = recognition_rows(recognitions_for_files(), site_of(request))
    return Flow(_("Reconnaissances des PTCE"), recognition_columns(), rows, notes(), (own_source(),))


def panel_note() -> str:
    """How the panel must be read."""
    return _(
        "Deux chiffres ne se comparent que si l'indicateur, l'unité et le périmètre sont les mêmes ; ils ne "
        "s'additionnent pas. Un chiffre remplacé reste dans le fichier, avec l'identifiant de celui qui le remplace."
    )


def observation_columns() -> tuple[Column, ...]:
    """The columns of the panel."""
    return (
        Column("observation", _("Identifiant du chiffre"), "code"),
        Column("pole", _("Identifiant du pôle")),
        Column("pole_name", _("Pôle")),
        Column("indicator", _("Indicateur (clé)")),
        Column("indicator_label", _("Indicateur")),
        Column("value", _("Valeur"), "float", digits=2),
        Column("value_max", _("Valeur haute"), "float", digits=2),
        Column("bound", _("À lire comme (clé)")),
        Column("bound_label", _("À lire comme")),
        Column("unit", _("Unité (clé)")),
        Column("unit_label", _("Unité")),
        Column("scope", _("Périmètre (clé)")),
        Column("scope_label", _("Périmètre")),
        Column("date", _("Date"), "code"),
        Column("precision", _("Précision de la date")),
        *_source_columns(),
        Column("note", _("Note")),
        Column("author", _("Qui l'a entré")),
        Column("recorded_at", _("Entré le"), "code"),
        Column("superseded", _("Remplacé")),
        Column("superseded_by", _("Remplacé par"), "code"),
        Column("withdrawn", _("Retiré")),
        Column("withdrawn_reason", _("Raison du retrait")),
        Column("page", _("Fiche")),
    )


def recognition_columns() -> tuple[Column, ...]:
    """The columns of the log of recognitions."""
    return (
        Column("recognition", _("Identifiant de la reconnaissance"), "code"),
        Column("pole", _("Identifiant du pôle")),
        Column("pole_name", _("Pôle")),
        Column("scheme", _("Dispositif (clé)")),
        Column("scheme_label", _("Dispositif")),
        Column("date", _("Date"), "code"),
        Column("precision", _("Précision de la date")),
        Column("confirmed", _("Confirmée")),
        *_source_columns(),
        Column("note", _("Note")),
        Column("page", _("Fiche")),
    )


def _source_columns() -> tuple[Column, ...]:
    return (
        Column("source_title", _("Source")),
        Column("source_urls", _("Adresses de la source")),
        Column("sourcing", _("Ce que l'on sait de la source")),
    )


def observation_rows(found: Iterable[Observation], site: str) -> Iterable[Row]:
    """Figures as lines."""
    for one in found:
        yield _known({
            **_pole(one.pole, site), **_sourced(one), **_dated(one),
            "observation": one.uid, "indicator": one.indicator, "indicator_label": labels.indicator(one.indicator),
            "value": float(one.value), "value_max": _float(one.value_max), "bound": one.bound or "exact",
            "bound_label": str(one.get_bound_display()), "unit": one.unit, "unit_label": labels.unit_name(one.unit),
            "scope": one.scope, "scope_label": labels.scope(one.scope) if one.scope else "", "note": one.note,
            "author": author_kind(one.author), "recorded_at": one.recorded_at.isoformat(timespec="seconds"),
            "superseded": one.superseded_by is not None,
            "superseded_by": one.superseded_by.uid if one.superseded_by else "",
            "withdrawn": one.withdrawn_at is not None, "withdrawn_reason": one.withdrawn_reason,
        })  # fmt: skip


def recognition_rows(found: Iterable[Recognition], site: str) -> Iterable[Row]:
    """Recognitions as lines."""
    for one in found:
        yield _known({
            **_pole(one.pole, site), **_sourced(one), **_dated(one), "recognition": one.uid, "scheme": one.scheme,
            "scheme_label": labels.scheme(one.scheme), "confirmed": one.confirmed, "note": one.note,
        })  # fmt: skip


def author_kinds() -> dict[str, str]:
    """Who may have entered a figure, in words: a kind of author, never a person."""
    return {
        "essaim": _("données de départ d'Essaim"),
        "platform": _("une personne ou un service inscrits sur la plateforme"),
        "synthetic": _("donnée inventée"),
    }


def author_kind(author: str) -> str:
    """The kind of an author: the identifier of a person never leaves."""
    if settings.SANDBOX:
        return "synthetic"
    return "essaim" if author == SEED.uid else "platform"


def _pole(pole: Pole, site: str) -> dict[str, Any]:
    return {"pole": pole.slug, "pole_name": pole.name, "page": site + pole.get_absolute_url()}


def _sourced(one: Observation | Recognition) -> dict[str, Any]:
    return {
        "source_title": one.source_title,
        "source_urls": " ".join(one.urls),
        "sourcing": str(Sourcing(one.sourcing).label),
    }


def _dated(one: Observation | Recognition) -> dict[str, Any]:
    return {"date": iso(one.on, one.precision) if one.on else "", "precision": one.precision}


def _known(row: dict[str, Any]) -> Row:
    return {key: value if value != "" else None for key, value in row.items()}


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
