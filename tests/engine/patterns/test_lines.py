import pytest

from essaim.engine.patterns.lines import Lines

TEXT = '''\
key = "a"  # [[role]]
list = [
  "x",   # key = 1
  "y = 2",
]
words = """
[[role]]
key = "no"
"""

[[role]]
key = "first"
rule = { any = [
  { flag = "ess" },
] }

[[known_use]]
name = 'one [x'
[[known_use.figure]]
value = 1
[[known_use.figure]]
value = 2

[[role]]
key = "second"
[role.rule]
flag = "ess"
[team]
fte.min = 1
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("key",), 1),
        (("list",), 2),
        (("words",), 6),
        (("role", 0), 11),
        (("role", 0, "key"), 12),
        (("role", 0, "rule"), 13),
        (("role", 0, "rule", "any", 0, "flag"), 13),
        (("known_use", 0, "figure", 1, "value"), 22),
        (("role", 1, "key"), 25),
        (("role", 1, "rule", "flag"), 27),
        (("role", 1, "absent"), 24),
        (("team", "fte", "min"), 29),
        (("nothing",), 1),
    ],
)
def test_line_of_path(path: tuple[str | int, ...], line: int) -> None:
    assert Lines(TEXT).at(path) == line


def test_line_of_value_in_a_list_over_several_lines() -> None:
    lines = Lines(TEXT)

    assert lines.at(("list",), '"y = 2"') == 4
    assert lines.at(("role", 0, "rule"), '"ess"') == 14
    assert lines.at(("list",), '"absent"') == 2
