"""``essaim register import``, ``info`` and ``versions``: what they say, what they leave, how they fail."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.engine.register.sirene_files import establishments, units, write_table

from essaim.cli.main import main
from essaim.engine.territories import Territories, load_territories

ASSOCIATION = "84212345600019"
LINE = {"siret": ASSOCIATION, "naf": "94.99Z", "code_commune": "48095"}


@pytest.fixture(scope="module")
def france(essaim_home: Path) -> Territories:
    """All the communes of France."""
    return load_territories(root=essaim_home)


@pytest.fixture(autouse=True)
def at_home(empty_home: Path, france: Territories, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder, with the territories already compiled."""
    monkeypatch.setattr("essaim.engine.territories.load_territories", lambda *_arguments: france)
    return empty_home


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of ``essaim register …``, spaces made one."""
    code = main(["register", *map(str, words)])
    said = capsys.readouterr()
    return code, *(" ".join(text.replace("\u202f", " ").split()) for text in (said.out, said.err))


def lines(n: int) -> Sequence[dict[str, object]]:
    return [{**LINE, "siret": f"842123456{k:05d}"} for k in range(n)]


def test_import_says_what_was_kept_and_info_says_it_again(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = establishments(
        tmp_path,
        {"siret": ASSOCIATION},
        {"siret": "84212345600027", "etatAdministratifEtablissement": "F"},
        name="StockEtablissement_2025-09.parquet",
    )
    unit = units(tmp_path, {"siren": ASSOCIATION[:9], "denominationUniteLegale": "LES ABEILLES"})

    code, out, _err = run(capsys, "import", file, unit, "--covers", "48")
    again, info, _err = run(capsys, "info")

    assert (code, again) == (0, 0)
    for text in (out, info):
        assert "Établissements actifs gardés 1 Profils distincts 1" in text
        assert "Établissements fermés, laissés de côté 1" in text
        assert "48 Lozère entière 152 0 0 1" in text
        assert "legal Forme juridique 100,0 %" in text
        assert "Millésime : 2025-09." in text
        assert "SYNTHÉTIQUE" not in text


def test_info_as_json_holds_every_table(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    run(capsys, "import", write_table(tmp_path / "a.csv", [*lines(3), {**LINE, "naf": "Restauration"}]))

    main(["register", "info", "--json"])

    found = json.loads(capsys.readouterr().out)
    assert found["rejected"]["rows"] == [
        {"reason": "activité en toutes lettres au lieu d'un code NAF", "lines": 1, "values": "Restauration (1)"}
    ]
    assert found["coverage"]["rows"] == [
        {"code": "48", "name": "Lozère", "coverage": "partielle", "whole": 0, "partial": 1, "none": 151, "rows": 3}
    ]
    assert {row["key"]: row["share"] for row in found["known"]["rows"]}["naf"] == 1.0
    assert (found["register"]["rows"][0]["value"], found["synthetic"]) == (3, False)


def test_the_report_of_rejected_lines_is_where_it_is_said(
    capsys: pytest.CaptureFixture[str], at_home: Path, tmp_path: Path
) -> None:
    file = write_table(tmp_path / "a.csv", [*lines(3), {**LINE, "code_commune": "48999"}])

    _code, out, _err = run(capsys, "import", file)

    report = next((at_home / "register").glob("*/rejected.csv"))
    assert f"Les lignes refusées sont dans {report}." in out
    assert report.read_text(encoding="utf-8-sig").splitlines() == [
        "fichier;ligne;motif;valeur",
        "a.csv;5;code de commune inconnu du découpage en usage;48999",
    ]


def test_a_synthetic_register_is_labelled_everywhere(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = write_table(tmp_path / "registre_synthetique.csv", [LINE])

    outputs = [run(capsys, *words)[1] for words in (("import", file), ("info",), ("info", "--json"))]

    assert ["SYNTHÉTIQUE" in out or '"synthetic": true' in out for out in outputs] == [True, True, True]


def test_versions_are_listed_with_the_one_in_use(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for name in ("a_2025-08.csv", "a_2025-09.csv"):
        run(capsys, "import", write_table(tmp_path / name, [LINE]))

    _code, out, _err = run(capsys, "versions")

    assert "2025-08 1 Table a_2025-08.csv" in out
    assert "2025-09 1 Table a_2025-09.csv" in out
    assert out.split("•")[0].rstrip().endswith("oui")
    assert out.count("oui") == 1


def test_without_a_register_info_says_how_to_get_one(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "info")

    assert (code, out) == (1, "")
    assert "Aucun registre d'établissements n'a été importé." in err
    assert "essaim register synthesize" in err


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["import"], 2, "FICHIER"),
        (["import", "absent.csv"], 1, "est introuvable"),
        (["import", "a.csv", "--covers", ""], 2, "La couverture annoncée est vide"),
        (["import", "a.csv", "--covers", "99"], 2, "99"),
        (["import", "a.csv", "--covers", "69384"], 2, "n'est pas une commune d'aujourd'hui"),
        (["import", "words.csv"], 1, "Cette colonne doit contenir des codes NAF"),
        (["info", "--part", "nothing"], 2, "nothing"),
    ],
)
def test_what_fails_says_why_with_its_code_and_no_traceback(
    words: list[str],
    code: int,
    says: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    write_table(tmp_path / "a.csv", [LINE])
    write_table(tmp_path / "words.csv", [{**LINE, "naf": "Restauration"}])

    found, _out, err = run(capsys, *words)

    assert (found, "Traceback" in err) == (code, False)
    assert says in err


def test_use_puts_a_kept_version_back_and_refuses_another(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, at_home: Path
) -> None:
    run(capsys, "import", write_table(tmp_path / "a_2025-08.csv", lines(2)))
    version = (at_home / "register" / "current.txt").read_text(encoding="utf-8")
    run(capsys, "import", write_table(tmp_path / "a_2025-09.csv", lines(3)))

    code, out, _err = run(capsys, "use", version)
    wrong, _out, err = run(capsys, "use", "19000101-0")

    assert (code, wrong) == (0, 1)
    assert out == f"Registre en usage : Table a_2025-08.csv, 2025-08 ({version})."
    assert "19000101-0" in err
    assert (at_home / "register" / "current.txt").read_text(encoding="utf-8") == version
