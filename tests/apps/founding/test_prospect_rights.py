"""Who reads a board: prospects may be persons, who are told who reads about them."""

import pytest

from essaim.apps.founding.rules import can_found
from essaim.apps.poles.actions import enter_draft, join_network
from tests.factories import ADMIN, AT, STRANGER, make_founding, make_network, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("essaim_home")]


def test_board_is_its_founders_and_the_administration_s() -> None:
    founding = make_founding()
    join_network(pole=founding.pole, network=make_network(key="reseau"), by=ADMIN, at=AT)
    founder, administrator = make_user(founder=founding.pole.uid), make_user(administrator="")
    others = [
        None, STRANGER, make_user(), make_user(founder=make_founding().pole.uid), make_user(network_officer="reseau"),
        make_user(state_officer=""),
    ]  # fmt: skip

    assert [can_found(one, founding) for one in (founder, administrator, ADMIN)] == [True] * 3
    assert [can_found(one, founding) for one in others] == [False] * 6


def test_once_published_the_board_is_the_coordination_s() -> None:
    founding = make_founding()
    coordinator, former = make_user(coordinator=founding.pole.uid), make_user(founder=founding.pole.uid)

    enter_draft(pole=founding.pole, by=ADMIN, at=AT)

    assert can_found(coordinator, founding)
    # The action makes founders coordinators: whoever kept the former role only has no right left.
    assert type(former).objects.get(pk=former.pk).held == {("coordinator", founding.pole.uid)}
    assert not can_found(make_user(founder=founding.pole.uid), founding)
