"""Which file is which, told by its columns alone."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from essaim.engine.errors import MissingColumns
from essaim.engine.sources.sirene import NEEDED, OFFICIAL, SYNONYMS, FileKind, recognise

FILE = Path("a.parquet")
ESTABLISHMENTS, UNITS = list(OFFICIAL[FileKind.ESTABLISHMENTS].values()), list(OFFICIAL[FileKind.UNITS].values())


@pytest.mark.parametrize("kind", list(OFFICIAL))
def test_official_files_are_known_in_any_order_with_more_or_fewer_columns(kind: FileKind) -> None:
    full = list(OFFICIAL[kind].values())
    least = [OFFICIAL[kind][field] for field in NEEDED[kind]]
    least += ["est_ess"] if kind is FileKind.DIRECTORY else []

    found = [recognise(FILE, columns) for columns in (full, full[::-1], [*full, "autre"], least)]

    assert [one.kind for one in found] == [kind] * 4
    assert found[0].columns == found[1].columns == found[2].columns == OFFICIAL[kind]


def test_columns_are_known_whatever_their_case() -> None:
    found = recognise(FILE, [name.upper() for name in ESTABLISHMENTS])

    assert (found.kind, found.columns["naf"]) == (FileKind.ESTABLISHMENTS, "ACTIVITEPRINCIPALEETABLISSEMENT")


def test_a_list_of_establishments_that_carries_its_legal_units_is_one_of_establishments() -> None:
    found = recognise(FILE, [*ESTABLISHMENTS, *UNITS])

    assert (found.kind, found.columns["legal"]) == (FileKind.ESTABLISHMENTS, "categorieJuridiqueUniteLegale")


def test_the_names_of_natural_persons_are_never_read() -> None:
    read = {name.casefold() for columns in OFFICIAL.values() for name in columns.values()}

    assert [name for name in read if "prenom" in name or name.startswith(("nomu", "pseudonyme", "sexe"))] == []


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ([name for name in ESTABLISHMENTS if "Commune" not in name],
         "ressemble à StockEtablissement, mais il y manque : codeCommuneEtablissement"),
        ([name for name in UNITS if name != "siren"], "ressemble à StockUniteLegale, mais il y manque : siren"),
        (["siret", "qualite_xy", "x_longitude"],
         "ressemble à GeolocalisationEtablissement, mais il y manque : y_latitude"),
        (["siren", "est_bio"], "ressemble à Annuaire unites_legales, mais il y manque : est_ess"),
        (["siret", "naf"], "il manque la colonne code_commune"),
        (["siret", "siren", "dateFin", "etatAdministratifEtablissement"], "ressemble à StockEtablissementHistorique"),
        (["sirenDoublon", "siren"], "ressemble à StockDoublons"),
    ],
)  # fmt: skip
def test_a_missing_column_is_named_with_the_file_it_looks_like(columns: list[str], says: str) -> None:
    with pytest.raises(MissingColumns) as caught:
        recognise(FILE, columns)

    assert says in caught.value.message
    assert caught.value.advice != ""


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (["SIRET", "Code APE", "Code INSEE"], {"siret": "SIRET", "naf": "Code APE", "commune": "Code INSEE"}),
        (["n_siret", "activité principale", "depcom"],
         {"siret": "n_siret", "naf": "activité principale", "commune": "depcom"}),
        # The surest name wins: a code before a name.
        (["siret", "naf", "commune", "code_commune"], {"siret": "siret", "naf": "naf", "commune": "code_commune"}),
    ],
)  # fmt: skip
def test_plain_tables_are_known_by_the_names_in_use(columns: list[str], expected: dict[str, str]) -> None:
    found = recognise(FILE, columns)

    assert (found.kind, dict(found.columns)) == (FileKind.PLAIN, expected)


def test_no_name_means_two_fields() -> None:
    names = [name for synonyms in SYNONYMS.values() for name in synonyms]

    assert len(names) == len(set(names))


def test_official_columns_are_those_of_the_published_schema(shared_data: Path) -> None:
    with (shared_data / "nomenclatures" / "sirene_schema.csv").open(encoding="utf-8", newline="") as file:
        published = {(line["fichier"].split("_")[0], line["colonne"]) for line in csv.DictReader(file)}
    expected = {
        (kind.value, name) for kind in (FileKind.ESTABLISHMENTS, FileKind.UNITS, FileKind.POSITIONS)
        for field, name in OFFICIAL[kind].items()
        if kind is FileKind.UNITS or not name.endswith("UniteLegale")
    }  # fmt: skip

    # The columns that Etalab's geocoded copies of StockEtablissement add.
    assert expected - published == {("StockEtablissement", "longitude"), ("StockEtablissement", "latitude")}
