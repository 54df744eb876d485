"""The scan against its slow twin, and the properties that make its answers fair."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from essaim.engine.essaimage import Ground, build_targets, scan
from essaim.engine.essaimage import targets as looking
from essaim.engine.essaimage.ordering import ordered
from essaim.engine.patterns import Basis, Condition, Part, Pattern, Role
from essaim.engine.register.families import load_families
from essaim.engine.register.register import Coverage
from essaim.engine.values import Answer
from tests.engine import small
from tests.spec import scan_twin

N = 8
WORDS = {scan_twin.YES: Answer.YES, scan_twin.UNKNOWN: Answer.UNKNOWN, scan_twin.NO: Answer.NO}
RULES = [
    {"naf": {"rev2": ["38*"]}},
    {"naf": {"rev2": ["94.99Z", "88*"]}, "legal": ["92*"]},
    {"any": [{"flag": "ess"}, {"legal": ["5458"]}]},
    {"not": {"legal": ["1*"]}},
]
ACTOR = st.fixed_dictionaries(
    {},
    optional={
        "naf": st.sampled_from(["38.32Z", "94.99Z", "88.10C", "56.10A"]),
        "legal": st.sampled_from(["9220", "5458", "5499", "1000"]),
        "ess": st.sampled_from([Answer.NO, Answer.UNKNOWN, Answer.YES]),
    },
)
ACTORS = st.lists(st.tuples(st.integers(0, N - 1), ACTOR), max_size=25)
COVERAGE = st.lists(st.sampled_from(list(Coverage)), min_size=N, max_size=N)
FEW = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@pytest.fixture(scope="module")
def territories():
    with tempfile.TemporaryDirectory() as folder:
        yield small.world(Path(folder), N)


def role(i: int, rule: dict, minimum: int, reach: float | None) -> Role:
    return Role(f"r{i}", f"Rôle {i}", "", minimum, Part.CORE, Basis.ASSUMPTION, suggests=rule, reach_km=reach)


def pattern(roles: list[Role], conditions: tuple[Condition, ...] = ()) -> Pattern:
    return Pattern("essai", "Essai", "1", "", "", (), roles=tuple(roles), conditions=conditions)


def run(territories, register, model: Pattern, level: str = "epci", radius: float | None = None):
    targets = build_targets(territories, level, radius_km=radius)
    return scan([model], targets, Ground(territories, register, load_families()))


@pytest.mark.parametrize("listed", [True, False])
@FEW
@given(
    actors=ACTORS,
    coverage=COVERAGE,
    minimums=st.lists(st.integers(1, 3), min_size=4, max_size=4),
    reaches=st.lists(st.sampled_from([None, 10.0, 25.0]), min_size=4, max_size=4),
    level=st.sampled_from(["epci", "commune"]),
    radius=st.sampled_from([None, 12.0, 30.0]),
)
def test_scan_equals_its_slow_twin(
    territories, monkeypatch, listed, actors, coverage, minimums, reaches, level, radius
):
    # Few territories have their communes listed; many are added up along circles that are kept. Both must agree.
    monkeypatch.setattr(looking, "_FEW", 64 if listed else 0)
    monkeypatch.setattr(looking, "are_kept", lambda t, km: not listed)
    model = pattern([role(i, RULES[i], minimums[i], reaches[i]) for i in range(4)])

    found = run(territories, small.register(N, actors, coverage=coverage), model, level, radius)

    covered = [value == Coverage.WHOLE for value in coverage]
    for row, centre in enumerate(found.targets.centre.tolist()):
        own = _own(territories, level, row, radius)
        for i, part in enumerate(model.roles):
            places = own | (set() if part.reach_km is None else _around(territories, centre, part.reach_km))
            answer, sure, possible = scan_twin.role_answer(RULES[i], minimums[i], places, actors, covered)
            one = found.scans[0]
            assert (one.answers[row, i], one.sure[row, i], one.possible[row, i]) == (WORDS[answer], sure, possible)


def test_communes_are_sure_authorities_by_the_official_lists_where_the_register_holds_nothing(territories):
    town_hall = (0, {"public_siren": Answer.YES, "listed_authority": Answer.YES})
    coverage = [Coverage.WHOLE, Coverage.PARTIAL, *[Coverage.NONE] * (N - 2)]
    model = pattern([role(0, {"family": "local_authority"}, 1, None), role(1, RULES[3], 1, None)])

    found = run(territories, small.register(N, [town_hall], coverage=coverage), model).scans[0]

    # EPCI 0: communes 0, 3, 6; EPCI 1: 1, 4, 7; EPCI 2: 2, 5. Covered: counted once; partly: not at all.
    assert found.sure[:, 0].tolist() == [3, 2, 2]
    assert found.answers[:, 0].tolist() == [Answer.YES] * 3
    assert found.answers[1:, 1].tolist() == [Answer.UNKNOWN] * 2


def _own(territories, level, row, radius):
    if level == "commune":
        return _around(territories, row, radius or 20.0)
    communes = set(np.flatnonzero(territories.levels["epci"].member == row).tolist())
    if radius is None:
        return communes
    centre = max(communes, key=lambda place: territories.population[place])
    return communes | _around(territories, centre, radius)


def _around(territories, centre, km):
    points = list(zip(territories.lon.tolist(), territories.lat.tolist(), strict=True))
    return {i for i, point in enumerate(points) if scan_twin.distance_km(points[centre], point) <= km}


@FEW
@given(actors=ACTORS, coverage=COVERAGE, extra=st.tuples(st.integers(0, N - 1), ACTOR))
def test_scan_with_one_more_actor_never_turns_met_into_missing(territories, actors, coverage, extra):
    model = pattern([role(i, rule, 2, 15.0) for i, rule in enumerate(RULES)])

    before = run(territories, small.register(N, actors, coverage=coverage), model).scans[0].answers
    after = run(territories, small.register(N, [*actors, extra], coverage=coverage), model).scans[0].answers

    assert np.all(after >= before)


@FEW
@given(actors=ACTORS, coverage=COVERAGE, hidden=st.sets(st.integers(0, N - 1)))
def test_scan_with_less_coverage_only_adds_unknowns(territories, actors, coverage, hidden):
    model = pattern([role(i, rule, 2, 15.0) for i, rule in enumerate(RULES)])
    fewer = [actor for actor in actors if actor[0] not in hidden]
    less = [Coverage.NONE if place in hidden else value for place, value in enumerate(coverage)]

    before = run(territories, small.register(N, actors, coverage=coverage), model).scans[0].answers
    after = run(territories, small.register(N, fewer, coverage=less), model).scans[0].answers

    changed = after != before
    assert np.all(after[changed] == Answer.UNKNOWN)


@FEW
@given(actors=ACTORS, shuffled=st.randoms(use_true_random=False))
def test_scan_does_not_depend_on_the_order_of_the_input(territories, actors, shuffled):
    model = pattern([role(i, rule, 2, 15.0) for i, rule in enumerate(RULES)])
    other = list(actors)
    shuffled.shuffle(other)

    one = run(territories, small.register(N, actors), model)
    two = run(territories, small.register(N, other), model)

    assert np.array_equal(one.scans[0].sure, two.scans[0].sure)
    assert np.array_equal(one.scans[0].order, two.scans[0].order)


def test_scan_relabelled_gives_the_same_answers(territories):
    actors = [(0, {"naf": "38.32Z"}), (3, {"naf": "38.32Z"}), (4, {})]
    model = pattern([role(0, RULES[0], 2, None)])

    plain = run(territories, small.register(N, actors), model)
    renamed = run(territories, small.register(N, [(p, {**a, "size": "11"}) for p, a in actors]), model)

    assert np.array_equal(plain.scans[0].answers, renamed.scans[0].answers)


def test_scan_of_several_models_equals_each_alone(territories):
    actors = [(0, {"naf": "38.32Z"}), (1, {"legal": "9220", "naf": "94.99Z"}), (5, {})]
    register = small.register(N, actors)
    first, second = (
        pattern([role(0, RULES[0], 1, 10.0)]),
        pattern([role(1, RULES[1], 1, None), role(2, RULES[2], 2, 25.0)]),
    )
    targets = build_targets(territories, "epci")

    both = scan([first, second], targets, Ground(territories, register, load_families()))

    for one, model in zip(both.scans, (first, second), strict=True):
        alone = run(territories, register, model).scans[0]
        assert np.array_equal(one.answers, alone.answers)
        assert np.array_equal(one.sure, alone.sure)


def test_scan_orders_by_met_then_missing_then_actors(territories):
    register = small.register(N, [(0, {"naf": "38.32Z"}), (1, {}), (4, {"naf": "38.11Z"}), (4, {"naf": "38.12Z"})])
    model = pattern([role(0, RULES[0], 1, None)])

    found = run(territories, register, model).scans[0]

    # EPCI 0 has one sure actor (communes 0, 3, 6), EPCI 1 two (1, 4, 7), EPCI 2 none at all.
    assert found.order.tolist() == [1, 0, 2]
    assert found.answers[:, 0].tolist() == [Answer.YES, Answer.YES, Answer.NO]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [("name", [0, 1, 2]), ("met", [1, 0, 2]), ("missing", [0, 1, 2]), ("actors", [1, 0, 2]), ("population", [1, 0, 2])],
)
def test_territories_are_listed_by_name_unless_another_order_is_asked(territories, sort, expected):
    register = small.register(N, [(0, {"naf": "38.32Z"}), (1, {}), (4, {"naf": "38.11Z"}), (4, {"naf": "38.12Z"})])
    result = run(territories, register, pattern([role(0, RULES[0], 1, None)]))

    assert ordered(result, result.scans[0], sort).tolist() == expected


def test_scan_condition_on_a_criterion_nobody_added_is_unknown(territories):
    asked = Condition("c", "Desserte", "stations", Part.CORE, Basis.ASSUMPTION, "", min=1)

    found = run(territories, small.register(N, []), pattern([], (asked,))).scans[0]

    assert found.answers[:, 0].tolist() == [Answer.UNKNOWN] * 3


def test_scan_condition_on_population_compares_the_sum(territories):
    # EPCI populations: 0 → 100+400+700, 1 → 200+500+800, 2 → 300+600.
    asked = Condition("c", "Assez d'habitants", "population", Part.CORE, Basis.ASSUMPTION, "", min=1000, max=1300)

    found = run(territories, small.register(N, []), pattern([], (asked,))).scans[0]

    assert found.answers[:, 0].tolist() == [Answer.YES, Answer.NO, Answer.NO]
