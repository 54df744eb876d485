"""Who is a partner once, who is a laureate no more."""

import pytest

from essaim.apps.calls.actions.answering import start_dossier
from essaim.apps.calls.actions.following import decide, publish_results
from essaim.apps.calls.actions.submitting import submit, withdraw_dossier
from essaim.apps.calls.models import Dossier
from essaim.apps.calls.queries.calls import call_by_slug, laureates
from essaim.apps.jobs.models import Message
from essaim.apps.poles.actions import add_member
from tests.apps.calls.test_calls import PAGE, filled, founder, open_call
from tests.factories import ADMIN, AT, make_organisation, make_prospect

pytestmark = pytest.mark.django_db


def test_a_prospect_that_became_a_member_is_one_partner() -> None:
    _boss, call = open_call()
    who, founding = founder()
    organisation = make_organisation(name="La Coopérative des Causses")
    make_prospect(founding=founding, name="Coopérative", state="committed", organisation=organisation)
    add_member(pole=founding.pole, organisation=organisation, by=ADMIN, at=AT)
    make_prospect(founding=founding, name="Commune", state="committed")

    dossier = start_dossier(call=call, pole=founding.pole, by=who, at=AT)

    assert sorted(one.name for one in dossier.partners.all()) == ["Commune", "Coopérative"]


def test_a_dossier_that_was_withdrawn_is_no_laureate() -> None:
    boss, call = open_call()
    chosen = []
    for _number in range(2):
        who, dossier = filled(call)
        submit(dossier=dossier, address=PAGE, by=who, at=AT)
        chosen.append(Dossier.objects.get(pk=dossier.pk))
    decide(dossiers=chosen, outcome="laureate", reason="Convaincants", text_relied_on="", by=boss, at=AT)
    withdraw_dossier(dossier=Dossier.objects.get(pk=dossier.pk), reason="", by=who, at=AT)
    letters = Message.objects.count()

    assert publish_results(call=call, address=PAGE, by=boss, at=AT) == (1, 1)

    assert [one.dossier for one in laureates(call_by_slug(call.slug))] == [chosen[0]]
    assert Message.objects.count() == letters + 1
