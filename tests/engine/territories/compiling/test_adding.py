"""Tables added to the territories, replaced, removed."""

from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

from essaim.engine.errors import BadOption, MissingColumns, UnreadableFile
from essaim.engine.sources.france import FranceFiles
from essaim.engine.store import Shelf
from essaim.engine.territories import (
    AddReport,
    Territories,
    add_table,
    add_tables,
    added_tables,
    load_territories,
    remove_table,
)

ZONES = "CODGEO,ZE2020,LIBZE2020\n48001,7613,Mende\n48002,7613,Mende\n48005,7613,Mende\n12001,7621,Rodez\n"
COMMUNES = (
    "code;nom;population;ze2020;ze2020_nom;bv2022;lat;lon;superficie_km2;departement;departement_nom;region;region_nom;"
    "anciens_codes;codes_postaux\n"
    "48005;Mende;12500;7613;Mende;48095;44,15;3,05;36,9;48;Lozère;76;Occitanie;48301,48302;48000\n"
    "48008;Perdue;60;7613;Mende;48095;44,3;3,2;10;48;Lozère;76;Occitanie;;48200\n"
    "98818;Nouméa;85976;;;;-22,3;166,4;;988;Nouvelle-Calédonie;988;Nouvelle-Calédonie;;98800\n"
    "98801;Belep;686;;;;-19,7;163,6;;988;Nouvelle-Calédonie;988;Nouvelle-Calédonie;;98811\n"
    "48999;Fausse;1;;;;44;3;1;48;Lozère;76;Occitanie;;\n"
)


class House:
    """A data folder of the tiny France, and tables written beside it."""

    def __init__(self, folder: Path, home: Path, files: FranceFiles) -> None:
        self.folder, self.home, self.files = folder, home, files

    def write(self, text: str, name: str) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def add(self, text: str, name: str = "table.csv", **options: object) -> AddReport:
        return add_table(self.write(text, name), root=self.home, files=self.files, **options)  # type: ignore[arg-type]

    def load(self) -> Territories:
        return load_territories(root=self.home, files=self.files)

    def remove(self, name: str) -> Territories:
        return remove_table(name, root=self.home, files=self.files)


@pytest.fixture
def house(tmp_path: Path, own_home: Path, tiny_files: FranceFiles) -> House:
    return House(tmp_path, own_home, tiny_files)


def zone_names(t: Territories) -> dict[str, str]:
    level = t.level("zone_emploi")
    members = zip(t.codes, level.member, strict=True)
    return {str(code): str(level.names[place]) for code, place in members if place >= 0}


def test_added_level_groups_communes_and_others_have_none(house: House) -> None:
    report = house.add(ZONES)

    level = house.load().level("zone_emploi")
    assert zone_names(house.load()) == {"48001": "Mende", "48002": "Mende", "48005": "Mende", "12001": "Rodez"}
    assert (level.label, level.source.vintage, level.m) == ("Zone d'emploi", "2020", 2)
    assert (report.matched, report.unknown, report.levels) == (4, 0, ("zone_emploi",))


def test_unknown_codes_are_named_and_good_lines_kept(house: House) -> None:
    report = house.add(ZONES + "99999,7613,Mende\nXXXXX,7613,Mende\n")

    assert (report.matched, report.unknown, report.unknown_examples) == (4, 2, ("99999", "XXXXX"))


def test_same_table_again_replaces_it(house: House) -> None:
    house.add(ZONES)

    report = house.add("CODGEO,ZE2020,LIBZE2020\n48003,9999,Autre\n")

    assert report.replaced
    assert zone_names(house.load()) == {"48003": "Autre"}
    assert [table.name for table in added_tables(house.load())] == ["insee-zones-emploi"]


def test_same_table_unchanged_makes_no_new_version(house: House) -> None:
    first = house.add(ZONES)

    second = house.add(ZONES)

    assert second.version == first.version
    assert second.replaced


def test_level_replaced_by_a_partial_table_says_who_lost_it(house: House) -> None:
    report = house.add("CODGEO,EPCI,LIBEPCI\n48001,200000001,A\n48002,200000001,A\n", "epci.csv")

    assert report.lost == (("epci", 6),)


def test_removed_table_leaves_no_trace(house: House) -> None:
    before = house.load()
    house.add(ZONES)

    after = house.remove("insee-zones-emploi")

    assert after.version == before.version
    assert list(after.levels) == ["departement", "region", "epci"]


def test_remove_of_an_unknown_table_lists_those_there_are(house: House) -> None:
    house.add(ZONES)

    with pytest.raises(BadOption, match="insee-zones-emploi"):
        house.remove("autre")


def test_adding_shares_the_compiled_base(house: House) -> None:
    shelf = Shelf("territories", house.home)
    before = shelf.current()

    house.add(ZONES)

    after = shelf.current()
    assert before is not None
    assert after is not None
    assert (before.path / "base" / "contour_wkb.npy").samefile(after.path / "base" / "contour_wkb.npy")


def test_table_that_fails_changes_nothing(house: House) -> None:
    house.add(ZONES)
    before = house.load().version

    with pytest.raises(MissingColumns):
        house.add("a,b\n1,2\n", "other.csv")

    assert house.load().version == before


def test_table_of_strangers_is_refused(house: House) -> None:
    with pytest.raises(UnreadableFile, match="Aucune ligne"):
        house.add("CODGEO,ZE2020,LIBZE2020\n99001,1,A\n")


def test_several_tables_are_all_added_or_none(house: House) -> None:
    good, bad = house.write(ZONES, "good.csv"), house.write("a,b\n1,2\n", "bad.csv")
    before = house.load().version

    with pytest.raises(MissingColumns):
        add_tables([good, bad], root=house.home, files=house.files)

    assert house.load().version == before


def test_same_table_twice_at_once_is_refused(house: House) -> None:
    paths = [house.write(ZONES, "one.csv"), house.write(ZONES, "two.csv")]

    with pytest.raises(BadOption, match="insee-zones-emploi"):
        add_tables(paths, root=house.home, files=house.files)


def test_communes_beyond_the_base_are_added_without_contour(house: House) -> None:
    report = house.add(COMMUNES)

    t = house.load()
    noumea = t.index("98818")
    department = t.level("departement")
    assert (report.added_communes, t.n, report.unknown_examples) == (2, 14, ("48999",))
    assert str(department.names[department.member[noumea]]) == "Nouvelle-Calédonie"
    assert (int(t.contour_row[noumea]), int(t.point_kind[noumea])) == (-1, 3)
    assert np.isnan(t.area_km2[noumea])


def test_base_communes_keep_their_order_when_others_are_added(house: House) -> None:
    before = house.load().codes.tolist()

    house.add(COMMUNES)

    assert house.load().codes.tolist()[: len(before)] == before


def test_population_overrides_the_base_and_says_so(house: House) -> None:
    house.add(COMMUNES, vintage="2023")

    t = house.load()
    assert t.population[t.index("48005")] == 12500
    assert t.population[t.index("48003")] == 5000
    assert t.population_source.vintage == "2023 ; pour 9 communes : non daté"


def test_area_overrides_that_of_the_contour(house: House) -> None:
    house.add(COMMUNES)

    t = house.load()
    assert (t.area_km2[t.index("48005")], t.area_km2[t.index("48008")]) == (36.9, 10.0)


def test_position_only_fills_what_is_unknown(house: House) -> None:
    before = house.load()

    house.add(COMMUNES)

    t = house.load()
    mende, lost = t.index("48005"), t.index("48008")
    assert t.lon[mende] == before.lon[before.index("48005")]
    assert (float(t.lon[lost]), float(t.lat[lost]), int(t.point_kind[lost])) == (3.2, 44.3, 3)
    assert t.gaps["without_point"] == 0


def test_former_and_postal_codes_are_learnt(house: House) -> None:
    house.add(COMMUNES)

    t = house.load()
    assert t.index("48301") == t.index("48302") == t.index("48005")


def test_history_resolves_codes_of_another_table(house: House) -> None:
    movements = (
        "MOD,DATE_EFF,TYPECOM_AV,COM_AV,TYPECOM_AP,COM_AP\n"
        "32,2016-01-01,COM,48301,COM,48005\n32,2016-01-01,COM,48302,COM,48005\n"
    )
    house.add("CODGEO;EPCI;LIBEPCI\n48301;200000009;Neuf\n48302;200000009;Neuf\n48001;200000009;Neuf\n", "epci.csv")
    without = house.load()

    house.add(movements, "mvt.csv")

    t = house.load()
    epci = t.level("epci")
    assert without.level("epci").member[without.index("48005")] == -1
    assert str(epci.codes[epci.member[t.index("48005")]]) == "200000009"
    assert [report.via_former for report in added_tables(t)] == [2, 0]


def test_level_table_waits_for_its_level_then_serves(house: House) -> None:
    rates = "ZE2020,LIBZE2020,trimestre,taux_chomage\n7613,Mende (nom),2023-T3,4.6\n7621,Rodez,2023-T3,5.5\n"

    waiting = house.add(rates, "chomage.csv")
    house.add(ZONES)

    t = house.load()
    values = t.criteria["taux_chomage_zone"].values
    assert waiting.waiting == "zone_emploi"
    assert values[t.index("48005")] == 4.6
    assert np.isnan(values[t.index("48003")])
    assert zone_names(t)["48005"] == "Mende (nom)"
    assert [report.waiting for report in added_tables(t)] == ["", ""]


def test_absent_from_a_complete_list_is_none_and_unknown_overseas(house: House) -> None:
    house.add(COMMUNES)

    house.add("insee_com,code_qp\n48005,QN001M\n", "qpv.csv")

    t = house.load()
    counts = t.criteria["nombre_qpv2024"].values
    assert (counts[t.index("48005")], counts[t.index("48001")]) == (1.0, 0.0)
    assert np.isnan(counts[t.index("98818")])


def test_words_become_categories(house: House) -> None:
    house.add("CODGEO,LIBGEO,DENS,LIBDENS\n48005,Mende,4,Petites villes\n48001,A,7,Rural\n", vintage="2024")

    t = house.load()
    grid = t.criteria["grille_densite"]
    assert grid.categories == ("Petites villes", "Rural")
    assert grid.values[t.index("48001")] == 1.0
    assert np.isnan(grid.values[t.index("48003")])


def test_order_of_tables_that_speak_of_different_things_does_not_matter(
    house: House, tmp_path: Path, tiny_files: FranceFiles
) -> None:
    tables = {
        "zones.csv": ZONES,
        "rates.csv": "ZE2020,LIBZE2020,trimestre,taux_chomage\n7613,Mende,2023-T3,4.6\n",
        "qpv.csv": "insee_com,code_qp\n48005,QN001M\n",
    }
    paths = [house.write(text, name) for name, text in tables.items()]
    seen = []
    for order in permutations(paths):
        add_tables(order, root=house.home, files=tiny_files)
        t = house.load()
        seen.append(
            (
                zone_names(t),
                {key: np.nan_to_num(one.values, nan=-1).tolist() for key, one in sorted(t.criteria.items())},
            )
        )
        for name in [report.name for report in added_tables(t)]:
            house.remove(name)

    assert all(one == seen[0] for one in seen)
