"""Names on one line."""

import pytest

from essaim.kit.names import one_line


@pytest.mark.parametrize(
    ("text", "expected"),
    [("  Sans\u0000 l'État \n", "Sans l'État"), ("\t\u200b", ""), ("abcdef", "abcde"), ("abcd efg", "abcd")],
)
def test_a_name_is_one_line_that_can_be_read(text: str, expected: str) -> None:
    assert one_line(text, 5 if text.startswith("abc") else 120) == expected
