"""Names of models on English pages: translated when the catalogue knows them, else marked as French."""

from pathlib import Path

import pytest
from tools.template_sentences import names

from essaim.engine.language import named, use_language
from essaim.engine.patterns import load_library
from essaim.web.templatetags import labels

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("language", "text", "shown"),
    [
        ("fr", "aucun", "aucun"),
        ("en", "aucun", "none"),
        ("fr", "La <ferme>", "La <ferme>"),
        ("en", "La <ferme>", '<span lang="fr">La &lt;ferme&gt;</span>'),
        ("en", "", ""),
    ],
)
def test_name_is_translated_or_marked_as_french(language: str, text: str, shown: str) -> None:
    use_language(language)

    assert labels.named(text) == shown


def test_role_and_condition_are_named_in_the_language_in_use() -> None:
    pattern = next(one.pattern for one in load_library().entries if one.pattern.conditions)

    found = [(one.name, one.label) for one in (pattern.roles[0], pattern.conditions[0])]

    assert found == [(named(label), label) for _name, label in found]


def test_catalogue_holds_the_roles_and_conditions_of_every_model() -> None:
    paths = sorted((ROOT / "src" / "essaim" / "data" / "patterns").glob("*.toml"))

    found = set()
    for path in paths:
        with path.open("rb") as file:
            found |= {label for _line, _function, label, _comments in names(file, (), (), {})}

    patterns = [one.pattern for one in load_library().entries]
    assert found >= {one.label for pattern in patterns for one in (*pattern.roles, *pattern.conditions)}
