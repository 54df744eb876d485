"""The sheet of one territory."""

import math

import pytest

from essaim.engine.errors import UnknownTerritory
from essaim.engine.territories import Territories, territory_sheet
from essaim.engine.values import Answer


def test_sheet_of_a_commune(tiny: Territories) -> None:
    sheet = territory_sheet(tiny, "commune", "48001")

    facts = {fact.key: fact.value for fact in sheet.facts}
    assert (sheet.name, sheet.communes, sheet.population, sheet.contiguous) == ("L'Abergement", 1, 1000.0, Answer.YES)
    assert dict(sheet.belongs)["Département"] == ("Lozère (48)",)
    assert facts["position"] == "44.05000, 3.05000 (mairie)"
    assert (facts["postal"], facts["past"]) == ("48000", "48201 Vieille")


def test_sheet_of_an_epci_names_the_departements_it_straddles(tiny: Territories) -> None:
    sheet = territory_sheet(tiny, "epci", "200000001")

    assert dict(sheet.belongs)["Département"] == ("Aveyron (12)", "Lozère (48)")


def test_sheet_says_what_is_unknown(tiny: Territories) -> None:
    lost, partial = territory_sheet(tiny, "commune", "48008"), territory_sheet(tiny, "epci", "200000002")

    assert math.isnan(lost.area_km2)
    assert {fact.key: fact.value for fact in lost.facts}["position"] == "inconnue"
    assert partial.unknown_population == 1


def test_sheet_of_a_former_code_says_so(tiny: Territories) -> None:
    sheet = territory_sheet(tiny, "commune", "75101")

    assert sheet.code == "75056"
    assert "75101 → 75056" in sheet.notes[0]


def test_sheet_of_an_unknown_territory_is_refused(tiny: Territories) -> None:
    with pytest.raises(UnknownTerritory):
        territory_sheet(tiny, "epci", "9")
