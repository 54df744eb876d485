"""``essaim patterns``: list, read, check and compare pole models."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from essaim.cli.output import Column, OutputOptions, Table, emit, emit_report, output_options
from essaim.engine.errors import EssaimError, InvalidRules
from essaim.engine.language import gettext as _
from essaim.engine.language import ngettext

if TYPE_CHECKING:
    from essaim.engine.patterns import Comparison, Entry, Library, Pattern


@click.group(help=_("Les modèles de pôles : les lister, les lire, en vérifier un, en comparer deux."))
def patterns() -> None:
    """Group of the commands on pole models."""


@patterns.command("list", help=_("Tous les modèles : ceux d'Essaim et ceux de votre dossier."))
@output_options
def list_patterns(output: OutputOptions) -> None:
    """Show or write the library."""
    from essaim.engine.patterns import load_library

    emit(library_table(load_library()), output)


def library_table(library: Library) -> Table:
    """A row per model."""
    columns = (
        Column("key", _("Nom"), "code"),
        Column("title", _("Titre")),
        Column("kind", _("Nature")),
        Column("known_uses", _("Pôles connus"), "int"),
        Column("roles", _("Rôles"), "int"),
        Column("core_roles", _("dont noyau"), "int"),
        Column("sourced_roles", _("dont attestés"), "int"),
        Column("conditions", _("Conditions du territoire"), "int"),
        Column("domains", _("Domaines")),
        Column("origin", _("Origine")),
    )
    notes = [
        _("Modèle : deux pôles connus ou plus. Cas : un seul, à discuter avec lui avant d'en tirer une règle."),
        _("« essaim patterns show NOM » donne tout ; « essaim scan NOM » le confronte aux territoires."),
    ]
    notes += [
        _("Fichier laissé de côté : %(file)s. %(reason)s") % {"file": broken.file, "reason": broken.error.in_a_terminal}
        for broken in library.broken
    ]
    title = ngettext("%(n)d modèle de pôle", "%(n)d modèles de pôles", len(library)) % {"n": len(library)}
    return Table(title, columns, [_library_row(entry) for entry in library.entries], tuple(notes))


def _library_row(entry: Entry) -> dict[str, Any]:
    from essaim.engine.patterns import Basis, vocabulary

    pattern = entry.pattern
    return {
        "key": pattern.key,
        "title": pattern.label(),
        "kind": vocabulary.kinds()[pattern.kind],
        "known_uses": len(pattern.known_uses),
        "roles": len(pattern.roles),
        "core_roles": len(pattern.core_roles),
        "sourced_roles": sum(role.basis is Basis.SOURCE for role in pattern.roles),
        "conditions": len(pattern.conditions),
        "domains": ", ".join(vocabulary.domains()[domain] for domain in pattern.domains),
        "origin": _("Essaim") if entry.origin == "library" else _("votre dossier"),
    }


@patterns.command("show", help=_("Un modèle en entier : rôles, liens, moyens, argent, sources et hypothèses."))
@click.argument("pattern", metavar=_("MODÈLE"))
@click.option("--json", "as_json", is_flag=True, help=_("JSON, pour un programme."))
@click.option("--toml", "as_toml", is_flag=True, help=_("Le fichier lui-même, pour en écrire un autre."))
def show_pattern(pattern: str, as_json: bool, as_toml: bool) -> None:
    """Print one model: as text, as JSON or as its own file."""
    from essaim.engine.errors import BadOption
    from essaim.engine.patterns import find_pattern, pattern_text

    if as_json and as_toml:
        raise BadOption(_("Les options --json et --toml ne vont pas ensemble."), _("Gardez-en une seule."))
    if as_toml:
        click.echo(pattern_text(pattern), nl=False)
        return
    found = find_pattern(pattern)
    if as_json:
        _echo_json(found)
        return
    from essaim.cli.pattern_sheet import print_sheet  # only those who read it pay for it

    print_sheet(found)


def _echo_json(pattern: Pattern) -> None:
    import json

    from essaim.engine.patterns import as_data

    data = {"kind": str(pattern.kind), "digest": pattern.digest, **as_data(pattern)}
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


@patterns.command("check", help=_("Vérifier un modèle que vous écrivez : chaque erreur avec sa ligne et quoi écrire."))
@click.argument("files", metavar=_("FICHIER"), nargs=-1, required=True, type=click.Path(path_type=Path))
def check_patterns(files: tuple[Path, ...]) -> None:
    """Say of each file whether it is a model; fails when one is not."""
    from essaim.engine.patterns import read_pattern

    failures = []
    for file in files:
        try:
            click.echo(_praise(file, read_pattern(file)))
        except EssaimError as error:
            failures.append(error)
    if len(failures) == 1:
        raise failures[0]
    if failures:
        raise InvalidRules("\n".join(error.in_a_terminal for error in failures))


def _praise(file: Path, pattern: Pattern) -> str:
    from essaim.engine.patterns import Basis, vocabulary

    sourced = sum(role.basis is Basis.SOURCE for role in pattern.roles)
    words = {
        "file": file,
        "key": pattern.key,
        "kind": vocabulary.kinds()[pattern.kind],
        "uses": len(pattern.known_uses),
        "roles": len(pattern.roles),
        "sourced": sourced,
    }
    sentence = _(
        "%(file)s : rien à corriger. « %(key)s » est un %(kind)s (pôles connus : %(uses)d) ; "
        "rôles : %(roles)d, dont attestés par une source : %(sourced)d."
    )
    return sentence % words


@patterns.command("compare", help=_("Deux modèles côte à côte : ce qu'ils partagent, ce qui les sépare."))
@click.argument("first", metavar=_("MODÈLE_A"))
@click.argument("second", metavar=_("MODÈLE_B"))
@output_options
def compare_patterns(first: str, second: str, output: OutputOptions) -> None:
    """Compare two models of the library, or two files."""
    from essaim.engine.patterns import compare, find_pattern

    result = compare(find_pattern(first), find_pattern(second))
    emit_report({"headings": headings_table(result), "roles": pairs_table(result)}, output, main="headings")


def headings_table(result: Comparison) -> Table:
    """A row per heading of the comparison."""
    columns = (
        Column("heading", _("Rubrique")),
        Column("share", _("Part commune"), "percent", digits=0),
        Column("common", _("En commun")),
        Column("only_first", _("Seulement « %(key)s »") % {"key": result.first.key}),
        Column("only_second", _("Seulement « %(key)s »") % {"key": result.second.key}),
    )
    rows = [
        {
            "heading": heading.label,
            "share": heading.share,
            "common": " ; ".join(heading.common),
            "only_first": " ; ".join(heading.only_first),
            "only_second": " ; ".join(heading.only_second),
        }
        for heading in result.headings
    ]
    notes = (
        _("Les rubriques ne s'additionnent pas : il n'y a pas de note d'ensemble."),
        _("Inconnu : l'un des deux modèles ne dit rien de cette rubrique."),
    )
    title = _("« %(a)s » et « %(b)s »") % {"a": result.first.label(), "b": result.second.label()}
    return Table(title, columns, rows, notes)


def pairs_table(result: Comparison) -> Table:
    """A row per pair of roles that resemble each other."""
    from essaim.engine.register.families import load_families
    from essaim.engine.register.nomenclature import naf_label

    families = load_families()
    columns = (
        Column("first", _("Rôle de « %(key)s »") % {"key": result.first.key}),
        Column("second", _("Rôle de « %(key)s »") % {"key": result.second.key}),
        Column("likeness", _("Ressemblance"), "percent", digits=0),
        Column("activities", _("Activités communes")),
        Column("families", _("Familles communes")),
    )
    rows = [
        {
            "first": pair.first.label,
            "second": pair.second.label,
            "likeness": pair.likeness,
            "activities": " ; ".join(f"{code} {naf_label(code)}".strip() for code in pair.activities[:5])
            + (" …" if len(pair.activities) > 5 else ""),
            "families": " ; ".join(families[name].label() if name in families else name for name in pair.families),
        }
        for pair in result.pairs
    ]
    note = _("Deux rôles se ressemblent par les activités qu'ils visent, puis par ce qui les confirme.")
    return Table(_("Rôles qui se ressemblent"), columns, rows, (note,))
