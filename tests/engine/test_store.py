from __future__ import annotations

import errno
import multiprocessing
from pathlib import Path

import pytest

from essaim.engine.errors import StoreProblem
from essaim.engine.store import Shelf, data_home


def write(shelf: Shelf, name: str, text: str = "x") -> None:
    with shelf.lock(), shelf.writing(name) as (folder, meta):
        (folder / "data.txt").write_text(text, encoding="utf-8")
        meta["text"] = text


def test_data_home_follows_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("ESSAIM_DATA", str(tmp_path))

    assert data_home() == tmp_path


def test_shelf_without_version_has_no_current(tmp_path):
    assert Shelf("register", tmp_path).current() is None
    assert Shelf("register", tmp_path).versions() == []


def test_writing_makes_the_version_current(tmp_path):
    shelf = Shelf("register", tmp_path)

    write(shelf, "v1", "un")
    write(shelf, "v2", "deux")

    assert shelf.current().id == "v2"
    assert shelf.current().meta == {"text": "deux"}
    assert [version.id for version in shelf.versions()] == ["v1", "v2"]
    assert shelf.get("v1").meta == {"text": "un"}


@pytest.mark.parametrize("failure", [ValueError("data"), KeyboardInterrupt()])
def test_writing_that_fails_changes_nothing(tmp_path, failure):
    shelf = Shelf("register", tmp_path)
    write(shelf, "v1")

    with pytest.raises(type(failure)), shelf.lock(), shelf.writing("v2") as (folder, _meta):
        (folder / "half.txt").write_text("half", encoding="utf-8")
        raise failure

    assert shelf.current().id == "v1"
    assert sorted(path.name for path in shelf.path.iterdir() if path.is_dir()) == ["v1"]


def test_writing_on_a_full_disk_says_so(tmp_path):
    shelf = Shelf("register", tmp_path)

    with pytest.raises(StoreProblem, match="disque est plein"), shelf.lock(), shelf.writing("v1"):
        raise OSError(errno.ENOSPC, "No space left on device")

    assert shelf.current() is None


def test_lock_held_too_long_says_so(tmp_path):
    shelf = Shelf("register", tmp_path)

    with shelf.lock(), pytest.raises(StoreProblem, match="Un autre programme"):
        with Shelf("register", tmp_path).lock(timeout=0.01):
            raise AssertionError("two writers")


def test_current_that_is_damaged_says_what_to_do(tmp_path):
    shelf = Shelf("register", tmp_path)
    write(shelf, "v1")
    (shelf.path / "v1" / "meta.json").write_text("{", encoding="utf-8")

    with pytest.raises(StoreProblem, match="recommencez l'import"):
        shelf.current()


def test_collect_keeps_the_current_and_the_last_ones(tmp_path):
    shelf = Shelf("register", tmp_path)
    for name in ("v1", "v2", "v3"):
        write(shelf, name)

    with shelf.lock():
        gone = shelf.collect(keep=2)

    assert gone == ["v1"]
    assert [version.id for version in shelf.versions()] == ["v2", "v3"]


def _compile_if_missing(root: str) -> None:
    shelf = Shelf("territories", Path(root))
    with shelf.lock():
        if shelf.current() is None:
            with shelf.writing("v1") as (folder, _meta):
                with (Path(root) / "log.txt").open("a", encoding="utf-8") as log:
                    log.write("made\n")
                (folder / "data.txt").write_text("x", encoding="utf-8")


def test_two_processes_that_start_together_make_one_version(tmp_path):
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_compile_if_missing, args=(str(tmp_path),)) for _ in range(2)]

    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert (tmp_path / "log.txt").read_text(encoding="utf-8") == "made\n"
    assert [worker.exitcode for worker in workers] == [0, 0]


def test_use_puts_a_kept_version_back(tmp_path):
    shelf = Shelf("register", tmp_path)
    write(shelf, "v1", "un")
    write(shelf, "v2", "deux")

    shelf.use("v1")

    assert shelf.current().id == "v1"
    with pytest.raises(StoreProblem):
        shelf.use("v0")
    assert shelf.current().id == "v1"


def test_derived_files_are_made_once_and_whole(tmp_path):
    shelf, made = Shelf("register", tmp_path), []

    def build(folder):
        made.append(folder)
        (folder / "a.txt").write_text("a", encoding="utf-8")

    first, again = shelf.derived("v1-a", build), shelf.derived("v1-a", build)

    assert (first, len(made)) == (again, 1)
    assert (first / "a.txt").read_text(encoding="utf-8") == "a"


def test_derived_files_that_fail_leave_nothing(tmp_path):
    shelf = Shelf("register", tmp_path)

    def build(folder):
        (folder / "a.txt").write_text("a", encoding="utf-8")
        raise ValueError("half-way")

    with pytest.raises(ValueError, match="half-way"):
        shelf.derived("v1-a", build)

    assert [path for path in (shelf.path / "derived").iterdir() if path.is_dir()] == []


def test_derived_files_of_versions_that_are_gone_go_too(tmp_path):
    shelf = Shelf("register", tmp_path)
    write(shelf, "v1")
    kept, gone = (shelf.derived(name, lambda folder: None) for name in ("v1-a", "v0-a"))

    shelf.forget_derived()

    assert (kept.is_dir(), gone.is_dir()) == (True, False)
