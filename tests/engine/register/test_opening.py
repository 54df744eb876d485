"""Opening the register in use, on the territories it was imported with and on others."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from essaim.engine.errors import NoRegister, StoreProblem
from essaim.engine.register import Coverage, CoverageClaim, Register, import_register, last_import, open_register
from essaim.engine.register.profiles import TEXTS
from essaim.engine.territories import Territories
from essaim.engine.values import Answer
from tests.engine.register.sirene_files import imported, seen, write_table
from tests.engine.small import is_mapped, world


def lines(*places: tuple[str, str]) -> list[dict[str, object]]:
    """One line for each (end of the SIRET, commune), named."""
    return [
        {"siret": f"8421234560{end}", "naf": "94.99Z", "code_commune": code, "categorie_juridique": "9220",
         "denomination": f"Ruche n° {end}"}
        for end, code in places
    ]  # fmt: skip


@pytest.fixture
def four(tmp_path: Path) -> Territories:
    """Four communes, 48001 to 48004."""
    return world(tmp_path, 4)


def test_register_imported_before_the_official_lists_were_read_still_opens(four: Territories, tmp_path: Path) -> None:
    report, _register = imported(four, tmp_path, write_table(tmp_path / "a.csv", lines(("0019", "48001"))))
    (report.path / "profile_listed_authority.npy").unlink()

    register = open_register(four, tmp_path)

    assert register.profiles.flags["listed_authority"].tolist() == [Answer.UNKNOWN]


def test_without_a_register_the_error_says_how_to_get_one(four: Territories, tmp_path: Path) -> None:
    with pytest.raises(NoRegister) as caught:
        open_register(four, tmp_path)

    for command in ("essaim register import", "essaim register fetch", "essaim register synthesize"):
        assert command in caught.value.command
    with pytest.raises(NoRegister):
        last_import(tmp_path)


def test_the_register_opens_on_the_communes_it_was_imported_with(four: Territories, tmp_path: Path) -> None:
    file = write_table(tmp_path / "a.csv", lines(("0017", "48003"), ("0025", "48001"), ("0033", "48003")))

    report, register = imported(four, tmp_path, file)

    assert register.version == report.version
    assert register.presence.toarray().tolist() == [[1], [0], [2], [0]]
    assert register.by_profile.toarray().tolist() == [[1, 0, 2, 0]]
    assert (register.rows.start.tolist(), register.rows.stop.tolist()) == ([0, 1, 1, 3], [1, 1, 3, 3])
    assert [register.rows.name(row) for row in range(3)] == ["Ruche n° 0025", "Ruche n° 0017", "Ruche n° 0033"]
    assert last_import(tmp_path) == report


@pytest.mark.parametrize("file", ["row_siret.npy", "names.bin", "presence_indptr.npy", "profile_naf.npy"])
def test_a_damaged_register_says_to_import_again(file: str, four: Territories, tmp_path: Path) -> None:
    report, _register = imported(four, tmp_path, write_table(tmp_path / "a.csv", lines(("0017", "48003"))))
    (report.path / file).unlink()

    with pytest.raises(StoreProblem) as caught:
        open_register(four, tmp_path)

    assert caught.value.advice == "Importez-le à nouveau."


def test_the_register_follows_communes_in_another_order(four: Territories, tmp_path: Path) -> None:
    file = write_table(tmp_path / "a.csv", lines(("0017", "48003"), ("0025", "48001")))
    imported(four, tmp_path, file, coverage=CoverageClaim(communes=("48001",)))
    turned = replace(four, codes=four.codes[::-1].copy())

    register = open_register(turned, tmp_path)

    assert register.presence.toarray().tolist() == [[0], [1], [0], [1]]
    assert register.coverage.tolist() == [Coverage.NONE, Coverage.PARTIAL, Coverage.NONE, Coverage.WHOLE]
    assert {siret[-4:]: row["commune"] for siret, row in seen(register).items()} == {"0017": 1, "0025": 3}


def test_communes_that_have_merged_share_rows_and_the_lesser_coverage(tmp_path: Path) -> None:
    before = world(tmp_path, 5)
    file = write_table(
        tmp_path / "a.csv", lines(("0033", "48001"), ("0025", "48002"), ("0017", "48004"), ("0041", "48005"))
    )
    imported(before, tmp_path, file, coverage=CoverageClaim(communes=("48001", "48002", "48005")))
    # 48004 joins 48001; 48005 is gone without a trace.
    former = replace(before.former, codes=np.array(["48004"]), index=np.array([0], dtype=np.int32))
    after = replace(world(tmp_path, 3), former=former)

    register = open_register(after, tmp_path)

    assert register.presence.toarray().tolist() == [[2], [1], [0]]
    assert register.by_profile.toarray().tolist() == [[2, 1, 0]]
    assert register.establishments.tolist() == [2, 1, 0]
    assert register.coverage.tolist() == [Coverage.PARTIAL, Coverage.WHOLE, Coverage.NONE]
    assert {siret[-4:]: (row["commune"], row["name"]) for siret, row in seen(register).items()} == {
        "0017": (0, "Ruche n° 0017"), "0033": (0, "Ruche n° 0033"), "0025": (1, "Ruche n° 0025")
    }  # fmt: skip
    assert [int(register.rows.siret[row]) % 10_000 for row in register.rows.of(np.array([0], dtype=np.int32))] == [
        17,
        33,
    ]


def test_a_register_without_any_name_opens(four: Territories, tmp_path: Path) -> None:
    line = {"siret": "84212345600017", "naf": "94.99Z", "code_commune": "48003"}

    _report, register = imported(four, tmp_path, write_table(tmp_path / "a.csv", [line]))

    assert register.rows.name(0) is None


def columns_of(register: Register) -> dict[str, np.ndarray]:
    """Every column that grows with the register, by name."""
    found = {f"presence.{part}": getattr(register.presence, part) for part in ("data", "indices", "indptr")}
    found |= {f"by_profile.{part}": getattr(register.by_profile, part) for part in ("data", "indices", "indptr")}
    found |= {f"rows.{field.name}": getattr(register.rows, field.name) for field in fields(register.rows)}
    found |= {name: getattr(register.profiles, name) for name in TEXTS} | dict(register.profiles.flags)
    found |= {f"coded.{name}": register.profiles.coded(name)[1] for name in TEXTS}
    return found | {"coverage": register.coverage}


def test_every_column_is_mapped_so_that_processes_share_it(four: Territories, tmp_path: Path) -> None:
    _report, register = imported(four, tmp_path, write_table(tmp_path / "a.csv", lines(("0017", "48003"))))

    copied = [name for name, column in columns_of(register).items() if not is_mapped(column)]

    assert copied == []


def test_every_column_is_mapped_after_communes_have_merged(four: Territories, tmp_path: Path) -> None:
    imported(four, tmp_path, write_table(tmp_path / "a.csv", lines(("0017", "48003"), ("0025", "48004"))))
    former = replace(four.former, codes=np.array(["48004"]), index=np.array([2], dtype=np.int32))
    after = replace(world(tmp_path, 3), former=former)

    copied = [name for name, column in columns_of(open_register(after, tmp_path)).items() if not is_mapped(column)]

    assert copied == []


def test_a_register_imported_before_counts_were_kept_by_profile_opens(four: Territories, tmp_path: Path) -> None:
    report, before = imported(four, tmp_path, write_table(tmp_path / "a.csv", lines(("0017", "48003"))))
    for path in report.path.glob("by_profile_*"):
        path.unlink()

    register = open_register(four, tmp_path)

    assert register.by_profile.toarray().tolist() == before.by_profile.toarray().tolist()
    assert is_mapped(register.by_profile.data)


def test_what_was_laid_goes_with_its_version(four: Territories, tmp_path: Path) -> None:
    file, turned = (
        write_table(tmp_path / "a.csv", lines(("0017", "48003"))),
        replace(four, codes=four.codes[::-1].copy()),
    )

    versions = []
    for day in range(1, 8):
        report = import_register([file], territories=four, at=datetime(2026, 11, day, tzinfo=UTC), root=tmp_path)
        versions.append(report.version)
        open_register(turned, tmp_path)

    laid = {path.name.rpartition("-")[0] for path in (tmp_path / "register" / "derived").iterdir() if path.is_dir()}
    assert laid == set(versions[-5:])
