"""Everybody of a place who could hold one part: the same as the slow reading, whatever is searched, sorted or kept."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from essaim.engine.essaimage import Ground, diagnose, family_candidacy, role_candidacy, usual_references
from essaim.engine.essaimage.candidacy import ACTIVITY, CERTAINTY, DISTANCE, HINTED, NAME, POSSIBLE, SURE
from essaim.engine.patterns import Basis, Part, Role
from essaim.engine.register.families import load_families
from essaim.engine.register.finding import find_establishments
from essaim.engine.territories import catchment, codes_perimeter, radius_perimeter
from essaim.engine.values import Answer
from tests.engine import small

PRIVATE = {"public_siren": Answer.NO}
NEAR = {**PRIVATE, "legal": "9220", "naf": "94.99Z", "name": "Les Amis du lac"}
FAR = {**PRIVATE, "legal": "9220", "naf": "88.99B", "name": "École d'été"}
COMPANY = {**PRIVATE, "legal": "5710", "naf": "38.32Z", "association": Answer.NO}
SOLE = {**PRIVATE, "legal": "1000", "naf": "01.11Z", "name": "Jeanne Martin"}
UNKNOWN = {**PRIVATE, "naf": "94.99Z", "name": "Peut-être quelqu'un"}
HIDDEN = {**PRIVATE, "legal": "9220", "naf": "94.99Z", "name": "Secret", "not_public": Answer.YES}
ACTORS = [(0, COMPANY), (1, FAR), (0, NEAR), (0, SOLE), (1, UNKNOWN), (1, HIDDEN), (3, NEAR)]


@pytest.fixture
def ground(tmp_path):
    return Ground(small.world(tmp_path, 6), small.register(6, ACTORS), load_families())


@pytest.fixture
def found(ground):
    return family_candidacy("ess", radius_perimeter(ground.territories, "48001", 15), ground)


def names(candidacy):
    return [one.name for one in candidacy.read(0, 50)]


def test_counts_are_those_of_the_diagnosis(ground, found):
    line = next(one for one in diagnose(radius_perimeter(ground.territories, "48001", 15), ground).families
                if one.key == "ess")  # fmt: skip

    assert (found.sure, found.possible, found.suggested) == (line.sure, line.possible, line.suggested)


def test_natural_persons_are_never_in_it_nor_named(ground, found):
    role = Role("x", "X", "", 1, Part.CORE, Basis.ASSUMPTION, suggests={"naf": {"rev2": ["01.11Z"]}})
    farmers = role_candidacy(role, codes_perimeter(ground.territories, ["48001"]), ground)

    assert "Jeanne Martin" not in names(found.only(POSSIBLE)) + names(found)
    assert (len(farmers), farmers.possible, farmers.unlisted) == (0, 1, 1)
    assert family_candidacy("natural_person", codes_perimeter(ground.territories, ["48001"]), ground) is None
    assert family_candidacy("nobody", codes_perimeter(ground.territories, ["48001"]), ground) is None


def test_certainties_part_the_list(found):
    sure, hinted, possible = (found.only(kind) for kind in (SURE, HINTED, POSSIBLE))

    assert sorted(filter(None, names(sure))) == ["Les Amis du lac", "École d'été"]
    assert len(sure) + len(possible) == len(found)
    assert set(hinted.rows) <= set(possible.rows)
    assert set(found.only("").rows) == set(sure.rows) | set(hinted.rows)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("amis LAC", ["Les Amis du lac"]),
        ("ecole ete", ["École d'été"]),
        ("martin", []),
        ("secret", []),
        ("peut", []),
    ],
)
def test_only_names_that_may_be_shown_are_searched(found, typed, expected):
    assert names(found.named(typed)) == expected


def test_searching_nothing_keeps_everybody(found):
    assert len(found.named("  ")) == len(found)


@pytest.mark.parametrize("order", [DISTANCE, NAME, ACTIVITY, CERTAINTY, "zut"])
def test_sorting_loses_nobody(found, order):
    assert sorted(found.sorted(order).rows) == sorted(found.rows)


def test_orders_are_those_said(found):
    sure = found.only(SURE)

    assert [one.distance_km for one in found.sorted(DISTANCE).read(0, 9)] == sorted(
        one.distance_km for one in found.read(0, 9)
    )
    # Those without a name that may be shown come last.
    assert names(sure.sorted(NAME)) == ["École d'été", "Les Amis du lac", None]
    assert [one.naf for one in sure.sorted(ACTIVITY).read(0, 9)] == ["88.99B", "94.99Z", "94.99Z"]


def test_pages_follow_one_another(found):
    whole = found.sorted(NAME)

    assert whole.read(0, 2) + whole.read(2, 50) == whole.read(0, 50)


def test_role_is_looked_for_as_far_as_it_reaches(ground):
    near, far = (
        role_candidacy(
            Role("x", "X", "", 1, Part.CORE, Basis.ASSUMPTION, confirms={"legal": ["9220"]}, reach_km=reach),
            codes_perimeter(ground.territories, ["48001"]), ground,
        )
        for reach in (None, 15)
    )  # fmt: skip

    assert (near.sure, far.sure) == (1, 3)


def test_similar_reference_around_a_commune_is_the_same_as_by_the_whole_matrix(ground):
    perimeter = radius_perimeter(ground.territories, "48001", 12)

    similar = usual_references(perimeter, ground)[-1]

    rows = [ground.territories.index(f"4800{name[-1]}") for name in similar.members]
    slow = np.unique(catchment(ground.territories, 12)[rows].indices)
    assert similar.communes.tolist() == np.setdiff1d(slow, perimeter.communes).tolist()


def test_rates_of_references_rest_on_their_covered_communes(ground):
    result = diagnose(codes_perimeter(ground.territories, ["48001"]), ground)

    ess = next(one for one in result.families if one.key == "ess")
    france = next(one for one in ess.compared if one.reference == "France")
    assert france.per_1000 == pytest.approx(1000 * 4 / float(ground.territories.population.sum()))


def test_bare_and_absent_names_are_completed_by_what_the_territories_know(tmp_path):
    public = {"public_siren": Answer.YES, "legal": "7210"}
    listed = {**public, "listed_authority": Answer.YES}
    actors = [(0, {**listed, "name": "MAIRIE"}), (1, listed), (2, public)]
    ground = Ground(small.world(tmp_path, 6), small.register(6, actors), load_families())

    found = family_candidacy("local_authority", radius_perimeter(ground.territories, "48001", 50), ground)

    assert set(names(found)) == {"MAIRIE, Commune 1", "Commune, Commune 2", None}
    assert names(found.named("mairie commune 1")) == ["MAIRIE, Commune 1"]
    assert names(found.sorted(NAME)) == ["Commune, Commune 2", "MAIRIE, Commune 1", None]


def test_epci_without_a_name_in_the_register_has_that_of_the_territories(tmp_path):
    t = small.world(tmp_path, 6)
    siren = str(t.levels["epci"].codes[0])
    register = small.register(6, [(0, {"public_siren": Answer.YES, "legal": "7346"})])
    rows = replace(register.rows, siret=np.array([int(siren) * 10**5 + 15]))
    ground = Ground(t, replace(register, rows=rows), load_families())

    found = family_candidacy("local_authority", codes_perimeter(t, ["48001"]), ground)

    assert names(found) == [str(t.levels["epci"].names[0])]
    (one,) = find_establishments(siren.zfill(9), np.array([0]), territories=t, register=ground.register)
    assert one.name == str(t.levels["epci"].names[0])
