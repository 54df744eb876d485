from pathlib import Path

import pytest

from essaim.apps.founding.prospecting import chosen, picked, register_near
from essaim.engine.register import import_register
from essaim.engine.territories import load_territories
from tests.factories import AT, make_founding, make_look_up

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("essaim_home")
def test_without_a_register_numbers_are_refused_one_by_one() -> None:
    done = chosen([" 12345678200010", "", "12345678200010", "x"], "")

    assert (done.wanted, [number for number, _why in done.refused]) == ([], ["12345678200010", "x"])
    assert (picked("12345678200010"), register_near(make_founding(), "bois").absent) == (None, True)


@pytest.mark.usefixtures("essaim_home")
def test_no_more_than_some_at_once() -> None:
    done = chosen([f"{number:014d}" for number in range(203)], "")

    assert [why.startswith("pas plus de 200") for _number, why in done.refused] == [False] * 200 + [True] * 3


@pytest.mark.usefixtures("essaim_home")
def test_what_was_looked_up_is_found_by_its_number() -> None:
    look_up = make_look_up()
    line = look_up.lines.exclude(facts__name=None).first()
    assert line is not None

    done = chosen([line.siret], "grower")

    assert [(one.name, one.role, one.source) for one in done.wanted] == [(line.facts["name"], "grower", "lookup")]


def test_register_suggests_what_may_be_named_on_the_territory_and_fills_the_record(
    empty_home: Path, tmp_path: Path
) -> None:
    t = load_territories(root=empty_home)
    table = tmp_path / "registre.csv"
    rows = ["55208131766522;FERME DU CAUSSE;9220;01.13Z;48095", "12345678200010;FERME BERGER;1000;01.13Z;48095",
            "73282932000074;FERME DE ROMANS;9220;01.13Z;26281"]  # fmt: skip
    table.write_text("\n".join(["siret;nom;categorie_juridique;naf;commune", *rows]), encoding="utf-8")
    import_register([table], territories=t, at=AT, root=empty_home)
    founding = make_founding(place="commune:48095:20")

    near = register_near(founding, "ferme")
    anywhere = register_near(founding, "73282932000074")
    done = chosen(["12345678200010", "55208131766522", "9" * 20, "9" * 5000, "-1", "5520813176652"], "grower")

    assert [one.name for one in near.found] == ["FERME DU CAUSSE"]
    assert [one.name for one in anywhere.found] == ["FERME DE ROMANS"]
    assert [(one.name, one.siret, one.commune, one.family, one.role, one.source) for one in done.wanted] == [
        ("FERME DU CAUSSE", "55208131766522", "48095", "ess_form", "grower", "register")
    ]
    assert [number for number, _why in done.refused] == ["12345678200010", "9" * 20, "9" * 20, "-1", "5520813176652"]
    assert picked("9" * 100) is None
