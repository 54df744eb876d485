"""Tagged PDF (PDF/UA-1), the sheet of a pole first: the same facts give the same bytes, whatever the machine."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from essaim.engine.language import gettext as _

# Signs that Libertinus surely draws, the widest set first: a text read aloud must not hold a sign that nobody drew.
_DRAWN = (
    re.compile("[^\\n -~\u00a0-\u052f\u1e00-\u1eff\u2000-\u206f\u2070-\u209f\u20a0-\u20bf\u2100-\u22ff]"),
    re.compile("[^\\n -~\u00a0-\u017f\u2009\u2013\u2014\u2018-\u201e\u2022\u2026\u202f\u20ac]"),
)


def sheet_pdf(words: Mapping[str, Any]) -> bytes:
    """The words of ``sheet_words`` laid out."""
    return document_pdf(words, "sheet.typ")


def document_pdf(words: Mapping[str, Any], template: str) -> bytes:
    """Words laid out by a template of ``data/documents``. Only typst's own fonts are used, and nothing is fetched.

    ``words`` hold ``day`` (year, month, day) and ``about``, the last lines; ``map`` is a drawing, or None.

    Signs that no such font draws (Chinese, Arabic, pictures) become « [?] », and the last lines say so.
    """
    import typst  # only those who ask for a PDF pay for it

    for undrawn in _DRAWN:
        try:
            return _compiled(words, template)
        except typst.TypstError as error:
            if "could not be displayed" not in str(error):
                raise
            words = _replaced(words, undrawn)
    return _compiled(words, template)


def _replaced(words: Mapping[str, Any], undrawn: re.Pattern[str]) -> dict[str, Any]:
    found: dict[str, Any] = {key: value if key == "map" else _without(value, undrawn) for key, value in words.items()}
    said = _("Des signes que ce document ne sait pas dessiner sont remplacés par [?] ; la page les montre.")
    return {**found, "about": [*(line for line in found["about"] if line != said), said]}


def _without(value: Any, undrawn: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return undrawn.sub("[?]", value)
    if isinstance(value, dict):
        return {key: one if key == "url" else _without(one, undrawn) for key, one in value.items()}
    return [_without(one, undrawn) for one in value] if isinstance(value, list) else value


def _compiled(words: Mapping[str, Any], name: str) -> bytes:
    import typst

    year, month, day = words["day"]
    # A folder of its own as root: the template can read no other file of the machine.
    with tempfile.TemporaryDirectory(prefix="essaim-") as folder:
        root = Path(folder)
        template = root / name
        template.write_bytes((files("essaim") / "data" / "documents" / name).read_bytes())
        return typst.compile(
            template, root=root, font_paths=[], ignore_system_fonts=True, format="pdf", pdf_standards=["ua-1"],
            sys_inputs={"data": json.dumps(dict(words), ensure_ascii=False)}, package_path=root,
            package_cache_path=root, timestamp=datetime(year, month, day, tzinfo=UTC),
        )  # fmt: skip
