"""Rules of eligibility: three values, never a verdict, each with its text."""

import pytest

from essaim.engine.eligibility import Application, check, own_rules, rule_set, rule_sets
from essaim.engine.eligibility.rules import CHECKS
from essaim.engine.errors import UnknownPattern
from essaim.engine.language import use_language
from essaim.engine.values import Answer

DECREE = "decret-2015-431"
YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN


def answers(application: Application, key: str = DECREE) -> dict[str, Answer]:
    return {one.rule.key: one.answer for one in check(rule_set(key), application)}


def test_every_set_has_its_text_and_both_languages() -> None:
    for rules in rule_sets().values():
        assert rules.url.startswith("https://")
        assert rules.version
        for rule in rules.rules:
            assert set(rule.texts) == {"fr", "en"}
            assert rule.check in CHECKS


def test_an_unknown_set_is_refused() -> None:
    with pytest.raises(UnknownPattern):
        rule_set("nowhere")


def test_three_partners_of_known_families_meet_the_composition() -> None:
    found = answers(
        Application(
            partners=["Coopérative", "Usine", "Commune"],
            families={
                "ess": [YES, NO, NO], "other_enterprise": [NO, YES, NO], "local_authority": [NO, NO, YES],
            },
            private_law=YES, legal_persons=[YES, YES, YES],
        )
    )  # fmt: skip

    assert [found[key] for key in ("private_law", "three_persons", "ess", "other_enterprise", "third")] == [YES] * 5
    # What a dossier says in sentences is the authority's to judge.
    assert (found["project"], found["follow_up"], found["not_funded_before"]) == (UNKNOWN, UNKNOWN, UNKNOWN)


def test_unknown_families_are_not_a_no() -> None:
    found = answers(Application(partners=["A", "B", "C"], families={"ess": [UNKNOWN, NO, NO]}))

    assert found["ess"] == UNKNOWN
    assert found["other_enterprise"] == NO
    assert found["third"] == UNKNOWN


def test_too_few_partners_is_a_no() -> None:
    assert answers(Application(partners=["A", "B"]))["three_persons"] == NO


def test_an_earlier_grant_of_the_state_is_said() -> None:
    assert answers(Application(partners=[], recognitions=["laureate_2015"]))["not_funded_before"] == NO
    assert answers(Application(partners=[], recognitions=["charter"]))["not_funded_before"] == UNKNOWN


def test_what_is_not_published_is_never_answered() -> None:
    assert answers(Application(partners=["A"]), "ami-ptce-2021-2025")["published_rules"] == UNKNOWN


def test_own_rules_are_sentences_that_people_judge() -> None:
    found = check(own_rules(["Être en zone rurale"]), Application(partners=["A"]))

    assert [(one.rule.text(), one.answer) for one in found] == [("Être en zone rurale", UNKNOWN)]


def test_rules_are_read_in_english() -> None:
    use_language("en")

    assert rule_set(DECREE).rules[1].text() == "At least three legal persons"


def test_a_list_that_names_nobody_yet_says_nothing() -> None:
    nobody, one = answers(Application(partners=[])), answers(Application(partners=["A"], families={"ess": [NO]}))

    assert {nobody[key] for key in ("three_persons", "ess", "other_enterprise", "third")} == {UNKNOWN}
    # A list that names somebody is what the applicant declares.
    assert (one["three_persons"], one["ess"]) == (NO, NO)


def test_what_rests_on_declared_families_says_so() -> None:
    use_language("fr")
    found = {one.rule.key: one for one in check(rule_set(DECREE), Application(
        partners=["Coopérative", "Usine", "Commune"], families={"ess": [YES, NO, NO]}, private_law=YES,
        legal_persons=[YES, YES, YES], declared=[True, False, True], applicant_declared=True,
    ))}  # fmt: skip

    assert "d'après la famille déclarée" in found["private_law"].why
    assert "D'après les familles déclarées." in found["three_persons"].why
    assert "D'après les familles déclarées : Coopérative." in found["ess"].why


def test_partners_that_nothing_identifies_are_not_surely_legal_persons() -> None:
    unknown = answers(Application(partners=["A", "B", "C"]))
    natural = answers(Application(partners=["A", "B", "C"], legal_persons=[YES, NO, YES]))

    assert (unknown["three_persons"], natural["three_persons"]) == (UNKNOWN, NO)
