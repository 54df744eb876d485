"""``essaim register fetch`` and ``synthesize``: what they say, what they leave, how they fail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import duckdb
import pytest
from click.testing import CliRunner, Result
from tests.engine.register.synthetic.few_communes import FRANCE
from tests.engine.sources.official_site import official_site, path_of
from tests.engine.sources.serving import Site

from essaim.cli.register_sources import Lines, duration, fetch, size, synthesize
from essaim.engine.errors import DownloadProblem
from essaim.engine.language import use_language


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    kept = tmp_path / "served"
    kept.mkdir()
    with official_site(kept) as running:
        yield running


@pytest.fixture
def few_communes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("essaim.engine.territories.load_territories", lambda progress: FRANCE)


def run(command: click.Command, arguments: Sequence[str]) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments], catch_exceptions=False)


def flat(text: str) -> str:
    return " ".join(text.split())


def test_fetch_shows_files_source_and_next_command(site: Site, tmp_path: Path) -> None:
    folder = tmp_path / "official"

    done = run(fetch, ["--folder", str(folder), "--base-url", site.url])

    paths = [folder / "StockEtablissement_utf8.parquet", folder / "StockUniteLegale_utf8.parquet"]
    assert done.exit_code == 0
    assert [path.is_file() for path in paths] == [True, True]
    assert f"Pour l'importer : essaim register import {paths[0]} {paths[1]}" in done.stdout
    assert "2026-11-01" in done.stdout
    assert "Sirene : stock des établissements" in flat(done.stdout)
    assert "nouveau" in done.stdout


def test_fetch_goes_to_the_data_folder_by_default(site: Site, empty_home: Path) -> None:
    run(fetch, ["--base-url", site.url])

    assert (empty_home / "official" / "StockUniteLegale_utf8.parquet").is_file()


def test_fetch_twice_says_files_are_up_to_date(site: Site, tmp_path: Path) -> None:
    arguments = ["--folder", str(tmp_path / "official"), "--base-url", site.url]
    run(fetch, arguments)

    done = run(fetch, arguments)

    assert done.stdout.count("déjà à jour") == 2


def test_fetch_with_everything_for_one_departement(site: Site, tmp_path: Path) -> None:
    arguments = ["--departement", "48", "--with-geolocation", "--with-annuaire"]

    run(fetch, [*arguments, "--folder", str(tmp_path / "official"), "--base-url", site.url])

    names = sorted(path.name for path in (tmp_path / "official").glob("*.parquet"))
    assert names == [
        "GeolocalisationEtablissement_Sirene_pour_etudes_statistiques_48_utf8.parquet",
        "StockEtablissement_48_utf8.parquet",
        "StockUniteLegale_48_utf8.parquet",
        "unites_legales_48.parquet",
    ]


def test_fetch_lets_the_error_reach_the_top(site: Site, tmp_path: Path) -> None:
    del site.resources[path_of("establishments")]

    with pytest.raises(DownloadProblem):
        run(fetch, ["--folder", str(tmp_path / "official"), "--base-url", site.url])


@pytest.mark.usefixtures("few_communes")
def test_synthesize_labels_what_it_made(tmp_path: Path) -> None:
    done = run(synthesize, ["--rows", "1000", "--seed", "2", "--folder", str(tmp_path), "--csv", "--with-geolocation"])

    made = sorted(path.name for path in tmp_path.iterdir())
    assert done.exit_code == 0
    assert len(made) == 6
    assert [name for name in made if "synthétique" not in name] == []
    assert "Registre synthétique : 1\u202f000 établissements" in done.stdout
    assert "aucune ligne ne décrit une organisation réelle" in flat(done.stdout)
    assert "Pour l'importer : essaim register import" in done.stdout


@pytest.mark.usefixtures("few_communes")
def test_synthesize_of_one_departement_stays_there(tmp_path: Path) -> None:
    run(synthesize, ["--rows", "200", "--folder", str(tmp_path), "--departement", "48"])

    path = tmp_path / "StockEtablissement_synthétique_utf8.parquet"
    with duckdb.connect() as con:
        sql = "SELECT DISTINCT codeCommuneEtablissement[1:2] FROM read_parquet(?) WHERE codeCommuneEtablissement <> ''"
        assert con.execute(sql, [str(path)]).fetchall() == [("48",)]


@pytest.mark.parametrize("arguments", [["--rows", "0"], ["--rows", "beaucoup"], ["--seed", "-1"]])
def test_synthesize_refuses_impossible_numbers(arguments: list[str]) -> None:
    assert run(synthesize, arguments).exit_code == 2


def test_lines_tell_rate_and_time_left() -> None:
    times = iter([0.0, 5.0, 10.0, 20.0, 30.0])
    said: list[str] = []
    lines = Lines(lambda: next(times), said.append)

    for done in (500_000_000, 510_000_000, 520_000_000, 540_000_000, 2_000_000_000):
        lines("Stock", done, 2_000_000_000)

    assert said == [
        "Stock…",
        "Stock : 520,0 Mo sur 2,0 Go, 2,0 Mo par seconde, encore 12 min",
        "Stock : 540,0 Mo sur 2,0 Go, 2,0 Mo par seconde, encore 12 min",
        "Stock : terminé",
    ]


def test_lines_promise_nothing_without_a_total() -> None:
    times = iter([0.0, 10.0])
    said: list[str] = []
    lines = Lines(lambda: next(times), said.append)

    lines("Stock", 0, None)
    lines("Stock", 5_000_000, None)

    assert said == ["Stock…", "Stock : 5,0 Mo, 500,0 ko par seconde"]


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 octets"), (999, "999 octets"), (1_500, "1,5 ko"), (2.5e6, "2,5 Mo"), (1.9e9, "1,9 Go")]
)
def test_size_is_read_easily(count: float, text: str) -> None:
    assert size(count) == text


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.2, "1 s"), (45, "45 s"), (240, "4 min"), (3900, "1 h 05 min"), (3599, "1 h 00 min")]
)
def test_duration_is_rounded_to_what_matters(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_size_speaks_english_too() -> None:
    use_language("en")

    assert size(1.5e9).startswith("1.5 ")
