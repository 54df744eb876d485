"""Conditions of models on a place: where nothing is covered, no count stands for one."""

from html import unescape
from pathlib import Path

import pytest
from django.test import Client
from tests.web.territories.registers import load, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(bare_home: Path) -> Path:
    """A register of Mende alone."""
    load(bare_home, [row(1)], "48095")
    return bare_home


def test_where_nothing_is_covered_no_zero_is_said(visitor: Client, home: Path) -> None:
    text = unescape(visitor.get("/territoires/lieu/?lieu=commune:26281:10").content.decode()).replace("\u00a0", " ")

    assert "le registre ne couvre pas en entier où l'on cherche" in text
    assert "0 sûr, 0 possible" not in text
