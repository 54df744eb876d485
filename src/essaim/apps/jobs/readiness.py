"""Whether the site is ready to be opened to the public: each thing looked at, and how to mend what is not right."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import find
from django.db import DatabaseError, connection, transaction

from essaim.apps.jobs.actions.work import SILENCE
from essaim.apps.jobs.models import Worker
from essaim.apps.jobs.queries import worker_seen_at
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext as _
from essaim.kit.schema import must_fit

_ROOM = 1_000_000_000
# What `tools/assets.py` brings and the moving map loads.
_LIBRARIES = ("maplibre-gl.mjs", "maplibre-gl-worker.mjs", "maplibre-gl.css")
_LOCAL = {"localhost", "127.0.0.1", "[::1]"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. ``advice`` is empty when it is right; ``must``: mandatory, not only better."""

    about: str
    advice: str = ""
    must: bool = True

    @property
    def is_right(self) -> bool:
        """Whether there is nothing to do."""
        return not self.advice


def look(at: datetime) -> list[Finding]:
    """Everything that a public site needs, in the order in which one would mend it."""
    return [*_settings(), *_data(), _worker(at)]


def _settings() -> Iterator[Finding]:
    hosts = [host for host in settings.ALLOWED_HOSTS if host not in _LOCAL]
    yield _unless(not settings.DEBUG, _("Détails techniques cachés"), _("Retirez ESSAIM_DEBUG."))
    yield _unless(
        bool(hosts) and "*" not in hosts, _("Nom du site"), _("Donnez le nom public dans ESSAIM_HOSTS, sans « * ».")
    )
    yield _unless(settings.HTTPS, _("HTTPS"), _("Publiez en HTTPS, puis réglez ESSAIM_HTTPS=1."))
    yield _unless(
        bool(settings.PROXIES), _("Mandataire"),
        _("Réglez ESSAIM_PROXY=1 derrière un serveur mandataire : sinon les limites comptent tout le monde ensemble."),
        must=False,
    )  # fmt: skip
    yield _secret()
    yield _unless(
        not settings.MAIL_AT_ONCE, _("Courriels"),
        _("Donnez le serveur de courriel dans ESSAIM_SMTP_URL : sans lui personne ne reçoit de code pour entrer."),
    )  # fmt: skip
    yield _unless(
        not settings.DEFAULT_FROM_EMAIL.endswith("@localhost"), _("Expéditeur"),
        _("Donnez l'adresse qui envoie dans ESSAIM_MAIL_FROM."),
    )  # fmt: skip
    yield _unless(
        bool(settings.PUBLISHER.strip()), _("Mentions légales"),
        _("Dites qui publie le site dans ESSAIM_PUBLISHER : la loi le demande."),
    )  # fmt: skip
    yield _unless(
        (Path(settings.STATIC_ROOT) / "staticfiles.json").exists(), _("Fichiers statiques"),
        _("Rassemblez-les une fois : essaim site prepare --static"),
    )  # fmt: skip
    yield _unless(
        all(find(f"web/vendor/{name}") for name in _LIBRARIES), _("Bibliothèques des pages"),
        _("Sans elles la carte reste un dessin. Dans le dossier d'Essaim : ./run python tools/assets.py, "
          "puis essaim site prepare --static"),
        must=False,
    )  # fmt: skip


def _secret() -> Finding:
    about = _("Clé secrète")
    if os.environ.get("ESSAIM_SECRET_KEY"):
        return _unless(
            len(settings.SECRET_KEY) >= 32, about, _("ESSAIM_SECRET_KEY est trop courte : 32 signes au hasard.")
        )
    file = Path(settings.HOME) / "secret.key"
    closed = file.exists() and not file.stat().st_mode & 0o077
    return _unless(closed, about, _("D'autres peuvent la lire : chmod 600 %(file)s") % {"file": file})


def _data() -> Iterator[Finding]:
    yield _tried(_("Base de données"), must_fit)
    yield _tried(_("Écriture dans la base"), _write)
    yield _unless(
        connection.vendor == "postgresql", _("Sorte de base"),
        _("SQLite suffit à un petit site ; PostgreSQL convient mieux à plusieurs réseaux (voir docs/deploiement.md)."),
        must=False,
    )  # fmt: skip
    yield _tried(_("Données de référence"), _store)
    home = Path(settings.HOME)
    free = shutil.disk_usage(home).free
    yield _unless(
        os.access(home, os.W_OK) and free > _ROOM, _("Place sur le disque"),
        _("Il faut pouvoir écrire dans %(folder)s et y garder 1 Go libre.") % {"folder": home},
    )  # fmt: skip


def _write() -> None:
    with transaction.atomic():
        Worker.objects.filter(uid="").delete()
        transaction.set_rollback(True)


def _store() -> None:
    from essaim.engine.territories import load_territories

    load_territories()


def _worker(at: datetime) -> Finding:
    try:
        seen = worker_seen_at()
    except DatabaseError:
        seen = None
    return _unless(
        seen is not None and at - seen <= SILENCE, _("Travail de fond"),
        _("Lancez essaim site worker (ou essaim site run, qui en lance un) : sans lui aucun message ne part."),
    )  # fmt: skip


def _tried(about: str, trial: Callable[[], None]) -> Finding:
    try:
        trial()
    except EssaimError as refusal:
        return Finding(about, str(refusal))
    except (DatabaseError, OSError) as error:
        return Finding(about, _("Cela ne marche pas (%(kind)s) : essaim site prepare") % {"kind": type(error).__name__})
    return Finding(about)


def _unless(right: bool, about: str, advice: str, must: bool = True) -> Finding:
    return Finding(about, "" if right else advice, must)
