"""The command ``essaim``: finds the subcommand, speaks the right language, turns every failure into a sentence.

Subcommands are imported when they are called: ``essaim --help`` must not wait for NumPy and DuckDB.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from gettext import gettext as click_gettext
from importlib import import_module
from typing import Any, NoReturn

import click

from essaim import __version__
from essaim.cli.failures import explain
from essaim.cli.french import speak, translate_metavars
from essaim.engine.language import gettext as _

# name → module:attribute. The attribute is a click command or group.
COMMANDS = {
    "territories": "essaim.cli.territories:territories",
    "register": "essaim.cli.register:register",
    "diagnose": "essaim.cli.diagnose:diagnose",
    "patterns": "essaim.cli.patterns:patterns",
    "scan": "essaim.cli.scan:scan",
    "site": "essaim.cli.site:site",
    "demo": "essaim.cli.demo:demo",
}


@dataclass
class Wishes:
    """The options that hold for every command, wherever they stand on the line."""

    language: str
    debug: bool
    rest: list[str] = field(default_factory=list)


def read_wishes(arguments: Sequence[str]) -> Wishes:
    """Take ``--lang`` and ``--debug`` out of the line: the language must be known before any command is imported."""
    wishes = Wishes(os.environ.get("ESSAIM_LANG", "fr"), os.environ.get("ESSAIM_DEBUG", "0") not in ("", "0"))
    left = list(arguments)
    while left:
        word = left.pop(0)
        if word == "--":
            wishes.rest += [word, *left]
            break
        if word == "--debug":
            wishes.debug = True
        elif word.startswith("--lang="):
            wishes.language = word.removeprefix("--lang=")
        elif word == "--lang" and left:
            wishes.language = left.pop(0)
        else:
            wishes.rest.append(word)
    return wishes


def summaries() -> dict[str, str]:
    """What each command does, in one line, without importing it."""
    return {
        "territories": _("Chercher, comparer et compléter les territoires."),
        "register": _("Importer, télécharger ou décrire le registre des établissements (SIRENE)."),
        "diagnose": _("Diagnostic d'un territoire : acteurs, composition, candidats."),
        "patterns": _("Lister, lire, vérifier et comparer les modèles de pôles."),
        "scan": _("Confronter un modèle de pôle à tous les territoires."),
        "site": _("Le site : le préparer, l'ouvrir sur cette machine."),
        "demo": _("Voir l'essentiel tourner, sans rien préparer."),
    }


class Commands(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of their use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now; None when there is none."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name].split(":")
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)
        translate_metavars(command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """click's, which looks for near names among commands already imported: here, among all."""
        try:
            return super().resolve_command(ctx, args)
        except click.NoSuchCommand as error:
            raise click.NoSuchCommand(error.command_name, possibilities=COMMANDS, ctx=ctx) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, from ``summaries``: importing them all would cost a second."""
        with formatter.section(click_gettext("Commands")):
            formatter.write_dl(list(summaries().items()))


def program() -> click.Group:
    """The whole command line, in the language in use."""
    group = Commands(
        "essaim",
        help=_(
            "Fonder, conduire et essaimer des pôles territoriaux de coopération économique (PTCE).\n\n"
            "Pour commencer : « essaim demo »."
        ),
        epilog=_("Aide d'une commande : essaim COMMANDE --help"),
        no_args_is_help=True,
        params=[
            # Read beforehand by read_wishes; declared here to stand in the help.
            click.Option(["--lang"], type=click.Choice(["fr", "en"]), help=_("Langue (ou variable ESSAIM_LANG)."),
                         expose_value=False),
            click.Option(["--debug"], is_flag=True, help=_("Montrer le détail technique d'une erreur."),
                         expose_value=False),
        ],
    )  # fmt: skip
    click.version_option(__version__, message="essaim %(version)s", help=_("Afficher la version."))(group)
    translate_metavars(group)
    return group


def main(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; whatever fails is said in one sentence.

    0 done; 1 the data do not allow it, or a defect of ours; 2 the question is wrong; 130 interrupted.
    """
    wishes = read_wishes(arguments)
    speak(wishes.language)
    try:
        if wishes.language not in ("fr", "en"):
            raise click.UsageError(_("La langue « %(code)s » n'existe pas : fr ou en.") % {"code": wishes.language})
        result: Any = program().main(wishes.rest, prog_name="essaim", standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) and not isinstance(result, bool) else 0
    except BaseException as error:
        # The last stop: whatever it is, a person must read a sentence and not a traceback.
        if isinstance(error, GeneratorExit):
            raise
        return explain(error, debug=wishes.debug)


def run() -> NoReturn:
    """Entry point of ``essaim`` and of ``python -m essaim``."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")  # a terminal without accents must not stop the work
    sys.exit(main(sys.argv[1:]))
