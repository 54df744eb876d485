"""SIRENE's official files as files: any order, any format, repeated, dated, synthetic, incomplete."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from essaim.engine.errors import BadOption, MissingColumns
from essaim.engine.territories import Territories
from essaim.engine.values import Source
from tests.engine.register.sirene_files import directory, establishments, imported, positions, seen, units, write_table

ASSOCIATION = "84212345600017"
PERSON = "51234567800011"
TOWN_HALL = "21480095500010"


def every_class(folder: Path, suffix: str) -> list[Path]:
    """The four official files with an establishment of each class; the first two as ``suffix``."""
    sirets = [ASSOCIATION, PERSON, TOWN_HALL, "84212345700025", "84212345800033"]
    files = [
        establishments(
            folder,
            *(
                {"siret": siret, "codeCommuneEtablissement": code, "etablissementSiege": code != "75101"}
                for siret, code in zip(sirets, ("48095", "75101", "48095", "2A004", "97411"), strict=True)
            ),
            {"siret": "84212345800041", "etatAdministratifEtablissement": "F"},
            name=f"StockEtablissement_utf8{suffix}",
        ),
        units(
            folder,
            {"siren": ASSOCIATION[:9], "denominationUniteLegale": "L'ÉTOILE, « ABEILLES »"},
            {"siren": PERSON[:9], "categorieJuridiqueUniteLegale": 1000, "nomUniteLegale": "DUPONT"},
            {"siren": TOWN_HALL[:9], "categorieJuridiqueUniteLegale": 7210, "denominationUniteLegale": "MENDE"},
            {"siren": "842123457", "statutDiffusionUniteLegale": "P", "categorieJuridiqueUniteLegale": 5710},
            name=f"StockUniteLegale_utf8{suffix}",
        ),
        directory(folder, {"siren": ASSOCIATION[:9], "est_ess": True}),
        positions(folder, {"siret": ASSOCIATION}, {"siret": TOWN_HALL, "qualite_xy": "33"}),
    ]
    return files


def test_the_order_of_files_does_not_matter(france: Territories, tmp_path: Path) -> None:
    files = every_class(tmp_path, ".parquet")

    found = [
        seen(imported(france, tmp_path / str(n), *order)[1]) for n, order in enumerate(itertools.permutations(files, 4))
        if n % 5 == 0
    ]  # fmt: skip

    assert len(found) == 5
    assert all(str(other) == str(found[0]) for other in found)


@pytest.mark.parametrize("suffix", [".zip", ".csv"])
def test_csv_says_the_same_as_parquet(suffix: str, france: Territories, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    _report, parquet = imported(france, tmp_path / "a", *every_class(tmp_path / "a", ".parquet"))

    _report, text = imported(france, tmp_path / "b", *every_class(tmp_path / "b", suffix))

    assert str(seen(text)) == str(seen(parquet))
    assert text.profiles.n == parquet.profiles.n


def test_repeated_legal_units_and_positions_do_not_multiply_rows(france: Territories, tmp_path: Path) -> None:
    file = establishments(tmp_path, {"siret": ASSOCIATION}, {"siret": PERSON})
    unit = units(
        tmp_path,
        {"siren": ASSOCIATION[:9], "denominationUniteLegale": "LES ABEILLES"},
        {"siren": ASSOCIATION[:9], "denominationUniteLegale": "LES ABEILLES"},
    )
    points = positions(tmp_path, {"siret": ASSOCIATION}, {"siret": ASSOCIATION})

    report, register = imported(france, tmp_path, file, unit, points)

    assert (sorted(seen(register)), report.duplicates, report.info.rows) == ([PERSON, ASSOCIATION], 0, 2)
    assert seen(register)[ASSOCIATION]["name"] == "LES ABEILLES"


def test_the_source_is_insee_with_the_vintage_of_the_file(france: Territories, tmp_path: Path) -> None:
    file = establishments(tmp_path, {"siret": ASSOCIATION}, name="StockEtablissement_2025-09.parquet")

    report, register = imported(france, tmp_path, file)

    assert report.info.source == Source(
        "sirene",
        "Base Sirene des entreprises et de leurs établissements",
        "INSEE",
        "Licence Ouverte 2.0",
        "2025-09",
    )
    assert register.info == report.info
    assert (report.info.imported, report.info.files) == ("2026-01-05T12:00:00+00:00", (file.name,))


@pytest.mark.parametrize(
    ("name", "option", "line", "expected"),
    [
        ("StockEtablissement_2025-09.parquet", "septembre 2025", {}, "septembre 2025"),
        ("StockEtablissement_202510.parquet", None, {}, "2025-10"),
        ("StockEtablissement.parquet", None, {}, "2025-08-31"),
        ("StockEtablissement.parquet", None, {"dateDernierTraitementEtablissement": None}, "date inconnue"),
    ],
)
def test_the_vintage_is_the_option_then_the_name_then_the_last_change(
    name: str, option: str | None, line: dict[str, object], expected: str, france: Territories, tmp_path: Path
) -> None:
    file = establishments(tmp_path, {"siret": ASSOCIATION, **line}, name=name)

    report, _register = imported(france, tmp_path, file, vintage=option)

    assert report.info.source.vintage == expected


def test_the_vintage_written_in_the_metadata_comes_before_the_name(france: Territories, tmp_path: Path) -> None:
    lines = [{"siret": ASSOCIATION, "naf": "94.99Z", "code_commune": "48095"}]
    file = write_table(tmp_path / "actifs_2024-01.parquet", lines, {"millesime": "2025-09"})

    report, _register = imported(france, tmp_path, file)

    assert report.info.source.vintage == "2025-09"


def test_a_synthetic_register_is_told_by_its_metadata_its_name_a_column_or_its_names(
    france: Territories, tmp_path: Path
) -> None:
    line = {"siret": ASSOCIATION, "naf": "94.99Z", "code_commune": "48095"}
    named = {**line, "categorie_juridique": "9220", "denomination": "SYNTHÉTIQUE Association 1"}
    files = [
        write_table(tmp_path / "a.parquet", [line], {"essaim_notice": "Registre synthétique, inventé"}),
        write_table(tmp_path / "registre_synthétique.csv", [line]),
        write_table(tmp_path / "c.csv", [{**line, "synthetique": "oui"}]),
        write_table(tmp_path / "d.csv", [named]),
        write_table(tmp_path / "e.csv", [{**line, "synthetique": "non"}]),
        write_table(tmp_path / "f.parquet", [line], {"synthetic": "false"}),
    ]

    found = [imported(france, tmp_path, file)[0].info.source.synthetic for file in files]

    assert found == [True, True, True, True, False, False]


def test_files_without_establishments_are_refused(france: Territories, tmp_path: Path) -> None:
    unit = units(tmp_path, {"siren": ASSOCIATION[:9]})

    with pytest.raises(BadOption, match="Aucun fichier d'établissements"):
        imported(france, tmp_path, unit)


def test_the_same_file_twice_is_refused(france: Territories, tmp_path: Path) -> None:
    file = establishments(tmp_path, {"siret": ASSOCIATION})

    with pytest.raises(BadOption, match="deux fois"):
        imported(france, tmp_path, file, file)


def test_an_official_file_without_a_column_says_which_and_what_it_looks_like(
    france: Territories, tmp_path: Path
) -> None:
    line = {
        "siret": ASSOCIATION,
        "activitePrincipaleEtablissement": "94.99Z",
        "etablissementSiege": True,
        "enseigne1Etablissement": None,
    }
    file = write_table(tmp_path / "etab.parquet", [line])

    with pytest.raises(MissingColumns) as caught:
        imported(france, tmp_path, file)

    assert caught.value.message.endswith(
        "ressemble à StockEtablissement, mais il y manque : codeCommuneEtablissement, etatAdministratifEtablissement."
    )
