"""A territory said by its name or number: the one it means, or those among which to choose."""

import pytest

from essaim.engine.errors import UnknownTerritory
from essaim.engine.territories import load_territories, place_named, short_name


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("Lozère", "departement:48"), ("lozere", "departement:48"), ("48", "departement:48"), ("1", "departement:01"),
        ("2a", "departement:2A"), ("76", "departement:76"), ("Occitanie", "region:76"), ("Mende", "commune:48095"),
        ("48095", "commune:48095"), ("Cœur de Lozère", "epci:244800405"), ("CC du Gévaudan", "epci:244800470"),
        ("200069193", "epci:200069193"), ("Valence (Drôme)", "commune:26362"), ("Vienne (86)", "departement:86"),
        ("Château-Chinon (Ville)", "commune:58062"),
    ],
)  # fmt: skip
def test_a_name_or_a_number_is_read(said: str, line: str) -> None:
    found = place_named(load_territories(), said)

    assert f"{found.kind}:{found.code}" == line


def test_an_ambiguous_name_lists_what_may_be_written_instead() -> None:
    t = load_territories()

    with pytest.raises(UnknownTerritory) as refused:
        place_named(t, "Vienne")

    assert "Vienne (commune 38544, Isère 38) ; Vienne (département 86)" in str(refused.value)
    assert place_named(t, "Vienne (commune 38544, Isère 38)").code == "38544"
    assert place_named(t, "Vienne (département 86)").code == "86"


def test_an_unknown_name_says_what_to_write() -> None:
    with pytest.raises(UnknownTerritory, match="Aucun territoire ne s'appelle « Zzyzx »"):
        place_named(load_territories(), "Zzyzx")


@pytest.mark.parametrize("code", ["48", "974", "976", "75", "86"])
def test_a_short_name_is_read_back(code: str) -> None:
    t = load_territories()
    place = place_named(t, code)

    again = place_named(t, short_name(t, place))

    assert (again.kind, again.code) == (place.kind, place.code)
