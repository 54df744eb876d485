"""``essaim diagnose``: who is on this territory that a pole could be made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from essaim.cli.diagnosis_tables import diagnosis_tables
from essaim.cli.output import OutputOptions, emit_report, output_options, terminal_progress
from essaim.cli.places import chosen_perimeter, place_options
from essaim.engine.language import gettext as _

PARTS = ("candidates", "families", "activities", "persons", "composition", "context")


@click.command(help=_("Diagnostic d'un territoire : qui s'y trouve dont un pôle pourrait être fait."))
@place_options
@click.option(
    "--candidates",
    "limit",
    type=click.IntRange(0, 100_000),
    default=5,
    show_default=True,
    help=_("Candidats listés par famille."),
)
@click.option(
    "--part",
    type=click.Choice(PARTS),
    default="candidates",
    show_default=True,
    help=_("Le tableau écrit en CSV ou GeoJSON ; les autres sorties les contiennent tous."),
)
@output_options
def diagnose(place: Mapping[str, Any], limit: int, part: str, output: OutputOptions) -> None:
    """Diagnose one territory and show or write it."""
    from essaim.engine.essaimage import diagnose as make
    from essaim.engine.essaimage import open_ground

    with terminal_progress() as progress:
        ground = open_ground(progress)
        result = make(chosen_perimeter(place, ground.territories), ground, limit=limit)
    emit_report(diagnosis_tables(result, ground, screen=output.form == "table"), output, main=part)
