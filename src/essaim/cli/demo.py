"""``essaim demo``: the main job from end to end, on the imported register or on a small synthetic one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from essaim.cli.output import OutputOptions, emit, emit_report, terminal_progress
from essaim.engine.language import gettext as _

if TYPE_CHECKING:
    from essaim.engine.register.register import Register
    from essaim.engine.territories import Territories

SYNTHETIC_ROWS = 300_000
COMMUNE = "48095"  # Mende: a small town, with a radius that holds whole communes of one département
RADIUS_KM = 20.0
PATTERN = "insertion-renouveau-productif"


@click.command(help=_("Le travail principal, d'un bout à l'autre : un diagnostic, puis un modèle sur toute la France."))
@click.option("--commune", default=COMMUNE, show_default=True, metavar="CODE", help=_("La commune du diagnostic."))
@click.option("--radius", default=RADIUS_KM, show_default=True, metavar="KM", help=_("Le rayon du diagnostic."))
@click.option("--pattern", default=PATTERN, show_default=True, metavar=_("MODÈLE"), help=_("Le modèle examiné."))
def demo(commune: str, radius: float, pattern: str) -> None:
    """Build what is missing, diagnose one territory, scan one model."""
    from essaim.cli.diagnose import diagnosis_tables
    from essaim.cli.scan import _cut, scan_table
    from essaim.engine.essaimage import build_targets, diagnose, family_candidates, scan, usual_references
    from essaim.engine.patterns import find_pattern
    from essaim.engine.register import load_families
    from essaim.engine.territories import load_territories, radius_perimeter

    model = find_pattern(pattern)
    families = load_families()
    with terminal_progress() as progress:
        territories = load_territories(progress)
        register = _register(territories)
        perimeter = radius_perimeter(territories, commune, radius)
        references = usual_references(perimeter, territories, register)
    known = {"territories": territories, "register": register, "families": families}
    result = diagnose(perimeter, references=references, **known)
    candidates = family_candidates(perimeter, limit=2, **known)
    emit_report(diagnosis_tables(result, candidates, territories, register, families), OutputOptions(), main="context")
    found = scan([model], build_targets(territories, "epci"), **known)
    about = {"sources": (register.info.source, territories.population_source)}
    emit(_cut(scan_table(found, found.scans[0], territories, about), 15), OutputOptions())
    click.echo(_("Et ensuite : essaim territories find NOM, essaim diagnose --help, essaim scan --help."))


def _register(territories: Territories) -> Register:
    """The imported register, else a small synthetic one, made once and labelled on every screen."""
    import tempfile
    from datetime import UTC, datetime
    from pathlib import Path

    from essaim.engine.errors import NoRegister
    from essaim.engine.register import import_register, open_register, synthesize

    try:
        return open_register(territories)
    except NoRegister:
        click.echo(
            _("Aucun registre n'est importé : Essaim en fabrique un petit, SYNTHÉTIQUE, pour vous montrer le travail.")
        )
    with tempfile.TemporaryDirectory(prefix="essaim-") as folder, terminal_progress() as progress:
        made = synthesize(Path(folder), rows=SYNTHETIC_ROWS, seed=2011, territories=territories, progress=progress)
        import_register(made.paths, territories=territories, at=datetime.now(UTC), progress=progress)
    return open_register(territories)
