"""What every test may ask for: a data folder of its own, compiled territories, the shared reference data."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django
import pytest
from hypothesis import HealthCheck, settings

from essaim.engine.language import use_language

ROOT = Path(__file__).resolve().parents[1]
# Read when Django starts, before any fixture: the tests' own data folder and secret, never the user's.
os.environ["DJANGO_SETTINGS_MODULE"] = "essaim.settings"
_OWN_FOLDER = tempfile.mkdtemp(prefix="essaim-site-")
atexit.register(shutil.rmtree, _OWN_FOLDER, ignore_errors=True)
os.environ["ESSAIM_DATA"] = _OWN_FOLDER
os.environ["ESSAIM_SECRET_KEY"] = "tests"
# No test asks anything of the outside, even by mistake.
os.environ["ESSAIM_LOOKUP"] = os.environ["ESSAIM_OFFICIAL_FILES"] = "off"

# The same examples every time, and no clock: a slow machine fails no test. `make test-all` searches for others.
settings.register_profile("same", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("search", settings.get_profile("same"), derandomize=False, print_blob=True)
settings.load_profile("same")


def pytest_configure() -> None:
    """Start Django before the tests that import models are read."""
    django.setup()


@pytest.fixture(scope="session", autouse=True)
def session_data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder for the session: no test ever touches the user's own."""
    folder = tmp_path_factory.mktemp("essaim-data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ESSAIM_DATA", str(folder))
        patch.setenv("ESSAIM_QUIET", "1")
        patch.delenv("ESSAIM_LANG", raising=False)
        patch.delenv("ESSAIM_DEBUG", raising=False)
        yield folder


@pytest.fixture(autouse=True)
def french() -> None:
    """Every test starts in French, the source language."""
    use_language("fr")


@pytest.fixture(scope="session")
def essaim_home(session_data: Path) -> Path:
    """The session's data folder with the territories compiled in it, once: read it, never write to it."""
    from essaim.engine.territories import load_territories

    load_territories(root=session_data)
    return session_data


@pytest.fixture
def empty_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder for one test, in use through ``ESSAIM_DATA``."""
    folder = tmp_path / "data"
    folder.mkdir()
    monkeypatch.setenv("ESSAIM_DATA", str(folder))
    return folder


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Reference data for development: ``ESSAIM_SHARED_DATA``, else ``../shared/data`` beside the checkout."""
    folder = Path(os.environ.get("ESSAIM_SHARED_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no shared reference data ({folder.name} is absent; ESSAIM_SHARED_DATA names another folder)")
    return folder


@pytest.fixture(scope="session")
def shared_vectors(shared_data: Path) -> Path:
    """The file of worked examples that stands beside the shared data."""
    file = shared_data.parent / "vectors" / "vectors.json"
    if not file.is_file():
        pytest.skip("no worked examples beside the shared reference data")
    return file
