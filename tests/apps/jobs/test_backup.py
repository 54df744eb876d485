"""A backup is put back whole, on both databases, and refuses what would harm."""

import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from essaim.apps.jobs.backup import NotRestored, make_backup, restore_backup
from essaim.apps.jobs.database_copy import load, row_counts, save
from essaim.apps.jobs.models import Message, Worker
from essaim.engine.errors import BadOption, UnreadableFile
from tests.factories import AT, make_message, make_pole, make_worker


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Path:
    """A data folder with an upload and a shelf."""
    folder = tmp_path / "home"
    settings.HOME, settings.MEDIA_ROOT, settings.STATIC_ROOT = folder, folder / "uploads", folder / "static"
    for name in ("uploads/a.txt", "register/1/rows.bin", "register/.lock", "static/site.css", "secret.key"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return folder


@pytest.fixture
def no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' own database on SQLite lives in memory: its file is not copied."""
    monkeypatch.setattr("essaim.apps.jobs.backup.save", lambda target: (target.write_text("rows"), row_counts())[1])
    monkeypatch.setattr("essaim.apps.jobs.backup.load", lambda source: None)


@pytest.mark.django_db
def test_backup_holds_uploads_and_store_and_no_secret(home: Path, no_file: None, tmp_path: Path) -> None:
    made = make_backup(tmp_path / "b.zip", at=AT)

    names = sorted(zipfile.ZipFile(tmp_path / "b.zip").namelist())
    assert [name for name in names if not name.startswith("database")] == [
        "manifest.json", "store/register/1/rows.bin", "uploads/a.txt",
    ]  # fmt: skip
    assert (made.files, (tmp_path / "b.zip").stat().st_mode & 0o777) == (2, 0o600)
    with pytest.raises(BadOption):
        make_backup(tmp_path / "b.zip", at=AT)


@pytest.mark.django_db
def test_files_come_back_in_the_place_of_others(home: Path, no_file: None, tmp_path: Path) -> None:
    make_backup(tmp_path / "b.zip", at=AT)
    (home / "uploads" / "a.txt").write_text("changed")
    (home / "register" / "2").mkdir()

    restore_backup(tmp_path / "b.zip", at=AT, overwrite=True)

    assert (home / "uploads" / "a.txt").read_text() == "uploads/a.txt"
    assert sorted(path.name for path in (home / "register").iterdir()) == ["1"]
    assert (home / "secret.key").read_text() == "secret.key"
    assert [path.name for path in home.iterdir() if path.name.startswith(".")] == []


@pytest.mark.django_db
def test_nothing_is_overwritten_without_a_word_nor_under_a_running_site(
    home: Path, no_file: None, tmp_path: Path
) -> None:
    make_backup(tmp_path / "b.zip", at=AT)
    with pytest.raises(NotRestored):
        restore_backup(tmp_path / "b.zip", at=AT, overwrite=False)
    make_worker()

    with pytest.raises(NotRestored):
        restore_backup(tmp_path / "b.zip", at=AT, overwrite=True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("before", "after"),
    [('"format": 1', '"format": 2'), ('"vendor": "', '"vendor": "other'), ('"accounts_user"', '"accounts_person"')],
)
def test_other_backups_are_refused(home: Path, no_file: None, tmp_path: Path, before: str, after: str) -> None:
    make_backup(tmp_path / "b.zip", at=AT)
    with zipfile.ZipFile(tmp_path / "b.zip") as made, zipfile.ZipFile(tmp_path / "c.zip", "w") as changed:
        changed.writestr("manifest.json", made.read("manifest.json").decode().replace(before, after))

    with pytest.raises((NotRestored, UnreadableFile)):
        restore_backup(tmp_path / "c.zip", at=AT, overwrite=True)


def test_any_file_is_no_backup(tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_text("not a zip")

    with pytest.raises(UnreadableFile):
        restore_backup(tmp_path / "b.zip", at=AT, overwrite=True)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is tried through the commands")
@pytest.mark.django_db(transaction=True)
def test_postgresql_comes_back_as_it_was(tmp_path: Path) -> None:
    make_pole()
    make_message()
    before = save(tmp_path / "d")
    Message.objects.all().delete()
    Worker.objects.create(uid="later", started_at=timezone.now(), seen_at=timezone.now())

    load(tmp_path / "d")

    assert (before["jobs_message"], row_counts()) == (1, before)
