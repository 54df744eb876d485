"""Find the sentences of the templates, what stands in ``{% say "…" %}`` and ``{% say_many "…" "…" n %}``; and the short
names of the pole models: their roles and conditions."""

import re
import tomllib
from collections.abc import Collection, Iterator
from typing import IO, Any

_TAG = re.compile(r"\{%-?\s*(say|say_many)\s+\"([^\"]*)\"(?:\s+\"([^\"]*)\")?")


def extract(
    file: IO[bytes], keywords: Collection[str], comment_tags: Collection[str], options: dict[str, Any]
) -> Iterator[tuple[int, str, str | tuple[str, str], list[str]]]:
    """As Babel asks of an extractor: line, function, message or messages, comments."""
    for number, line in enumerate(file.read().decode("utf-8").splitlines(), start=1):
        for tag, one, many in _TAG.findall(line):
            yield (number, "ngettext", (one, many), []) if tag == "say_many" else (number, "gettext", one, [])


def names(
    file: IO[bytes], keywords: Collection[str], comment_tags: Collection[str], options: dict[str, Any]
) -> Iterator[tuple[int, str, str, list[str]]]:
    """As Babel asks of an extractor: the label of each role and condition of a pole model."""
    model = tomllib.load(file)
    for key in ("role", "condition"):
        for one in model.get(key, []):
            yield 1, "gettext", one["label"], []


# How each kind of file is read.
METHODS = [("**.py", "python"), ("**.html", extract), ("**.svg", extract), ("data/patterns/*.toml", names)]
