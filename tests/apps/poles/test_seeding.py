import pytest

from essaim.apps.audit.models import Event
from essaim.apps.poles import actions
from essaim.apps.poles.models import Network, Observation, Pole, Recognition
from essaim.engine.sources.poles import load_networks, load_poles
from essaim.kit.errors import NotAllowed
from tests.factories import ADMIN, AT, STRANGER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("essaim_home")]


def test_every_pole_and_fact_is_entered_once() -> None:
    first = actions.enter_own_data(by=ADMIN, at=AT)
    events = Event.objects.count()

    again = actions.enter_own_data(by=ADMIN, at=AT)

    assert first.poles == Pole.objects.count() == len(load_poles())
    assert first.networks == Network.objects.count() == len(load_networks())
    assert (again.poles, again.networks, again.kept) == (0, 0, first.poles)
    assert Observation.objects.count() == sum(len(pole.observations) for pole in load_poles())
    assert Recognition.objects.count() == sum(len(pole.recognitions) for pole in load_poles())
    assert Event.objects.count() == events


def test_entering_again_leaves_what_people_changed() -> None:
    actions.enter_own_data(by=ADMIN, at=AT)
    pole = Pole.objects.get(slug="pole-sud-archer")
    actions.edit_pole(pole=pole, changes={"name": "Pôle Archer"}, seen_version=pole.version, by=ADMIN, at=AT)

    again = actions.enter_own_data(by=ADMIN, at=AT)

    assert again.poles == 0
    assert Pole.objects.get(pk=pole.pk).name == "Pôle Archer"


def test_unknown_stays_unknown() -> None:
    actions.enter_own_data(by=ADMIN, at=AT)

    located = {pole.slug for pole in Pole.objects.exclude(commune="")}
    dated = {pole.slug for pole in Pole.objects.exclude(founded_year=None)}

    assert located == {pole.slug for pole in load_poles() if pole.is_located}
    assert dated == {pole.slug for pole in load_poles() if pole.founded is not None}


def test_strangers_enter_nothing() -> None:
    with pytest.raises(NotAllowed):
        actions.enter_own_data(by=STRANGER, at=AT)

    assert Pole.objects.count() == 0
