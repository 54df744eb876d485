from typing import Any

import pytest

from essaim.apps.audit.models import Event
from essaim.apps.audit.queries import history_of
from essaim.apps.poles import actions
from essaim.apps.poles.models import Network, Observation, Pole, Recognition, SheetItem
from essaim.engine.errors import InvalidValue
from essaim.kit.errors import ChangedMeanwhile, NotAllowed
from tests.factories import (
    ADMIN,
    AT,
    STRANGER,
    make_full_pole,
    make_network,
    make_observation,
    make_pole,
    make_recognition,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("essaim_home")]

PARTS: list[tuple[str, dict[str, Any]]] = [
    ("set_domains", {"keys": ["food"]}),
    ("set_territory", {"communes": ["26281"]}),
    ("set_frames", {"frames": [("pnr", "Vercors")]}),
    ("set_axes", {"axes": [("Nourrir", "")]}),
    ("write_section", {"heading": "genesis", "text": "Né en 2007."}),
    ("list_item", {"heading": "economy", "kind": "state", "label": "Appel"}),
]


@pytest.mark.parametrize(("name", "facts"), PARTS)
def test_every_part_raises_the_version_and_refuses_an_old_one(name: str, facts: dict[str, Any]) -> None:
    pole = make_pole()
    action = getattr(actions, name)

    action(pole=pole, **facts, seen_version=1, by=ADMIN, at=AT)
    with pytest.raises(ChangedMeanwhile):
        action(pole=pole, **facts, seen_version=1, by=ADMIN, at=AT)

    assert (pole.version, Pole.objects.get().version) == (2, 2)
    assert history_of("pole", pole.uid).count() == 2


@pytest.mark.parametrize(("name", "facts"), PARTS)
def test_no_part_is_a_strangers_to_write(name: str, facts: dict[str, Any]) -> None:
    pole = make_pole()

    with pytest.raises(NotAllowed):
        getattr(actions, name)(pole=pole, **facts, by=STRANGER, at=AT)

    assert Pole.objects.get().version == 1


def test_saying_the_same_again_adds_nothing_to_the_log() -> None:
    pole = make_pole()
    actions.set_domains(pole=pole, keys=["food"], by=ADMIN, at=AT)

    actions.set_domains(pole=pole, keys=["food"], by=ADMIN, at=AT)

    assert [event.action for event in history_of("pole", pole.uid)] == ["set_domains", "add_pole"]


def test_section_without_text_is_blank_again() -> None:
    pole = make_full_pole()

    actions.write_section(pole=pole, heading="genesis", text=" ", by=ADMIN, at=AT)

    event = history_of("pole", pole.uid).first()
    assert event is not None
    assert pole.sections.count() == 0
    assert (event.before["text"], event.after["text"]) == ("Né en 2007.", "")


def test_item_is_changed_then_removed_and_the_log_keeps_it() -> None:
    pole = make_full_pole()
    item = SheetItem.objects.get()

    actions.change_item(item=item, changes={"amount_cents": 123450}, by=ADMIN, at=AT)
    actions.remove_item(item=item, by=ADMIN, at=AT)

    removed, changed = history_of("pole", pole.uid)[:2]
    assert SheetItem.objects.count() == 0
    assert (changed.before["amount_cents"], changed.after["amount_cents"]) == (None, 123450)
    assert (removed.before["label"], removed.after) == ("Appel de 2013", {})


def test_withdrawn_figure_leaves_the_sheet_and_stays_in_the_record() -> None:
    figure = make_observation(make_pole())

    actions.withdraw_observation(figure=figure, reason="Autre pôle", by=ADMIN, at=AT)

    kept = Observation.objects.get()
    assert (kept.withdrawn_at, kept.withdrawn_reason, kept.value) == (AT, "Autre pôle", 12)
    with pytest.raises(InvalidValue):
        make_observation(figure.pole, replaces=figure)
    with pytest.raises(InvalidValue):
        actions.withdraw_observation(figure=figure, reason="Encore", by=ADMIN, at=AT)


def test_figure_is_not_withdrawn_without_a_reason() -> None:
    with pytest.raises(InvalidValue):
        actions.withdraw_observation(figure=make_observation(make_pole()), reason=" ", by=ADMIN, at=AT)


def test_coordinator_says_a_recognition_and_the_state_confirms_it() -> None:
    pole = make_pole()
    coordinator, officer = make_user(coordinator=pole.uid), make_user(state_officer="")
    facts: dict[str, Any] = {"pole": pole, "scheme": "witness_2012", "when": None, "source_title": "Liste", "at": AT}

    said = actions.record_recognition(**facts, by=coordinator)
    with pytest.raises(NotAllowed):
        actions.confirm_recognition(event=said, by=coordinator, at=AT)
    actions.confirm_recognition(event=said, by=officer, at=AT)

    said.refresh_from_db()
    assert said.confirmed
    assert actions.record_recognition(**facts, by=officer).confirmed
    with pytest.raises(NotAllowed):
        actions.record_recognition(**facts, by=make_user(coordinator="another"))


def test_recognition_is_corrected_and_removed_with_a_reason() -> None:
    event = make_recognition(make_pole())

    actions.correct_recognition(event=event, changes={"note": "Décembre"}, by=ADMIN, at=AT)
    with pytest.raises(InvalidValue):
        actions.remove_recognition(event=event, reason="", by=ADMIN, at=AT)
    actions.remove_recognition(event=event, reason="Autre pôle", by=ADMIN, at=AT)

    assert Recognition.objects.count() == 0
    assert [one.action for one in Event.objects.all()[:2]] == ["remove_recognition", "correct_recognition"]


def test_officer_attaches_poles_to_their_network_and_coordinator_detaches() -> None:
    pole, network = make_pole(), make_network("labo")
    officer, coordinator = make_user(network_officer="labo"), make_user(coordinator=pole.uid)

    with pytest.raises(NotAllowed):
        actions.join_network(pole=pole, network=network, by=coordinator, at=AT)
    actions.join_network(pole=pole, network=network, by=officer, at=AT)
    actions.leave_network(pole=pole, network=network, by=coordinator, at=AT)

    assert pole.networks.count() == 0
    assert [event.action for event in history_of("network", "labo")] == ["leave_network", "join_network", "add_network"]
    with pytest.raises(NotAllowed):
        actions.leave_network(pole=pole, network=network, by=make_user(network_officer="autre"), at=AT)


def test_network_is_edited_by_its_officers_one_at_a_time() -> None:
    network = make_network("labo")
    officer = make_user(network_officer="labo")

    actions.edit_network(network=network, changes={"note": "Un mot"}, seen_version=1, by=officer, at=AT)

    with pytest.raises(ChangedMeanwhile):
        actions.edit_network(network=network, changes={"note": "Deux"}, seen_version=1, by=officer, at=AT)
    with pytest.raises(NotAllowed):
        actions.edit_network(network=network, changes={}, seen_version=2, by=make_user(network_officer="x"), at=AT)
    assert (Network.objects.get().note, Network.objects.get().version) == ("Un mot", 2)


def test_officer_creates_a_pole_of_their_network_only() -> None:
    network = make_network("labo")
    officer = make_user(network_officer="labo")

    pole = actions.add_pole(name="Neuf", network=network, by=officer, at=AT)

    assert [one.key for one in pole.networks.all()] == ["labo"]
    with pytest.raises(NotAllowed):
        actions.add_pole(name="Autre", by=officer, at=AT)
    with pytest.raises(NotAllowed):
        actions.add_pole(name="Autre", network=make_network("autre"), by=officer, at=AT)


def test_former_values_are_put_back_as_a_new_write() -> None:
    pole = make_pole(name="Ancien", commune="26281", stage="running")
    changes = {"name": "Neuf", "commune": "", "department": "26", "stage": "ended", "ended_reason": "Dette"}
    actions.edit_pole(pole=pole, changes=changes, seen_version=1, by=ADMIN, at=AT)
    event = history_of("pole", pole.uid)[0]

    actions.put_back(pole=pole, event=event, seen_version=2, by=ADMIN, at=AT)

    back = Pole.objects.get()
    assert (back.name, back.slug, back.commune, back.region, back.stage, back.ended_reason) == (
        "Ancien", "ancien", "26281", "84", "running", "",
    )  # fmt: skip
    assert history_of("pole", pole.uid).count() == 3


@pytest.mark.parametrize(("name", "facts"), PARTS[:5])
def test_each_part_can_be_put_back(name: str, facts: dict[str, Any]) -> None:
    pole = make_full_pole()
    getattr(actions, name)(pole=pole, **_emptied(facts), by=ADMIN, at=AT)
    event = history_of("pole", pole.uid)[0]
    assert event.action == name

    actions.put_back(pole=pole, event=event, seen_version=pole.version, by=ADMIN, at=AT)

    again = history_of("pole", pole.uid)[0]
    key = {"write_section": "text"}.get(name, next(iter(event.before)))
    assert (again.action, again.after[key]) == (name, event.before[key])


def _emptied(facts: dict[str, Any]) -> dict[str, Any]:
    emptied = {"keys": ["reuse"], "communes": ["26281"], "frames": [], "axes": [], "text": ""}
    return {key: emptied.get(key, value) for key, value in facts.items()}


def test_what_cannot_be_put_back_is_refused() -> None:
    pole, other = make_full_pole(), make_pole()
    created = history_of("pole", pole.uid).last()
    assert created is not None

    with pytest.raises(InvalidValue):
        actions.put_back(pole=pole, event=created, seen_version=pole.version, by=ADMIN, at=AT)
    actions.set_domains(pole=pole, keys=["reuse"], by=ADMIN, at=AT)
    with pytest.raises(InvalidValue):
        actions.put_back(pole=other, event=history_of("pole", pole.uid)[0], seen_version=other.version, by=ADMIN, at=AT)
