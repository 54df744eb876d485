"""Each problem of a plan has its code, its place, and a sentence that says what to do."""

import pytest

from essaim.engine.financing import COORDINATION, Plan, PlanLine, Side, Stage, check_plan
from tests.engine.financing.small import REGION, STATE, TRUST, line, plan, real_budget


def codes(found: Plan) -> list[tuple[str, int | None, str]]:
    ignored = {"coordination_missing"}
    return [(one.code, one.year, one.line) for one in check_plan(found) if one.code not in ignored]


def test_the_published_budget_lacks_only_a_line_of_coordination() -> None:
    found = check_plan(real_budget())

    assert [(one.code, one.must) for one in found] == [("coordination_missing", False)]


def test_charges_above_products_say_by_how_much_and_in_which_year() -> None:
    found = plan(line("613", 1000, 123_450), line("756", 1000, 50), years=2)

    problem = check_plan(found)[0]

    assert (problem.code, problem.year) == ("unbalanced", 1)
    assert "Année 2" in problem.message
    assert "1\u202f234\u00a0€" in problem.message
    assert problem.advice.startswith("Ajoutez une ressource")


def test_products_above_charges_say_the_other_way() -> None:
    problem = check_plan(plan(line("613", 100), line("756", 250)))[0]

    assert (problem.code, "1,50\u00a0€" in problem.message) == ("unbalanced", True)
    assert problem.advice.startswith("Demandez moins")


def test_volunteering_on_one_side_alone_is_seen() -> None:
    found = plan(line("613", 100), line("756", 100), line("864", 60))

    assert codes(found) == [("volunteering", 0, "")]


def test_a_year_without_any_amount_is_seen_once() -> None:
    found = plan(line("613", 100, None), line("756", 100), years=2)

    assert codes(found) == [("empty_year", 1, "")]


def test_unknown_amounts_are_counted_and_nothing_is_called_unbalanced() -> None:
    found = plan(line("613", 100), line("616", None), line("756", 50))

    assert codes(found) == [("unknown_amounts", 0, "")]


def test_coordination_that_nobody_pays_is_seen() -> None:
    found = plan(line("641", 100, analytic=COORDINATION), line("756", 100))

    assert codes(found) == [("coordination_without_payer", 0, "")]


def test_coordination_paid_in_part_is_said_without_blocking() -> None:
    found = plan(line("641", 100, analytic=COORDINATION), line("756", 60, analytic=COORDINATION), line("70", 40))

    assert [(one.code, one.must) for one in check_plan(found)] == [("coordination_short", False)]


def test_an_unknown_payer_of_coordination_is_not_no_payer() -> None:
    found = plan(line("641", 100, analytic=COORDINATION), line("756", None, analytic=COORDINATION))

    assert codes(found) == [("unknown_amounts", 0, "")]


def test_a_line_on_the_wrong_side_is_named() -> None:
    found = plan(line("613", 100), line("756", 100), line("616", 0, key="bad", side="product"))

    assert codes(found) == [("wrong_side", None, "bad")]


def test_a_line_that_the_form_does_not_have_is_named() -> None:
    found = plan(PlanLine("bad", Side.CHARGE, "999", amounts={Stage.PLANNED: (0,)}))

    assert codes(found) == [("unknown_form_line", None, "bad")]


@pytest.mark.parametrize(
    ("one", "code"),
    [
        (line("74-etat", 0, key="l"), "funder_missing"),
        (line("74-etat", 0, key="l", funder="nobody"), "unknown_funder"),
        (line("74-etat", 0, key="l", funder="trust"), "public_and_private"),
        (line("74-prive", 0, key="l", funder="state"), "public_and_private"),
        (line("75-autres", 0, key="l", support="dla"), "support_without_money"),
        (line("75-autres", 0, key="l", support="lottery"), "unknown_support"),
        (line("758", -5, key="l"), "negative_amount"),
    ],
)
def test_a_line_that_says_two_things_is_named(one: PlanLine, code: str) -> None:
    found = plan(one, line("613", one.amount(0)), funders=(STATE, REGION, TRUST))

    assert (code, "l") in [(problem.code, problem.line) for problem in check_plan(found)]


def test_a_dla_among_contributions_in_kind_is_fine() -> None:
    assert codes(plan(line("862", 10), line("871", 10, support="dla"))) == []


def test_stages_never_go_above_the_one_before() -> None:
    stages = {Stage.REQUESTED: (80,), Stage.GRANTED: (90,), Stage.CLAIMED: (95,), Stage.PAID: (100,)}
    found = plan(line("613", 100), line("74-etat", 100, key="l", funder="state", stages=stages), funders=(STATE,))

    assert codes(found) == [
        ("granted_above_requested", 0, "l"), ("claimed_above_granted", None, "l"), ("paid_above_granted", None, "l"),
    ]  # fmt: skip


def test_a_grant_paid_in_the_year_after_is_fine() -> None:
    stages = {Stage.GRANTED: (100, 50), Stage.PAID: (60, 90)}
    found = plan(
        line("613", 100, 50),
        line("74-etat", 100, 50, key="l", funder="state", stages=stages),
        years=2,
        funders=(STATE,),
    )

    assert codes(found) == []


def test_what_was_paid_is_not_compared_with_a_grant_that_nobody_wrote() -> None:
    stages = {Stage.GRANTED: (100, None), Stage.PAID: (500, None)}
    found = plan(
        line("613", 100, 0), line("74-etat", 100, 0, key="l", funder="state", stages=stages), years=2, funders=(STATE,)
    )

    assert codes(found) == []


def test_a_support_that_pays_two_lines_is_compared_with_both() -> None:
    first = line("74-etat", 60, key="a", funder="state", stages={Stage.GRANTED: (60,), Stage.PAID: (100,)})
    second = line("74-etat", 40, key="b", funder="state", stages={Stage.GRANTED: (40,)})
    less = line("74-etat", 40, key="b", funder="state", stages={Stage.GRANTED: (39,)})

    assert codes(plan(line("613", 100), first, second, funders=(STATE,))) == []
    assert codes(plan(line("613", 100), first, less, funders=(STATE,))) == [("paid_above_granted", None, "a")]


def test_a_key_written_twice_is_seen() -> None:
    found = plan(line("613", 50, key="l"), line("616", 50, key="l"), line("756", 100))

    assert codes(found) == [("line_twice", None, "l")]


def test_every_problem_says_what_to_do() -> None:
    stages = {Stage.REQUESTED: (80,), Stage.GRANTED: (90,), Stage.PAID: (100,)}
    found = plan(line("613", 1, None), line("74-etat", 100, stages=stages), line("864", 3), years=2)

    problems = check_plan(found)

    assert len(problems) > 3
    assert all(one.message and one.advice for one in problems)
