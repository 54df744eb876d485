import json
from pathlib import Path

import click
import numpy as np
import pytest
from click.testing import CliRunner

from essaim.cli.output import Column, OutputOptions, Table, choose_output, emit, output_options, print_table
from essaim.engine.errors import BadOption
from essaim.engine.language import use_language
from essaim.engine.values import Source
from essaim.tables import formats

COLUMNS = (
    Column("code", "Code", "code"),
    Column("name", "Nom"),
    Column("n", "Nombre", "int"),
    Column("share", "Part", "percent"),
    Column("km", "Distance", "float", unit="km"),
)
ROWS = [
    {"code": "04001", "name": "Aiglun", "n": np.int32(12345), "share": 0.1234, "km": np.float64("nan")},
    {"code": "2A004", "name": "Ajaccio", "n": None, "share": None, "km": 1234.56},
]


def make_table(**changes: object) -> Table:
    fields = {"title": "Essai", "columns": COLUMNS, "rows": ROWS, **changes}
    return Table(**fields)


@pytest.mark.parametrize(
    ("language", "expected"),
    [("fr", ["1\u202f234,6", "12,3\u00a0%", "12\u202f345"]), ("en", ["1,234.6", "12.3%", "12,345"])],
)
def test_numbers_follow_the_language(language: str, expected: list[str]) -> None:
    use_language(language)

    try:
        told = [formats.number(1234.56, 1), formats.percent(0.1234), formats.number(12345)]
    finally:
        use_language("fr")

    assert told == expected


@pytest.mark.parametrize("value", [None, float("nan"), np.float32("nan")])
def test_cell_unknown_is_never_zero(value: object) -> None:
    assert formats.cell(Column("n", "Nombre", "int"), value) == "inconnu"


def test_print_table_piped_aligns_numbers_and_cuts_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    long_name = "Nom " * 60

    print_table("Titre", COLUMNS[:3], [{**ROWS[0], "name": long_name}, ROWS[1]], notes=("Une note.",))

    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert lines == [
        "Titre",
        f"Code   {'Nom':<239}   Nombre",
        f"04001  {long_name.strip()}   12\u202f345",
        f"2A004  {'Ajaccio':<239}  inconnu",
        "• Une note.",
    ]


def test_print_table_without_rows_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    print_table("Titre", COLUMNS, [])

    assert capsys.readouterr().out.splitlines() == ["Titre", "(aucune ligne)"]


def test_emit_synthetic_source_labels_the_screen(capsys: pytest.CaptureFixture[str]) -> None:
    table = make_table(sources=(Source("made", "Registre inventé", vintage="2026", synthetic=True),))

    emit(table, OutputOptions())

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == ("DONNÉES SYNTHÉTIQUES : ces chiffres sont inventés, ils ne décrivent aucun établissement réel.")
    assert lines[-1] == "Source : Registre inventé, 2026, SYNTHÉTIQUE"


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, OutputOptions()),
        ({"json": True}, OutputOptions("json")),
        ({"csv": True, "file": Path("a.txt")}, OutputOptions("csv", Path("a.txt"))),
        ({"xlsx": Path("a.xlsx")}, OutputOptions("xlsx", Path("a.xlsx"))),
        ({"geojson": Path("-")}, OutputOptions("geojson")),
        ({"file": Path("a.GEOJSON")}, OutputOptions("geojson", Path("a.GEOJSON"))),
    ],
)
def test_choose_output_reads_the_options(asked: dict[str, object], expected: OutputOptions) -> None:
    assert choose_output(asked) == expected


@pytest.mark.parametrize(
    "asked",
    [{"json": True, "csv": True}, {"xlsx": Path("a.xlsx"), "file": Path("b.xlsx")}, {"file": Path("a.docx")}],
)
def test_choose_output_contradiction_is_refused(asked: dict[str, object]) -> None:
    with pytest.raises(BadOption):
        choose_output(asked)


def test_output_options_give_the_command_one_value() -> None:
    seen: list[OutputOptions] = []

    @click.command()
    @click.argument("word")
    @output_options
    def command(word: str, output: OutputOptions) -> None:
        seen.append(output)
        emit(make_table(title=word), output)

    result = CliRunner().invoke(command, ["Bonjour", "--json"])

    assert seen == [OutputOptions("json")]
    assert json.loads(result.stdout)["title"] == "Bonjour"
