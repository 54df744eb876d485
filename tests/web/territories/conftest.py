"""A data folder without register, its territories those of the session: compiling them again takes seconds."""

from pathlib import Path

import pytest
from django.core.cache import cache


@pytest.fixture
def bare_home(essaim_home: Path, empty_home: Path, db: None) -> Path:
    """A data folder of one test in which a register may be loaded."""
    (empty_home / "territories").symlink_to(essaim_home / "territories")
    cache.clear()
    return empty_home
