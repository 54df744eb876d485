import pytest

from essaim.engine.errors import InvalidValue
from essaim.engine.language import use_language
from essaim.kit.dates import as_typed, date_in_words, dated, iso


@pytest.mark.parametrize(
    ("text", "in_french", "in_english"),
    [
        ("2012", "2012", "2012"),
        ("2012-06", "juin 2012", "June 2012"),
        ("2014-01-10", "10 janvier 2014", "10 January 2014"),
        ("2014-01-01", "1er janvier 2014", "1 January 2014"),
    ],
)
def test_date_is_no_more_precise_than_its_source(text: str, in_french: str, in_english: str) -> None:
    when = dated(text)

    assert date_in_words(when.day, when.precision) == in_french
    assert iso(when.day, when.precision) == text
    use_language("en")
    assert date_in_words(when.day, when.precision) == in_english


@pytest.mark.parametrize(
    ("text", "machine"), [("06/2012", "2012-06"), ("25/06/2012", "2012-06-25"), ("1/2/2014", "2014-02-01")]
)
def test_date_as_french_people_type_it(text: str, machine: str) -> None:
    when = dated(text)

    assert iso(when.day, when.precision) == machine
    assert dated(as_typed(when.day, when.precision)) == when


@pytest.mark.parametrize("text", ["31/02/2012", "13/2012", "", "vers 2012", "2012-13", "2012-02-30", "12"])
def test_date_that_cannot_exist_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue):
        dated(text)
