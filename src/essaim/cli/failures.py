"""Failures as sentences: what went wrong, what to do next, which exit code."""

from __future__ import annotations

import errno
import os
import sys
import traceback

import click

from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext as _

INTERRUPTED = 130
BROKEN_PIPE = 141


def explain(error: BaseException, *, debug: bool) -> int:
    """Say on the standard error what happened and return the exit code.

    Args:
        error: what reached the top.
        debug: print the traceback before the sentence.
    """
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else 1
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, BrokenPipeError):
        return _drop_output()
    if debug:
        traceback.print_exception(error)
    if isinstance(error, KeyboardInterrupt | click.Abort):
        click.echo(_("Interrompu. Rien n'a été modifié."), err=True)
        return INTERRUPTED
    if isinstance(error, EssaimError):
        _say(error.in_a_terminal)
        return error.exit_code
    if isinstance(error, click.ClickException):
        return _explain_usage(error)
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        _say(_("Le disque est plein. Libérez de la place, puis recommencez ; rien de ce qui existait n'a été perdu."))
        return 1
    if isinstance(error, MemoryError):
        _say(_("La mémoire de cette machine ne suffit pas. Fermez d'autres programmes, ou réduisez la demande."))
        return 1
    _say(
        _(
            "un défaut d'Essaim a interrompu la commande (%(kind)s) ; vos données n'ont pas été modifiées."
            " Relancez la même commande avec --debug pour obtenir le détail, et joignez-le à votre signalement."
        )
        % {"kind": type(error).__name__}
    )
    return 1


def _explain_usage(error: click.ClickException) -> int:
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        click.echo(error.format_message())
        return error.exit_code
    _say(error.format_message())
    context = getattr(error, "ctx", None)
    if context is not None:
        click.echo(_("Aide : %(command)s --help") % {"command": context.command_path}, err=True)
    return error.exit_code


def _say(sentence: str) -> None:
    click.echo(_("Erreur : %(sentence)s") % {"sentence": sentence}, err=True)


def _drop_output() -> int:
    # The reader (head, less) has gone: without this, Python complains again when it closes the standard output.
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        pass
    return BROKEN_PIPE
