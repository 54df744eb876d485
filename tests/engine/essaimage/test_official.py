"""Communes that the register holds nothing of: sure local authorities by the official lists, nothing else."""

from __future__ import annotations

import pytest

from essaim.engine.essaimage import Ground, family_candidacy, role_candidacy
from essaim.engine.patterns import Basis, Part, Role
from essaim.engine.register.families import load_families
from essaim.engine.register.register import Coverage
from essaim.engine.territories import codes_perimeter
from essaim.engine.values import Answer
from tests.engine import small

TOWN_HALL = {"public_siren": Answer.YES, "listed_authority": Answer.YES, "naf": "84.11Z", "name": "Commune 1"}
COVERAGE = [Coverage.WHOLE, Coverage.PARTIAL, Coverage.NONE, Coverage.NONE, Coverage.NONE, Coverage.NONE]
CODES = ["48001", "48002", "48003", "48004"]


def role(confirms, suggests=None):
    return Role("x", "X", "", 1, Part.CORE, Basis.ASSUMPTION, suggests=suggests or {}, confirms=confirms)


AUTHORITY = role({"family": "local_authority"}, {"naf": {"rev2": ["84.11Z"], "naf2025": ["84.11Y"]}})
OTHERS = [
    role({"family": "ess"}), role({"not": {"legal": ["1*"]}}), role({}, {"naf": {"rev2": ["84*"]}}),
    role({"family": "local_authority"}, {"naf": {"rev2": ["38*"]}}),
]  # fmt: skip


@pytest.fixture
def ground(tmp_path):
    register = small.register(6, [(0, TOWN_HALL), (0, TOWN_HALL)], coverage=COVERAGE)
    return Ground(small.world(tmp_path, 6), register, load_families())


@pytest.mark.parametrize("other", OTHERS)
def test_they_hold_no_role_that_asks_for_others(ground, other):
    place = codes_perimeter(ground.territories, CODES)

    assert len(role_candidacy(other, place, ground).official) == 0


def test_candidates_name_them_apart_from_the_register(ground):
    place = codes_perimeter(ground.territories, CODES)

    found = [role_candidacy(AUTHORITY, place, ground), family_candidacy("local_authority", place, ground)]

    assert [one.official.tolist() for one in found] == [[2, 3], [2, 3]]  # neither the whole one nor the partial one
    assert [(one.sure, one.possible, len(one), one.unseen, one.is_told) for one in found] == [(2, 2, 2, 2, True)] * 2
    assert len(family_candidacy("ess", place, ground).official) == 0
