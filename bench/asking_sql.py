"""The usual way, for comparison: the same counts asked of the rows in SQL, by DuckDB, which needs no engine of ours.

It is given what favours it: the profiles' numbers on the rows, and who is near whom, computed beforehand.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from essaim.engine.patterns import Role
from essaim.engine.register.families import Families
from essaim.engine.register.predicates import NOMENCLATURES, SIZE_BANDS, Predicate
from essaim.engine.territories import Territories, circles

_BLOCK = 4096


def as_sql(predicate: Predicate, families: Families) -> str:
    """0 no, 1 unknown, 2 yes, as SQL on the columns of ``profiles.parquet``."""
    kind, parts = predicate.kind, [as_sql(part, families) for part in predicate.parts]
    if kind in ("any", "all"):
        return f"{'greatest' if kind == 'any' else 'least'}({', '.join(parts)})"
    if kind == "not":
        return f"(2 - {parts[0]})"
    if kind == "sure":
        return f"(CASE WHEN {parts[0]} = 2 THEN 2 ELSE 0 END)"
    if kind == "declared":
        return "1"
    if kind == "flag":
        return str(predicate.args[0])
    if kind == "family":
        family = families[predicate.args[0]]
        found = f"greatest({', '.join(as_sql(reason.when, families) for reason in family.reasons)})"
        return f"least({found}, 2 - {as_sql(family.excluded, families)})" if family.excluded else found
    if kind == "size":
        return _size(*predicate.args)
    asked = {NOMENCLATURES[name]: codes for name, codes in predicate.args[0].items()} if kind == "naf" else None
    return _codes(asked or {"legal": predicate.args})


def _codes(asked: dict[str, tuple[str, ...]]) -> str:
    met = " OR ".join(f"{column} LIKE '{code.replace('*', '%')}'" for column, codes in asked.items() for code in codes)
    known = " OR ".join(f"{column} <> ''" for column in asked)
    return f"(CASE WHEN {met} THEN 2 WHEN {known} THEN 0 ELSE 1 END)"


def _size(column: str, bound: str, value: int) -> str:
    cases = []
    for band, (low, high) in SIZE_BANDS.items():
        yes, no = (low >= value, high < value) if bound == "min" else (high <= value, low > value)
        cases.append(f"WHEN '{band}' THEN {2 if yes else 0 if no else 1}")
    return f"(CASE {column} {' '.join(cases)} ELSE 1 END)"


class SqlScan:
    """Roles over every commune: one pass over the rows, then one join for each reach.

    Args:
        folder: of the register's version. territories: the communes. reaches: km, whose neighbours are listed now.
    """

    def __init__(self, folder: Path, territories: Territories, reaches: Sequence[float]) -> None:
        self.con, self._folder = duckdb.connect(), folder
        self._n = territories.n
        for km in reaches:
            self.con.execute(f"CREATE TABLE near_{km:g} (i INTEGER, j INTEGER)")
            for spot, rows in circles(territories, km).blocks(np.arange(territories.n, dtype=np.int32)):
                listed = rows.tocoo()
                columns = {"i": listed.row.astype(np.int32) + np.int32(spot.start), "j": listed.col.astype(np.int32)}
                self.con.register("listed", columns)
                self.con.execute(f"INSERT INTO near_{km:g} SELECT i, j FROM listed")
                self.con.unregister("listed")

    def counts(self, roles: Sequence[Role], reaches: Sequence[float], families: Families) -> NDArray[np.int64]:
        """Sure then possible actors of each role within its reach: int64 (n, 2 r)."""
        r = len(roles)
        answers = ", ".join(f"{as_sql(role.predicate, families)} AS r{i}" for i, role in enumerate(roles))
        sums = [f"sum((r{i} = 2)::INTEGER)::INTEGER AS s{i}" for i in range(r)]
        sums += [f"sum((r{i} >= 1)::INTEGER)::INTEGER AS p{i}" for i in range(r)]
        self.con.execute(f"""CREATE OR REPLACE TEMP TABLE counted AS SELECT place, {", ".join(sums)}
            FROM read_parquet('{self._folder}/rows.parquet') l
            JOIN (SELECT id, {answers} FROM read_parquet('{self._folder}/profiles.parquet')) p ON p.id = l.profile
            GROUP BY place""")
        found = np.zeros((self._n, 2 * r), dtype=np.int64)
        for km in dict.fromkeys(reaches):
            mine = [i for i, reach in enumerate(reaches) if reach == km]
            columns = [f"{word}{i}" for word in "sp" for i in mine]
            totals = ", ".join(f"sum({name})::BIGINT AS {name}" for name in columns)
            sql = f"SELECT i, {totals} FROM near_{km:g} JOIN counted ON j = place GROUP BY i"
            rows = self.con.execute(sql).fetchnumpy()
            for name in columns:
                found[rows["i"], int(name[1:]) + (r if name[0] == "p" else 0)] = rows[name]
        return found
