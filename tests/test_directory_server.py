"""The tests' own directory keeps to the public description of the real one."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.directory_server import _answer

_TYPES = {"string": str, "integer": int, "boolean": bool, "array": list, "object": dict, "number": (int, float)}


@pytest.fixture(scope="module")
def description(shared_data: Path) -> dict[str, Any]:
    file = shared_data / "openapi" / "recherche-entreprises.yml"
    if not file.is_file():
        pytest.skip("the description of the directory is not beside the shared data")
    read: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return read


def unlike(value: Any, schema: dict[str, Any], known: dict[str, Any], where: str = "") -> list[str]:
    """Where a value departs from its schema: types, nullable, properties that do not exist."""
    if "$ref" in schema:
        return unlike(value, known[schema["$ref"].rpartition("/")[2]], known, where)
    if value is None:
        # The description forgets to say it of several fields that are null in practice.
        return []
    kind = schema.get("type")
    if kind and not isinstance(value, _TYPES[kind]):
        return [f"{where}: {type(value).__name__} instead of {kind}"]
    if kind == "array" and "items" in schema and "oneOf" not in schema["items"]:
        return [one for item in value for one in unlike(item, schema["items"], known, f"{where}[]")]
    if kind == "object" and "properties" in schema:
        strange = [f"{where}.{key}: not described" for key in value if key not in schema["properties"]]
        inside = [
            one
            for key, part in schema["properties"].items()
            if key in value
            for one in unlike(value[key], part, known, f"{where}.{key}")
        ]
        return strange + inside
    return []


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/search", {"code_commune": "26281", "est_ess": "true", "per_page": "25"}),
        ("/near_point", {"lat": "45.046", "long": "5.051"}),
    ],
)
def test_answers_have_the_described_shape(description: dict[str, Any], path: str, asked: dict[str, str]) -> None:
    status, body = _answer(path, asked)

    schema = description["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert (status, bool(body["results"])) == (200, True)
    assert unlike(body, schema, description["components"]["schemas"]) == []


def test_parameters_that_we_send_are_described(description: dict[str, Any]) -> None:
    from essaim.engine.sources.recherche_entreprises import NearPoint, Search, Service

    everything = Search("x", ("1",), ("1",), ("1",), ("1",), ("1",), ("1",), ("A",), *[True] * 7)
    near = NearPoint(45.0, 5.0, 5.0, ("72.19Z",), ("M",))

    for question in (everything, near):
        described = {one["name"] for one in description["paths"][question.path]["get"]["parameters"]}
        query = Service("http://x", "").address(question, 1).partition("?")[2]
        assert {part.partition("=")[0] for part in query.split("&")} - described == set()
