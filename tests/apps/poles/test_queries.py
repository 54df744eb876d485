from typing import Any

import pytest

from essaim.apps.poles import actions
from essaim.apps.poles.queries import Filters, filtered_poles, listed_poles, pole_by_slug, similar_poles
from tests.factories import ADMIN, AT, make_full_pole, make_network, make_pole, make_recognition

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("essaim_home")]


def names(**wanted: Any) -> list[str]:
    return [pole.name for pole in filtered_poles(Filters(**wanted))]


def test_search_forgives_accents_case_and_order() -> None:
    make_pole(name="Éoliennes en Pays de Vilaine")
    make_pole(name="Pôle bois", commune="26281")

    assert names(words="vilaine EOLIENNES") == ["Éoliennes en Pays de Vilaine"]
    assert names(words="romans sur isère") == ["Pôle bois"]
    assert names(words="drome") == ["Pôle bois"]
    assert names(words="introuvable") == []


def test_filters_narrow_together() -> None:
    here = make_pole(name="Ici", commune="26281", stage="running")
    actions.set_domains(pole=here, keys=["renewable_energy"], by=ADMIN, at=AT)
    make_recognition(here, scheme="witness_2012")
    actions.join_network(pole=here, network=make_network("labo"), by=ADMIN, at=AT)
    make_pole(name="Ailleurs")

    assert names(domain="renewable_energy") == names(stage="running") == names(region="84") == ["Ici"]
    assert names(scheme="witness_2012") == names(network="labo") == ["Ici"]
    assert names(stage="unknown") == names(region="unknown") == ["Ailleurs"]
    assert names(domain="renewable_energy", stage="unknown") == []


def test_list_opens_on_the_best_documented() -> None:
    make_pole(name="A")
    make_full_pole(name="Z")

    assert names() == ["Z", "A"]
    assert names(sort="name") == ["A", "Z"]


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_four_queries(count: int, django_assert_num_queries: Any) -> None:
    for _ in range(count):
        make_full_pole()

    with django_assert_num_queries(4):
        lines = [
            (pole.name, list(pole.domains.all()), list(pole.recognitions.all()), list(pole.networks.all()))
            for pole in listed_poles(Filters())
        ]

    assert len(lines) == count


def test_sheet_shows_current_figures_only() -> None:
    pole = make_full_pole()
    figure = pole.observations.get()
    actions.record_observation(
        pole=pole, indicator="jobs", value=13, unit="ETP", scope="équipe", when=None, source_title="Bilan",
        replaces=figure, by=ADMIN, at=AT,
    )  # fmt: skip

    found = pole_by_slug(pole.slug)

    assert found is not None
    assert [one.value for one in found.observations.all()] == [13]


def test_similar_poles_say_what_they_share() -> None:
    pole = make_full_pole(name="Un")
    make_full_pole(name="Deux")
    make_pole(name="Trois", commune="69123")
    make_pole(name="Rien")

    found = similar_poles(pole, 5)

    assert [(one.pole.name, one.domains, one.same_department, one.same_region) for one in found] == [
        ("Deux", ("food",), True, True),
        ("Trois", (), False, True),
    ]
