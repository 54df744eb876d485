"""The rules that a call writes itself."""

import pytest

from essaim.apps.calls.actions.planning import set_own_rules
from essaim.apps.calls.queries.calls import call_by_slug, rules_of
from tests.factories import ADMIN, AT
from tests.founding_factories import make_call

pytestmark = pytest.mark.django_db


def test_own_rules_are_kept_in_order() -> None:
    call = make_call()
    set_own_rules(call=call, sentences=["Rural", " ", "Ouvert"], seen_version=call.version, by=ADMIN, at=AT)

    found = call_by_slug(call.slug)
    assert found is not None
    assert [one.text for one in found.own_rules.all()] == ["Rural", "Ouvert"]
    assert [rules.key for rules in rules_of(found)] == ["own"]
