"""The site's tests run on both databases: each run must be on the one it was asked for."""

import os

import pytest
from django.db import connection


@pytest.mark.django_db
def test_database_is_the_one_asked_for() -> None:
    asked = os.environ.get("ESSAIM_DATABASE_URL", "")

    assert connection.vendor == ("postgresql" if asked.startswith("postgres") else "sqlite")
