"""A wrong SIRET is said beside its field, at the same time as a commune that nobody knows."""

import pytest
from tests.factories import make_founding

from essaim.web.prospects.forms import ProspectForm

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("typed", ["123", "12345678901234"])
def test_a_wrong_siret_is_said_with_the_commune(typed: str) -> None:
    form = ProspectForm({"name": "La ferme", "siret": typed, "commune": "Nulle part"}, founding=make_founding())

    assert not form.is_valid()
    assert set(form.errors) == {"siret", "commune"}
