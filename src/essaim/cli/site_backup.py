"""``essaim site backup`` and ``restore``: everything the site keeps, in one file, and back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from essaim.engine.language import gettext as _

if TYPE_CHECKING:
    from essaim.apps.jobs.backup import Backup


@click.command(help=_("Sauvegarder dans FICHIER la base, les fichiers déposés et les données de référence."))
@click.argument("file", metavar=_("FICHIER"), type=click.Path(path_type=Path, dir_okay=False))
@click.option("--no-store", is_flag=True, help=_("Sans les données de référence, qui se reconstruisent."))
def backup(file: Path, no_store: bool) -> None:
    """The site may be running."""
    import django

    django.setup()
    from django.utils import timezone

    from essaim.apps.jobs.backup import make_backup
    from essaim.kit.schema import must_fit

    must_fit()
    _say(_("Sauvegardé dans %(file)s.") % {"file": file}, make_backup(file, at=timezone.now(), with_store=not no_store))
    click.echo(_("La clé secrète (secret.key ou ESSAIM_SECRET_KEY) n'y est pas : gardez-la à part."))


@click.command(help=_("Remettre en place une sauvegarde ; le site doit être arrêté."))
@click.argument("file", metavar=_("FICHIER"), type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--yes", is_flag=True, help=_("Remplacer la base qui est là."))
def restore(file: Path, yes: bool) -> None:
    """Whole or not at all."""
    import django

    django.setup()
    from django.utils import timezone

    from essaim.apps.jobs.backup import restore_backup

    _say(_("Restauré depuis %(file)s.") % {"file": file}, restore_backup(file, at=timezone.now(), overwrite=yes))


def _say(first: str, what: Backup) -> None:
    click.secho(first, bold=True)
    click.echo(
        _("Base %(vendor)s, faite le %(date)s par Essaim %(version)s : %(rows)s lignes dans %(tables)s tables.")
        % {
            "vendor": what.vendor, "date": what.made_at[:16].replace("T", " "), "version": what.version,
            "rows": sum(what.rows.values()), "tables": len(what.rows),
        }
    )  # fmt: skip
    click.echo(_("%(files)s fichiers ; %(size)s Mo.") % {"files": what.files, "size": round(what.size / 1e6, 1)})
