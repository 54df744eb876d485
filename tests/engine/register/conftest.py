"""Territories for the tests of the register: the real ones, compiled once."""

from pathlib import Path

import pytest

from essaim.engine.territories import Territories, load_territories


@pytest.fixture(scope="session")
def france(essaim_home: Path) -> Territories:
    """All the communes of France."""
    return load_territories(root=essaim_home)
