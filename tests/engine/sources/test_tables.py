"""Plain tables as people hand them over: formats, delimiters, encodings, defects."""

from __future__ import annotations

import zipfile
from pathlib import Path

import duckdb
import openpyxl
import pytest

from essaim.engine.errors import MissingColumns, UnreadableFile
from essaim.engine.sources.tables import TableInfo, literal, open_table, quoted


def opened(path: Path) -> tuple[TableInfo, list[tuple[object, ...]]]:
    """What ``open_table`` says of a file, and its rows."""
    scratch = path.parent / "scratch"
    scratch.mkdir(exist_ok=True)
    with duckdb.connect() as con:
        info = open_table(con, path, "table", scratch=scratch)
        return info, con.execute(f"SELECT * FROM {quoted(info.view)}").fetchall()


def written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("suffix", [".csv", ".txt", ".tsv"])
def test_any_usual_delimiter_is_found(delimiter: str, suffix: str, tmp_path: Path) -> None:
    file = written(tmp_path / f"a{suffix}", f"siret{delimiter}naf\n00123{delimiter}94.99Z\n")

    info, rows = opened(file)

    assert (info.columns, info.kind, rows) == (("siret", "naf"), "csv", [("00123", "94.99Z")])


@pytest.mark.parametrize(
    ("content", "columns", "rows"),
    [
        ("siret;naf\r\n1;2\r\n", ("siret", "naf"), [("1", "2")]),
        ("siret;naf\r1;2\r", ("siret", "naf"), [("1", "2")]),
        (" siret ; naf \n1;2\n", ("siret", "naf"), [("1", "2")]),
        ("siret;naf;;\n1;2;;\n", ("siret", "naf"), [("1", "2")]),
        ("siret;;naf\n1;x;2\n", ("siret", "colonne_2", "naf"), [("1", "x", "2")]),
        ("siret,\"a;b;c\",naf\n1,2,3\n", ("siret", "a;b;c", "naf"), [("1", "2", "3")]),
        ("siret;nom\n1;L\"Été d'un\n2;\"a;b\"\n3;\"a \"\"b\"\"\"\n", ("siret", "nom"),
         [("1", "L\"Été d'un"), ("2", "a;b"), ("3", 'a "b"')]),
        ("siret;nom\n1;\"deux\nlignes\"\n", ("siret", "nom"), [("1", "deux\nlignes")]),
        ("siret;naf;com\n1;2\n3;4;5\n", ("siret", "naf", "com"), [("1", "2", None), ("3", "4", "5")]),
        ("siret;naf\n\"\";NA\nNULL;\n", ("siret", "naf"), [(None, "NA"), ("NULL", None)]),
        ("siret\n1\n2\n", ("siret",), [("1",), ("2",)]),
        ("siret;naf\n", ("siret", "naf"), []),
    ],
)  # fmt: skip
def test_odd_but_readable_tables_are_read(
    content: str, columns: tuple[str, ...], rows: list[tuple[object, ...]], tmp_path: Path
) -> None:
    info, found = opened(written(tmp_path / "a.csv", content))

    assert (info.columns, found) == (columns, rows)


@pytest.mark.parametrize("before", ["\n\n", "sep=;\n", ";;\n", "\ufeffsep=;\n"])
def test_lines_before_the_header_are_passed_over_and_counted(before: str, tmp_path: Path) -> None:
    info, rows = opened(written(tmp_path / "a.csv", f"{before}siret;naf\n1;2\n"))

    assert (info.columns, rows, info.first_line) == (("siret", "naf"), [("1", "2")], 2 + before.count("\n"))


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("nom\nÉté\n".encode(), "utf-8"),
        ("\ufeffnom\nÉté\n".encode(), "utf-8"),
        ("nom\nÉté\n".encode("cp1252"), "cp1252"),
    ],
)
def test_the_encoding_is_told_from_the_bytes(content: bytes, encoding: str, tmp_path: Path) -> None:
    info, rows = opened(written(tmp_path / "a.csv", content))

    assert (info.encoding, info.columns, rows) == (encoding, ("nom",), [("Été",)])


def test_one_accent_far_in_the_file_tells_the_encoding(tmp_path: Path) -> None:
    lines = "nom\n" + "abeille\n" * 2_000_000
    file = written(tmp_path / "a.csv", lines.encode() + "Été\n".encode("cp1252"))

    info, rows = opened(file)

    assert (info.encoding, rows[-1], len(rows)) == ("cp1252", ("Été",), 2_000_001)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.csv", b"siret\n\x81\xe9\n", "encodage"),
        ("a.csv", "siret;naf\n1;é\n".encode("utf-16"), "n'est pas un texte CSV"),
        ("a.csv", b"", "est vide"),
        ("a.csv", b"\n\n\n", "ne contient aucune ligne"),
        ("a.parquet", b"PAR1 not really", "ne se lit pas"),
        ("a.zip", b"PK not really", "ne se lit pas"),
        ("a.xlsx", b"PK not really", "n'est pas un classeur"),
        ("a.ods", b"x", "ce format n'est pas lu"),
    ],
)
def test_what_cannot_be_read_says_why(name: str, content: bytes, says: str, tmp_path: Path) -> None:
    file = written(tmp_path / name, content)

    with pytest.raises(UnreadableFile, match=says) as caught:
        opened(file)

    assert caught.value.advice != ""


def test_an_absent_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="introuvable"):
        opened(tmp_path / "absent.csv")


@pytest.mark.parametrize("header", ["siret;naf;siret", "Siret;SIRET", "naf; siret;siret "])
def test_doubled_columns_are_refused(header: str, tmp_path: Path) -> None:
    with pytest.raises(MissingColumns, match="« siret » figure deux fois"):
        opened(written(tmp_path / "a.csv", f"{header}\n1;2;3\n"))


def test_a_zip_holds_one_table(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("folder/a.csv", "siret;naf\n1;2\n")
        archive.writestr("readme.pdf", "…")
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("a.csv", "siret\n")
        archive.writestr("b.csv", "siret\n")

    info, rows = opened(tmp_path / "a.zip")

    assert (info.columns, rows) == (("siret", "naf"), [("1", "2")])
    with pytest.raises(UnreadableFile, match="contient 2 tables"):
        opened(tmp_path / "b.zip")


def test_a_workbook_keeps_codes_and_the_place_of_its_rows(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in [[None, None], ["siret", "naf"], ["00123", 12.0], [None, None], [1.5, "é"], [None, None]]:
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")

    info, rows = opened(tmp_path / "a.xlsx")

    assert (info.columns, info.kind, info.first_line) == (("siret", "naf"), "xlsx", 3)
    assert rows == [("00123", "12"), (None, None), ("1.5", "é")]


def test_parquet_keeps_its_types(tmp_path: Path) -> None:
    file = tmp_path / "a.parquet"
    with duckdb.connect() as con:
        con.execute(f"COPY (SELECT 1 AS n, 'x' AS t) TO {literal(file)} (FORMAT parquet)")

    info, rows = opened(file)

    assert (info.columns, info.kind, info.encoding, rows) == (("n", "t"), "parquet", None, [(1, "x")])


def test_names_and_texts_are_quoted_for_sql() -> None:
    assert (quoted('a"b'), literal("l'été")) == ('"a""b"', "'l''été'")


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_titles_above_the_header_are_passed_over(suffix: str, tmp_path: Path) -> None:
    lines = [["Composition communale des zones"], ["Mise en ligne le 1er janvier"], [], ["CODGEO", "LIBGEO", "ZE2020"]]
    file = tmp_path / f"table{suffix}"
    if suffix == ".xlsx":
        book = openpyxl.Workbook()
        for row in [*lines, ["01001", "L'Abergement", "8405"]]:
            book.active.append(row)
        book.save(file)
    else:
        file.write_text(
            "\n".join(";".join(row) for row in [*lines, ["01001", "L'Abergement", "8405"]]), encoding="utf-8"
        )
    con = duckdb.connect()

    table = open_table(con, file, "t", scratch=file.parent)

    assert table.columns == ("CODGEO", "LIBGEO", "ZE2020")
    assert con.execute("SELECT * FROM t").fetchall() == [("01001", "L'Abergement", "8405")]
    assert table.first_line == 5
