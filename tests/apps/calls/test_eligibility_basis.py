"""What a dossier says of its partners' legal form: known, declared, or not known."""

import pytest

from essaim.apps.calls.eligibility import application_of
from essaim.apps.calls.models import Partner
from essaim.engine.values import Answer
from tests.founding_factories import make_dossier

pytestmark = pytest.mark.django_db


def test_a_declared_family_is_told_from_a_legal_form() -> None:
    dossier = make_dossier()
    for place, (family, category) in enumerate(
        [("ess_form", ""), ("other_enterprise", ""), ("", "9220"), ("other_enterprise", "1000")]
    ):
        Partner.objects.create(
            dossier=dossier, name=f"P{place}", family=family, legal_category=category, place=place,
            is_applicant=place == 0,
        )  # fmt: skip

    found = application_of(dossier)

    assert list(found.legal_persons) == [Answer.YES, Answer.UNKNOWN, Answer.YES, Answer.NO]
    assert list(found.declared) == [True, True, False, False]
    assert (found.private_law, found.applicant_declared) == (Answer.YES, True)
