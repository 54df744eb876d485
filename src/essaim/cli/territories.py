"""``essaim territories``: find, show and compare territories; add tables that describe them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from essaim.cli.output import OutputOptions, emit, emit_report, output_options, terminal_progress
from essaim.engine.errors import BadOption, UnknownTerritory
from essaim.engine.language import gettext as _

if TYPE_CHECKING:
    from essaim.engine.territories import Territories

COMMUNE = "commune"


@click.group(help=_("Les territoires : chercher, décrire, comparer, compléter par des tables."))
def territories() -> None:
    """Group of the commands on territories."""


@territories.command(help=_("Chercher par le nom, le code postal ou le code."))
@click.argument("text", nargs=-1, required=True, metavar=_("TEXTE"))
@click.option("--level", "levels", multiple=True, metavar=_("NIVEAU"), help=_("Ce niveau seulement (commune, epci…)."))
@click.option("--limit", type=click.IntRange(1, 200), default=10, show_default=True, help=_("Nombre de réponses."))
@output_options
def find(text: tuple[str, ...], levels: tuple[str, ...], limit: int, output: OutputOptions) -> None:
    """Print the territories that the words may mean."""
    from essaim.cli.territory_tables import places_table
    from essaim.engine.territories import search_places

    known, asked = _load(), " ".join(text)
    for level in levels:
        known.level(level)
    places = search_places(known, asked, limit, levels or None)
    if not places:
        raise UnknownTerritory(
            _("Aucun territoire ne répond à « %(text)s ».") % {"text": asked},
            _("Essayez moins de mots, le début du nom, ou le code postal."),
        )
    emit(places_table(known, asked, places), output)


@territories.command(help=_("Décrire un territoire : communes, population, appartenances, critères."))
@click.argument("code", metavar="CODE")
@click.option("--level", metavar=_("NIVEAU"), help=_("commune, epci, departement… ; deviné d'après le code sinon."))
@output_options
def show(code: str, level: str | None, output: OutputOptions) -> None:
    """Print all that is known of one territory."""
    from essaim.cli.territory_tables import sheet_table
    from essaim.engine.territories import territory_sheet

    known = _load()
    emit(sheet_table(known, territory_sheet(known, level or guessed_level(known, code), code)), output)


@territories.command(help=_("Les territoires du même niveau qui ressemblent le plus à celui-ci, et pourquoi."))
@click.argument("code", metavar="CODE")
@click.option("--level", metavar=_("NIVEAU"), help=_("commune, epci, departement… ; deviné d'après le code sinon."))
@click.option("--k", type=click.IntRange(1, 100), default=5, show_default=True, help=_("Nombre de territoires."))
@click.option("--criteria", metavar=_("CRITÈRES"), help=_("Critères à comparer, séparés par des virgules."))
@output_options
def similar(code: str, level: str | None, k: int, criteria: str | None, output: OutputOptions) -> None:
    """Print the most similar territories with their reasons."""
    from essaim.cli.territory_tables import similar_table
    from essaim.engine.territories import similar_territories

    known = _load()
    keys = [key.strip() for key in criteria.split(",") if key.strip()] if criteria is not None else None
    result = similar_territories(known, level or guessed_level(known, code), code, k, keys)
    emit(similar_table(known, result), output)


@territories.command(
    help=_(
        "Ajouter des tables : niveaux, critères, codes anciens, populations.\n\n"
        "Les tables officielles (INSEE, DGCL, ANCT) sont reconnues à leurs colonnes. Pour une autre, nommez les"
        " colonnes à lire avec --key, --level et --criterion."
    )
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar=_("FICHIER…"))
@click.option("--name", help=_("Nom sous lequel garder la table."))
@click.option("--vintage", help=_("Millésime : date ou période que les chiffres décrivent."))
@click.option("--source", help=_("Titre de la source."))
@click.option("--publisher", help=_("Qui la publie."))
@click.option("--licence", help=_("Sous quelle licence."))
@click.option("--key", metavar=_("COLONNE"), help=_("Colonne des codes de communes."))
@click.option("--level", "levels", multiple=True, metavar=_("NOM=COLONNE[:COLONNE DES NOMS]"), help=_("Un niveau."))
@click.option("--criterion", "criteria", multiple=True, metavar=_("NOM=COLONNE[:UNITÉ]"), help=_("Un critère."))
@output_options
def add(
    files: tuple[Path, ...], name: str | None, vintage: str | None, source: str | None, publisher: str | None,
    licence: str | None, key: str | None, levels: tuple[str, ...], criteria: tuple[str, ...], output: OutputOptions,
) -> None:  # fmt: skip
    """Add the files one by one and say what became of their lines."""
    from essaim.cli.territory_tables import added_table
    from essaim.engine.territories import TableOptions, add_tables

    if name is not None and len(files) > 1:
        raise BadOption(_("--name ne vaut que pour un seul fichier."), _("Ajoutez les fichiers un par un."))
    options = TableOptions(
        name or "", vintage or "", source or "", publisher or "", licence or "", key or "",
        _pairs(levels, "--level"), _pairs(criteria, "--criterion"),
    )  # fmt: skip
    with terminal_progress() as progress:
        reports = add_tables(files, options, progress=progress)
    emit(added_table(reports), output)


@territories.command(help=_("Retirer une table ajoutée."))
@click.argument("name", metavar=_("NOM"))
def remove(name: str) -> None:
    """Take one added table away."""
    from essaim.engine.territories import remove_table

    with terminal_progress() as progress:
        remove_table(name, progress=progress)
    click.echo(_("La table « %(name)s » est retirée.") % {"name": name})


@territories.command(help=_("Les niveaux connus : combien de territoires, combien de communes sans."))
@output_options
def levels(output: OutputOptions) -> None:
    """Print the levels."""
    from essaim.cli.territory_tables import levels_table

    emit(levels_table(_load()), output)


@territories.command(help=_("Ce que contiennent les territoires : niveaux, critères, tables, sources, manques."))
@output_options
def info(output: OutputOptions) -> None:
    """Print what the reference data hold and lack."""
    from essaim.cli.territory_tables import info_tables

    emit_report(info_tables(_load()), output, main="levels")


def guessed_level(known: Territories, code: str) -> str:
    """The level of a code typed alone: a commune, else the first level that has it, widest last.

    Raises:
        UnknownTerritory: no territory has it.
    """
    if known.resolve([code])[0] >= 0:
        return COMMUNE
    for key, level in known.levels.items():
        if code.strip().upper() in level.codes:
            return key
    raise UnknownTerritory(
        _("Aucun territoire n'a le code « %(code)s ».") % {"code": code},
        _("Cherchez-le par son nom : essaim territories find …, ou précisez --level."),
    )


def _load() -> Territories:
    from essaim.engine.territories import load_territories

    with terminal_progress() as progress:
        return load_territories(progress)


def _pairs(texts: tuple[str, ...], option: str) -> dict[str, str] | None:
    """``("zone=ZE:LIBZE",)`` → ``{"zone": "ZE:LIBZE"}``."""
    pairs = {}
    for text in texts:
        name, equals, column = text.partition("=")
        if not equals or not name.strip() or not column.strip():
            raise BadOption(
                _("%(option)s « %(text)s » ne se comprend pas.") % {"option": option, "text": text},
                _("Écrivez nom=colonne, par exemple %(option)s zone=ZE2020.") % {"option": option},
            )
        pairs[name.strip()] = column.strip()
    return pairs or None
