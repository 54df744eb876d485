"""Founders ask a pole for help: it answers, they follow, and what they learnt is public only when all agreed."""

import pytest
from django.core import mail

from essaim.apps.accounts.models import User
from essaim.apps.audit.models import Event
from essaim.apps.documents.models import Document
from essaim.apps.founding.actions.founding import found_pole
from essaim.apps.founding.actions.mentoring import answer_founders, ask_mentor, file_agreement, follow_mentoring
from essaim.apps.founding.enums import FoundingState
from essaim.apps.founding.models import Founding, Mentoring
from essaim.apps.founding.queries.mentoring import mentorings_asked_by, public_lessons, requests_to
from essaim.apps.jobs.models import Message
from essaim.apps.poles.models import Pole
from essaim.engine.errors import InvalidValue
from essaim.engine.territories import read_perimeter
from essaim.kit.errors import ChangedMeanwhile, NotAllowed
from tests.factories import ADMIN, AT, make_pole, make_user

pytestmark = pytest.mark.django_db
PAGE = "https://example.org/poles/mentor/demandes-d-aide/"


@pytest.fixture
def founder() -> User:
    return make_user()


@pytest.fixture
def founding(founder: User) -> Founding:
    return found_pole(name="Pôle de Mende", place=read_perimeter("commune:48095:20"), pattern=None, by=founder, at=AT)


@pytest.fixture
def mentor() -> Pole:
    return make_pole(name="Le Mentor")


@pytest.fixture
def keeper(mentor: Pole) -> User:
    return make_user(coordinator=mentor.uid)


def asked_by(founder: User, founding: Founding, mentor: Pole) -> Mentoring:
    return ask_mentor(founding=founding, mentor=mentor, message="Venir ?", address=PAGE, by=founder, at=AT)


def followed(asked: Mentoring, by: User, **facts: object) -> Mentoring:
    given = {"state": "visited", "visit_on": None, "learnt": "Commencer petit.", "learnt_is_public": True}
    return follow_mentoring(asked=asked, seen_version=asked.version, by=by, at=AT, **{**given, **facts})


def test_a_request_reaches_those_who_coordinate_the_mentor(
    founder: User, founding: Founding, mentor: Pole, keeper: User
) -> None:
    asked = asked_by(founder, founding, mentor)

    assert [one.pk for one in requests_to(mentor)] == [asked.pk]
    assert list(Message.objects.values_list("to", flat=True)) == [keeper.email]
    assert PAGE in Message.objects.get().text
    assert mail.outbox == []


def test_a_mentor_that_nobody_keeps_is_written_down_all_the_same(
    founder: User, founding: Founding, mentor: Pole
) -> None:
    asked_by(founder, founding, mentor)

    assert (Mentoring.objects.count(), Message.objects.count()) == (1, 0)


def test_only_a_founder_asks_and_once(founder: User, founding: Founding, mentor: Pole) -> None:
    asked_by(founder, founding, mentor)

    with pytest.raises(NotAllowed):
        asked_by(make_user(), founding, mentor)
    with pytest.raises(InvalidValue):
        asked_by(founder, founding, mentor)
    with pytest.raises(InvalidValue):
        ask_mentor(founding=founding, mentor=make_pole(), message=" ", address=PAGE, by=founder, at=AT)


def test_those_who_keep_the_mentor_answer_once(founder: User, founding: Founding, mentor: Pole, keeper: User) -> None:
    asked = asked_by(founder, founding, mentor)

    answered = answer_founders(asked=asked, accepts=True, answer="Venez\0 mardi.", address=PAGE, by=keeper, at=AT)

    told = (answered.state, answered.answer, answered.answered_by, answered.accepted_here)
    assert told == ("accepted", "Venez mardi.", keeper.uid, True)
    assert Message.objects.filter(to=founder.email).count() == 1
    with pytest.raises(InvalidValue):
        answer_founders(asked=asked, accepts=False, answer="", address=PAGE, by=keeper, at=AT)


@pytest.mark.parametrize("who", ["stranger", "founder", "other keeper"])
def test_nobody_else_answers(founder: User, founding: Founding, mentor: Pole, who: str) -> None:
    asked = asked_by(founder, founding, mentor)
    by = {"stranger": make_user, "founder": lambda: founder}.get(who, lambda: make_user(coordinator=make_pole().uid))()

    with pytest.raises(NotAllowed):
        answer_founders(asked=asked, accepts=True, answer="", address=PAGE, by=by, at=AT)


def test_what_founders_write_meanwhile_does_not_answer_for_the_mentor(
    founder: User, founding: Founding, mentor: Pole, keeper: User
) -> None:
    asked = followed(asked_by(founder, founding, mentor), founder, state="visited")

    answered = answer_founders(asked=asked, accepts=True, answer="", address=PAGE, by=keeper, at=AT)

    assert (answered.state, answered.accepted_here) == ("visited", True)


def test_two_founders_do_not_overwrite_each_other(founder: User, founding: Founding, mentor: Pole) -> None:
    asked = asked_by(founder, founding, mentor)
    followed(asked, founder)

    with pytest.raises(ChangedMeanwhile):
        followed(asked, founder, learnt="Autre chose.")

    assert Mentoring.objects.get().learnt == "Commencer petit."


def test_an_agreement_replaces_the_former_one(founder: User, founding: Founding, mentor: Pole) -> None:
    asked = asked_by(founder, founding, mentor)
    file_agreement(asked=asked, file_name="a.pdf", content=b"%PDF-1.7 a", by=founder, at=AT)

    file_agreement(asked=asked, file_name="b.pdf", content=b"%PDF-1.7 b", by=founder, at=AT)

    assert [one.file_name for one in Document.objects.all()] == ["b.pdf"]
    assert Mentoring.objects.get().state == "agreed"
    assert Event.objects.filter(action="file_agreement").count() == 2


@pytest.mark.parametrize(("answer", "shown"), [(True, 1), (False, 0), (None, 0)])
def test_what_was_learnt_stands_on_the_mentors_sheet_only_if_it_accepted_here(
    founder: User, founding: Founding, mentor: Pole, keeper: User, answer: bool | None, shown: int
) -> None:
    asked = asked_by(founder, founding, mentor)
    if answer is not None:
        asked = answer_founders(asked=asked, accepts=answer, answer="", address=PAGE, by=keeper, at=AT)
    followed(asked, founder)
    before = public_lessons(mentor)

    Founding.objects.update(state=FoundingState.PUBLISHED)

    assert before == []
    assert len(public_lessons(mentor)) == shown
    assert len(public_lessons(founding.pole)) == 1


def test_what_was_learnt_stays_private_unless_said(founder: User, founding: Founding, mentor: Pole) -> None:
    Founding.objects.update(state=FoundingState.PUBLISHED)

    followed(asked_by(founder, founding, mentor), founder, learnt_is_public=False)

    assert public_lessons(founding.pole) == []


def test_a_person_takes_away_what_they_asked(founder: User, founding: Founding, mentor: Pole) -> None:
    asked_by(founder, founding, mentor)

    assert [row["message"] for row in mentorings_asked_by(founder.uid)] == ["Venir ?"]
    assert mentorings_asked_by(ADMIN.uid) == []
