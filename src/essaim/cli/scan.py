"""``essaim scan``: where in France are a model's conditions met, missing, unknown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from essaim.cli.output import OutputOptions, Table, emit, emit_report, output_options, terminal_progress
from essaim.cli.scan_tables import cut, every_table, explanation_tables, scan_table, with_contours
from essaim.engine.errors import BadOption
from essaim.engine.language import gettext as _

if TYPE_CHECKING:
    from essaim.engine.essaimage import Explanation, Ground
    from essaim.engine.essaimage.ordering import Sort
    from essaim.engine.patterns import Pattern
    from essaim.engine.territories import Territories

LEVEL_NAMES = {"zone": "zone_emploi"}
SHOWN = 20


@click.command(
    help=_("Un modèle de pôle (ou tous) sur tous les territoires : conditions réunies, absentes, inconnues.")
)
@click.argument("pattern", required=False, metavar=_("[MODÈLE]"))
@click.option("--all", "every", is_flag=True, help=_("Tous les modèles de la bibliothèque à la fois."))
@click.option(
    "--level", default="epci", show_default=True, help=_("epci, commune, zone, departement… ou un niveau ajouté.")
)
@click.option(
    "--radius", type=float, metavar="KM", help=_("Rayon joint à chaque territoire (communes : 20 km par défaut).")
)
@click.option("--region", metavar="CODE", help=_("Seulement cette région."))
@click.option("--departement", metavar="CODE", help=_("Seulement ce département."))
@click.option(
    "--explain", "code", metavar="CODE", help=_("Expliquer ce territoire : rôles, comptes, manques, candidats.")
)
@click.option(
    "--candidates",
    "limit",
    type=click.IntRange(0, 100_000),
    default=5,
    show_default=True,
    help=_("Candidats listés par rôle avec --explain."),
)
@click.option(
    "--limit", "shown", type=click.IntRange(1), help=_("Territoires montrés (20 au terminal, tous ailleurs).")
)
@click.option(
    "--sort",
    type=click.Choice(("name", "met", "missing", "actors", "population")),
    default="name",
    show_default=True,
    help=_("Ordre des territoires : nom, conditions réunies, absentes (le moins d'abord), acteurs sûrs, habitants."),
)
@output_options
def scan(
    pattern: str | None, every: bool, level: str, radius: float | None, region: str | None, departement: str | None,
    code: str | None, limit: int, shown: int | None, sort: Sort, output: OutputOptions,
) -> None:  # fmt: skip
    """Scan one model, or all, and show or write the result."""
    from essaim.engine.essaimage import build_targets, explain, open_ground
    from essaim.engine.essaimage import scan as make

    patterns = _chosen(pattern, every)
    with terminal_progress() as progress:
        ground = open_ground(progress)
        within = _within(ground.territories, region, departement)
        targets = build_targets(ground.territories, LEVEL_NAMES.get(level, level), radius_km=radius, within=within)
        result = make(patterns, targets, ground)
    screen = output.form == "table"
    if code is not None:
        told = [explain(result, one, code, ground, limit=limit) for one in result.scans]
        emit_report(_explained(told, ground, screen), output, main="candidates")
        return
    if shown is None and screen:
        shown = SHOWN
    if every:
        table = every_table(result, ground, sort=sort)
    else:
        table = scan_table(result, result.scans[0], ground, screen=screen, sort=sort)
    if output.form == "geojson":
        table = with_contours(table, result, ground.territories)
    emit(cut(table, shown), output)


def _explained(told: Sequence[Explanation], ground: Ground, screen: bool) -> dict[str, Table]:
    """The tables of every model explained; with several models each name bears its model's, candidates are joined."""
    about = {"sources": ground.sources}
    if len(told) == 1:
        return explanation_tables(told[0], about, screen=screen)
    found: dict[str, Table] = {}
    for one in told:
        tables = explanation_tables(one, about, screen=screen)
        found |= {f"{one.pattern.key}_{name}": table for name, table in tables.items()}
    every = [table for name, table in found.items() if name.endswith("_candidates")]
    rows = [row for table in every for row in table.rows]
    return found if screen else found | {"candidates": replace(every[0], rows=rows)}


def _chosen(pattern: str | None, every: bool) -> list[Pattern]:
    from essaim.engine.patterns import find_pattern, load_library

    if (every and pattern) or (not every and not pattern):
        raise BadOption(
            _("Indiquez un modèle, ou --all pour tous, mais pas les deux."),
            _("« essaim patterns list » donne les modèles."),
        )
    return list(load_library().patterns) if every else [find_pattern(str(pattern))]


def _within(territories: Territories, region: str | None, departement: str | None) -> Any:
    within = None
    for level, code in (("region", region), ("departement", departement)):
        if code is not None:
            grouping = territories.level(level)
            inside = grouping.member == grouping.index(code)
            within = inside if within is None else within & inside
    return within
