"""Figures and recognitions, by those who keep the pole."""

import pytest
from django.test import Client
from tests.factories import make_observation, make_pole, make_recognition, make_user
from tests.web.directory.test_listing import text
from tests.web.keeping.test_editing import edit, fields_of, signed_in

from essaim.apps.poles.models import Observation, Recognition


def test_figure_that_disagrees_stands_beside_then_is_corrected(visitor: Client) -> None:
    pole = make_pole()
    make_observation(pole, indicator="jobs", unit="jobs", scope="team", value=12)
    client, adding = signed_in(pole), edit(pole, "chiffres/ajouter")
    typed = {
        "indicator": "jobs",
        "unit": "jobs",
        "scope": "team",
        "value": "15,5",
        "when": "2014",
        "source_title": "Bilan",
    }

    client.post(adding, fields_of(client, adding) | typed)
    side_by_side = text(client.get(pole.get_absolute_url()))
    wrong = Observation.objects.get(value="15.5")
    correcting = edit(pole, f"chiffres/{wrong.uid}")
    client.post(correcting, fields_of(client, correcting) | {"value": "16"})

    wrong.refresh_from_db()
    assert "valeurs qui se contredisent" in side_by_side
    assert 'rowspan="2"' in side_by_side
    assert wrong.superseded_by is not None
    assert (wrong.superseded_by.value, wrong.superseded_by.source_title) == (16, "Bilan")
    assert client.get(correcting).status_code == 404
    history = text(client.get(f"{pole.get_absolute_url()}historique/"))
    assert "Chiffre corrigé" in history
    assert "<del>15,5</del>" in history


def test_figures_of_two_years_are_a_series_not_a_quarrel(visitor: Client) -> None:
    from essaim.kit.dates import dated

    pole = make_pole()
    make_observation(pole, value=12, when=dated("2014"))
    make_observation(pole, value=15, when=dated("2015"))

    assert "valeurs qui se contredisent" not in text(visitor.get(pole.get_absolute_url()))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("value", "douze"),
        ("value", "1.234"),
        ("source_title", ""),
        ("unit", "m2"),
        ("when", "hier"),
        ("value_max", "1"),
    ],
)
def test_figure_that_cannot_be_is_refused_with_a_sentence(visitor: Client, field: str, value: str) -> None:
    pole = make_pole()
    client, adding = signed_in(pole), edit(pole, "chiffres/ajouter")
    typed = {"indicator": "jobs", "unit": "jobs", "value": "12", "source_title": "Bilan"}

    answer = client.post(adding, fields_of(client, adding) | typed | {field: value})

    assert answer.context["form"].errors
    assert Observation.objects.count() == 0


def test_figure_is_withdrawn_with_a_reason(visitor: Client) -> None:
    figure = make_observation(make_pole())
    client = signed_in(figure.pole)
    address = edit(figure.pole, f"chiffres/{figure.uid}/retirer")

    without = client.post(address, fields_of(client, address))
    client.post(address, fields_of(client, address) | {"reason": "Autre pôle"})

    assert "reason" in without.context["form"].errors
    assert Observation.objects.get().withdrawn_reason == "Autre pôle"


def test_state_officer_adds_and_confirms_recognitions_and_edits_nothing_else(visitor: Client) -> None:
    pole = make_pole()
    client = Client(headers={"host": "localhost"})
    client.force_login(make_user(state_officer=""))
    adding = edit(pole, "reconnaissances/ajouter")
    typed = {"scheme": "witness_2012", "when": "2012", "source_title": "Liste", "confirmed": "on"}

    client.post(adding, fields_of(client, adding) | typed)

    event = Recognition.objects.get()
    assert (event.scheme, event.confirmed, event.precision) == ("witness_2012", True, "year")
    assert client.get(edit(pole, "identite")).status_code == 403
    assert "Ajouter une reconnaissance" in text(client.get(pole.get_absolute_url()))


def test_recognition_is_corrected_confirmed_and_removed(visitor: Client) -> None:
    pole = make_pole()
    event = make_recognition(pole)
    coordinator, officer = signed_in(pole), Client(headers={"host": "localhost"})
    officer.force_login(make_user(state_officer=""))
    address = edit(pole, f"reconnaissances/{event.uid}")

    coordinator.post(address, fields_of(coordinator, address) | {"note": "Décembre"})
    corrected = Recognition.objects.get()
    confirming = officer.post(f"{address}confirmer/")
    confirmed = Recognition.objects.get()
    coordinator.post(f"{address}retirer/", fields_of(coordinator, f"{address}retirer/") | {"reason": "Erreur"})

    assert (corrected.note, corrected.confirmed) == ("Décembre", False)
    assert (confirming.status_code, confirmed.confirmed) == (302, True)
    assert Recognition.objects.count() == 0
