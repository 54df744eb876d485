"""``essaim territories``: find, show, similar, add, remove, levels, info."""

import json
import shutil
from pathlib import Path

import pytest

from essaim.cli.main import main

ZONES = "CODGEO,ZE2020,LIBZE2020\n48095,7613,Mende\n48001,7613,Mende\n99999,7613,Mende\n"


@pytest.fixture
def home(essaim_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of one's own with the compiled territories: links, since nothing there is ever rewritten."""
    folder = tmp_path / "data"
    shutil.copytree(essaim_home / "territories", folder / "territories", copy_function=_link)
    monkeypatch.setenv("ESSAIM_DATA", str(folder))
    return folder


def _link(source: str, target: str) -> None:
    Path(target).hardlink_to(source)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["territories", *arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def found(out: str) -> list[dict[str, object]]:
    data = json.loads(out)
    return list(data["rows"] if isinstance(data, dict) else data)


@pytest.mark.usefixtures("essaim_home")
class TestReading:
    def test_find_says_where(self, capsys: pytest.CaptureFixture[str]) -> None:
        code, out, _err = run(capsys, "find", "st", "chely", "d'apcher")

        assert code == 0
        assert "48140" in out
        assert "Lozère (48)" in out

    def test_find_keeps_the_levels_asked_for(self, capsys: pytest.CaptureFixture[str]) -> None:
        code, out, _err = run(capsys, "find", "lozere", "--level", "departement", "--json")

        assert code == 0
        assert [row["code"] for row in found(out)] == ["48"]

    def test_find_nothing_says_what_to_try(self, capsys: pytest.CaptureFixture[str]) -> None:
        code, out, err = run(capsys, "find", "xyzzy")

        assert (code, out) == (2, "")
        assert "Essayez moins de mots" in err

    def test_find_in_an_unknown_level_lists_those_there_are(self, capsys: pytest.CaptureFixture[str]) -> None:
        code, _out, err = run(capsys, "find", "mende", "--level", "pays")

        assert code == 2
        assert "commune, departement, region, epci" in err

    def test_show_guesses_the_level(self, capsys: pytest.CaptureFixture[str]) -> None:
        codes = [run(capsys, "show", code)[:2] for code in ("48095", "244800405", "48")]

        assert [code for code, _out in codes] == [0, 0, 0]
        assert [out.splitlines()[0].split(" – ")[1].split()[0] for _code, out in codes] == [
            "Commune",
            "EPCI",
            "Département",
        ]

    def test_show_of_a_former_code_gives_the_commune_of_today(self, capsys: pytest.CaptureFixture[str]) -> None:
        code, out, _err = run(capsys, "show", "75101")

        assert code == 0
        assert "75101 → 75056" in out

    def test_show_of_an_unknown_code_is_refused(self, capsys: pytest.CaptureFixture[str]) -> None:
        code, _out, err = run(capsys, "show", "48999")

        assert code == 2
        assert "essaim territories find" in err

    def test_similar_gives_reasons_and_says_how_few_criteria(self, capsys: pytest.CaptureFixture[str]) -> None:
        code, out, _err = run(capsys, "similar", "48095", "--k", "3")

        assert code == 0
        assert "Sur 3 critères seulement" in out
        assert "Ce qui se ressemble" in out

    def test_similar_by_an_unknown_criterion_lists_them(self, capsys: pytest.CaptureFixture[str]) -> None:
        code, _out, err = run(capsys, "similar", "48095", "--criteria", "humeur")

        assert code == 2
        assert "population, densite, superficie" in err

    def test_levels_are_listed(self, capsys: pytest.CaptureFixture[str]) -> None:
        code, out, _err = run(capsys, "levels", "--json")

        assert code == 0
        assert {row["key"]: row["territories"] for row in found(out)} == {
            "commune": 34_875,
            "departement": 101,
            "region": 18,
            "epci": 1_253,
        }

    def test_info_counts_what_is_missing(self, capsys: pytest.CaptureFixture[str]) -> None:
        code, out, _err = run(capsys, "info")

        assert code == 0
        lines = [line.rstrip() for line in out.splitlines()]
        assert [line.split()[-1] for line in lines if line.startswith("Communes sans population ")] == ["18"]
        assert [line.split()[-1] for line in lines if line.startswith("Contours qui ne s'ajustaient")] == ["202"]
        assert "populations municipales 2017" in out


def test_add_then_remove_a_table(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "zones.csv").write_text(ZONES, encoding="utf-8")

    added = run(capsys, "add", str(tmp_path / "zones.csv"), "--vintage", "2020")
    shown = run(capsys, "find", "mende", "--level", "zone_emploi", "--json")
    removed = run(capsys, "remove", "insee-zones-emploi")
    gone = run(capsys, "find", "mende", "--level", "zone_emploi")

    assert [code for code, _out, _err in (added, shown, removed, gone)] == [0, 0, 0, 2]
    assert "codes inconnus, laissés de côté : 99999" in added[1]
    assert [row["code"] for row in found(shown[1])] == ["7613"]
    assert "retirée" in removed[1]


@pytest.mark.parametrize(
    ("text", "options", "code", "words"),
    [
        ("a,b\n1,2\n", (), 1, "--key COLONNE"),
        ("insee,zone\n48095,A\n", ("--level", "zone"), 2, "nom=colonne"),
        ("insee,zone\n48095,A\n", ("--level", "zone=pays"), 1, "« pays »"),
        ("insee,zone,zone\n48095,A,B\n", ("--level", "zone=zone"), 1, "deux fois"),
        ("", (), 1, "vide"),
    ],
)
@pytest.mark.usefixtures("home")
def test_add_of_a_bad_table_says_what_to_do(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    text: str,
    options: tuple[str, ...],
    code: int,
    words: str,
) -> None:
    (tmp_path / "bad.csv").write_text(text, encoding="utf-8")

    got, out, err = run(capsys, "add", str(tmp_path / "bad.csv"), *options)

    assert (got, out) == (code, "")
    assert words in err


@pytest.mark.usefixtures("home")
def test_add_of_an_absent_file_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _out, err = run(capsys, "add", str(tmp_path / "absent.csv"))

    assert code == 1
    assert "introuvable" in err


@pytest.mark.usefixtures("home")
def test_remove_of_an_unknown_table_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    code, _out, err = run(capsys, "remove", "rien")

    assert code == 2
    assert "aucune" in err
