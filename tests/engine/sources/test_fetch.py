"""The official files: fetched once, resumed, refused when the disk is small, kept to some départements."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from filelock import FileLock

from essaim.engine.errors import BadOption, DownloadProblem, StoreProblem
from essaim.engine.sources import official
from essaim.engine.sources.connections import Waiting
from essaim.engine.sources.fetch import Fetched, fetch
from essaim.engine.sources.official import official_base_url, official_files
from tests.engine.sources.official_site import official_site, path_of
from tests.engine.sources.serving import Resource, Site

BOTH = ["StockEtablissement_utf8.parquet", "StockUniteLegale_utf8.parquet"]
EXTRAS = ("geolocation", "directory")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    kept = tmp_path / "served"
    kept.mkdir()
    with official_site(kept) as running:
        yield running


def get(site: Site, folder: Path, **options: Any) -> tuple[Fetched, ...]:
    waiting = Waiting(sleep=lambda seconds: None, clock=lambda: 0.0, attempts=3, timeout=5.0)
    return fetch(folder, waiting=waiting, base_url=site.url, **options)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


def read(path: Path, column: str) -> list[Any]:
    with duckdb.connect() as con:
        rows = con.execute(f'SELECT "{column}" FROM read_parquet(?) ORDER BY ALL', [str(path)]).fetchall()
    return [row[0] for row in rows]


# --- Registry ---


def test_official_files_stand_at_their_permanent_addresses() -> None:
    addresses = {key: file.url() for key, file in official_files().items()}

    assert official_base_url() == "https://www.data.gouv.fr"
    assert addresses["establishments"] == (
        "https://www.data.gouv.fr/api/1/datasets/r/a29c1297-1f92-4e2a-8f6b-8c902ce96c5f"
    )
    assert list(addresses) == ["establishments", "legal_units", "geolocation", "directory"]


def test_official_file_can_be_cited() -> None:
    source = official.official_files()["legal_units"].source("2026-11-01")

    assert (source.publisher, source.licence, source.vintage) == ("INSEE", "Licence Ouverte 2.0", "2026-11-01")
    assert source.synthetic is False


# --- The whole country ---


def test_needed_files_are_fetched_whole(site: Site, tmp_path: Path) -> None:
    files = get(site, tmp_path / "official")

    assert [one.path.name for one in files] == BOTH
    assert [one.path.read_bytes() for one in files] == [
        site.resources[path_of(key)].content for key in ("establishments", "legal_units")
    ]
    assert {(one.vintage, one.new, one.departements) for one in files} == {("2026-11-01", True, ())}
    assert names(tmp_path / "official") == sorted([*BOTH, *(f"{name}.json" for name in BOTH)])


def test_files_up_to_date_are_not_fetched_again(site: Site, tmp_path: Path) -> None:
    get(site, tmp_path / "official", extras=EXTRAS)
    before = len(site.seen)

    files = get(site, tmp_path / "official", extras=EXTRAS)

    assert {one.new for one in files} == {False}
    assert [asked for _path, asked, _status in site.seen[before:]] == ["bytes=0-0"] * 4


def test_newer_file_is_fetched_alone(site: Site, tmp_path: Path) -> None:
    get(site, tmp_path / "official")
    old = site.resources[path_of("legal_units")]
    site.resources[path_of("legal_units")] = Resource(old.content, etag='"v2"')

    get(site, tmp_path / "official")

    assert len(site.ranges(path_of("establishments"))) == 1
    assert len(site.ranges(path_of("legal_units"))) == 2


def test_directory_becomes_parquet_of_text(site: Site, tmp_path: Path) -> None:
    files = get(site, tmp_path / "official", extras=EXTRAS)

    assert [one.path.name for one in files[2:]] == [
        "GeolocalisationEtablissement_Sirene_pour_etudes_statistiques_utf8.parquet",
        "unites_legales.parquet",
    ]
    assert read(files[3].path, "est_ess") == ["O"] * 4
    assert "unites_legales.csv.gz" not in names(tmp_path / "official")


# --- Some départements ---


def test_departements_keep_their_establishments_and_their_units(site: Site, tmp_path: Path) -> None:
    files = get(site, tmp_path / "official", departements=["48", "971"], extras=EXTRAS)

    assert [one.path.name for one in files] == [
        "StockEtablissement_48-971_utf8.parquet",
        "StockUniteLegale_48-971_utf8.parquet",
        "GeolocalisationEtablissement_Sirene_pour_etudes_statistiques_48-971_utf8.parquet",
        "unites_legales_48-971.parquet",
    ]
    assert read(files[0].path, "codeCommuneEtablissement") == ["48009", "48095", "97105"]
    assert read(files[1].path, "siren") == ["300000001", "300000002", "300000003"]
    assert read(files[2].path, "siret") == ["30000000100011", "30000000200012", "30000000300013"]
    assert read(files[3].path, "siren") == ["300000001", "300000002", "300000003"]
    assert [name for name in names(tmp_path / "official") if "48-971" not in name] == []


def test_departement_files_keep_the_official_schema_and_say_what_they_hold(site: Site, tmp_path: Path) -> None:
    path = get(site, tmp_path / "official", departements=["48"])[0].path

    with duckdb.connect() as con:
        columns = con.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
        facts = dict(con.execute("SELECT key, value FROM parquet_kv_metadata(?)", [str(path)]).fetchall())
    assert [(c[0], c[1]) for c in columns] == [(c.name, c.type) for c in official_files()["establishments"].columns]
    assert facts[b"essaim_departements"] == b"48"
    assert facts[b"vintage"] == b"2026-11-01"
    assert facts[b"essaim_publisher"] == b"INSEE"


def test_departement_files_up_to_date_are_not_made_again(site: Site, tmp_path: Path) -> None:
    get(site, tmp_path / "official", departements=["48"])
    before = len(site.seen)

    files = get(site, tmp_path / "official", departements=["d48"])

    assert {one.new for one in files} == {False}
    assert [asked for _path, asked, _status in site.seen[before:]] == ["bytes=0-0"] * 2


def test_national_files_stay_when_they_are_wanted(site: Site, tmp_path: Path) -> None:
    get(site, tmp_path / "official", departements=["48"], keep_national=True)
    get(site, tmp_path / "official", departements=["01"], keep_national=True)

    assert len(site.ranges(path_of("establishments"))) == 1
    assert set(BOTH) < set(names(tmp_path / "official"))
    assert read(tmp_path / "official" / "StockEtablissement_01_utf8.parquet", "siren") == ["300000001"]


def test_many_departements_have_a_short_name(site: Site, tmp_path: Path) -> None:
    files = get(site, tmp_path / "official", departements=[f"{i:02d}" for i in range(1, 9)])

    assert files[0].path.name.startswith("StockEtablissement_8-departements-")
    assert len(files[0].path.name) < 60


@pytest.mark.parametrize("code", ["00", "20", "96", "4 8", "", "979", "Lozère"])
def test_unknown_departement_is_refused_before_any_request(code: str, site: Site, tmp_path: Path) -> None:
    with pytest.raises(BadOption, match="n'est pas un département"):
        get(site, tmp_path / "official", departements=[code])

    assert site.seen == []


# --- Trouble ---


def test_disk_too_small_is_said_before_the_first_byte(site: Site, tmp_path: Path) -> None:
    with pytest.raises(StoreProblem, match=r"Il faut 0\.2 Go libres dans .*, il en reste 0\.0"):
        get(site, tmp_path / "official", free=lambda folder: 1000)

    assert [asked for _path, asked, _status in site.seen] == ["bytes=0-0"] * 2


def test_interrupted_fetch_is_resumed(site: Site, tmp_path: Path) -> None:
    site.resources[path_of("legal_units")].moods.extend(["cut 100", "500", "500", "500"])
    with pytest.raises(DownloadProblem):
        get(site, tmp_path / "official")
    site.resources[path_of("legal_units")].moods.clear()

    files = get(site, tmp_path / "official")

    assert len(site.ranges(path_of("establishments"))) == 1
    assert site.ranges(path_of("legal_units"))[-1] == "bytes=100-"
    assert files[1].path.read_bytes() == site.resources[path_of("legal_units")].content


def test_page_instead_of_a_file_is_refused(site: Site, tmp_path: Path) -> None:
    site.resources[path_of("establishments")] = Resource(b"<html>Connectez-vous au portail</html>")

    with pytest.raises(DownloadProblem, match="n'est pas un fichier Parquet"):
        get(site, tmp_path / "official")

    assert "StockEtablissement_utf8.parquet" not in names(tmp_path / "official")


def test_missing_file_says_what_to_do(site: Site, tmp_path: Path) -> None:
    del site.resources[path_of("legal_units")]

    with pytest.raises(DownloadProblem, match="n'a plus ce fichier") as raised:
        get(site, tmp_path / "official")

    assert "importez-le" in raised.value.advice


def test_two_fetches_in_one_folder_do_not_mix(site: Site, tmp_path: Path) -> None:
    folder = tmp_path / "official"
    folder.mkdir()

    with FileLock(folder / ".fetch.lock"), pytest.raises(StoreProblem, match="Un autre téléchargement est en cours"):
        get(site, folder)

    assert site.seen == []


def test_unreadable_directory_leaves_no_half_file(site: Site, tmp_path: Path) -> None:
    site.resources[path_of("directory")] = Resource(b"\x1f\x8b not gzip at all")

    with pytest.raises(DownloadProblem, match="ne se lit pas comme prévu"):
        get(site, tmp_path / "official", extras=["directory"])

    assert names(tmp_path / "official") == sorted([*BOTH, *(f"{name}.json" for name in BOTH)])


def test_progress_counts_bytes_of_each_file(site: Site, tmp_path: Path) -> None:
    said: list[tuple[str, int, int | None]] = []

    get(site, tmp_path / "official", departements=["48"], progress=lambda *step: said.append(step))

    last = {label: (done, total) for label, done, total in said}
    sizes = [len(site.resources[path_of(key)].content) for key in ("establishments", "legal_units")]
    assert last == {
        BOTH[0]: (sizes[0], sizes[0]),
        BOTH[1]: (sizes[1], sizes[1]),
        "Extraction des départements": (sum(sizes), sum(sizes)),
    }
