"""Writing joint projects: who may, what is refused, what is logged."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from essaim.apps.accounts.models import User
from essaim.apps.audit.queries import history_of
from essaim.apps.poles.models import Pole
from essaim.apps.projects.actions import projects as actions
from essaim.apps.projects.actions import rows
from essaim.apps.projects.enums import TRANSITIONS, ProjectState
from essaim.apps.projects.models import Milestone, Project
from essaim.apps.projects.queries.projects import counted_elsewhere, project_by_uid
from essaim.engine.errors import InvalidValue
from essaim.kit.errors import ChangedMeanwhile, Duplicate, NotAllowed
from tests.factories import AT, make_network, make_organisation, make_pole, make_user
from tests.work_factories import make_job_figure, make_milestone, make_project, make_project_partner

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)


@pytest.fixture
def pole() -> Pole:
    return make_pole()


@pytest.fixture
def own(pole: Pole) -> User:
    return make_user(coordinator=pole.uid)


def writings(project: Project, by: User) -> list[Callable[[], Any]]:
    """Every way of writing a project."""
    here: dict[str, Any] = {"project": project, "seen_version": None, "by": by, "at": AT}
    row = make_milestone(project=project)
    return [
        lambda: actions.start_project(pole=project.pole, title="Autre", by=by, at=AT),
        lambda: actions.edit_project(changes={"title": "Autre"}, **here),
        lambda: actions.set_project_domains(keys=["food"], **here),
        lambda: actions.move_project(state="study", on=DAY, **here),
        lambda: actions.remove_project(**here),
        lambda: rows.put_partner(row=None, facts={"name": "Autre"}, **here),
        lambda: rows.put_milestone(row=None, facts={"title": "Autre"}, **here),
        lambda: rows.put_outcome(row=None, facts={"label": "Autre"}, **here),
        lambda: rows.put_job_figure(
            row=None, facts={"kind": "created", "fte": Decimal(1), "on": DAY, "evidence": "Contrats"}, **here
        ),
        lambda: rows.remove_row(row=row, **here),
    ]


@pytest.mark.parametrize("role", ["nobody", "administrator", "network_officer", "representative", "other coordinator"])
def test_nobody_but_the_pole_s_own_people_writes(pole: Pole, role: str) -> None:
    network, organisation = make_network(), make_organisation()
    pole.networks.add(network)
    pole.memberships.create(organisation=organisation, circle="member")
    held = {
        "nobody": {}, "administrator": {"administrator": ""}, "network_officer": {"network_officer": network.key},
        "representative": {"representative": organisation.uid}, "other coordinator": {"coordinator": make_pole().uid},
    }  # fmt: skip
    by, project = make_user(**held[role]), make_project(pole=pole)

    for write in writings(project, by):
        with pytest.raises(NotAllowed):
            write()

    assert (Project.objects.count(), Milestone.objects.count()) == (1, 1)
    assert history_of("project", project.uid).count() == 0


@pytest.mark.parametrize("state", list(ProjectState))
def test_only_the_states_that_may_follow_are_reached(pole: Pole, own: User, state: str) -> None:
    reached = []
    for wanted in ProjectState:
        reason = "Faute de local" if state == ProjectState.DROPPED else ""
        project = make_project(pole=pole, state=state, dropped_reason=reason)
        try:
            actions.move_project(
                project=project, state=wanted, on=DAY, reason="Trop cher", seen_version=1, by=own, at=AT
            )
        except InvalidValue:
            continue
        reached.append(str(wanted))

    assert set(reached) == {str(one) for one in TRANSITIONS[state]}


def test_two_people_at_once_are_told_of_each_other(pole: Pole, own: User) -> None:
    project = make_project(pole=pole)
    rows.put_milestone(project=project, row=None, facts={"title": "Ouvrir"}, seen_version=1, by=own, at=AT)

    with pytest.raises(ChangedMeanwhile):
        rows.put_milestone(project=project, row=None, facts={"title": "Fermer"}, seen_version=1, by=own, at=AT)

    assert [one.title for one in Milestone.objects.all()] == ["Ouvrir"]


@pytest.mark.parametrize(
    "facts", [{"title": " "}, {"title": "\0"}, {"starts_on": date(2027, 1, 2), "ends_on": date(2027, 1, 1)}]
)
def test_a_project_without_title_or_ending_before_it_starts_is_refused(
    pole: Pole, own: User, facts: dict[str, Any]
) -> None:
    project = make_project(pole=pole, title="Halle")

    with pytest.raises(InvalidValue):
        actions.edit_project(project=project, changes=facts, seen_version=None, by=own, at=AT)

    project.refresh_from_db()
    assert (project.title, project.version) == ("Halle", 1)


def test_one_partner_carries_and_nobody_is_there_twice(pole: Pole, own: User) -> None:
    project = make_project(pole=pole)
    make_project_partner(project=project, name="La Ruche", is_carrier=True)
    here: dict[str, Any] = {"project": project, "row": None, "seen_version": None, "by": own, "at": AT}

    rows.put_partner(facts={"name": "La commune", "siret": "732 829 320 00074", "is_carrier": True}, **here)
    with pytest.raises(Duplicate):
        rows.put_partner(facts={"name": "Mairie", "siret": "73282932000074"}, **here)

    found = [(one.name, one.siret, one.is_carrier) for one in project.partners.order_by("pk")]
    assert found == [("La Ruche", "", False), ("La commune", "73282932000074", True)]


def test_jobs_that_another_project_counts_too_are_known(pole: Pole) -> None:
    here, elsewhere, alone = make_organisation(), make_organisation(), make_organisation()
    project = make_project(pole=pole)
    make_job_figure(project=project, organisation=here)
    make_job_figure(project=project, organisation=alone)
    make_job_figure(project=make_project(), organisation=here)
    make_job_figure(project=make_project(), organisation=elsewhere)
    found = project_by_uid(pole, project.uid)
    assert found is not None

    assert counted_elsewhere(found) == {here.pk}


def test_what_is_written_and_removed_is_in_the_project_s_log(pole: Pole, own: User) -> None:
    project = make_project(pole=pole)
    here: dict[str, Any] = {"project": project, "seen_version": None, "by": own, "at": AT}
    row = rows.put_milestone(row=None, facts={"title": "Ouvrir"}, **here)
    rows.remove_row(row=row, **here)

    logged = list(history_of("project", project.uid).order_by("pk").values_list("action", "before", "after"))

    assert [one[0] for one in logged] == ["put_milestone", "remove_milestone"]
    assert (logged[0][2]["project_row"], logged[0][2]["row"]["title"]) == ("Ouvrir", "Ouvrir")
    assert (logged[1][1]["project_row"], logged[1][1]["row"]["title"]) == ("Ouvrir", "Ouvrir")
