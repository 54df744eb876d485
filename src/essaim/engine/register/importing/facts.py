"""What an imported register says of itself: source, vintage, which attributes are known for what share of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from essaim.engine.language import gettext as _
from essaim.engine.register.importing.cleaning import NON_EMPLOYER
from essaim.engine.register.importing.intake import Intake, is_official
from essaim.engine.register.importing.workbench import Workbench
from essaim.engine.register.profiles import FLAGS, TEXTS, Profiles
from essaim.engine.sources.sirene import SIRENE_LICENCE, SIRENE_PUBLISHER, SIRENE_TITLE
from essaim.engine.sources.tables import literal
from essaim.engine.values import Answer, Source

# A real firm may well be called "Synthétique…": a register is made up when a good part of its names says so.
_SYNTHETIC_SHARE = 0.1


def find_source(
    bench: Workbench, files: Sequence[Intake], lines: Path, vintage: str | None, title: str | None
) -> Source:
    """Source of the register: as told by the caller, else by the files' metadata, names and contents."""
    dated = vintage or _vintage(bench, files) or _("date inconnue")
    if any(file.synthetic for file in files) or _names_say_synthetic(bench, lines):
        return Source("register", title or _("Registre SYNTHÉTIQUE, inventé"), vintage=dated, synthetic=True)
    if is_official(files):
        return Source("sirene", title or SIRENE_TITLE, SIRENE_PUBLISHER, SIRENE_LICENCE, dated)
    names = ", ".join(file.path.name for file in files if file.holds_rows)
    return Source("register", title or _("Table %(names)s") % {"names": names}, vintage=dated)


def _vintage(bench: Workbench, files: Sequence[Intake]) -> str:
    ordered = sorted(files, key=lambda file: not file.holds_rows)
    for file in ordered:
        if file.vintage:
            return file.vintage
    for file in ordered:
        if file.has("updated"):
            last = bench.rows("", f"SELECT max(CAST({file.column('updated')} AS VARCHAR)) FROM {file.relation}")[0][0]
            if last and last[:4].isdigit():
                return str(last[:10])
    return ""


def _names_say_synthetic(bench: Workbench, lines: Path) -> bool:
    sql = f"""SELECT count(*) FILTER (strip_accents(upper(name)) LIKE 'SYNTHETIQUE%'), count(name)
        FROM read_parquet({literal(lines)}) WHERE reason = 0"""
    say, named = bench.rows("", sql)[0]
    return bool(say and say >= _SYNTHETIC_SHARE * named)


def known_shares(profiles: Profiles, rows: NDArray[np.int64], named: int, located: int) -> dict[str, float]:
    """Share of rows (0 to 1) for which each attribute is known.

    Args:
        profiles: the profiles.
        rows: establishments of each profile, shape (n_profiles,).
        named, located: rows that have a name, a position.

    A size band NN mixes "none" and "unknown": it counts as unknown.
    """
    total = max(1, int(rows.sum()))
    known = {}
    for name in TEXTS:
        column = getattr(profiles, name)
        there = column != ""
        if name in ("size", "unit_size"):
            there &= column != NON_EMPLOYER
        known[name] = float(rows[there].sum() / total)
    for name in FLAGS:
        known[name] = float(rows[profiles.flags[name] != Answer.UNKNOWN].sum() / total)
    return known | {"name": named / total, "position": located / total}
