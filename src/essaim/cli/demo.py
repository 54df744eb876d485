"""``essaim demo``: the main job from end to end, on the imported register or on a small synthetic one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from essaim.cli.output import OutputOptions, emit, emit_report, terminal_progress
from essaim.engine.language import gettext as _

if TYPE_CHECKING:
    from essaim.engine.essaimage import Ground
    from essaim.engine.values import Progress

SYNTHETIC_ROWS = 300_000
COMMUNE = "48095"  # Mende: a small town, with a radius that holds whole communes of one département
RADIUS_KM = 20.0
SHOWN = 15
TRIAL = "essai-synthetique"  # a folder of its own: the user's register is never a made-up one unless they import it
PATTERN = "insertion-renouveau-productif"


@click.command(help=_("Le travail principal, d'un bout à l'autre : un diagnostic, puis un modèle sur toute la France."))
@click.option("--commune", default=COMMUNE, show_default=True, metavar="CODE", help=_("La commune du diagnostic."))
@click.option("--radius", default=RADIUS_KM, show_default=True, metavar="KM", help=_("Le rayon du diagnostic."))
@click.option("--pattern", default=PATTERN, show_default=True, metavar=_("MODÈLE"), help=_("Le modèle examiné."))
def demo(commune: str, radius: float, pattern: str) -> None:
    """Build what is missing, diagnose one territory, scan one model."""
    from essaim.cli.diagnosis_tables import diagnosis_tables
    from essaim.cli.scan_tables import cut, scan_table
    from essaim.engine.essaimage import build_targets, diagnose, scan
    from essaim.engine.patterns import find_pattern
    from essaim.engine.territories import radius_perimeter

    model = find_pattern(pattern)
    ground = _ground()
    result = diagnose(radius_perimeter(ground.territories, commune, radius), ground, limit=2)
    emit_report(diagnosis_tables(result, ground), OutputOptions(), main="context")
    found = scan([model], build_targets(ground.territories, "epci"), ground)
    emit(cut(scan_table(found, found.scans[0], ground), SHOWN), OutputOptions())
    click.echo(_("Et ensuite : essaim territories find NOM, essaim diagnose --help, essaim scan --help."))


def _ground() -> Ground:
    """The imported register, else a small synthetic one, kept apart, made once and labelled on every screen."""
    from essaim.engine.errors import NoRegister
    from essaim.engine.essaimage import open_ground
    from essaim.engine.store import data_home

    trial = data_home() / TRIAL
    with terminal_progress() as progress:
        try:
            return open_ground(progress)
        except NoRegister:
            pass
        try:
            return open_ground(progress, register_root=trial)
        except NoRegister:
            click.echo(_("Aucun registre n'est importé : Essaim en fabrique un petit, SYNTHÉTIQUE, pour l'essai."))
        _make_trial(trial, progress)
        return open_ground(progress, register_root=trial)


def _make_trial(root: Path, progress: Progress) -> None:
    import tempfile
    from datetime import UTC, datetime

    from essaim.engine.register import import_register, synthesize
    from essaim.engine.territories import load_territories

    territories = load_territories(progress)
    with tempfile.TemporaryDirectory(prefix="essaim-") as folder:
        made = synthesize(Path(folder), rows=SYNTHETIC_ROWS, seed=2011, territories=territories, progress=progress)
        import_register(made.paths, territories=territories, at=datetime.now(UTC), root=root, progress=progress)
