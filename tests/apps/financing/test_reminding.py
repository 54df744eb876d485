"""Reports are told once at each threshold, to those who keep the pole, unless they want no such letter."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from essaim.apps.accounts.actions import choose_frequency, grant_role
from essaim.apps.accounts.enums import Frequency
from essaim.apps.financing.actions.payments import put_report
from essaim.apps.financing.actions.reminding import remind_reports
from essaim.apps.financing.notices import FUNDS
from essaim.apps.jobs.models import Message
from tests.factories import ADMIN, AT, make_pole, make_user
from tests.work_factories import make_report, make_support

pytestmark = pytest.mark.django_db
NOON = datetime(2027, 6, 30, 12, tzinfo=ZoneInfo("Europe/Paris"))


def told(days: int) -> int:
    """How many letters leave, so many days from the day the report is due."""
    before = Message.objects.count()
    remind_reports(at=NOON + timedelta(days=days))
    return Message.objects.count() - before


def test_each_threshold_is_told_once() -> None:
    pole, user = make_pole(), make_user()
    grant_role(user=user, role="coordinator", key=pole.uid, by=ADMIN, at=AT)
    make_report(support=make_support(pole=pole), due_on=NOON.date())

    found = {days: told(days) for days in (-31, -30, -29, -8, -7, -6, 0, 1, 2, 60)}

    assert found == {-31: 0, -30: 1, -29: 0, -8: 0, -7: 1, -6: 0, 0: 0, 1: 1, 2: 0, 60: 0}
    assert [one.subject.partition(" :")[0] for one in Message.objects.order_by("pk")] == [
        "À rendre", "À rendre", "En retard"
    ]  # fmt: skip


def test_a_report_sent_or_of_people_who_want_no_letter_is_not_told() -> None:
    pole, user = make_pole(), make_user()
    grant_role(user=user, role="coordinator", key=pole.uid, by=ADMIN, at=AT)
    make_report(support=make_support(pole=pole), due_on=NOON.date(), sent_on=NOON.date())
    make_report(support=make_support(pole=pole), due_on=NOON.date())
    choose_frequency(user=user, kind=FUNDS, frequency=Frequency.OFF, by=user, at=AT)

    assert told(0) == 0


def test_a_report_put_off_is_told_again() -> None:
    pole, user = make_pole(), make_user()
    grant_role(user=user, role="coordinator", key=pole.uid, by=ADMIN, at=AT)
    support = make_support(pole=pole)
    report = make_report(support=support, due_on=NOON.date())
    first = told(-7)

    put_report(
        support=support, report=report, facts={"due_on": NOON.date() + timedelta(days=1)},
        seen_version=support.version, by=user, at=AT,
    )  # fmt: skip

    assert (first, told(-6)) == (1, 1)
