"""A visitor of the site, with the territories compiled; a data folder in which a register may be loaded."""

from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client


@pytest.fixture
def visitor(essaim_home: Path, db: None) -> Client:
    """Somebody who is not known, on a machine of the list."""
    return Client(headers={"host": "localhost"})


@pytest.fixture
def bare_home(essaim_home: Path, empty_home: Path, db: None) -> Path:
    """A data folder of one test in which a register may be loaded; territories are those of the session: compiling
    them again takes seconds."""
    (empty_home / "territories").symlink_to(essaim_home / "territories")
    cache.clear()
    return empty_home
