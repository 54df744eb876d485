"""The index of names: every name on its own line of one text, in a form that forgives how people write.

Finding a name is then a search in one text of about a megabyte, without any structure in memory.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import numpy as np
from numpy.typing import NDArray

from essaim.engine.territories.compiling.compose import Draft

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l"})
_ABBREVIATIONS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
_ARTICLES = ("le ", "la ", "les ", "l ", "aux ", "las ", "los ")
_NOT_WORDS = re.compile(r"[^a-z0-9]+")
_OVER = re.compile(r"\bs/(?=\s|\w)")

COMMUNE_ENTRY, FORMER_ENTRY = 0, 1
FIRST_LEVEL_ENTRY = 2


def search_form(text: str) -> str:
    """A name as it is searched: no accents, ligatures, hyphens, apostrophes or case; St is Saint.

    >>> search_form("St-Étienne-du-Grès"), search_form("L'Œuf s/ Marne")
    ('saint etienne du gres', 'l oeuf sur marne')
    """
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LIGATURES))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = _NOT_WORDS.sub(" ", _OVER.sub("sur ", plain)).split()
    return " ".join(_ABBREVIATIONS.get(word, word) for word in words)


def without_article(form: str) -> str:
    """A search form without its leading article: ``"le havre"`` → ``"havre"``."""
    for article in _ARTICLES:
        if form.startswith(article) and len(form) > len(article):
            return form[len(article) :]
    return form


def build_search_arrays(draft: Draft) -> dict[str, NDArray[Any]]:
    """The arrays of the index.

    ``search_text``: bytes, one name a line, a line break before the first; ``search_start`` (e,) where each line
    starts; ``search_kind`` (e,) 0 commune, 1 former commune, 2 and more the levels in order; ``search_target`` (e,)
    place in its own list (commune, former code, territory of the level); ``search_population`` (e,) to order the
    answers.
    """
    population = np.nan_to_num(draft.communes["population"]).astype(np.float64)
    lines: list[str] = []
    kinds: list[int] = []
    targets: list[int] = []
    people: list[float] = []

    def add(names: NDArray[np.str_], kind: int, inhabitants: NDArray[np.float64]) -> None:
        for place, name in enumerate(names.tolist()):
            form = search_form(name)
            for line in dict.fromkeys((form, without_article(form))):
                if line:
                    lines.append(line)
                    kinds.append(kind)
                    targets.append(place)
                    people.append(inhabitants[place])

    add(draft.communes["name"], COMMUNE_ENTRY, population)
    add(draft.former.names, FORMER_ENTRY, population[draft.former.index])
    for rank, level in enumerate(draft.levels.values()):
        inside = level.member >= 0
        total = np.bincount(level.member[inside], population[inside], minlength=level.codes.size).astype(np.float64)
        # A territory that no table names bears its code for a name: it is found by its code.
        add(np.where(level.names == level.codes, "", level.names), FIRST_LEVEL_ENTRY + rank, total)
    encoded = [line.encode("ascii", "ignore") for line in lines]
    lengths = np.array([len(line) + 1 for line in encoded], dtype=np.int64)
    return {
        "search_text": np.frombuffer(b"\n" + b"".join(line + b"\n" for line in encoded), dtype=np.uint8),
        "search_start": (1 + np.concatenate(([0], np.cumsum(lengths)[:-1]))).astype(np.int64),
        "search_kind": np.array(kinds, dtype=np.uint8),
        "search_target": np.array(targets, dtype=np.int32),
        "search_population": np.array(people, dtype=np.float64),
    }
