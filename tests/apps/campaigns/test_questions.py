"""Values read from what people type."""

import pytest

from essaim.apps.campaigns.models import Question
from essaim.apps.campaigns.questions import in_words, read
from essaim.engine.errors import EssaimError


def question(kind: str, key: str, unit: str = "") -> Question:
    return Question(kind=kind, key=key, unit=unit)


@pytest.mark.parametrize(
    ("asked", "typed", "written"),
    [
        (question("indicator", "turnover", "eur"), "1 234 567,50 €", "1234567.5"),
        (question("indicator", "members", "count"), "\u202f12", "12"),
        (question("fact", "stage"), "En activité", "running"),
        (question("fact", "stage"), "ended", "ended"),
        (question("fact", "founded_year"), "2007", "2007"),
        (question("fact", "website"), "exemple.org", "https://exemple.org"),
        (question("fact", "commune"), "Romans-sur-Isère", "26281"),
        (question("fact", "commune"), "Romans-sur-Isère (26281)", "26281"),
        (question("section", "genesis"), " Né\0 ici. ", "Né ici."),
    ],
)
def test_typed_value_has_one_written_form(asked: Question, typed: str, written: str) -> None:
    assert read(asked, typed) == written
    assert read(asked, in_words(asked, written)) == written


@pytest.mark.parametrize(
    ("asked", "typed"),
    [
        (question("indicator", "members", "count"), "une douzaine"),
        (question("indicator", "members", "count"), "-3"),
        (question("indicator", "members", "count"), "1e9"),
        (question("indicator", "members", "count"), "9" * 20),
        (question("indicator", "members", "count"), "1,234"),
        (question("fact", "stage"), "certifié"),
        (question("fact", "founded_year"), "07"),
        (question("fact", "website"), "javascript:alert(1)"),
        (question("fact", "commune"), "Nulle-Part"),
        (question("fact", "commune"), "99999"),
        (question("section", "genesis"), "a" * 5001),
        (question("section", "genesis"), "  "),
    ],
)
def test_impossible_value_is_refused_with_a_sentence(asked: Question, typed: str) -> None:
    with pytest.raises(EssaimError) as refusal:
        read(asked, typed)

    assert refusal.value.message
