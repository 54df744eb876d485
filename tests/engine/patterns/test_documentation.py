"""``docs/ecrire-un-modele.md`` explains every key and every word that a model may hold."""

import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from essaim.engine.patterns import find_problems, schema, vocabulary
from essaim.engine.patterns.schema import Key
from essaim.engine.patterns.vocabulary import Words
from essaim.engine.register.families import load_families
from essaim.engine.register.predicates import KEYS
from essaim.engine.register.profiles import FLAGS

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "ecrire-un-modele.md").read_text(encoding="utf-8")
LISTS = (
    vocabulary.domains, vocabulary.link_kinds, vocabulary.means_kinds, vocabulary.funder_kinds, vocabulary.legal_forms,
    vocabulary.outcomes, vocabulary.stages, vocabulary.parts, vocabulary.bases,
)  # fmt: skip


def sections() -> dict[str, str]:
    """The text under each heading that names a table."""
    found: dict[str, str] = {}
    for block in re.split(r"(?m)^### ", PAGE)[1:]:
        title = block.splitlines()[0]
        for table in re.findall(r"`\[+([a-z_.]+)\]+`", title):
            found[table] = block
        if title.startswith("En tête"):
            found[""] = block
    return found


def tables(keys: tuple[Key, ...], path: str = "") -> Iterator[tuple[str, Key]]:
    for key in keys:
        yield path, key
        if key.keys:
            yield from tables(key.keys, f"{path}.{key.name}".strip("."))


@pytest.mark.parametrize(("table", "key"), list(tables(schema.PATTERN)), ids=lambda part: getattr(part, "name", part))
def test_every_key_is_documented_in_the_section_of_its_table(table: str, key: Key) -> None:
    written = f"[{key.name}]" if key.type == "table" else f"[[{key.name}]]" if key.type == "tables" else key.name

    if key.type == "tables" and table:
        assert f"`[[{table}.{key.name}]]`" in PAGE
        return
    assert f"`{written}`" in sections()[table]
    if key.required and key.type != "tables":
        assert re.search(rf"`{re.escape(written)}` \*\*\\\*\*\*", sections()[table])


@pytest.mark.parametrize("words", LISTS, ids=lambda words: words.__name__)
def test_every_word_of_a_closed_list_is_documented(words: Callable[[], Words]) -> None:
    assert [word for word in words() if f"`{word}`" not in PAGE and f'"{word}"' not in PAGE] == []


def test_every_key_of_a_predicate_every_family_and_every_flag_is_documented() -> None:
    wanted = [*KEYS, *load_families(), *FLAGS]

    assert [word for word in wanted if f"`{word}`" not in PAGE] == []


def test_example_of_the_page_is_a_right_model_that_shows_nearly_every_key() -> None:
    example = re.findall(r"(?s)```toml\n(.*?)```", PAGE)[0]

    problems = find_problems(example, "ecrire-un-modele.md")

    data = tomllib.loads(example)
    absent = {key.name for _table, key in tables(schema.PATTERN) if f"{key.name} = " not in example and not key.keys}
    assert problems == ()
    assert set(data) == {key.name for key in schema.PATTERN} - {"title_en"}
    assert absent == {"title_en", "stage"}


@pytest.mark.parametrize("key", [key for _table, key in tables(schema.PATTERN)], ids=lambda key: key.name)
def test_every_example_of_the_schema_is_toml(key: Key) -> None:
    assert key.name in key.example
    if not key.keys:
        assert list(tomllib.loads(key.example)) == [key.name]
