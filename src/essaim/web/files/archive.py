"""All that the site holds of one pole, in one zip: it is theirs, to keep and to take elsewhere."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.db.models import Model, QuerySet

from essaim.apps.audit.models import Event
from essaim.apps.audit.queries import history_of
from essaim.apps.founding.queries.records import founding_record
from essaim.apps.poles.models import Pole
from essaim.apps.poles.queries import memberships_with_their_past, observations_with_their_past
from essaim.engine.language import gettext as _
from essaim.kit.snapshots import snapshot
from essaim.tables.open_parts import entry
from essaim.tables.table import Column, Flow, Row
from essaim.tables.writing import write_to
from essaim.web.directory.history import without_founding
from essaim.web.documents.pdf import sheet_pdf
from essaim.web.documents.terms import LICENCE, own_source
from essaim.web.files.fact_rows import observation_columns, observation_rows, recognition_columns, recognition_rows
from essaim.web.files.odt import write_odt
from essaim.web.files.sheet_words import sheet_words

Writer = Callable[[Pole, str, IO[bytes]], None]


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the archive: its name, what it is, how it is written."""

    name: str
    what: str
    write: Writer


def write_archive(
    pole: Pole, address: str, target: IO[bytes], *, founding: bool = False, more: Sequence[Part] = ()
) -> None:
    """Write the archive; ``pole`` comes from ``pole_by_slug``. Nothing in it depends on the hour.

    ``founding``: it is for those who may read how the pole was founded. ``more``: what whoever asks may read besides.
    """
    found = [*parts(), *(_founders_parts() if founding else ()), *more]
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        archive.writestr(entry("LISEZMOI.txt"), _read_me(pole, address, found))
        for part in found:
            with archive.open(entry(part.name), "w", force_zip64=True) as inside:
                part.write(pole, address, inside)


def parts() -> list[Part]:
    """Every file, in the order of the notice. What is kept of a pole later gets its line here."""
    return [
        Part("fiche.pdf", _("la fiche, telle qu'elle se lit sur le site (PDF balisé)"), _pdf),
        Part("fiche.odt", _("la même fiche, modifiable (LibreOffice, Word)"), _odt),
        Part("pole.json", _("la fiche pour un programme, avec domaines, communes et réseaux"), _record),
        Part("membres.csv", _("les membres d'hier et d'aujourd'hui ; les personnes sont comptées"), _members),
        Part("chiffres.csv", _("les chiffres avec leur source, remplacés et retirés compris"), _figures),
        Part("reconnaissances.csv", _("les reconnaissances, événements datés"), _recognitions),
        Part("textes.csv", _("les textes de la fiche, un par rubrique"), _own_columns("sections")),
        Part("axes.csv", _("les axes de la stratégie"), _own_columns("axes")),
        Part("cadres.csv", _("les autres cadres sur ce territoire"), _own_columns("frames")),
        Part("elements.csv", _("moyens partagés et financements cités"), _own_columns("items")),
        Part("historique.csv", _("ce qui a été écrit : quand, par qui (identifiant opaque), avant, après"), _history),
    ]  # fmt: skip


def _founders_parts() -> list[Part]:
    return [
        Part(
            "fondation.json", _("comment le pôle est fondé : modèle, choses à faire, adaptations, entraide"), _founding
        ),
        Part("historique-de-la-fondation.csv", _("tout ce qui a été écrit, fondation comprise"), _whole_history),
    ]


def _read_me(pole: Pole, address: str, found: Iterable[Part]) -> str:
    lines = [
        _("Données du pôle « %(name)s »") % {"name": pole.name},
        address,
        "",
        _("Cette archive contient tout ce que le site garde de ce pôle :"),
        "",
        *(f"- {part.name} : {part.what}" for part in found),
        "",
        _("Les fichiers CSV s'ouvrent dans un tableur français (points-virgules, virgule décimale, UTF-8)."),
        _("Une case vide : non renseigné. Ce n'est ni zéro, ni « non »."),
        _("Les comptes des personnes et leurs adresses n'y sont pas : ils n'appartiennent pas au pôle."),
        _("Il n'existe pas de label PTCE."),
        _("Ce qui est public est sous %(licence)s.") % {"licence": LICENCE},
    ]
    return "\r\n".join(lines) + "\r\n"


def _pdf(pole: Pole, address: str, target: IO[bytes]) -> None:
    target.write(sheet_pdf(sheet_words(pole, address)))


def _odt(pole: Pole, address: str, target: IO[bytes]) -> None:
    write_odt(sheet_words(pole, address), target)


def _record(pole: Pole, address: str, target: IO[bytes]) -> None:
    whole: dict[str, Any] = {
        **snapshot(pole),
        "page": address,
        "domains": [one.key for one in pole.domains.all()],
        "communes": [one.code for one in pole.communes.all()],
        "networks": [one.key for one in pole.networks.all()],
    }
    target.write(json.dumps(whole, ensure_ascii=False, indent=1).encode())


def _members(pole: Pole, address: str, target: IO[bytes]) -> None:
    columns = (
        Column("organisation", _("Organisation")), Column("uid", _("Identifiant"), "code"),
        Column("siren", "SIREN", "code"), Column("siret", "SIRET", "code"), Column("persons", _("Personnes"), "int"),
        Column("circle", _("Cercle")), Column("college", _("Collège")), Column("since", _("Depuis"), "code"),
        Column("until", _("Jusqu'au"), "code"),
    )  # fmt: skip
    rows = (
        {
            "organisation": one.organisation.name if one.organisation else None,
            "uid": one.organisation.uid if one.organisation else None,
            "siren": one.organisation.siren if one.organisation else None,
            "siret": one.organisation.siret if one.organisation else None,
            "persons": one.persons or None, "circle": str(one.get_circle_display()), "college": one.college or None,
            "since": one.since.isoformat() if one.since else None,
            "until": one.until.isoformat() if one.until else None,
        }
        for one in memberships_with_their_past(pole)
    )  # fmt: skip
    _csv(_("Membres"), columns, rows, target)


def _figures(pole: Pole, address: str, target: IO[bytes]) -> None:
    rows = observation_rows(observations_with_their_past(pole), _site(pole, address))
    _csv(_("Chiffres"), observation_columns(), rows, target)


def _recognitions(pole: Pole, address: str, target: IO[bytes]) -> None:
    rows = recognition_rows(pole.recognitions.all(), _site(pole, address))
    _csv(_("Reconnaissances"), recognition_columns(), rows, target)


def _own_columns(name: str) -> Writer:
    """The records of the pole that its attribute ``name`` holds, with all their own columns."""

    def write(pole: Pole, address: str, target: IO[bytes]) -> None:
        found = getattr(pole, name)
        columns = tuple(
            Column(one.name, str(one.verbose_name).capitalize())
            for one in found.model._meta.concrete_fields
            if one.name not in ("id", "pole")
        )
        _csv(name, columns, map(_known, found.all()), target)

    return write


def _history(pole: Pole, address: str, target: IO[bytes]) -> None:
    _written(without_founding(history_of("pole", pole.uid)), target)


def _whole_history(pole: Pole, address: str, target: IO[bytes]) -> None:
    _written(history_of("pole", pole.uid), target)


def _written(found: QuerySet[Event], target: IO[bytes]) -> None:
    columns = (
        Column("at", _("Quand"), "code"), Column("action", _("Action")), Column("actor", _("Par qui"), "code"),
        Column("before", _("Avant")), Column("after", _("Après")),
    )  # fmt: skip
    _csv(_("Historique"), columns, _events(found), target)


def _founding(pole: Pole, address: str, target: IO[bytes]) -> None:
    target.write(json.dumps(founding_record(pole), ensure_ascii=False, indent=1, default=str).encode())


def _events(found: QuerySet[Event]) -> Iterator[Row]:
    for one in found.iterator(chunk_size=1000):
        yield {
            "at": one.at.isoformat(timespec="seconds"), "action": one.action, "actor": one.actor,
            "before": json.dumps(one.before, ensure_ascii=False) if one.before else None,
            "after": json.dumps(one.after, ensure_ascii=False) if one.after else None,
        }  # fmt: skip


def _known(record: Model) -> Row:
    return {key: value if value != "" else None for key, value in snapshot(record).items()}


def _csv(title: str, columns: tuple[Column, ...], rows: Iterable[Row], target: IO[bytes]) -> None:
    write_to(Flow(title, columns, rows, (), (own_source(),)), "csv", target)


def _site(pole: Pole, address: str) -> str:
    return address.removesuffix(pole.get_absolute_url())
