"""Letters that people may refuse: at once, once a day, never."""

from datetime import UTC, datetime

import pytest

from essaim.apps.accounts.actions import choose_frequency, notify, send_digests
from essaim.apps.accounts.enums import Frequency
from essaim.apps.accounts.models import Notice, User
from essaim.apps.accounts.queries import person_of_preferences, preferences_token
from essaim.apps.jobs.models import Message
from essaim.engine.errors import InvalidValue
from essaim.kit.errors import NotAllowed
from tests.factories import ADMIN, make_user

pytestmark = pytest.mark.django_db
EVENING = datetime(2026, 11, 1, 19, tzinfo=UTC)
NIGHT = datetime(2026, 11, 2, 5, 30, tzinfo=UTC)
MORNING = datetime(2026, 11, 2, 7, tzinfo=UTC)


def tell(user: User, subject: str = "Un mot", at: datetime = EVENING) -> None:
    notify(user=user, kind="roles", subject=subject, text="Un texte.", by=ADMIN, at=at)


def choose(user: User, frequency: str) -> None:
    choose_frequency(user=user, kind="roles", frequency=frequency, by=user, at=EVENING)


def test_letter_at_once_says_how_to_stop() -> None:
    user = make_user()

    tell(user)

    message = Message.objects.get()
    token = preferences_token(user)
    assert (message.to, message.subject) == (user.email, "Un mot")
    assert f"/messages/{token}/" in message.text
    assert message.headers["List-Unsubscribe"].endswith(f"/messages/{token}/arreter/roles/>")
    assert message.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_off_means_off() -> None:
    user = make_user()
    choose(user, Frequency.DAILY)
    tell(user, "Hier")
    choose(user, Frequency.OFF)

    tell(user, "Aujourd'hui")

    assert (Message.objects.count(), Notice.objects.count(), send_digests(at=MORNING)) == (0, 0, 0)


def test_daily_letter_comes_once_in_the_morning_with_everything() -> None:
    user = make_user()
    choose(user, Frequency.DAILY)
    tell(user, "Premier")
    tell(user, "Second")

    sent = [send_digests(at=at) for at in (EVENING, NIGHT, MORNING, MORNING)]

    message = Message.objects.get()
    assert sent == [0, 0, 1, 0]
    assert message.subject == "Essaim : 2 nouvelles"
    assert message.text.index("Premier") < message.text.index("Second")
    assert Notice.objects.count() == 0


def test_what_is_noted_after_seven_waits_for_the_next_morning() -> None:
    user = make_user()
    choose(user, Frequency.DAILY)
    tell(user, at=MORNING)

    assert send_digests(at=MORNING) == 0
    assert Notice.objects.count() == 1


def test_closed_account_receives_nothing() -> None:
    user = make_user()
    user.is_active = False

    tell(user)

    assert Message.objects.count() == 0


def test_choice_of_another_person_is_refused() -> None:
    user = make_user()

    with pytest.raises(NotAllowed):
        choose_frequency(user=user, kind="roles", frequency="off", by=make_user(), at=EVENING)
    with pytest.raises(InvalidValue):
        choose_frequency(user=user, kind="unknown", frequency="off", by=user, at=EVENING)
    with pytest.raises(InvalidValue):
        choose_frequency(user=user, kind="roles", frequency="often", by=user, at=EVENING)


def test_token_of_preferences_opens_those_of_one_person() -> None:
    user = make_user()
    token = preferences_token(user)

    assert person_of_preferences(token) == user
    assert person_of_preferences(token[:-1] + ("a" if token[-1] != "a" else "b")) is None
    assert person_of_preferences("") is None
