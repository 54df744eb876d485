"""click speaks the language in use: its own messages, its headings, the names of its values.

click translates through the standard ``gettext`` with the domain of the process; its French stands in
``locale/fr/LC_MESSAGES/click.po``, beside ours.
"""

from __future__ import annotations

import gettext
import os
from importlib.resources import files
from typing import Any

import click

from essaim.engine.language import current_language, use_language
from essaim.engine.language import gettext as _

DOMAIN = "click"


def speak(code: str) -> None:
    """Make Essaim and click speak ``code`` ("fr" or "en") in this process."""
    use_language(code)
    os.environ["LANGUAGE"] = current_language()  # the only way the standard gettext takes a language
    gettext.bindtextdomain(DOMAIN, str(files("essaim") / "locale"))
    gettext.textdomain(DOMAIN)


def translate_metavars(command: click.Command) -> None:
    """Translate what click leaves in English in usage lines: COMMAND, ARGS, INTEGER, TEXT… Subcommands included."""
    words = _metavars()
    if command.options_metavar == "[OPTIONS]":
        command.options_metavar = _("[OPTIONS]")
    for parameter in command.params:
        known = words.get(type(parameter.type))
        if isinstance(parameter, click.Option) and parameter.metavar is None and known and not parameter.is_flag:
            parameter.metavar = known
    if isinstance(command, click.Group):
        command.subcommand_metavar = _("COMMANDE [ARGUMENTS]…")
        for child in command.commands.values():
            # click would cut the sentence at 45 characters; it wraps this one.
            child.short_help = child.short_help or (child.help or "").partition("\n\n")[0]
            translate_metavars(child)


def _metavars() -> dict[type[click.ParamType[Any]], str]:
    return {
        type(click.INT): _("ENTIER"),
        type(click.FLOAT): _("NOMBRE"),
        type(click.STRING): _("TEXTE"),
        click.IntRange: _("ENTIER"),
        click.FloatRange: _("NOMBRE"),
        click.Path: _("FICHIER"),
        click.File: _("FICHIER"),
    }
