"""The product's models are right, say where they come from, and tell cases from patterns; a user may add others."""

import json
import re
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from essaim.engine.errors import InvalidRules, UnknownPattern
from essaim.engine.patterns import (
    Basis,
    Kind,
    KnownUse,
    Part,
    Pattern,
    activities,
    as_data,
    built_in_patterns,
    find_pattern,
    from_data,
    load_library,
    pattern_text,
    rule_in_words,
)
from essaim.engine.register.families import load_families
from tests.engine.patterns.small import SECOND_USE, SMALL

BUILT_IN = [entry.pattern for entry in built_in_patterns()]
CASES = {"ble-farine-pain", "cooperation-numerique", "eco-domaine", "energie-citoyenne", "livre-edition"}


def test_library_holds_what_the_field_asked_for() -> None:
    keys = {pattern.key for pattern in BUILT_IN}

    assert len(BUILT_IN) >= 12
    assert keys >= CASES | {
        "insertion-renouveau-productif", "culture-spectacle-vivant", "champ-cantine", "reemploi", "lieu-partage",
        "tiers-lieu-transition", "rural-multi-activites",
    }  # fmt: skip


def test_cases_are_those_with_one_known_use() -> None:
    assert {pattern.key for pattern in BUILT_IN if pattern.kind is Kind.CASE} == CASES


def test_an_ended_pole_is_kept_with_its_reason() -> None:
    ended = {use.name: use.ended for pattern in BUILT_IN for use in pattern.known_uses if use.ended}
    lessons = [lesson for pattern in BUILT_IN for lesson in pattern.lessons if lesson.outcome == "ended"]

    assert ended == {"Initiatives et Cité": "2023"}
    assert [lesson.about for lesson in lessons] == ["Initiatives et Cité"]


@pytest.mark.parametrize("pattern", BUILT_IN, ids=lambda pattern: pattern.key)
def test_built_in_model_is_complete(pattern: Pattern) -> None:
    core = pattern.core_roles

    assert pattern.title_en
    assert pattern.team
    assert pattern.governance
    assert pattern.assumptions
    assert pattern.links
    assert pattern.means
    assert pattern.funding
    assert pattern.lessons
    assert any(role.basis is Basis.SOURCE for role in core)
    assert from_data(as_data(pattern)) == pattern


@pytest.mark.parametrize("pattern", BUILT_IN, ids=lambda pattern: pattern.key)
def test_built_in_minimums_are_modest_and_told_as_assumptions(pattern: Pattern) -> None:
    assert {role.count_basis for role in pattern.roles} == {Basis.ASSUMPTION}
    assert max(role.minimum for role in pattern.roles) <= 5
    assert all(role.minimum >= 1 for role in pattern.roles if role.part is Part.CORE)


@pytest.mark.parametrize("pattern", BUILT_IN, ids=lambda pattern: pattern.key)
def test_built_in_roles_name_both_nomenclatures(pattern: Pattern) -> None:
    for role in pattern.roles:
        if role.suggestion is not None:
            assert bool(role.suggestion.codes("rev2")) == bool(role.suggestion.codes("naf2025"))
        assert role.predicate.families() <= set(load_families())


@pytest.mark.parametrize("pattern", BUILT_IN, ids=lambda pattern: pattern.key)
def test_built_in_conditions_use_criteria_that_every_install_has(pattern: Pattern) -> None:
    text = (files("essaim") / "data" / "rules" / "territory_tables.toml").read_text(encoding="utf-8")
    always = {key for key, words in tomllib.loads(text)["criteria"].items() if words.get("derived")}

    assert {condition.criterion for condition in pattern.conditions} <= always


def test_built_in_keys_are_their_file_names() -> None:
    assert [entry.file for entry in built_in_patterns()] == [f"{pattern.key}.toml" for pattern in BUILT_IN]


def test_known_uses_are_real_poles_with_their_facts(shared_data: Path) -> None:
    poles = json.loads((shared_data / "poles" / "poles.json").read_text(encoding="utf-8"))

    for pattern in BUILT_IN:
        for use in pattern.known_uses:
            _check_use(use, poles)


def _check_use(use: KnownUse, poles: list[dict[str, object]]) -> None:
    (pole,) = [pole for pole in poles if use.name in str(pole["name"])]

    assert use.commune_insee == (pole["commune_insee"] or "")
    assert use.since == pole["founded"]
    assert set(use.sources) <= set(pole["source_urls"])  # type: ignore[call-overload]
    assert (use.stage == "emergence") == (pole["stage"] == "emergence")
    assert bool(use.ended) == (pole["stage"] == "closed")


def test_sentences_are_not_those_of_the_pole_file(shared_data: Path) -> None:
    poles = (shared_data / "poles" / "poles.json").read_text(encoding="utf-8")
    ours = [
        text
        for pattern in BUILT_IN
        for text in (pattern.summary, pattern.problem, *(use.note for use in pattern.known_uses))
    ]

    assert [text for text in ours if len(text) > 40 and text in poles] == []


def test_users_folder_adds_and_replaces(empty_home: Path) -> None:
    folder = empty_home / "patterns"
    folder.mkdir()
    (folder / "velo.toml").write_text(SMALL, encoding="utf-8")
    (folder / "livre.toml").write_text(SMALL.replace("atelier-velo", "livre-edition") + SECOND_USE, encoding="utf-8")

    library = load_library()

    assert len(library) == len(BUILT_IN) + 1
    assert [pattern.key for pattern in library] == sorted({p.key for p in BUILT_IN} | {"atelier-velo"})
    assert library.entry("atelier-velo").origin == library.entry("livre-edition").origin == "yours"
    assert find_pattern("livre-edition").kind is Kind.PATTERN
    assert pattern_text("atelier-velo") == SMALL


def test_bad_file_of_the_user_hides_nothing_else(empty_home: Path) -> None:
    folder = empty_home / "patterns"
    folder.mkdir()
    (folder / "casse.toml").write_text("key = ", encoding="utf-8")
    (folder / "velo.toml").write_text(SMALL, encoding="utf-8")
    (folder / "velo2.toml").write_text(SMALL, encoding="utf-8")

    library = load_library()

    assert library.entry("atelier-velo").pattern.title == "Ateliers de vélo"
    assert [Path(broken.file).name for broken in library.broken] == ["casse.toml", "velo2.toml"]
    assert "déjà écrit" in library.broken[1].error.message
    with pytest.raises(InvalidRules, match=r"casse\.toml, ligne 1"):
        find_pattern("casse")


def test_model_is_found_by_key_or_by_file(empty_home: Path, tmp_path: Path) -> None:
    file = tmp_path / "velo.toml"
    file.write_text(SMALL, encoding="utf-8")

    assert find_pattern("livre-edition").title == "Livre et édition"
    assert find_pattern(str(file)).key == "atelier-velo"
    assert pattern_text(str(file)) == SMALL


@pytest.mark.parametrize(("name", "advice"), [("livre-edtion", "livre-edition"), ("zzz", "Cherchez son nom")])
def test_unknown_model_suggests_the_closest(empty_home: Path, name: str, advice: str) -> None:
    with pytest.raises(UnknownPattern) as caught:
        find_pattern(name)

    assert caught.value.message == f"Aucun modèle ne s'appelle « {name} »."
    assert advice in caught.value.advice
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({"naf": {"rev2": ["58.11Z"], "naf2025": ["58.11Y"]}}, "58.11Z Édition de livres"),
        ({"naf": {"naf2025": ["58.11Y"]}}, "58.11Y Édition de livres"),
        ({"naf": {"rev2": ["72*"]}}, "72* Recherche-développement scientifique"),
        ({"legal": ["9223"]}, "catégorie juridique 9223 Groupement d'employeurs"),
        ({"flag": "siae", "size_min": 10}, "marqueur « structure d'insertion » et au moins 10 salariés"),
        ({"unit_size_max": 249}, "au plus 249 salariés"),
        ({"declared": "une charte"}, "à déclarer : une charte"),
        (
            {"any": [{"naf": {"rev2": ["58.11Z"]}}, {"not": {"flag": "ess"}}]},
            "(58.11Z Édition de livres) ou sauf marqueur « économie sociale et solidaire »",
        ),
    ],
)
def test_rule_in_words(rule: dict[str, object], words: str) -> None:
    assert rule_in_words(rule) == words


def test_activities_are_gathered_from_alternatives() -> None:
    rule = {"any": [{"naf": {"rev2": ["58.11Z"]}}, {"all": [{"naf": {"rev2": ["47.61Z"]}}, {"flag": "ess"}]}]}

    found = activities(rule)

    assert [re.split(" ", words, maxsplit=1)[0] for words in found] == ["58.11Z", "47.61Z"]
