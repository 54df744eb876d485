"""``essaim register``: import the register of establishments, get its files, say what it is and what it knows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from essaim.cli.output import (
    Column,
    OutputOptions,
    Table,
    emit_report,
    output_options,
    show,
    terminal_progress,
    warn_synthetic,
)
from essaim.cli.register_sources import fetch, synthesize
from essaim.engine.language import gettext as _

if TYPE_CHECKING:
    from essaim.engine.register import DepartementCoverage, ImportReport, RegisterInfo

_FILE = click.Path(path_type=Path)
PARTS = ("register", "coverage", "known", "rejected")


@click.group(help=_("Le registre des établissements (SIRENE) : l'obtenir, l'importer, savoir ce qu'il contient."))
def register() -> None:
    """The group of the register's commands."""


register.add_command(fetch)
register.add_command(synthesize)


@register.command(
    "import",
    help=_(
        "Importer le registre des établissements.\n\n"
        "Donnez les fichiers officiels de SIRENE (StockEtablissement, et si possible StockUniteLegale, la"
        " géolocalisation et l'Annuaire unites_legales), ou une table qui a au moins siret, naf et code_commune."
        " Parquet, CSV (aussi en .zip) ou XLSX ; l'ordre ne compte pas, chaque fichier est reconnu à ses colonnes."
        " Le registre en usage n'est remplacé que si l'import va au bout."
    ),
)
@click.argument("files", nargs=-1, required=True, type=_FILE, metavar=_("FICHIER…"))
@click.option(
    "--covers",
    metavar=_("CODES"),
    help=_("Départements et communes que les fichiers contiennent en entier : 04,05,48095, ou tout."),
)
@click.option("--vintage", metavar=_("DATE"), help=_("Date des données, si les fichiers ne la disent pas : 2025-09."))
@click.option("--source", metavar=_("TITRE"), help=_("Titre de la source, pour une table simple."))
@output_options
def import_files(
    files: Sequence[Path], covers: str | None, vintage: str | None, source: str | None, output: OutputOptions
) -> None:  # fmt: skip
    """Import files and show what was made of them."""
    from essaim.engine.register import CoverageClaim, coverage_table, import_register, open_register
    from essaim.engine.territories import load_territories

    claim = CoverageClaim.parse(covers) if covers is not None else None
    with terminal_progress() as progress:
        territories = load_territories(progress)
        report = import_register(
            files,
            territories=territories,
            at=datetime.now(UTC),
            vintage=vintage,
            source=source,
            coverage=claim,
            progress=progress,
        )
        lines = coverage_table(open_register(territories), territories)
    emit_report(register_tables(report, lines), output, main="register")


@register.command("info", help=_("Ce que le registre en usage est, couvre et connaît."))
@click.option(
    "--part",
    type=click.Choice(PARTS),
    default="coverage",
    show_default=True,
    help=_("Le tableau écrit en CSV ; les autres sorties les contiennent tous."),
)
@output_options
def info(part: str, output: OutputOptions) -> None:  # fmt: skip
    """Show the register in use."""
    from essaim.engine.register import coverage_table, last_import, open_register
    from essaim.engine.territories import load_territories

    report = last_import()
    with terminal_progress() as progress:
        territories = load_territories(progress)
        lines = coverage_table(open_register(territories), territories)
    emit_report(register_tables(report, lines), output, main=part)


@register.command(
    "versions", help=_("Les cinq dernières versions du registre gardées sur ce poste, et celle qui sert.")
)
def versions() -> None:
    """Show the versions of the store."""
    from essaim.engine.register import kept_imports

    columns = (
        Column("version", _("Version"), "code"),
        Column("vintage", _("Millésime"), "code"),
        Column("rows", _("Établissements"), "int"),
        Column("source", _("Source")),
        Column("imported", _("Import"), "code"),
        Column("used", _("En usage")),
    )
    rows = [
        {
            "version": report.version,
            "vintage": report.info.source.vintage,
            "rows": report.info.rows,
            "source": report.info.source.title,
            "imported": _moment(report.info),
            "used": _("oui") if used else "",
        }
        for report, used in kept_imports()
    ]
    note = _("« essaim register use VERSION » remet une version en usage ; un nouvel import efface la plus ancienne.")
    show(Table(_("Versions du registre"), columns, rows, (note,)))


@register.command("use", help=_("Remettre en usage une version gardée du registre (voir « versions »)."))
@click.argument("version", metavar="VERSION")
def use(version: str) -> None:
    """Point the store at a kept version."""
    from essaim.engine.register import use_import

    report = use_import(version)
    click.echo(
        _("Registre en usage : %(source)s, %(vintage)s (%(version)s).")
        % {"source": report.info.source.title, "vintage": report.info.source.vintage, "version": report.version}
    )
    if report.info.source.synthetic:
        warn_synthetic()


def register_tables(report: ImportReport, lines: Sequence[DepartementCoverage]) -> dict[str, Table]:
    """The register as tables, by name, in reading order."""
    about = {"sources": (report.info.source,)}
    tables = {
        "register": _register_table(report, about),
        "coverage": _coverage_table(report, lines, about),
        "known": _known_table(report, about),
    }
    return tables | ({"rejected": _rejected_table(report, about)} if report.rejected else {})


def _register_table(report: ImportReport, about: dict[str, Any]) -> Table:
    info = report.info
    repaired = {"siret": _("SIRET réparés (zéros perdus)"), "commune": _("Codes de commune réparés (zéro perdu)")}
    facts: list[tuple[str, int]] = [
        (_("Établissements actifs gardés"), info.rows),
        (_("Profils distincts"), report.profiles),
        (_("Communes qui ont au moins un établissement"), report.communes),
        (_("Lignes refusées"), report.rejected_lines),
        (_("Établissements fermés, laissés de côté"), report.closed),
        (_("Établissements à l'étranger, laissés de côté"), report.abroad),
        (_("Lignes en double, laissées de côté"), report.duplicates),
        *((repaired[name], count) for name, count in report.repaired.items()),
        (_("SIRET gardés dont la clé de contrôle est fausse"), report.luhn),
    ]
    notes = [
        _("Fichiers : %(files)s.") % {"files": ", ".join(info.files)},
        _("Millésime : %(vintage)s. Import : %(moment)s.") % {"vintage": info.source.vintage, "moment": _moment(info)},
        _("Version %(version)s, dans %(path)s.") % {"version": report.version, "path": report.path},
    ]
    if report.rejected_file is not None:
        notes.append(_("Les lignes refusées sont dans %(path)s.") % {"path": report.rejected_file})
    columns = (Column("fact", _("Registre")), Column("value", _("Nombre"), "int"))
    return Table(
        _("Registre"), columns, [{"fact": fact, "value": value} for fact, value in facts], tuple(notes), **about
    )


def _coverage_table(report: ImportReport, lines: Sequence[DepartementCoverage], about: dict[str, Any]) -> Table:
    from essaim.engine.register import coverage_word

    columns = (
        Column("code", _("Code"), "code"),
        Column("name", _("Département")),
        Column("coverage", _("Couverture")),
        Column("whole", _("Communes entières"), "int"),
        Column("partial", _("En partie"), "int"),
        Column("none", _("Non couvertes"), "int"),
        Column("rows", _("Établissements"), "int"),
    )
    covered = [line for line in lines if line.whole or line.partial]
    rows = [
        {
            "code": line.code, "name": line.name, "coverage": coverage_word(line), "whole": line.whole,
            "partial": line.partial, "none": line.none, "rows": line.rows,
        }
        for line in covered
    ]  # fmt: skip
    notes = [_("Couverture : %(basis)s.") % {"basis": report.info.coverage_basis}]
    if len(covered) < len(lines):
        notes.append(
            _("%(n)d départements ne sont pas couverts : ce qui s'y trouve est inconnu, et non absent.")
            % {"n": len(lines) - len(covered)}
        )
    return Table(_("Couverture par département"), columns, rows, tuple(notes), **about)


def _known_table(report: ImportReport, about: dict[str, Any]) -> Table:
    from essaim.engine.register import attribute_labels

    columns = (
        Column("key", _("Clé"), "code"),
        Column("attribute", _("Ce que le registre connaît")),
        Column("share", _("Part des établissements"), "percent"),
    )
    rows = [
        {"key": key, "attribute": label, "share": report.info.known.get(key)}
        for key, label in attribute_labels().items()
    ]
    notes = (
        _("Ce qui dépend d'une information inconnue reste inconnu : ni oui, ni non."),
        _("Un nom n'est gardé que s'il peut être montré : jamais celui d'une personne physique."),
    )
    return Table(_("Informations connues"), columns, rows, notes, **about)


def _rejected_table(report: ImportReport, about: dict[str, Any]) -> Table:
    columns = (
        Column("reason", _("Motif")),
        Column("lines", _("Lignes"), "int"),
        Column("values", _("Valeurs les plus fréquentes")),
    )
    rows = [
        {
            "reason": found.text,
            "lines": found.lines,
            "values": ", ".join(f"{value} ({count})" for value, count in found.values),
        }
        for found in report.rejected
    ]
    notes = (_("Liste : %(path)s.") % {"path": report.rejected_file},) if report.rejected_file else ()
    return Table(_("Lignes refusées"), columns, rows, notes, **about)


def _moment(info: RegisterInfo) -> str:
    """When it was imported, in French time, as its number says the day."""
    return f"{datetime.fromisoformat(info.imported).astimezone(ZoneInfo('Europe/Paris')):%Y-%m-%d %H:%M}"
