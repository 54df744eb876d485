"""An import that fails says why in a sentence, and changes nothing of the register in use."""

from __future__ import annotations

import errno
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from essaim.engine.errors import EssaimError, MissingColumns, StoreProblem, UnreadableFile
from essaim.engine.register import Register, import_register, open_register
from essaim.engine.register.importing import columns
from essaim.engine.register.importing import workbench as workbench_module
from essaim.engine.store import Shelf
from essaim.engine.territories import Territories
from essaim.engine.values import silent
from tests.engine.register.sirene_files import AT, establishments, imported, seen, write_table

LINE = {"siret": "84212345600017", "naf": "94.99Z", "code_commune": "48095"}
OTHER = {**LINE, "siret": "84212345700017"}


@pytest.fixture
def in_use(france: Territories, tmp_path: Path) -> Register:
    """A register already imported in ``tmp_path``."""
    return imported(france, tmp_path, write_table(tmp_path / "first.csv", [LINE]))[1]


def left_behind(root: Path) -> list[str]:
    """What stands in the shelf beside the lock, the pointer and the versions."""
    versions = {version.id for version in Shelf("register", root).versions()}
    return sorted({path.name for path in (root / "register").iterdir()} - versions - {".lock", "current.txt"})


def interrupt_at(step: int) -> Callable[[str, int, int | None], None]:
    """A progress that presses Ctrl-C at its ``step``-th call."""
    calls = iter(range(step))

    def progress(_label: str, _done: int, _total: int | None) -> None:
        if next(calls, None) is None:
            raise KeyboardInterrupt

    return progress


@pytest.mark.parametrize("step", [0, 3, 8, 12, 16])
def test_an_interrupted_import_changes_nothing_and_leaves_no_draft(
    step: int, in_use: Register, france: Territories, tmp_path: Path
) -> None:
    file = write_table(tmp_path / "second.csv", [OTHER])

    with pytest.raises(KeyboardInterrupt):
        import_register([file], territories=france, at=AT, root=tmp_path, progress=interrupt_at(step))

    assert list(seen(open_register(france, tmp_path))) == [LINE["siret"]]
    assert left_behind(tmp_path) == []


def test_a_query_in_progress_hears_the_interrupt(tmp_path: Path) -> None:
    bench = workbench_module.Workbench(tmp_path, interrupt_at(2))

    with pytest.raises(KeyboardInterrupt), bench:
        bench.rows("long", "SELECT count(*) FROM range(100000) a(x), range(100000) b(y) WHERE hash(x, y) % 1000007 = 5")


def test_a_full_disk_says_so_and_changes_nothing(
    in_use: Register, france: Territories, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object, **_options: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(columns.np, "save", full)

    with pytest.raises(StoreProblem, match="Le disque est plein"):
        imported(france, tmp_path, write_table(tmp_path / "second.csv", [OTHER]))

    assert list(seen(open_register(france, tmp_path))) == [LINE["siret"]]
    assert left_behind(tmp_path) == []


def test_a_disk_that_fills_during_a_query_says_so(tmp_path: Path) -> None:
    error = workbench_module.duckdb.IOException('IO Error: Could not write file "rows": No space left on device')

    def fill() -> None:
        raise error

    with workbench_module.Workbench(tmp_path, silent) as bench, pytest.raises(OSError) as caught:
        bench._run("", fill)

    assert caught.value.errno == errno.ENOSPC


def test_memory_that_runs_out_is_a_sentence(tmp_path: Path) -> None:
    with workbench_module.Workbench(tmp_path, silent) as bench:
        bench.rows("", "SET memory_limit = '1MB'; SET max_temp_directory_size = '1KB'")

        with pytest.raises(StoreProblem, match="ne suffit pas"):
            bench.rows("", "CREATE TABLE t AS SELECT range AS x, hash(range) AS y FROM range(10_000_000) ORDER BY y")


def test_a_truncated_parquet_is_unreadable(in_use: Register, france: Territories, tmp_path: Path) -> None:
    whole = establishments(tmp_path, {"siret": LINE["siret"]}).read_bytes()
    cut = tmp_path / "cut.parquet"
    cut.write_bytes(whole[: len(whole) // 2])

    with pytest.raises(UnreadableFile, match=r"cut\.parquet ne se lit pas"):
        imported(france, tmp_path, cut)

    assert left_behind(tmp_path) == []


def test_a_parquet_damaged_inside_is_unreadable(france: Territories, tmp_path: Path) -> None:
    lines = [{**LINE, "siret": f"8421234{n:07d}"} for n in range(5000)]
    file = write_table(tmp_path / "a.parquet", lines)
    data = bytearray(file.read_bytes())
    data[200:20_000] = b"\xff" * 19_800
    file.write_bytes(data)

    with pytest.raises(UnreadableFile, match="ne se lit pas"):
        imported(france, tmp_path, file)


def test_a_truncated_zip_is_unreadable(france: Territories, tmp_path: Path) -> None:
    whole = write_table(tmp_path / "a.zip", [LINE]).read_bytes()
    (tmp_path / "b.zip").write_bytes(whole[:40])

    with pytest.raises(UnreadableFile, match=r"b\.zip ne se lit pas"):
        imported(france, tmp_path, tmp_path / "b.zip")


def test_a_file_of_another_encoding_is_read_all_the_same(france: Territories, tmp_path: Path) -> None:
    text = "siret;naf;code_commune;denomination;categorie_juridique\n84212345600017;94.99Z;48095;L'Été;9220\n"
    (tmp_path / "a.csv").write_bytes(text.encode("cp1252"))

    _report, register = imported(france, tmp_path, tmp_path / "a.csv")

    assert seen(register)["84212345600017"]["name"] == "L'Été"


def test_doubled_columns_are_refused(france: Territories, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "siret;naf;code_commune;NAF\n84212345600017;94.99Z;48095;94.99Z\n", encoding="utf-8"
    )

    with pytest.raises(MissingColumns, match="« naf » figure deux fois"):
        imported(france, tmp_path, tmp_path / "a.csv")


def test_no_error_of_a_bad_file_is_a_bare_one(france: Territories, tmp_path: Path) -> None:
    (tmp_path / "binary.csv").write_bytes(b"PK\x03\x04\x00\x00\x00")
    (tmp_path / "empty.parquet").write_bytes(b"")
    (tmp_path / "text.parquet").write_text("siret;naf\n", encoding="utf-8")
    (tmp_path / "text.xlsx").write_text("siret;naf\n", encoding="utf-8")
    (tmp_path / "header.csv").write_text("siret;naf;code_commune\n", encoding="utf-8")
    (tmp_path / "notes.odt").write_text("…", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        archive.writestr("a.csv", "siret\n")
        archive.writestr("b.csv", "siret\n")
    files = [*tmp_path.iterdir(), tmp_path / "absent.csv"]

    for file in files:
        with pytest.raises(EssaimError) as caught:
            imported(france, tmp_path / "home", file)
        assert caught.value.advice != ""

    assert len(files) == 8


def test_old_versions_go_and_the_last_five_stay(france: Territories, tmp_path: Path) -> None:
    reports = [
        imported(france, tmp_path, write_table(tmp_path / f"{n}.csv", [{**LINE, "siret": f"8421234560000{n}"}]))[0]
        for n in range(7)
    ]

    versions = [version.id for version in Shelf("register", tmp_path).versions()]

    assert versions == [report.version for report in reports[2:]]
    assert len(np.load(reports[6].path / "row_siret.npy")) == 1
