"""A site with a data folder of its own, where a register may be loaded."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client


@pytest.fixture
def home(essaim_home: Path, empty_home: Path, settings: Any) -> Path:
    """An empty store in which the territories are already compiled."""
    (empty_home / "territories").symlink_to(essaim_home / "territories")
    incoming = empty_home / ".incoming"
    incoming.mkdir()
    settings.HOME, settings.FILE_UPLOAD_TEMP_DIR = empty_home, incoming
    # As on a site where nothing is set; whoever fetches names a server of the tests.
    settings.OFFICIAL_FILES = ""
    return empty_home


@pytest.fixture
def keeper(home: Path, visitor: Client) -> Client:
    """An administrator, signed in."""
    from tests.factories import make_user  # models, once Django has started

    visitor.force_login(make_user(administrator=""))
    return visitor
