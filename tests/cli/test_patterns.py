"""``essaim patterns``: list, show, check, compare."""

import json
from pathlib import Path

import pytest

from essaim.cli.main import main

SMALL = """\
key = "atelier-velo"
title = "Ateliers de vélo"
version = "1.0"
summary = "Un atelier remet des vélos en selle."
problem = "Des vélos sont jetés."
domains = ["mobility"]

[[known_use]]
name = "Pôle d'essai"
sources = ["https://exemple.fr/pole"]

[[role]]
key = "ateliers"
label = "Ateliers"
why = "Sans eux, rien ne roule."
minimum = 1
part = "core"
basis = "source"
sources = ["Pôle d'essai"]
suggests = { naf = { rev2 = ["95.29Z"] } }
"""


@pytest.fixture(autouse=True)
def own_folder(empty_home: Path) -> Path:
    return empty_home


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["patterns", *arguments])
    told = capsys.readouterr()
    return code, told.out, told.err


def write(folder: Path, name: str, text: str = SMALL) -> str:
    file = folder / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_list_shows_every_model_with_its_kind(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = run(capsys, "list", "--json")

    rows = {row["key"]: row for row in json.loads(out)["rows"]}
    assert code == 0
    assert rows["livre-edition"]["kind"] == "cas"
    assert rows["lieu-partage"]["kind"] == "modèle"
    assert rows["lieu-partage"]["known_uses"] == 3


def test_list_tells_the_users_models_and_the_broken_ones(capsys: pytest.CaptureFixture[str], own_folder: Path) -> None:
    write(own_folder / "patterns", "velo.toml")
    write(own_folder / "patterns", "casse.toml", "key = \n")

    code, out, _err = run(capsys, "list")

    (row,) = [line for line in out.splitlines() if line.startswith("atelier-velo")]
    assert code == 0
    assert row.rstrip().endswith("votre dossier")
    assert "Fichier laissé de côté" in out
    assert "casse.toml, ligne 1" in out


def test_show_prints_roles_with_what_they_rest_on(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = run(capsys, "show", "offre-commune-services")

    assert code == 0
    assert "offre-commune-services · modèle (2 pôles connus) · version 1.0" in out
    assert "Terminé (2023)" in out
    assert "attesté : Initiatives et Cité" in out
    assert "Ce qui a mis fin" in out
    assert "{" not in out
    assert "%(" not in out


def test_show_prints_every_model(capsys: pytest.CaptureFixture[str]) -> None:
    from essaim.engine.patterns import load_library

    for pattern in load_library():
        code, out, err = run(capsys, "show", pattern.key)

        assert (code, err) == (0, "")
        assert all(role.why in out for role in pattern.roles)
        assert all(link in out for use in pattern.known_uses for link in use.sources)


def test_show_json_holds_the_whole_model(capsys: pytest.CaptureFixture[str]) -> None:
    from essaim.engine.patterns import find_pattern, from_data

    code, out, _err = run(capsys, "show", "livre-edition", "--json")

    data = json.loads(out)
    assert code == 0
    assert data["kind"] == "case"
    assert from_data(data) == find_pattern("livre-edition")
    assert data["digest"] == find_pattern("livre-edition").digest


def test_show_toml_is_a_model_again(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, _err = run(capsys, "show", "livre-edition", "--toml")

    checked, praise, _err = run(capsys, "check", write(tmp_path, "copie.toml", out))
    assert (code, checked) == (0, 0)
    assert "rien à corriger" in praise
    assert "est un cas" in praise


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["show", "livre-edtion"], 2, "livre-edition"),
        (["show", "livre-edition", "--json", "--toml"], 2, "ne vont pas ensemble"),
        (["compare", "livre-edition", "rien"], 2, "« rien »"),
        (["check", "absent.toml"], 1, "n'existe pas"),
        (["check"], 2, "FICHIER"),
    ],
)
def test_wrong_question_is_a_sentence(
    capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, words: str
) -> None:
    got, _out, err = run(capsys, *arguments)

    assert got == code
    assert words in err
    assert "Traceback" not in err


def test_check_gives_file_line_and_what_to_write(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    wrong = write(tmp_path, "faux.toml", SMALL.replace("minimum = 1\n", ""))

    code, out, err = run(capsys, "check", wrong)

    assert (code, out) == (1, "")
    assert err == (
        "Erreur : faux.toml, ligne 12, rôle « ateliers » : il manque « minimum ». Écrivez par exemple : minimum = 1\n"
    )


def test_check_of_several_files_tells_them_all(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    right = write(tmp_path, "bon.toml")
    wrong = [write(tmp_path, f"faux{n}.toml", SMALL.replace("minimum = 1\n", "")) for n in (1, 2)]

    code, out, err = run(capsys, "check", right, *wrong)

    assert code == 1
    assert "bon.toml : rien à corriger" in out
    assert "faux1.toml, ligne 12" in err
    assert "faux2.toml, ligne 12" in err


def test_compare_gives_shares_per_heading_and_no_mark(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = write(tmp_path, "velo.toml")

    code, out, _err = run(capsys, "compare", file, file)

    assert code == 0
    (roles,) = [line for line in out.splitlines() if line.startswith("Rôles  ")]
    assert roles.split()[1:4] == ["100", "%", "Ateliers"]
    assert "pas de note d'ensemble" in out
    assert "95.29Z Réparation d'autres biens personnels et domestiques" in out


def test_compare_json_has_headings_and_pairs(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = run(capsys, "compare", "champ-cantine", "ble-farine-pain", "--json")

    assert code == 0
    text = json.dumps(json.loads(out), ensure_ascii=False)
    assert "Cuisines et restauration collective" in text
    assert "Cultivateurs de céréales" in text
