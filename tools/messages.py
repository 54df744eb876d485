"""Maintainer's tool: extract the sentences from the code, update the catalogues, compile them.

French is the source language: its catalogue is filled here, for the plural forms. English is written by people.
"""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from hatch_build import compile_catalogues
from template_sentences import METHODS

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "src" / "essaim" / "locale"
KEYWORDS = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2)}
# A catalogue changes when a sentence does, not when the tool runs.
SAME_DATE = datetime(2026, 1, 1, tzinfo=UTC)


def extracted() -> Catalog:
    """Every sentence of the code that people read, with the files it stands in."""
    template = Catalog(project="essaim", creation_date=SAME_DATE, fuzzy=False)
    found = extract_from_dir(ROOT / "src" / "essaim", method_map=METHODS, keywords=KEYWORDS)
    for filename, _line, message, comments, context in sorted(found, key=lambda entry: (entry[0], entry[1])):
        template.add(message, None, [(filename, 0)], auto_comments=comments, context=context)
    return template


def updated(language: str, template: Catalog) -> Catalog:
    """The catalogue of ``language`` with exactly the sentences of ``template``; former translations are kept."""
    path = LOCALE / language / "LC_MESSAGES" / "essaim.po"
    catalogue = Catalog(locale=language, domain="essaim")
    if path.exists():
        with path.open("rb") as text:
            catalogue = read_po(text, locale=language, domain="essaim")
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.fuzzy = False
    catalogue.project, catalogue.version = "essaim", "0"
    catalogue.msgid_bugs_address = catalogue.last_translator = catalogue.language_team = "essaim"
    catalogue.creation_date = catalogue.revision_date = SAME_DATE
    catalogue.header_comment = (
        f"# Sentences of Essaim ({language}). Written by `make messages`; translate the empty ones."
    )
    if language == "fr":
        for message in catalogue:
            if message.id:
                message.string = message.id
    return catalogue


def main() -> int:
    """Update and compile, or compile only; says what is left to translate."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--compile", action="store_true", help="compile only")
    if not parser.parse_args().compile:
        for language in ("fr", "en"):
            # Extracted for each: Babel's update hands over the very messages of the template.
            catalogue = updated(language, extracted())
            path = LOCALE / language / "LC_MESSAGES" / "essaim.po"
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as text:
                write_po(text, catalogue, width=120, include_lineno=False, sort_by_file=True)
            empty = sum(1 for message in catalogue if message.id and not all(_forms(message.string)))
            print(f"{language}: {len(catalogue)} sentences, {empty} to translate")
    compile_catalogues(LOCALE)
    return 0


def _forms(string: object) -> tuple[str, ...]:
    return string if isinstance(string, tuple) else (str(string or ""),)


if __name__ == "__main__":
    sys.exit(main())
