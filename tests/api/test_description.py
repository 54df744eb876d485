"""The API keeps to its own description, whatever is asked of it."""

from collections.abc import Iterator

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, given, settings
from schemathesis import Case
from tests.factories import make_full_pole

OPERATIONS = ("/poles", "/poles/{slug}", "/domains", "/schemes", "/measures", "/networks")


@pytest.fixture
def description(program: Client) -> Iterator[schemathesis.BaseSchema]:
    from essaim.web.wsgi import application

    make_full_pole(name="Décrit", slug="decrit")
    # Like Django's own test client: a server closes its connection between requests, a test keeps the one it is in.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/openapi.json", application, headers={"host": "localhost"})
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_every_question_is_described(description: schemathesis.BaseSchema) -> None:
    found = [operation.ok().path for operation in description.get_all_operations()]

    assert sorted(found) == sorted(f"/api/v1{path}" for path in OPERATIONS)


@pytest.mark.parametrize("path", OPERATIONS)
def test_answers_are_as_described(description: schemathesis.BaseSchema, path: str) -> None:
    operation = description[f"/api/v1{path}"]["GET"]

    @given(case=operation.as_strategy())
    @settings(max_examples=40, suppress_health_check=list(HealthCheck), database=None)
    def ask(case: Case) -> None:
        # The WSGI client does not read compressed answers.
        case.call_and_validate(headers={"host": "localhost", "accept-encoding": "identity"})

    ask()
