"""The drawing of projects along the months."""

from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.factories import ADMIN, AT, make_pole, make_user
from tests.work_factories import make_milestone, make_project

from essaim.apps.accounts.actions import grant_role
from essaim.apps.projects.queries.projects import projects_of
from essaim.web.projects.timeline import drawn

pytestmark = pytest.mark.django_db
TODAY = date(2027, 1, 1)


def test_bars_and_milestones_stand_where_their_months_are() -> None:
    pole = make_pole()
    project = make_project(pole=pole, starts_on=date(2027, 1, 1), ends_on=date(2027, 6, 30))
    make_milestone(project=project, due_on=date(2026, 12, 1))
    make_milestone(project=project, due_on=date(2027, 3, 1), done_on=date(2027, 4, 1))
    make_project(pole=pole, title="Sans date")

    found = drawn(list(projects_of(pole)), TODAY)

    assert found is not None
    # Seven months from December to June: 712 / 7 each, from the edge at 24.
    assert [(bar.x, bar.width) for bar in found.bars] == [(125.7, 603.7)]
    assert [(mark.x, mark.css) for mark in found.bars[0].marks] == [(24.0, "late"), (430.9, "done")]
    assert (found.now, [label for _x, label in found.ticks]) == (125.7, ["01/2027", "07/2027"])


def test_without_any_date_there_is_no_drawing() -> None:
    pole = make_pole()
    make_project(pole=pole)

    assert drawn(list(projects_of(pole)), TODAY) is None


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_much_for_one_as_for_three(
    client: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    pole, user = make_pole(slug="essai"), make_user()
    grant_role(user=user, role="coordinator", key=pole.uid, by=ADMIN, at=AT)
    client.force_login(user)
    for _one in range(count):
        make_milestone(project=make_project(pole=pole, starts_on=date(2027, 2, 3)))

    with django_assert_num_queries(9):
        answer = client.get("/poles/essai/projets/calendrier/")

    # Decimal points in the drawing, whatever the language.
    assert (answer.status_code, 'x="' in answer.content.decode()) == (200, True)
    assert 'cx="' in answer.content.decode()
    assert "," not in answer.content.decode().split('cx="')[1].split('"')[0]
