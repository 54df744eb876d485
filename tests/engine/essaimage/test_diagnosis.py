from __future__ import annotations

import numpy as np
import pytest

from essaim.engine.essaimage import Ground, diagnose, usual_references
from essaim.engine.register.families import load_families
from essaim.engine.register.register import Coverage
from essaim.engine.territories import codes_perimeter, radius_perimeter
from essaim.engine.values import Answer
from tests.engine import small

PRIVATE = {"public_siren": Answer.NO}
ASSOCIATION = {**PRIVATE, "legal": "9220", "naf": "94.99Z", "size": "12", "name": "Les Amis du lac"}
COMPANY = {**PRIVATE, "legal": "5710", "naf": "38.32Z", "size": "NN", "association": Answer.NO}
SOLE = {**PRIVATE, "legal": "1000", "naf": "01.11Z", "name": "Jeanne Martin"}
NOBODY_KNOWS = {**PRIVATE, "naf": "94.99Z"}
HIDDEN = {**PRIVATE, "legal": "9220", "naf": "94.99Z", "not_public": Answer.YES}
TOWN_HALL = {"public_siren": Answer.YES, "legal": "7210", "naf": "84.11Z", "name": "Commune 1"}
ACTORS = [(0, ASSOCIATION), (0, COMPANY), (0, SOLE), (1, NOBODY_KNOWS), (1, HIDDEN), (0, TOWN_HALL), (5, ASSOCIATION)]


@pytest.fixture
def territories(tmp_path):
    return small.world(tmp_path, 6)


def made(territories, register, codes=("48001", "48002")):
    perimeter = codes_perimeter(territories, codes)
    return diagnose(perimeter, ground(territories, register))


def ground(territories, register):
    return Ground(territories, register, load_families())


def line(result, key):
    return next(family for family in result.families if family.key == key)


def test_diagnose_counts_sure_possible_and_employers(territories):
    result = made(territories, small.register(6, ACTORS))

    ess = line(result, "ess")
    assert (ess.sure, ess.possible, ess.suggested) == (
        2,
        4,
        2,
    )  # the company's activity (38) and the unknown one's (94.99Z) hint at it
    assert (ess.employers_sure, ess.employers_possible) == (1, 2)
    assert result.establishments == 6
    assert ess.per_1000 == pytest.approx(1000 * 2 / 300)


def test_diagnose_counts_persons_apart(territories):
    result = made(territories, small.register(6, ACTORS))

    persons = line(result, "natural_person")
    assert (persons.sure, persons.possible) == (1, 2)


def test_diagnose_composition_of_article_9(territories):
    result = made(territories, small.register(6, ACTORS))

    assert [part.answer for part in result.composition] == [Answer.YES, Answer.YES, Answer.YES]
    assert [(part.sure, part.possible) for part in result.composition] == [(2, 4), (1, 2), (1, 5)]


def test_diagnose_composition_without_actors_is_absent_only_where_covered(territories):
    nobody = small.register(6, [])
    hidden = small.register(6, [], coverage=[Coverage.PARTIAL] * 6)

    assert {part.answer for part in made(territories, nobody).composition} == {Answer.NO}
    assert {part.answer for part in made(territories, hidden).composition} == {Answer.UNKNOWN}


def test_diagnose_compares_on_covered_communes_only(territories):
    cover = [Coverage.WHOLE] * 5 + [Coverage.PARTIAL]
    known = [actor for actor in ACTORS if actor[1] is not NOBODY_KNOWS]
    result = made(territories, small.register(6, known, coverage=cover))

    france = next(reference for reference in result.references if reference.key == "france")
    compared = next(item for item in line(result, "ess").compared if item.reference == france.label)
    # Everything counted lies in the perimeter once the partly covered commune is left out: nothing to compare with.
    assert france.covered_communes == 5
    assert (compared.quotient, compared.reason) == (None, "itself")


def test_diagnose_gives_no_family_quotient_when_legal_forms_are_unknown(territories):
    register = small.register(6, [(0, NOBODY_KNOWS), (1, NOBODY_KNOWS), (2, ASSOCIATION)])

    result = made(territories, register)

    assert {item.reason for item in line(result, "ess").compared} == {"legal_unknown"}
    assert {item.quotient for item in line(result, "ess").compared} == {None}


def test_diagnose_says_what_is_covered(territories):
    cover = [Coverage.WHOLE, Coverage.NONE, *[Coverage.WHOLE] * 4]
    result = made(territories, small.register(6, [], coverage=cover))

    assert result.context.covered == {Coverage.NONE: 1, Coverage.PARTIAL: 0, Coverage.WHOLE: 1}
    assert result.context.covered_share == pytest.approx(100 / 300)
    assert not result.context.complete


def test_references_leave_the_territory_out_of_the_similar_ones(territories):
    perimeter = radius_perimeter(territories, "48001", 12)

    references = usual_references(perimeter, ground(territories, small.register(6, [])))

    similar = [reference for reference in references if reference.key == "similar"]
    for reference in similar:
        assert not set(reference.communes.tolist()) & set(perimeter.communes.tolist())


def test_candidates_name_what_may_be_named(territories):
    perimeter = codes_perimeter(territories, ["48001", "48002"])

    found = diagnose(perimeter, ground(territories, small.register(6, ACTORS)), limit=10).candidates

    listed = [(c.name, c.answer, c.commune_code) for c in found["ess"].listed]
    assert listed[0] == ("Les Amis du lac", Answer.YES, "48001")
    assert [name for name, _answer, _code in listed[1:]].count(None) == len(listed) - 1
    assert "natural_person" not in found
    everything = [c for one in found.values() for c in one.listed]
    assert "Jeanne Martin" not in {c.name for c in everything}
    assert all(c.why or c.confirms for c in everything)


def test_candidates_are_sure_first_then_near(territories):
    maybe = {**PRIVATE, "legal": "5710", "naf": "94.99Z"}
    actors = [(3, ASSOCIATION), (0, maybe), (0, NOBODY_KNOWS), (1, ASSOCIATION)]
    perimeter = radius_perimeter(territories, "48001", 100)

    found = diagnose(perimeter, ground(territories, small.register(6, actors)), limit=10).candidates["ess"]

    # Of whom nothing is known may be a person: counted, never listed.
    assert [c.commune_code for c in found.listed] == ["48002", "48004", "48001"]
    assert (found.possible, found.unlisted) == (4, 1)
    distances = [c.distance_km for c in found.listed[:2]]
    assert distances == sorted(distances)
    assert np.isfinite(distances).all()


def test_diagnose_counts_sole_traders_by_activity(territories):
    persons = made(territories, small.register(6, ACTORS)).persons

    assert [(line.division, line.sure, line.possible) for line in persons] == [("01", 1, 1)]


def test_diagnose_keeps_every_activity_that_persons_may_carry_on(territories):
    unknown = [{**PRIVATE, "naf": naf} for naf in ("68.20A", "88.91A", "94.99Z", "88.10A", "88.10A")]
    actors = [(0, SOLE), *((0, one) for one in unknown), (1, {**SOLE, "naf": "94.99Z"})]

    persons = made(territories, small.register(6, actors)).persons

    assert [(line.division, line.sure, line.possible) for line in persons] == [
        ("01", 1, 1), ("94", 1, 2), ("68", 0, 1), ("88", 0, 3),
    ]  # fmt: skip


def test_diagnose_gives_neither_rate_nor_quotient_where_nothing_is_covered(territories):
    nowhere = small.register(6, [], coverage=[Coverage.NONE] * 6)

    ess = line(made(territories, nowhere), "ess")

    assert ess.per_1000 is None
    assert {item.quotient for item in ess.compared} == {None}


def test_diagnose_rates_rest_on_the_covered_communes(territories):
    cover = [Coverage.WHOLE, Coverage.NONE, *[Coverage.WHOLE] * 4]

    ess = line(made(territories, small.register(6, [(0, ASSOCIATION)], coverage=cover)), "ess")

    assert ess.per_1000 == pytest.approx(1000 * 1 / 100)


def test_diagnose_gives_no_quotient_when_no_answer_is_sure(territories):
    sme = {**PRIVATE, "legal": "5710", "unit_size": "12", "association": Answer.NO, "ess": Answer.NO, "siae": Answer.NO}
    responsible = {**sme, "mission": Answer.YES}

    result = made(territories, small.register(6, [(0, sme), (1, sme), (3, responsible), (4, ASSOCIATION)]))

    compared = line(result, "responsible_sme").compared
    assert {(item.quotient, item.reason) for item in compared if item.reference == "France"} == {
        (None, "answer_unknown")
    }


def test_diagnose_reads_no_name_when_none_is_asked(territories):
    perimeter = codes_perimeter(territories, ["48001"])

    assert diagnose(perimeter, ground(territories, small.register(6, ACTORS)), limit=0).candidates == {}
