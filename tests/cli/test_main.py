import errno
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from essaim.cli import failures, main
from essaim.engine.errors import NoRegister, UnknownTerritory
from essaim.engine.language import use_language

HEAVY = ("numpy", "scipy", "duckdb", "shapely", "rich", "openpyxl", "xlsxwriter")


def essaim(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "essaim", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, **environment},
    )


@pytest.fixture(autouse=True)
def french() -> None:
    use_language("fr")


def test_help_imports_nothing_heavy() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "essaim", "--help"], capture_output=True, text=True, encoding="utf-8"
    )

    imported = {line.rsplit("|", 1)[-1].strip() for line in done.stderr.splitlines() if "|" in line}
    assert done.returncode == 0
    assert [name for name in HEAVY if name in imported] == []
    listed = [line.split()[0] for line in done.stdout.split("Commandes")[1].splitlines() if line[2:3].isalpha()]
    assert listed[: len(main.COMMANDS)] == list(main.COMMANDS)


def test_version_is_told() -> None:
    from essaim import __version__

    assert essaim("--version").stdout == f"essaim {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["dagnose"], "Erreur : la commande « dagnose » n'existe pas. Vouliez-vous dire 'diagnose' ?"),
        (["--nope"], "Erreur : l'option « --nope » n'existe pas."),
        (["--lang", "de"], "Erreur : La langue « de » n'existe pas : fr ou en."),
    ],
)
def test_wrong_usage_is_a_french_sentence(arguments: list[str], sentence: str) -> None:
    done = essaim(*arguments)

    assert (done.returncode, done.stdout, done.stderr.splitlines()[0]) == (2, "", sentence)


def test_english_is_spoken_when_asked() -> None:
    by_option, by_environment = essaim("dagnose", "--lang", "en"), essaim("dagnose", ESSAIM_LANG="en")

    assert by_option.stderr == by_environment.stderr
    assert "No such command 'dagnose'. Did you mean 'diagnose'?" in by_option.stderr


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (["scan", "--debug"], ("fr", True, ["scan"])),
        (["--lang=en", "scan"], ("en", False, ["scan"])),
        (["scan", "--lang", "en", "--", "--debug"], ("en", False, ["scan", "--", "--debug"])),
    ],
)
def test_read_wishes_wherever_they_stand(line: list[str], expected: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ESSAIM_LANG", raising=False)

    wishes = main.read_wishes(line)

    assert (wishes.language, wishes.debug, wishes.rest) == expected


@pytest.mark.parametrize(
    ("error", "code", "sentence"),
    [
        (UnknownTerritory("Pas de commune 99999.", "Vérifiez."), 2, "Erreur : Pas de commune 99999. Vérifiez.\n"),
        (NoRegister("Aucun registre."), 1, "Erreur : Aucun registre.\n"),
        (KeyboardInterrupt(), 130, "Interrompu. Rien n'a été modifié.\n"),
        (click.Abort(), 130, "Interrompu. Rien n'a été modifié.\n"),
        (
            OSError(errno.ENOSPC, "full"),
            1,
            "Erreur : Le disque est plein. Libérez de la place, puis recommencez ;"
            " rien de ce qui existait n'a été perdu.\n",
        ),
    ],
)
def test_failure_is_one_sentence_and_its_code(
    error: BaseException, code: int, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    told = failures.explain(error, debug=False)

    assert (told, capsys.readouterr().err) == (code, sentence)


def test_defect_shows_its_traceback_only_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    codes = [failures.explain(ZeroDivisionError("x"), debug=debug) for debug in (False, True)]

    quiet, _, detailed = capsys.readouterr().err.partition("\n")
    assert codes == [1, 1]
    assert "un défaut d'Essaim" in quiet
    assert "--debug" in quiet
    assert detailed.startswith("ZeroDivisionError: x\n")


def test_interruption_inside_a_command_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    @click.command()
    def stopped() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(main.Commands, "get_command", lambda *_: stopped)

    code = main.main(["scan"])

    assert (code, capsys.readouterr().err.strip()) == (130, "Interrompu. Rien n'a été modifié.")


def test_reader_that_leaves_is_no_error(tmp_path: Path) -> None:
    done = subprocess.run(
        f"'{sys.executable}' -m essaim --help | true", shell=True, capture_output=True, text=True, encoding="utf-8"
    )

    assert done.stderr == ""


def test_bad_number_is_explained_in_french(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    @click.command("scan")
    @click.option("--radius", type=float, required=True)
    def command(radius: float) -> None: ...

    monkeypatch.setattr(main.Commands, "get_command", lambda *_: command)

    codes = [main.main(["scan", "--radius", "vingt"]), main.main(["scan"])]

    lines = capsys.readouterr().err.splitlines()
    assert codes == [2, 2]
    assert lines == [
        "Erreur : valeur refusée pour '--radius' : « vingt » n'est pas un nombre valable ;"
        " écrivez par exemple 20, ou 2.5 avec un point.",
        "Aide : essaim scan --help",
        "Erreur : il manque l'option '--radius'.",
        "Aide : essaim scan --help",
    ]
