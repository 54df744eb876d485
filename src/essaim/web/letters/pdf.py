"""A letter to sign as a tagged PDF (PDF/UA-1): only the fonts that typst brings, nothing fetched."""

from __future__ import annotations

import json
import re
import tempfile
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from essaim.engine.language import current_language
from essaim.web.letters.words import LetterWords

# Signs that Libertinus surely draws; another one becomes « [?] », for a text read aloud must be drawn too.
_UNDRAWN = re.compile("[^\\n -~\u00a0-\u017f\u2009\u2013\u2014\u2018-\u201e\u2022\u2026\u202f\u20ac]")


def letter_pdf(words: LetterWords) -> bytes:
    """The letter laid out."""
    import typst  # only those who ask for a PDF pay for it

    said = asdict(words) | {"day": [words.day.year, words.day.month, words.day.day], "colon": colon()}
    try:
        return _compiled(said)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        return _compiled(_drawn(said))


def colon() -> str:
    """What parts a label from its value in the language in use."""
    return "\u00a0:" if current_language() == "fr" else ":"


def _drawn(value: Any) -> Any:
    if isinstance(value, str):
        return _UNDRAWN.sub("[?]", value)
    if isinstance(value, dict):
        return {key: _drawn(one) for key, one in value.items()}
    return [_drawn(one) for one in value] if isinstance(value, list) else value


def _compiled(said: dict[str, Any]) -> bytes:
    import typst

    year, month, day = said["day"]
    # A folder of its own as root: the template can read no other file of the machine.
    with tempfile.TemporaryDirectory(prefix="essaim-") as folder:
        root = Path(folder)
        template = root / "letter.typ"
        template.write_bytes((files("essaim") / "data" / "documents" / "letter.typ").read_bytes())
        return typst.compile(
            template, root=root, font_paths=[], ignore_system_fonts=True, format="pdf", pdf_standards=["ua-1"],
            sys_inputs={"data": json.dumps(said, ensure_ascii=False)}, package_path=root,
            package_cache_path=root, timestamp=datetime(year, month, day, tzinfo=UTC),
        )  # fmt: skip
