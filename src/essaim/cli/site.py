"""``essaim site``: prepare the site's database and open the site on this machine."""

from __future__ import annotations

import os
import socket
from contextlib import nullcontext

import click

from essaim.cli.progress import terminal_progress
from essaim.cli.site_backup import backup, restore
from essaim.cli.site_check import check
from essaim.cli.site_worker import worker, worker_beside
from essaim.engine.errors import BadOption
from essaim.engine.language import gettext as _
from essaim.engine.store import data_home

_TRIED = 20


@click.group(help=_("Le site : le préparer, l'ouvrir sur cette machine."))
def site() -> None:
    """Group of the site's commands; Django starts in those that need it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "essaim.settings")


for command in (worker, backup, restore, check):
    site.add_command(command)


@site.command(help=_("Ouvrir le site sur cette machine : l'annuaire, la carte et les fiches des pôles."))
@click.option("--host", default="127.0.0.1", show_default=True, help=_("L'adresse d'écoute."))
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535),
    help=_("Le port ; s'il est pris, le suivant est essayé."),
)  # fmt: skip
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help=_("Le nombre de processus."))
@click.option("--no-worker", is_flag=True, help=_("Sans le travail de fond : site worker est un service à part."))
def run(host: str, port: int, workers: int, no_worker: bool) -> None:
    """Prepare, then serve until interrupted."""
    chosen = free_port(host, port)
    address = f"http://{_shown(host)}:{chosen}/"
    # Before the settings are read: letters name it.
    _tell_address(address)
    _prepare()
    click.secho(_("Le site est ouvert : %(address)s (Ctrl+C pour l'arrêter).") % {"address": address}, bold=True)
    with nullcontext() if no_worker else worker_beside():
        _serve(host, chosen, workers)


@site.command(help=_("Ouvrir le bac à sable : des données inventées, dans une base à part, pour tout essayer."))
@click.option("--host", default="127.0.0.1", show_default=True, help=_("L'adresse d'écoute."))
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535),
    help=_("Le port ; s'il est pris, le suivant est essayé."),
)  # fmt: skip
@click.option("--fresh", is_flag=True, help=_("Repartir des données du premier jour."))
def demo(host: str, port: int, fresh: bool) -> None:
    """Serve the sandbox, whose database is never the real one."""
    # Read by the settings here, and by the server's processes, which inherit it.
    os.environ["ESSAIM_SANDBOX"] = "1"
    chosen = free_port(host, port)
    address = f"http://{_shown(host)}:{chosen}/essayer/"
    # Before the settings are read: letters name it.
    _tell_address(f"http://{_shown(host)}:{chosen}/")
    _prepare_sandbox(fresh)
    click.secho(_("Le bac à sable est ouvert : %(address)s (Ctrl+C pour l'arrêter).") % {"address": address}, bold=True)
    with worker_beside():
        _serve(host, chosen, 2)


@site.command(help=_("Préparer la base et y entrer les pôles connus, sans ouvrir le site."))
@click.option("--static", is_flag=True, help=_("Rassembler et comprimer aussi les fichiers statiques."))
def prepare(static: bool) -> None:
    """Migrate and seed; doing it again changes nothing."""
    if static:
        # Read by the settings: names with a fingerprint, before the first collection too.
        os.environ["ESSAIM_COLLECT"] = "1"
    _prepare()


@site.command(help=_("Confier tout le site à quelqu'un, par son adresse électronique."))
@click.argument("address")
def administrator(address: str) -> None:
    """Make an administrator, known or not, and say what to do next."""
    _open_database()
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email
    from django.utils import timezone

    # After django.setup(): they import models.
    from essaim.apps.accounts.actions import make_administrator
    from essaim.apps.audit.actors import SEED

    try:
        validate_email(address.strip())
    except ValidationError:
        raise BadOption(
            _("« %(address)s » n'est pas une adresse électronique.") % {"address": address},
            _("Par exemple : essaim site administrator camille@exemple.fr"),
        ) from None
    user, _new = make_administrator(email=address, by=SEED, at=timezone.now())
    click.echo(_("%(address)s administre maintenant le site.") % {"address": user.email})
    click.echo(_("Ouvrez le site (essaim site run), puis « Se connecter » avec cette adresse."))
    if not os.environ.get("ESSAIM_SMTP_URL"):
        click.echo(_("Sans serveur de courriel, le code s'affiche dans le terminal où le site est ouvert."))


@site.command(
    help=_("Passer une commande d'administration à Django."),
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """What Django calls manage.py."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["essaim site manage", *arguments])


def free_port(host: str, wanted: int) -> int:
    """The first free port from ``wanted`` on.

    Raises:
        BadOption: the next twenty are all taken.
    """
    last = min(wanted + _TRIED, 65536)
    for port in range(wanted, last):
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind((host, port))
            except OSError:
                continue
            return port
    raise BadOption(
        _("Les ports %(first)s à %(last)s sont tous pris.") % {"first": wanted, "last": last - 1},
        _("Indiquez-en un autre : essaim site run --port 9000"),
    )


def _tell_address(address: str) -> None:
    """Let the site's processes, which inherit it, write their address in letters, unless it is published elsewhere."""
    if not os.environ.get("ESSAIM_HOSTS"):
        os.environ.setdefault("ESSAIM_ADDRESS", address)


def _shown(host: str) -> str:
    return "localhost" if host in ("127.0.0.1", "0.0.0.0") else host


def _open_database() -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from essaim.engine.territories import display_contours, load_territories
    from essaim.kit.schema import migrate_to_models

    # Now rather than while the first visitor waits.
    with terminal_progress() as progress:
        display_contours(load_territories(progress), "departement", progress)
    migrate_to_models()
    if not settings.WHITENOISE_USE_FINDERS:
        call_command("collectstatic", interactive=False, verbosity=0)


def _prepare_sandbox(fresh: bool) -> None:
    if fresh:
        # Made-up records of an older version are worth nothing: nobody is asked to move them away.
        for file in data_home().glob("sandbox.sqlite3*"):
            file.unlink()
    _open_database()
    from django.utils import timezone

    # After django.setup(): it imports models.
    from essaim.sandbox import is_current, is_entered, reset_sandbox

    if fresh or not is_entered():
        reset_sandbox(at=timezone.now())
    elif not is_current():
        # Not entered again unasked: somebody may be in the middle of trying something.
        click.echo(_("Vos données d'essai datent d'une autre version d'Essaim. Pour repartir des nouvelles :"))
        click.echo(_("  « Remettre le bac à sable à zéro » sur la page d'entrée, ou : essaim site demo --fresh"))


def _prepare() -> None:
    _open_database()
    from django.utils import timezone

    # After django.setup(): they import models.
    from essaim.apps.audit.actors import SEED
    from essaim.apps.poles.actions import enter_own_data

    done = enter_own_data(by=SEED, at=timezone.now())
    click.echo(_("Base prête : %(new)s entrés, %(kept)s déjà là.") % {"new": _poles(done.poles), "kept": done.kept})


def _poles(count: int) -> str:
    from essaim.engine.language import ngettext

    return ngettext("%(n)s pôle", "%(n)s pôles", count) % {"n": count}


def _serve(host: str, port: int, workers: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        "essaim.web.wsgi:application", address=host, port=port, interface=Interfaces.WSGI, workers=workers,
        blocking_threads=2, log_enabled=False,
    ).serve()  # fmt: skip
