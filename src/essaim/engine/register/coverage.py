"""How much of each commune the register holds: none, part, or all of its active establishments.

Not covered means unknown, never zero. Coverage is claimed by whoever imports, or derived from the rows; the rule
used is said in a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from essaim.engine.errors import BadOption, UnknownTerritory
from essaim.engine.language import gettext as _
from essaim.engine.register.register import Coverage, Register
from essaim.engine.territories import Territories

_EVERYWHERE = {"ALL", "TOUT"}
WHOLE_SHARE = 0.9
# Real départements count 200 active establishments per 1,000 inhabitants and more; far below, rows are strays.
LEAST_PER_INHABITANT = 0.05


@dataclass(frozen=True)
class CoverageClaim:
    """What the importer says the files hold whole.

    Attributes:
        departements: codes of départements.
        communes: codes of communes.
        everything: the whole of France.
    """

    departements: tuple[str, ...] = ()
    communes: tuple[str, ...] = ()
    everything: bool = False

    @staticmethod
    def parse(text: str) -> CoverageClaim:
        """A claim from ``"04,05,48095"`` (départements and communes), or ``"all"``, ``"tout"``.

        Raises:
            BadOption: nothing in it.
        """
        words = [word.strip().upper() for word in text.split(",") if word.strip()]
        if not words:
            raise BadOption(
                _("La couverture annoncée est vide."),
                _("Écrivez les départements ou communes entiers, par exemple 04,05,48095, ou tout : toute la France."),
            )
        if _EVERYWHERE & set(words):
            return CoverageClaim(everything=True)
        return CoverageClaim(
            departements=tuple(word for word in words if len(word) <= 3),
            communes=tuple(word for word in words if len(word) > 3),
        )


@dataclass(frozen=True)
class CoverageFound:
    """Coverage of each commune, shape (n_communes,), and the rule that gave it, in a sentence."""

    communes: NDArray[np.int8]
    basis: str


@dataclass(frozen=True)
class DepartementCoverage:
    """One line of the coverage table: communes by coverage, and rows."""

    code: str
    name: str
    whole: int
    partial: int
    none: int
    rows: int


def claimed_coverage(claim: CoverageClaim, rows: NDArray[np.int64], territories: Territories) -> CoverageFound:
    """Coverage as claimed: what the claim names is whole; elsewhere communes that have rows are partial.

    Args:
        claim: what is said to be whole.
        rows: establishments of each commune, shape (n_communes,).
        territories: the communes.

    Raises:
        UnknownTerritory: a code of the claim is none of theirs, or that of an arrondissement or former commune.
    """
    if claim.everything:
        return CoverageFound(
            np.full(territories.n, Coverage.WHOLE, dtype=np.int8), _("toute la France, annoncée à l'import")
        )
    found = _where_rows(rows)
    level = territories.level("departement")
    for code in claim.departements:
        found[level.member == level.index(code)] = Coverage.WHOLE
    places = territories.resolve(list(claim.communes)) if claim.communes else np.empty(0, dtype=np.int32)
    for code, place in zip(claim.communes, places, strict=True):
        # The code of an arrondissement or of a former commune is that of a part: the commune is not whole with it.
        if place < 0 or territories.codes[place] != code:
            raise UnknownTerritory(
                _("La couverture annoncée cite « %(code)s », qui n'est pas une commune d'aujourd'hui.")
                % {"code": code},
                _("Donnez des codes de département (48) ou de commune (48095), séparés par des virgules."),
            )
        found[place] = Coverage.WHOLE
    named = ", ".join((*claim.departements, *claim.communes))
    basis = _("entiers, annoncés à l'import : %(codes)s ; ailleurs, partielle là où il y a des lignes")
    return CoverageFound(found, basis % {"codes": named})


def derived_coverage(
    rows: NDArray[np.int64],
    complete: NDArray[np.int64] | None,
    territories: Territories,
    *,
    official: bool,
    synthetic: bool,
) -> CoverageFound:
    """Coverage told from the rows themselves, one département at a time.

    Args:
        rows: establishments of each commune, shape (n_communes,).
        complete: how many of them carry the word "complet" in a column ``couverture``; None without such a column.
        territories: the communes.
        official: the files are INSEE's stock.
        synthetic: the establishments are made up.

    The word "complet" is judged by département: a stray row in a neighbouring commune carries the word of the file it
    comes from. A commune speaks for its département when most of its rows carry the word.
    """
    if synthetic and official:
        found = _whole_departements(rows, rows > 0, territories, least=0.0)
        basis = _("registre synthétique : chaque département où il a des lignes est tenu pour entier")
    elif complete is not None:
        found = _whole_departements(rows, 2 * complete > rows, territories, least=WHOLE_SHARE)
        basis = _(
            "colonne « couverture » : un département est entier quand au moins 90 % de ses communes y sont dites"
            " complètes, avec au moins 50 établissements pour 1 000 habitants ; ailleurs, partielle là où il y a des"
            " lignes"
        )
    elif official:
        found = _whole_departements(rows, rows > 0, territories, least=WHOLE_SHARE)
        basis = _(
            "fichiers officiels : un département est entier quand au moins 90 % de ses communes ont des lignes, avec au"
            " moins 50 établissements pour 1 000 habitants ; ailleurs, partielle là où il y a des lignes"
        )
    else:
        found = _where_rows(rows)
        basis = _("rien ne dit ce que la table a en entier : partielle là où il y a des lignes (option --covers)")
    return CoverageFound(found, basis)


def _where_rows(rows: NDArray[np.int64]) -> NDArray[np.int8]:
    return np.where(rows > 0, Coverage.PARTIAL, Coverage.NONE).astype(np.int8)


def _whole_departements(
    rows: NDArray[np.int64], speaks: NDArray[np.bool_], territories: Territories, *, least: float
) -> NDArray[np.int8]:
    level = territories.level("departement")
    inside = level.member >= 0
    total = np.bincount(level.member[inside], minlength=len(level.codes))
    speaking = np.bincount(level.member[inside & speaks], minlength=len(level.codes))
    whole = (speaking > 0) & (speaking >= least * total)
    if least:
        people = np.bincount(level.member[inside], np.nan_to_num(territories.population[inside]), len(level.codes))
        whole &= np.bincount(level.member[inside], rows[inside], len(level.codes)) >= LEAST_PER_INHABITANT * people
    found = _where_rows(rows)
    found[inside & whole[level.member]] = Coverage.WHOLE
    return found


def coverage_table(register: Register, territories: Territories) -> list[DepartementCoverage]:
    """Coverage by département, in the order of their codes; communes of no known département come last."""
    level = territories.level("departement")
    rows = register.rows.stop - register.rows.start
    labels = [(str(code), str(name)) for code, name in zip(level.codes, level.names, strict=True)]
    order: Sequence[int] = sorted(range(len(labels)), key=lambda place: labels[place][0])
    lines = [_line(*labels[place], level.member == place, register, rows) for place in order]
    outside = level.member < 0
    if outside.any():
        lines.append(_line("", _("hors département"), outside, register, rows))
    return lines


def _line(
    code: str, name: str, inside: NDArray[np.bool_], register: Register, rows: NDArray[np.int64]
) -> DepartementCoverage:
    counts = np.bincount(register.coverage[inside], minlength=len(Coverage))
    return DepartementCoverage(
        code,
        name,
        whole=int(counts[Coverage.WHOLE]),
        partial=int(counts[Coverage.PARTIAL]),
        none=int(counts[Coverage.NONE]),
        rows=int(rows[inside].sum()),
    )
