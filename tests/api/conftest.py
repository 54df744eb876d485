"""A program that asks, with the territories compiled."""

from pathlib import Path

import pytest
from django.test import Client


@pytest.fixture
def program(essaim_home: Path, db: None) -> Client:
    """Somebody who is not known, on a machine of the list."""
    return Client(headers={"host": "localhost"})
