"""A perimeter in one line, there and back."""

import pytest

from essaim.engine.errors import BadRadius, UnknownTerritory
from essaim.engine.territories import Territories, read_perimeter


@pytest.mark.parametrize(
    "line", ["commune:48095", "commune:48095:20", "epci:200069193", "codes:48095,48092", "commune:2A004:7.5"]
)
def test_what_is_written_is_read_back(line: str) -> None:
    assert str(read_perimeter(line)) == line


@pytest.mark.parametrize("line", ["", "Mende", "commune:", "epci:1:20", "commune:48095,48092", "codes:1;2", "\0"])
def test_what_is_no_place_is_refused(line: str) -> None:
    with pytest.raises(UnknownTerritory):
        read_perimeter(line)


@pytest.mark.parametrize("line", ["commune:48095:0", "commune:48095:101"])
def test_a_radius_out_of_bounds_is_refused(line: str) -> None:
    with pytest.raises(BadRadius):
        read_perimeter(line)


def test_each_kind_gives_its_communes(france: Territories) -> None:
    codes = {line: _codes(france, line) for line in ("commune:48095", "codes:48095,48092", "departement:48")}

    assert codes["commune:48095"] == ["48095"]
    assert codes["codes:48095,48092"] == ["48092", "48095"]
    assert set(codes["departement:48"]) > {"48092", "48095"}


def test_a_radius_holds_its_centre_and_more(france: Territories) -> None:
    around = read_perimeter("commune:48095:20").perimeter(france)

    assert around.radius_km == 20
    assert around.k > 10


def _codes(france: Territories, line: str) -> list[str]:
    return sorted(str(france.codes[place]) for place in read_perimeter(line).perimeter(france).communes)
