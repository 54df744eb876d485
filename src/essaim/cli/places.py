"""The territory options that several commands share: ``--commune … --radius``, ``--epci``, ``--communes FILE``…"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from essaim.engine.errors import BadOption
from essaim.engine.language import gettext as _

if TYPE_CHECKING:
    from essaim.engine.territories import Perimeter, Territories

DEFAULT_RADIUS_KM = 20.0
LEVELS = {"epci": "epci", "departement": "departement", "region": "region", "zone": "zone_emploi"}


def place_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the territory options to a click command; it receives ``place``, a mapping for ``chosen_perimeter``."""

    @functools.wraps(command)
    def with_place(*args: Any, **kwargs: Any) -> Any:
        place = {name: kwargs.pop(name) for name in ("commune", "radius", *LEVELS, "level", "communes_file")}
        return command(*args, place=place, **kwargs)

    options = [
        click.option("--commune", multiple=True, metavar="CODE", help=_("Code INSEE de la commune centrale.")),
        click.option("--radius", type=float, metavar="KM", help=_("Rayon autour de la commune, 20 km par défaut.")),
        click.option("--epci", multiple=True, metavar="SIREN", help=_("Une intercommunalité.")),
        click.option("--departement", multiple=True, metavar="CODE", help=_("Un département.")),
        click.option("--region", multiple=True, metavar="CODE", help=_("Une région.")),
        click.option("--zone", multiple=True, metavar="CODE", help=_("Une zone d'emploi, si elles sont installées.")),
        click.option(
            "--level", nargs=2, multiple=True, metavar=_("NIVEAU CODE"), help=_("Un territoire d'un autre niveau.")
        ),
        click.option(
            "--communes", "communes_file", type=click.Path(path_type=Path), metavar=_("FICHIER"),
            help=_("Un fichier de codes de communes (un par ligne, ou une colonne d'un tableau)."),
        ),
    ]  # fmt: skip
    for option in reversed(options):
        option(with_place)
    return with_place


def chosen_perimeter(place: Mapping[str, Any], territories: Territories) -> Perimeter:
    """The perimeter asked for; several territories make their union.

    Raises:
        BadOption: no territory, or a radius without a commune.
        UnknownTerritory, BadRadius, EmptyPerimeter: see ``engine.territories``.
    """
    from essaim.engine.territories import codes_perimeter, level_perimeter, radius_perimeter, read_codes, union

    if place["radius"] is not None and not place["commune"]:
        raise BadOption(_("--radius demande une commune."), _("Ajoutez par exemple --commune 48095."))
    radius = DEFAULT_RADIUS_KM if place["radius"] is None else place["radius"]
    parts = [radius_perimeter(territories, code, radius) for code in place["commune"]]
    for option, level in LEVELS.items():
        parts += [level_perimeter(territories, level, code) for code in place[option]]
    parts += [level_perimeter(territories, level, code) for level, code in place["level"]]
    if place["communes_file"] is not None:
        codes = read_codes(place["communes_file"])
        parts.append(codes_perimeter(territories, codes, place["communes_file"].name))
    if not parts:
        raise BadOption(
            _("Aucun territoire n'est indiqué."),
            _("Par exemple : --commune 48095 --radius 20, --epci 200069193 ou --departement 48."),
        )
    return parts[0] if len(parts) == 1 else union(territories, *parts)
