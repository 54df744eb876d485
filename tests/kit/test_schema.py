"""A database of an older development version is said, never broken on."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from essaim.kit.schema import outdated_tables


@pytest.mark.django_db
def test_tables_of_the_models_fit() -> None:
    assert outdated_tables() == []


@pytest.mark.django_db
def test_column_that_no_model_asks_for_is_seen() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event ADD COLUMN older text")

        assert outdated_tables() == ["audit_event"]


@pytest.mark.django_db
def test_table_that_is_gone_is_seen() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE jobs_worker")

        assert outdated_tables() == ["jobs_worker"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the file of SQLite")
def test_old_file_is_named_with_what_to_do(essaim_home: Path, tmp_path: Path) -> None:
    (tmp_path / "territories").symlink_to(essaim_home / "territories")
    environment = {**os.environ, "ESSAIM_DATA": str(tmp_path)}
    essaim = [sys.executable, "-m", "essaim", "site"]
    subprocess.run([*essaim, "manage", "migrate"], env=environment, check=True, capture_output=True)
    old = tmp_path / "essaim.sqlite3"
    with sqlite3.connect(old) as database:
        database.execute("ALTER TABLE poles_pole ADD COLUMN older text")

    answer = subprocess.run([*essaim, "prepare"], env=environment, capture_output=True, text=True)

    assert answer.returncode == 1
    assert "Traceback" not in answer.stderr
    assert f"mv {old} {old}.ancienne" in answer.stderr
