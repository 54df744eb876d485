"""Loading the register of establishments: asked for here, done by a worker; which version serves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.jobs.actions import ask_job
from essaim.apps.jobs.models import Job
from essaim.apps.poles.enums import RegisterWork
from essaim.apps.poles.queries.register_keeping import register_work
from essaim.apps.poles.rules import can_keep_register
from essaim.engine.errors import BadOption, DataProblem
from essaim.engine.language import gettext as _
from essaim.engine.register import CoverageClaim, ImportReport, kept_imports, use_import
from essaim.kit.errors import NotAllowed

REGISTER = "register"
OFF = "off"
# Whoever asks waits no longer for another programme that writes in the store.
_PATIENCE = 3.0


class ImportUnderWay(DataProblem):
    """The register is being loaded: one at a time."""

    def __init__(self) -> None:
        super().__init__(
            _("Un chargement du registre est déjà en cours."),
            _("Attendez qu'il finisse, ou arrêtez-le, puis recommencez."),
        )


class RegisterShared(DataProblem):
    """The sandbox does not change the register of the real site beside it."""

    def __init__(self) -> None:
        super().__init__(
            _("Le bac à sable partage le registre du vrai site : il ne le change pas."),
            _("Pour essayer, ouvrez le bac à sable sur un dossier de données à lui (ESSAIM_DATA)."),
        )


@transaction.atomic
def ask_import(
    *, folder: str, names: Sequence[str], covers: str, vintage: str, source: str, by: Actor, at: datetime
) -> Job:
    """Have files that were handed over imported; the register in use serves until the new one is whole.

    Raises:
        NotAllowed: not an administrator. RegisterShared. ImportUnderWay. BadOption: a coverage that says nothing.
    """
    _must_keep(by)
    if covers:
        CoverageClaim.parse(covers)
    said = {"folder": folder, "names": list(names), "covers": covers, "vintage": vintage, "source": source}
    return _asked(RegisterWork.IMPORT, said, by, at)


@transaction.atomic
def ask_download(*, departements: Sequence[str], extras: Sequence[str], by: Actor, at: datetime) -> Job:
    """Have the official files fetched, then imported.

    Raises:
        NotAllowed: not an administrator. RegisterShared. ImportUnderWay. BadOption: this site fetches nothing.
    """
    _must_keep(by)
    if settings.OFFICIAL_FILES == OFF:
        raise BadOption(
            _("Ce site ne télécharge rien : ESSAIM_OFFICIAL_FILES vaut off."), _("Déposez les fichiers à la place.")
        )
    return _asked(RegisterWork.DOWNLOAD, {"departements": list(departements), "extras": list(extras)}, by, at)


@transaction.atomic
def use_register(*, version: str, by: Actor, at: datetime) -> ImportReport:
    """Put a kept version back in use.

    Raises:
        NotAllowed: not an administrator. RegisterShared. ImportUnderWay. StoreProblem: it is no longer kept.
    """
    _must_keep(by)
    if register_work() is not None:
        raise ImportUnderWay()
    before = version_in_use()
    report = use_import(version, timeout=_PATIENCE)
    record(
        action="use_register", object_type=REGISTER, object_id=version, by=by, at=at,
        before={"version": before}, after=register_facts(report),
    )  # fmt: skip
    return report


@transaction.atomic
def note_import(*, report: ImportReport, before: str, by: Actor, at: datetime) -> None:
    """Record that a version was imported and serves from now on."""
    record(
        action="import_register", object_type=REGISTER, object_id=report.version, by=by, at=at,
        before={"version": before}, after=register_facts(report),
    )  # fmt: skip


def version_in_use() -> str:
    """The version that serves, "" when none does."""
    return next((report.version for report, used in kept_imports() if used), "")


def register_facts(report: ImportReport) -> dict[str, Any]:
    """What the log keeps of a version."""
    source = report.info.source
    return {
        "version": report.version,
        "source": source.title,
        "vintage": source.vintage,
        "synthetic": source.synthetic,
        "rows": report.info.rows,
        "rejected": report.rejected_lines,
    }


def _must_keep(by: Actor) -> None:
    if not can_keep_register(by):
        raise NotAllowed()
    if settings.SHARES_STORE:
        raise RegisterShared()


def _asked(work: RegisterWork, arguments: dict[str, Any], by: Actor, at: datetime) -> Job:
    if register_work() is not None:
        raise ImportUnderWay()
    job = ask_job(kind=work, arguments=arguments, by=by, at=at)
    action = f"ask_{work.value.replace('-', '_')}"
    record(action=action, object_type=REGISTER, object_id=job.uid, by=by, at=at, after=arguments)
    return job
