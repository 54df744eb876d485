"""Campaigns ask for communes: the territories are compiled."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def database(essaim_home: Path, db: None) -> None:
    """A database, and the territories."""
