"""From table files to layers: the official headers, the options, what goes wrong."""

from pathlib import Path

import duckdb
import numpy as np
import pytest

from essaim.engine.errors import BadOption, InvalidRules, MissingColumns, UnreadableFile
from essaim.engine.territories.compiling.layer import Layer, read_layer, save_layer
from essaim.engine.territories.compiling.reading import table_to_layer
from essaim.engine.territories.compiling.table_options import TableOptions, slug
from essaim.engine.territories.declarations import load_declarations, parse_declarations


def written(folder: Path, text: str, name: str = "table.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_text(text, encoding=encoding)
    return path


def read(folder: Path, text: str, **options: object) -> Layer:
    return table_to_layer(written(folder, text), TableOptions(**options))  # type: ignore[arg-type]


OFFICIAL = {
    "insee-appartenance": "CODGEO,LIBGEO,DEP,REG,ARR,CV,ZE2020,UU2020,AAV2020,CATEAAV2020,BV2022,EPCI\n"
    "48005,Mende,48,76,482,4899,7613,48301,278,11,48095,244800405",
    "insee-zones-emploi": "CODGEO,LIBGEO,ZE2020,LIBZE2020,ZE2020_PARTIE_REG,DEP,REG\n48005,Mende,7613,Mende,76,48,76",
    "insee-bassins-vie": "CODGEO,LIBGEO,BV2022,LIBBV2022,DEP,REG\n48005,Mende,48095,Mende,48,76",
    "insee-epci": "CODGEO,LIBGEO,EPCI,LIBEPCI,DEP,REG\n48005,Mende,244800405,CC Cœur de Lozère,48,76",
    "insee-unites-urbaines": "CODGEO,LIBGEO,UU2020,LIBUU2020\n48005,Mende,48301,Mende",
    "insee-aires-attraction": "CODGEO,LIBGEO,AAV2020,LIBAAV2020,CATEAAV2020,DEP,REG\n48005,Mende,278,Mende,11,48,76",
    "insee-grille-densite": "CODGEO,LIBGEO,DENS,LIBDENS\n48005,Mende,4,Petites villes",
    "insee-populations": "REG;Région;DEP;CODARR;CODCAN;CODCOM;COM;Commune;PMUN;PCAP;PTOT\n"
    "76;Occitanie;48;2;01;095;48005;Mende;12 322;400;12722",
    "insee-filosofi-2021": "CODGEO;NBMENFISC21;MED21;TP6021\n48005;5900;21850;15,2",
    "dgcl-epci": "dept,siren,raison_sociale,nature_juridique,mode_financ,dep_com,insee,siren_membre,nom_membre\n"
    "48,244800405,CC Coeur de Lozère,CC,FPU,48,48005,214800955,Mende",
    "cog-communes": "TYPECOM,COM,REG,DEP,CTCD,ARR,TNCC,NCC,NCCENR,LIBELLE,CAN,COMPARENT\n"
    "COM,48005,76,48,48D,482,0,MENDE,Mende,Mende,4899,\nCOMD,48106,,,,,0,NEUVE,Neuve,Neuve-Basse,,48006",
    "cog-mouvements": "MOD,DATE_EFF,TYPECOM_AV,COM_AV,TNCC_AV,LIBELLE_AV,TYPECOM_AP,COM_AP,LIBELLE_AP\n"
    "32,2016-01-01,COM,48301,0,X,COM,48005,Mende\n32,2016-01-01,COM,48301,0,X,COMD,48301,X",
}


@pytest.mark.parametrize("known", OFFICIAL)
def test_official_table_is_known_by_its_headers(tmp_path: Path, known: str) -> None:
    layer = read(tmp_path, OFFICIAL[known] + "\n")

    assert (layer.known, layer.name, layer.rows) == (known, known, OFFICIAL[known].count("\n"))


def test_every_declared_table_has_a_title_and_a_distinct_key() -> None:
    tables = load_declarations().tables

    assert len({table.key for table in tables}) == len(tables)
    assert [table.key for table in tables if not table.title or not table.requires] == []


def test_every_declared_level_and_criterion_has_words() -> None:
    declarations = load_declarations()
    levels = {column.key for table in declarations.tables for column in table.levels}
    criteria = {column.key for table in declarations.tables for column in (*table.criteria, *table.counts)}

    assert levels - set(declarations.levels) == set()
    assert criteria - set(declarations.criteria) == set()
    assert [key for key, words in declarations.criteria.items() if set(words.labels) != {"fr", "en"}] == []


def test_columns_are_known_whatever_their_case(tmp_path: Path) -> None:
    layer = read(tmp_path, OFFICIAL["insee-epci"].lower() + "\n")

    assert layer.known == "insee-epci"


def test_outside_any_zone_is_no_zone(tmp_path: Path) -> None:
    layer = read(tmp_path, "CODGEO,UU2020,LIBUU2020\n48001,48000,hors\n48005,48301,Mende\n")

    assert layer.arrays["level:unite_urbaine"].tolist() == ["", "48301"]


def test_lost_zeros_of_zones_come_back(tmp_path: Path) -> None:
    layer = read(tmp_path, "CODGEO,ZE2020,LIBZE2020\n1001,56,Cosne\n")

    assert layer.arrays["codes"].tolist() == ["01001"]
    assert layer.arrays["level:zone_emploi"].tolist() == ["0056"]
    assert layer.mended == 1


def test_cells_that_are_no_number_are_unknown_and_counted(tmp_path: Path) -> None:
    layer = read(tmp_path, "CODGEO;MED21;TP6021\n48005;21 850;15,2\n48001;nd;beaucoup\n")

    assert layer.arrays["criterion:niveau_vie_median_2021"].tolist()[0] == 21850.0
    assert np.isnan(layer.arrays["criterion:taux_pauvrete60_2021"]).tolist() == [False, True]
    assert layer.unread == 1


def test_old_encoding_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, OFFICIAL["insee-epci"] + "\n", encoding="cp1252")

    layer = table_to_layer(path, TableOptions())

    assert layer.arrays["level_name:epci"].tolist() == ["CC Cœur de Lozère"]


def test_latest_period_is_kept(tmp_path: Path) -> None:
    layer = read(
        tmp_path,
        "ZE2020,LIBZE2020,trimestre,taux_chomage\n7613,Mende,2023-T2,5.0\n7613,Mende,2023-T3,4.6\n",
    )

    assert layer.arrays["criterion:taux_chomage_zone"].tolist() == [4.6]
    assert (layer.source.vintage, layer.rows) == ("2023-T3", 2)


def test_counts_are_of_distinct_codes_in_lists_or_in_rows(tmp_path: Path) -> None:
    text = 'insee_com,code_qp\n48005,"QN001M, QN002M"\n48005,QN002M\n48001,QN003M\n'

    layer = read(tmp_path, text)

    assert layer.arrays["codes"].tolist() == ["48005", "48001"]
    assert layer.arrays["criterion:nombre_qpv2024"].tolist() == [2.0, 1.0]
    assert layer.rows == 3


def test_lists_of_communes_become_one_row_a_commune(tmp_path: Path) -> None:
    path = tmp_path / "ept.parquet"
    with duckdb.connect() as con:
        con.execute(
            "COPY (SELECT '200057867' AS code, 'Plaine Commune' AS nom, ['48005', '48001'] AS communes)"
            f" TO '{path}' (FORMAT parquet)"
        )

    layer = table_to_layer(path, TableOptions())

    assert layer.arrays["codes"].tolist() == ["48005", "48001"]
    assert layer.arrays["level:ept"].tolist() == ["200057867"] * 2
    assert layer.arrays["level_name:ept"].tolist() == ["Plaine Commune"] * 2


def test_movements_keep_communes_only(tmp_path: Path) -> None:
    layer = read(tmp_path, OFFICIAL["cog-mouvements"] + "\n")

    assert layer.arrays["move_from"].tolist() == ["48301"]
    assert layer.arrays["move_to"].tolist() == ["48005"]


def test_options_name_the_columns_of_any_table(tmp_path: Path) -> None:
    layer = read(
        tmp_path,
        "insee;pays_id;pays_nom;logement;classe\n48005;P1;Pays de Lozère;12,5;rural\n",
        key="insee",
        levels={"Pays": "pays_id:pays_nom"},
        criteria={"Logements vides": "logement:%", "classe": "classe"},
        vintage="2025",
        title="Enquête",
    )

    figures, words = layer.criteria
    assert [(level.key, level.vintage) for level in layer.levels] == [("pays", "2025")]
    assert (figures.key, figures.unit, figures.categorical) == ("logements_vides", "%", False)
    assert (words.key, words.categorical, words.how) == ("classe", True, "majority")
    assert (layer.source.title, layer.source.vintage, layer.known) == ("Enquête", "2025", "")


def test_options_for_population_replace_that_of_the_base(tmp_path: Path) -> None:
    layer = read(tmp_path, "insee;pop\n48005;12500\n", criteria={"population": "pop"})

    assert layer.arrays["population"].tolist() == [12500.0]
    assert layer.criteria == ()


def test_options_override_what_the_table_says_of_itself(tmp_path: Path) -> None:
    layer = read(tmp_path, OFFICIAL["insee-epci"] + "\n", vintage="2027", publisher="Nous")

    assert (layer.source.vintage, layer.source.publisher, layer.levels[0].vintage) == ("2027", "Nous", "2027")


def test_unknown_table_says_what_to_name(tmp_path: Path) -> None:
    with pytest.raises(MissingColumns) as caught:
        read(tmp_path, "a,b\n1,2\n")

    assert caught.value.message.endswith("n'est pas une table connue.")
    assert "--key" in caught.value.advice
    assert "a, b" in caught.value.advice


def test_named_column_that_is_absent_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingColumns, match="« zone »"):
        read(tmp_path, "insee,b\n48005,2\n", levels={"z": "zone"})


def test_table_without_commune_codes_asks_for_the_key(tmp_path: Path) -> None:
    with pytest.raises(BadOption, match="--key COLONNE"):
        read(tmp_path, "a,b\n1,2\n", criteria={"b": "b"})


def test_table_without_lines_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile):
        read(tmp_path, "CODGEO,ZE2020,LIBZE2020\n")


def test_truncated_parquet_is_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    with duckdb.connect() as con:
        con.execute(f"COPY (SELECT '48005' AS commune, '1' AS epci) TO '{path}' (FORMAT parquet)")
    path.write_bytes(path.read_bytes()[:-20])

    with pytest.raises(UnreadableFile):
        table_to_layer(path, TableOptions())


def test_layer_is_read_as_it_was_saved(tmp_path: Path) -> None:
    layer = read(tmp_path, OFFICIAL["insee-filosofi-2021"] + "\n")

    save_layer(layer, tmp_path / "kept")

    again = read_layer(tmp_path / "kept")
    assert (again.digest, again.criteria, again.source) == (layer.digest, layer.criteria, layer.source)


def test_digest_changes_with_the_content(tmp_path: Path) -> None:
    one = read(tmp_path, "CODGEO,EPCI,LIBEPCI\n48005,200000001,A\n")
    other = read(tmp_path, "CODGEO,EPCI,LIBEPCI\n48005,200000002,A\n")

    assert one.digest != other.digest


@pytest.mark.parametrize("text", ["levels = 3", "[criteria.x]\nhow = 'median'", "[[table]]\nkey = 'x'", "x = ["])
def test_declarations_that_break_the_schema_are_refused(text: str) -> None:
    with pytest.raises(InvalidRules):
        parse_declarations(text)


def test_slug_is_fit_for_a_folder() -> None:
    assert (slug("Zones d'emploi (2020)"), slug("../é"), slug("  ")) == ("zones-d-emploi-2020", "e", "table")
