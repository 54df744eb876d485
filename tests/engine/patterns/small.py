"""The smallest model that is right, and how to change one line of it."""

SMALL = """\
key = "atelier-velo"
title = "Ateliers de vélo"
version = "1.0"
summary = "Un atelier et une collectivité remettent des vélos en selle."
problem = "Des vélos sont jetés."
domains = ["mobility", "reuse"]

[[known_use]]
name = "Pôle d'essai"
sources = ["https://exemple.fr/pole"]

[[role]]
key = "ateliers"
label = "Ateliers"
why = "Sans eux, rien ne roule."
minimum = 1
ideal = 3
part = "core"
basis = "source"
sources = ["Pôle d'essai"]
reach_km = 20
suggests = { naf = { rev2 = ["95.29Z"], naf2025 = ["95.29G"] } }
confirms = { family = "ess" }
"""

SECOND_USE = """
[[known_use]]
name = "Autre pôle"
sources = ["https://exemple.fr/autre"]
"""


def changed(old: str, new: str) -> str:
    """``SMALL`` with one text replaced; fails when the text is not there exactly once."""
    assert SMALL.count(old) == 1
    return SMALL.replace(old, new)


def line_of(text: str, piece: str) -> int:
    """The line of ``text`` (from 1) on which ``piece`` first stands."""
    return next(number for number, row in enumerate(text.splitlines(), start=1) if piece in row)
