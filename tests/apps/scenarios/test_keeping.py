"""Keeping a scan: what is written, who may, what erasing a person takes with it."""

from pathlib import Path

import pytest

from essaim.apps.accounts.actions import erase_account
from essaim.apps.accounts.queries import token_hash
from essaim.apps.audit.models import Event
from essaim.apps.jobs.enums import JobState
from essaim.apps.jobs.models import Job
from essaim.apps.jobs.running import run
from essaim.apps.scenarios import actions
from essaim.apps.scenarios.counting import count_key, ground_in_use, kept_counts
from essaim.apps.scenarios.findings import unpack
from essaim.apps.scenarios.models import Scenario
from essaim.apps.scenarios.queries import question_of, scenarios_kept_by, scenarios_of, shared_scenario
from essaim.apps.scenarios.question import asked_question
from essaim.engine.errors import InvalidValue
from essaim.engine.patterns import find_pattern
from essaim.engine.values import Answer
from essaim.kit.errors import NotAllowed
from tests.factories import AT, STRANGER, make_scenario, make_user
from tests.lozere import MENDE

pytestmark = pytest.mark.django_db


def test_scan_is_kept_with_all_that_it_rests_on(lozere: Path) -> None:
    kept = make_scenario(name="  Lozère\x00 d'abord ", minimums={"producteurs": 6})

    ground = ground_in_use()
    assert ground is not None
    assert kept.name == "Lozère d'abord"
    assert kept.register_version == ground.register.version
    assert kept.territories_version == ground.territories.version
    assert kept.digest == question_of(kept).asked_pattern.digest
    assert question_of(kept).minimums == {"producteurs": 6}
    assert unpack(kept.found).answer(MENDE, "role.producteurs") is Answer.YES
    assert unpack(kept.found).answer(MENDE, "role.convives") is Answer.NO
    assert Event.objects.filter(action="save_scenario", object_id=kept.uid).count() == 1


def test_nameless_scan_is_refused(lozere: Path) -> None:
    with pytest.raises(InvalidValue):
        make_scenario(name=" \x00 ")


def test_only_so_many_are_kept(lozere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST", 1)
    owner = make_user()
    make_scenario(owner=owner)

    with pytest.raises(InvalidValue):
        make_scenario(owner=owner)


@pytest.mark.parametrize("act", ["rename_scenario", "delete_scenario", "share_scenario", "withdraw_share"])
def test_nobody_else_touches_a_kept_scan(lozere: Path, act: str) -> None:
    kept = make_scenario()
    named = {"name": "Autre"} if act == "rename_scenario" else {}

    for somebody in (make_user(), make_user(administrator=""), STRANGER):
        with pytest.raises(NotAllowed):
            getattr(actions, act)(scenario=kept, by=somebody, at=AT, **named)

    assert Scenario.objects.get() == kept


def test_link_opens_until_withdrawn_and_its_secret_is_kept_nowhere(lozere: Path) -> None:
    kept = make_scenario()

    first = actions.share_scenario(scenario=kept, by=kept.owner, at=AT)
    second = actions.share_scenario(scenario=kept, by=kept.owner, at=AT)
    opened = (shared_scenario(first), shared_scenario(second))
    held = Scenario.objects.get().share_hash
    actions.withdraw_share(scenario=kept, by=kept.owner, at=AT)

    assert opened == (None, kept)
    assert held == token_hash(second)
    assert shared_scenario(second) is None
    assert shared_scenario("") is None


def test_erasing_a_person_erases_their_scans_and_only_theirs(lozere: Path) -> None:
    kept, other = make_scenario(), make_scenario()

    erase_account(user=kept.owner, by=kept.owner, at=AT)

    assert list(Scenario.objects.all()) == [other]


def test_file_of_own_data_holds_what_was_kept(lozere: Path) -> None:
    kept = make_scenario(name="Le mien")
    make_scenario(name="Un autre")

    data = scenarios_kept_by(kept.owner)

    assert [one["nom"] for one in data] == ["Le mien"]
    assert data[0]["reponses"][MENDE]


def test_list_does_not_read_what_was_found(lozere: Path) -> None:
    kept = make_scenario()

    assert scenarios_of(kept.owner)[0].get_deferred_fields() == {"found"}


def test_worker_counts_once_for_everybody_who_asks(lozere: Path) -> None:
    ground = ground_in_use()
    assert ground is not None
    put = asked_question(find_pattern("reemploi"), ground.territories, level="commune", radius_km=10)
    key = count_key(put, ground)

    asked = [
        actions.ask_counting(question=put, key=key, address="/reperage/", by=by, at=AT)
        for by in (actions.VISITOR, make_user())
    ]
    run(asked[0].uid, clock=lambda: AT)

    job = Job.objects.get()
    assert asked[0] == asked[1]
    assert (job.state, job.result["url"]) == (JobState.DONE, "/reperage/")
    assert kept_counts(put, ground) is not None
