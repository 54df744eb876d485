"""What was found, packed and compared."""

from essaim.apps.scenarios.findings import (
    ConditionChange,
    Findings,
    TerritoryChange,
    changes_by_condition,
    changes_by_territory,
    pack,
    unpack,
)
from essaim.engine.values import Answer

BEFORE = Findings({"role.a": ("A", "au moins 1"), "role.b": ("B", "au moins 2")}, {"1": "+-", "2": "?+", "3": "++"})
AFTER = Findings({"role.b": ("B", "au moins 3"), "role.a": ("A", "au moins 1")}, {"1": "++", "2": "?+", "4": "--"})


def test_findings_survive_being_packed() -> None:
    assert unpack(pack(BEFORE)) == BEFORE


def test_answer_of_what_was_not_looked_at_is_none() -> None:
    assert BEFORE.answer("1", "role.b") is Answer.NO
    assert (BEFORE.answer("9", "role.a"), BEFORE.answer("1", "role.z")) == (None, None)


def test_changes_are_told_condition_by_condition_on_shared_territories() -> None:
    changes = changes_by_condition(BEFORE, AFTER)

    assert changes == [
        ConditionChange("role.a", "A", "au moins 1", "au moins 1", 1, 2, ("2",), ()),
        ConditionChange("role.b", "B", "au moins 2", "au moins 3", 1, 1, ("1",), ("2",)),
    ]


def test_condition_asked_on_one_side_only_gains_and_loses_nothing() -> None:
    fewer = Findings({"role.a": ("A", "au moins 1")}, {"1": "+"})

    change = changes_by_condition(BEFORE, fewer)[1]

    assert (change.after, change.gained, change.lost) == ("", (), ())


def test_changes_are_told_territory_by_territory() -> None:
    assert changes_by_territory(BEFORE, AFTER) == [
        TerritoryChange("1", (("B", Answer.NO, Answer.YES),)),
        TerritoryChange("2", (("A", Answer.UNKNOWN, Answer.YES), ("B", Answer.YES, Answer.UNKNOWN))),
    ]
