"""What is still to be done before the site is opened to the public."""

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from tools.assets import COPIED

from essaim.apps.jobs.models import Worker
from essaim.apps.jobs.readiness import look
from tests.factories import make_worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(essaim_home: Path, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything as a public site needs it."""
    settings.DEBUG, settings.HTTPS, settings.PROXIES, settings.MAIL_AT_ONCE = False, True, 1, False
    settings.ALLOWED_HOSTS = ["localhost", "ptce.example.org"]
    settings.DEFAULT_FROM_EMAIL, settings.PUBLISHER = "essaim@ptce.example.org", "Réseau"
    settings.HOME, settings.STATIC_ROOT = tmp_path, tmp_path / "static"
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "staticfiles.json").write_text("{}")
    (tmp_path / "secret.key").write_text("x" * 50)
    (tmp_path / "secret.key").chmod(0o600)
    monkeypatch.delenv("ESSAIM_SECRET_KEY")
    make_worker()
    Worker.objects.update(seen_at=timezone.now())


def wrong() -> list[str]:
    return [one.about for one in look(timezone.now()) if one.must and not one.is_right]


def test_ready_site_has_nothing_to_mend(ready: None) -> None:
    assert wrong() == []


@pytest.mark.parametrize(
    ("name", "value", "about"),
    [
        ("DEBUG", True, "Détails techniques cachés"),
        ("ALLOWED_HOSTS", ["localhost"], "Nom du site"),
        ("ALLOWED_HOSTS", ["*"], "Nom du site"),
        ("HTTPS", False, "HTTPS"),
        ("MAIL_AT_ONCE", True, "Courriels"),
        ("DEFAULT_FROM_EMAIL", "essaim@localhost", "Expéditeur"),
        ("PUBLISHER", " ", "Mentions légales"),
    ],
)
def test_each_setting_is_looked_at(ready: None, settings: Any, name: str, value: Any, about: str) -> None:
    setattr(settings, name, value)

    assert wrong() == [about]


@pytest.mark.parametrize("absent", [name for name in COPIED.values() if "LICENSE" not in name])
def test_missing_library_of_the_pages_is_said(ready: None, monkeypatch: pytest.MonkeyPatch, absent: str) -> None:
    monkeypatch.setattr("essaim.apps.jobs.readiness.find", lambda name: None if name.endswith(f"/{absent}") else name)

    (found,) = [one for one in look(timezone.now()) if one.about == "Bibliothèques des pages"]

    assert not found.must
    assert "tools/assets.py" in found.advice


def test_libraries_of_the_pages_that_are_there_are_right(ready: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("essaim.apps.jobs.readiness.find", lambda name: name)

    (found,) = [one for one in look(timezone.now()) if one.about == "Bibliothèques des pages"]

    assert found.is_right


def test_secret_that_others_read_is_said(ready: None, settings: Any) -> None:
    (settings.HOME / "secret.key").chmod(0o644)

    assert wrong() == ["Clé secrète"]


def test_silent_worker_and_missing_static_are_said(ready: None, settings: Any) -> None:
    Worker.objects.all().delete()
    (settings.STATIC_ROOT / "staticfiles.json").unlink()

    assert wrong() == ["Fichiers statiques", "Travail de fond"]
    assert all(one.advice for one in look(timezone.now()) if not one.is_right)
