import pytest
from django.test import Client
from tests.factories import ADMIN, AT, make_pole
from tests.web.directory.test_listing import text
from tests.web.keeping.test_editing import edit, signed_in

from essaim.apps.poles import actions
from essaim.apps.poles.choosing import communes_listed, communes_meant, epcis_meant
from essaim.apps.poles.models import Pole


def codes(pole: Pole) -> list[str]:
    return [one.code for one in pole.communes.all()]


def test_territory_is_added_by_intercommunality_and_removed(visitor: Client) -> None:
    pole = make_pole()
    client, address = signed_in(pole), edit(pole, "territoire")

    found = client.post(address, {"gesture": "seek", "epci-sought": "Romans-sur-Isère", "version": "1"})
    epci, count = found.context["found"][0]
    added = client.post(address, {"gesture": f"epci:{epci.code}", "version": "1"})
    whole = codes(pole)
    client.post(address, {"gesture": "remove", "commune": ["26281", whole[0]], "version": "2"})
    less = codes(pole)
    client.post(address, {"gesture": f"remove-epci:{epci.code}", "version": "3"})

    assert "Valence Romans" in epci.name
    assert (added.status_code, len(whole), "26281" in whole) == (302, count, True)
    assert len(less) == count - len({"26281", whole[0]})
    assert codes(pole) == []


def test_territory_is_added_by_list_and_by_radius(visitor: Client) -> None:
    pole = make_pole()
    client, address = signed_in(pole), edit(pole, "territoire")

    client.post(address, {"gesture": "list", "list-listed": "Romans-sur-Isère\n26362, 44109", "version": "1"})
    listed = codes(pole)
    client.post(address, {"gesture": "radius", "radius-commune": "Romans-sur-Isère", "radius-km": "5", "version": "2"})

    assert listed == ["26281", "26362", "44109"]
    assert set(listed) < set(codes(pole))


@pytest.mark.parametrize(
    "asked",
    [
        {"gesture": "list", "list-listed": "Nulleparville"},
        {"gesture": "list", "list-listed": ""},
        {"gesture": "radius", "radius-commune": "Romans-sur-Isère", "radius-km": "500"},
        {"gesture": "radius", "radius-commune": "", "radius-km": "5"},
        {"gesture": "epci:999999999"},
        {"gesture": "seek", "epci-sought": "zzzzzz"},
        {"gesture": "remove"},
        {"gesture": "nimporte"},
    ],
)
def test_what_is_not_clear_adds_nothing(visitor: Client, asked: dict[str, str]) -> None:
    pole = make_pole()
    client = signed_in(pole)

    answer = client.post(edit(pole, "territoire"), {**asked, "version": "1"})

    assert (answer.status_code, codes(pole)) == (200, [])


def test_concurrent_edit_of_the_territory_is_caught(visitor: Client) -> None:
    pole = make_pole()
    client = signed_in(pole)
    actions.set_territory(pole=pole, communes=["44109"], by=ADMIN, at=AT)

    caught = client.post(edit(pole, "territoire"), {"gesture": "list", "list-listed": "26281", "version": "1"})

    assert (caught.status_code, codes(pole)) == (409, ["44109"])
    assert "26281" in text(caught)
    assert f'name="version" value="{Pole.objects.get().version}"' in text(caught)


def test_names_are_read_as_people_write_them(essaim_home: object) -> None:
    assert [place.code for place in communes_meant("romans sur isere")][:1] == ["26281"]
    assert [place.code for place in communes_meant("Romans-sur-Isère (26281)")] == ["26281"]
    assert communes_meant("") == []
    assert communes_listed("75101; 69123").codes == ["75056", "69123"]
    assert [place.kind for place in epcis_meant("Valence Romans")][:1] == ["epci"]
