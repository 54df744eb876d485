"""What the site keeps of a pole's joint projects, as files of its archive: for its own people alone."""

from __future__ import annotations

from typing import IO

from django.db.models import Model
from django.utils.text import slugify

from essaim.apps.documents.models import Document
from essaim.apps.documents.queries import content_of, documents_of_many
from essaim.apps.poles.models import Pole
from essaim.apps.projects import models as work
from essaim.apps.projects.actions.holding import PROJECT
from essaim.apps.projects.queries.projects import projects_of
from essaim.engine.errors import UnreadableFile
from essaim.engine.language import gettext as _
from essaim.web.files.archive import Part, Writer
from essaim.web.files.record_rows import records_writer


def project_parts(pole: Pole) -> list[Part]:
    """Projects and their rows, one file for each kind of record, then the documents filed, project by project."""
    rows = [Part(f"projets/{name}.csv", what, records_writer(model, path)) for name, what, model, path in _kept()]
    return [*rows, *_documents(pole)]


def _kept() -> list[tuple[str, str, type[Model], str]]:
    return [
        ("projets", _("les projets communs ; les montants sont en centimes"), work.Project, "pole"),
        ("domaines", _("les domaines des projets"), work.ProjectDomain, "project__pole"),
        ("partenaires", _("les partenaires des projets : rôle, engagement, part du budget"), work.ProjectPartner,
         "project__pole"),
        ("etapes", _("les étapes des projets"), work.Milestone, "project__pole"),
        ("emplois", _("les emplois des projets : quatre lignes qui ne s'additionnent pas"), work.JobFigure,
         "project__pole"),
        ("resultats", _("les résultats des projets"), work.Outcome, "project__pole"),
    ]  # fmt: skip


def _documents(pole: Pole) -> list[Part]:
    titles = {one.uid: one.title for one in projects_of(pole).prefetch_related(None)}
    filed, found = documents_of_many(PROJECT, list(titles)), []
    for number, (uid, title) in enumerate(titles.items(), start=1):
        folder = f"projets/documents/{number:03d}-{slugify(title)[:60] or 'projet'}"
        for place, one in enumerate(filed[uid], start=1):
            # The name on somebody's disk may hold anything: the title is made plain, the ending is the kind's own.
            ending = one.file_name.rpartition(".")[2].lower()
            name = f"{folder}/{place:02d}-{slugify(one.title)[:60] or 'document'}.{ending}"
            found.append(Part(name, _("joint au projet « %(title)s »") % {"title": title}, _content(one)))
    return found


def _content(document: Document) -> Writer:
    """The file itself; one that the server lost says so in its place, and stops nothing."""

    def write(pole: Pole, address: str, target: IO[bytes]) -> None:
        try:
            target.write(content_of(document))
        except UnreadableFile as lost:
            target.write(str(lost).encode())

    return write
