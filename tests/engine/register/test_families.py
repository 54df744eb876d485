"""Every class of answer of every family, on the attributes that official files give."""

from __future__ import annotations

import pytest

from essaim.engine.errors import InvalidRules
from essaim.engine.register.families import load_families, read_families
from essaim.engine.register.profiles import Profiles
from essaim.engine.values import Answer

NO, UNKNOWN, YES = Answer.NO, Answer.UNKNOWN, Answer.YES
PRIVATE = {"public_siren": NO}


def answer(family: str, **row: object) -> int:
    return int(load_families().answers(Profiles.from_rows([{**PRIVATE, **row}]))[family][0])


@pytest.mark.parametrize(
    ("family", "row", "expected"),
    [
        ("local_authority", {"public_siren": YES, "listed_authority": YES}, YES),
        ("local_authority", {"public_siren": YES, "listed_authority": NO}, UNKNOWN),
        ("local_authority", {"public_siren": YES, "listed_authority": NO, "legal": "7210"}, YES),
        ("public_other", {"public_siren": YES, "listed_authority": YES}, NO),
        ("natural_person", {"legal": "1000"}, YES),
        ("natural_person", {"legal": "9220"}, NO),
        ("natural_person", {}, UNKNOWN),
        ("natural_person", {"public_siren": YES}, NO),
        ("ess_form", {"legal": "9220"}, YES),
        ("ess_form", {"legal": "5458"}, YES),
        ("ess_form", {"legal": "8210"}, YES),
        ("ess_form", {"legal": "9300"}, YES),
        ("ess_form", {"legal": "5499", "association": NO}, NO),
        ("ess_form", {"legal": "1000"}, NO),
        ("ess_form", {}, UNKNOWN),
        ("ess_form", {"association": YES, "legal": "9220"}, YES),
        ("ess_commercial", {"legal": "5499", "ess": YES, "association": NO}, YES),
        ("ess_commercial", {"legal": "5499", "ess": NO, "association": NO}, NO),
        ("ess_commercial", {"legal": "5499", "association": NO}, UNKNOWN),
        ("ess_commercial", {"legal": "5458", "ess": YES}, NO),
        ("work_integration", {"legal": "5499", "siae": YES}, YES),
        ("work_integration", {"legal": "9222"}, YES),
        ("work_integration", {"legal": "5499", "siae": NO}, NO),
        ("work_integration", {"legal": "5499"}, UNKNOWN),
        ("ess", {"legal": "5710", "ess": YES, "association": NO}, YES),
        ("ess", {"legal": "5710", "siae": YES, "association": NO}, YES),
        ("ess", {"legal": "5710", "ess": NO, "siae": NO, "association": NO}, NO),
        ("ess", {"legal": "7210", "public_siren": YES}, NO),
        ("other_enterprise", {"legal": "5710"}, YES),
        ("other_enterprise", {"legal": "5710", "ess": YES}, NO),
        ("other_enterprise", {"legal": "5458"}, NO),
        ("other_enterprise", {"legal": "1000"}, NO),
        ("other_enterprise", {}, UNKNOWN),
        ("other_sme", {"legal": "5710", "unit_size": "12"}, YES),
        ("other_sme", {"legal": "5710", "unit_size": "32"}, NO),
        ("other_sme", {"legal": "5710", "unit_size": "NN"}, UNKNOWN),
        ("responsible_sme", {"legal": "5710", "unit_size": "12", "mission": YES}, YES),
        ("responsible_sme", {"legal": "5710", "unit_size": "12", "mission": NO}, UNKNOWN),
        ("responsible_sme", {"legal": "5710", "unit_size": "41", "mission": YES}, NO),
        ("local_authority", {"legal": "7346", "public_siren": YES}, YES),
        ("local_authority", {"public_siren": YES}, UNKNOWN),
        ("local_authority", {}, NO),
        ("public_other", {"legal": "7331", "public_siren": YES}, YES),
        ("public_other", {"legal": "4110"}, YES),
        ("public_other", {"legal": "7210", "public_siren": YES}, NO),
        ("research", {"naf": "72.19Z", "legal": "5710"}, YES),
        ("research", {"naf": "72.19Z"}, UNKNOWN),
        ("research", {"naf": "72.19Z", "legal": "1000"}, NO),
        ("research", {"naf": "72.19Z", "public_siren": YES}, YES),
        ("research", {"naf": "56.10A", "legal": "5710"}, NO),
        ("higher_education", {"naf": "85.42Z", "legal": "9220"}, YES),
        ("higher_education", {"naf25": "85.40Y", "legal": "9220"}, YES),
        ("training", {"naf": "85.59A", "legal": "9220"}, YES),
        ("training", {"naf": "56.10A", "legal": "5710", "training": YES}, YES),
        ("training", {"naf": "56.10A", "legal": "5710", "training": NO}, NO),
        ("training", {"naf": "56.10A", "legal": "5710"}, UNKNOWN),
        ("network", {"naf": "94.11Z", "legal": "8420"}, YES),
        ("network", {"naf": "56.10A", "legal": "5710"}, NO),
    ],
)
def test_family_answers(family, row, expected):
    assert answer(family, **row) == expected


def test_every_family_says_why_in_both_languages_with_a_source():
    for family in load_families().values():
        for reason in family.reasons:
            assert all([*reason.texts.values(), *reason.confirms.values(), reason.source])
        assert all(family.labels.values())
        assert bool(family.note["fr"]) == bool(family.note["en"])


def test_reason_is_the_one_that_holds():
    profiles = Profiles.from_rows([{**PRIVATE, "legal": "5710", "ess": YES, "association": NO}])
    families = load_families()

    reason = families.reason("ess", profiles, families.answers(profiles), 0)

    assert reason.text() == "mention ESS de SIRENE ou liste d'ESS France"


def test_read_families_refuses_a_family_used_before_it_is_defined():
    text = (
        '[[family]]\nkey="a"\nlabel_fr="A"\nlabel_en="A"\n[[family.reason]]\nwhen={family="b"}\n'
        'why_fr="x"\nwhy_en="x"\nsource="s"\n'
    )

    with pytest.raises(InvalidRules, match="« b »"):
        read_families(text, "essai.toml")


def test_read_families_names_a_missing_key():
    with pytest.raises(InvalidRules, match="label_fr"):
        read_families(
            '[[family]]\nkey="a"\nlabel_en="A"\n[[family.reason]]\nwhen={flag="ess"}\n'
            'why_fr="x"\nwhy_en="x"\nsource="s"\n',
            "essai.toml",
        )
