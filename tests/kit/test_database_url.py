from pathlib import Path

import pytest

from essaim.engine.errors import BadOption
from essaim.kit.database_url import database_from_url
from essaim.kit.secret import kept_secret


def test_nothing_said_is_sqlite_that_waits_its_turn() -> None:
    found = database_from_url("", Path("essaim.sqlite3"))

    assert found["NAME"] == "essaim.sqlite3"
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in found["OPTIONS"]["init_command"]


def test_address_of_postgresql_is_read() -> None:
    found = database_from_url("postgresql://ess%40im:s%2Fecret@db:5433/poles?sslmode=require", Path("x"))

    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"], found["NAME"]) == (
        "ess@im", "s/ecret", "db", "5433", "poles",
    )  # fmt: skip
    assert found["OPTIONS"]["sslmode"] == "require"


def test_other_databases_are_refused() -> None:
    with pytest.raises(BadOption):
        database_from_url("mysql://db/poles", Path("x"))


def test_secret_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "secret.key"

    first, second = kept_secret(file), kept_secret(file)

    assert first == second
    assert len(first) > 50
    assert file.stat().st_mode & 0o777 == 0o600
