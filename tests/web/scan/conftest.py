"""Lozère's small register in use."""

from pathlib import Path

import pytest
from tests.lozere import make_home


@pytest.fixture(scope="session")
def lozere_folder(tmp_path_factory: pytest.TempPathFactory, essaim_home: Path) -> Path:
    return make_home(tmp_path_factory.mktemp("lozere"), essaim_home)


@pytest.fixture
def lozere(lozere_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ESSAIM_DATA", str(lozere_folder))
    return lozere_folder
