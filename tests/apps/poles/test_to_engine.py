import pytest

from essaim.apps.poles.to_engine import belongings, composition_of, marks_of
from essaim.engine.values import Answer
from tests.factories import make_organisation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("essaim_home")]


@pytest.mark.parametrize(
    ("facts", "ess"),
    [
        ({"legal_category": "9220"}, Answer.YES),
        ({"rna": "W442001234"}, Answer.YES),
        ({"legal_category": "5710", "marks": "-ess -siae -association"}, Answer.NO),
        ({"legal_category": "5710"}, Answer.UNKNOWN),
        ({"legal_category": "5710", "marks": "+ess"}, Answer.YES),
        ({}, Answer.UNKNOWN),
        ({"family": "ess_form"}, Answer.YES),
        ({"family": "ess_commercial"}, Answer.YES),
        ({"family": "other_enterprise"}, Answer.NO),
        ({"family": "local_authority"}, Answer.NO),
        ({"family": "training"}, Answer.UNKNOWN),
    ],
)
def test_ess_in_three_values(facts: dict[str, str], ess: Answer) -> None:
    first, *_others = belongings(make_organisation(**facts))

    assert (first.key, first.answer) == ("ess", ess)


def test_what_people_say_never_goes_against_the_register() -> None:
    one = make_organisation(legal_category="9220", family="other_enterprise")

    assert belongings(one)[0].answer == Answer.YES
    assert one.main_family == "ess_form"


def test_composition_without_members_cannot_be_told() -> None:
    assert [one.part.answer for one in composition_of([])] == [Answer.UNKNOWN] * 3


def test_composition_names_who_counts_and_who_is_unknown() -> None:
    first, second = make_organisation(legal_category="9220"), make_organisation(family="ess_form")
    firm, town = (
        make_organisation(family="other_enterprise"),
        make_organisation(siren="214401093", legal_category="7210"),
    )
    nobody = make_organisation()

    ess, enterprise, link = composition_of([first, second, firm, town, nobody])

    assert (ess.part.answer, ess.sure, ess.unknown) == (Answer.YES, [first, second], [nobody])
    assert (enterprise.part.answer, enterprise.sure) == (Answer.YES, [firm])
    assert (link.part.answer, link.sure) == (Answer.YES, [town])


def test_composition_that_no_member_can_complete_is_not_met() -> None:
    towns = [make_organisation(siren="214401093", legal_category="7210")]

    ess, enterprise, link = composition_of(towns)

    assert (ess.part.answer, enterprise.part.answer, link.part.answer) == (Answer.NO, Answer.NO, Answer.YES)


def test_marks_keep_what_is_known() -> None:
    assert marks_of({"ess": Answer.YES, "mission": Answer.NO, "siae": Answer.UNKNOWN}) == "+ess -mission"
