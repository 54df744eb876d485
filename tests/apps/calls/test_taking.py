"""A project of the pole fills a dossier; nothing that was written there is lost."""

import pytest

from essaim.apps.accounts.actions import grant_role
from essaim.apps.calls.actions.answering import start_dossier
from essaim.apps.calls.actions.taking import Taken, take_project
from essaim.apps.calls.models import Partner
from essaim.engine.errors import InvalidValue
from essaim.kit.errors import NotAllowed
from tests.apps.calls.test_calls import founder, open_call
from tests.factories import ADMIN, AT, make_organisation, make_user
from tests.work_factories import make_project, make_project_partner

pytestmark = pytest.mark.django_db


def test_partners_and_budget_are_taken_once_and_complete_what_is_there() -> None:
    _boss, call = open_call()
    who, founding = founder()
    dossier = start_dossier(call=call, pole=founding.pole, by=who, at=AT)
    Partner.objects.create(dossier=dossier, name="La Ruche", role="Déjà écrit")
    project = make_project(pole=founding.pole, budget_cents=12_000_00)
    organisation = make_organisation(name="Les Jardins")
    make_project_partner(project=project, name="la ruche", role="Autre chose", commitment="Prête", amount_cents=5_00)
    make_project_partner(project=project, name="Les Jardins", organisation=organisation, is_carrier=True)

    first = take_project(dossier=dossier, project=project, by=who, at=AT)
    again = take_project(dossier=dossier, project=project, by=who, at=AT)

    dossier.refresh_from_db()
    found = {one.name: (one.role, one.commitment, one.amount_cents, one.is_applicant) for one in dossier.partners.all()}
    assert (first, again) == (Taken(1, 1, True), Taken(0, 0, False))
    assert found == {"La Ruche": ("Déjà écrit", "Prête", 5_00, False), "Les Jardins": ("", "", None, True)}
    assert dossier.budget_cents == 12_000_00


def test_a_budget_said_in_the_dossier_stays() -> None:
    _boss, call = open_call()
    who, founding = founder()
    dossier = start_dossier(call=call, pole=founding.pole, by=who, at=AT)
    dossier.budget_cents = 0
    dossier.save()

    take_project(dossier=dossier, project=make_project(pole=founding.pole, budget_cents=5_00), by=who, at=AT)

    dossier.refresh_from_db()
    assert dossier.budget_cents == 0


def test_a_project_of_another_pole_is_refused() -> None:
    _boss, call = open_call()
    who, founding = founder()
    dossier = start_dossier(call=call, pole=founding.pole, by=who, at=AT)

    with pytest.raises(InvalidValue):
        take_project(dossier=dossier, project=make_project(), by=who, at=AT)


def test_whoever_writes_dossiers_without_keeping_the_pole_takes_none() -> None:
    _boss, call = open_call()
    who, founding = founder()
    dossier = start_dossier(call=call, pole=founding.pole, by=who, at=AT)
    administrator = make_user()
    grant_role(user=administrator, role="administrator", key="", by=ADMIN, at=AT)

    with pytest.raises(NotAllowed):
        take_project(dossier=dossier, project=make_project(pole=founding.pole), by=administrator, at=AT)
