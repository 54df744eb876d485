import io
import zipfile

import openpyxl
import pytest
from odfdo import Document, Row, Table

from essaim.engine.errors import UnreadableFile
from essaim.engine.sources.spreadsheets import Limits, read_sheet
from essaim.engine.values import Source
from essaim.tables.csv_files import for_spreadsheets
from essaim.tables.table import Column
from essaim.tables.table import Table as TableOfFile

HEADER, ROWS = ["Nom", "SIRET"], [(2, ["Été", "01234"]), (4, ["Zoé"])]


def xlsx() -> bytes:
    book, target = openpyxl.Workbook(), io.BytesIO()
    for row in (["Nom", "SIRET"], ["Été", "01234"], [None, None], ["Zoé", None]):
        book.active.append(row)
    book.save(target)
    return target.getvalue()


def ods() -> bytes:
    document, target, sheet = Document("spreadsheet"), io.BytesIO(), Table("Feuille")
    for cells in (["Nom", "SIRET"], ["Été", "01234"], [None, None], ["Zoé", None]):
        row = Row()
        for place, cell in enumerate(cells):
            row.set_value(place, cell)
        sheet.append_row(row)
    document.body.clear()
    document.body.append(sheet)
    document.save(target)
    return target.getvalue()


def repacked(content: bytes, **parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename not in parts:
                new.writestr(part.filename, old.read(part))
        for name, data in parts.items():
            new.writestr(name, data)
    return target.getvalue()


CSV = "Nom;SIRET\r\nÉté;01234\r\n;\r\nZoé;\r\n"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", CSV.encode()),
        ("a.CSV", CSV.encode("cp1252")),
        ("a.csv", f"\ufeff{CSV}".encode()),
        ("a.csv", CSV.replace(";", "\t").encode()),
        ("a.xlsx", xlsx()),
        ("a.ods", ods()),
    ],
    ids=["utf-8", "excel", "bom", "tabs", "xlsx", "ods"],
)
def test_rows_keep_the_number_of_their_line(name: str, content: bytes) -> None:
    sheet = read_sheet(content, name)

    assert (sheet.header, sheet.rows) == (HEADER, ROWS)


def test_line_numbers_follow_cells_on_several_lines() -> None:
    sheet = read_sheet(b'Nom;Note\n"A";"deux\nlignes"\nB;x\n', "a.csv")

    assert sheet.rows == [(2, ["A", "deux lignes"]), (4, ["B", "x"])]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0"),
        ("a.xlsm", xlsx()),
        ("a", CSV.encode()),
        ("a.csv", b""),
        ("a.csv", b"Nom;SIRET\n"),
        ("a.csv", xlsx()),
        ("a.csv", b"%PDF-1.7"),
        ("a.csv", "Nom;SIRET\nA;1\n".encode("utf-16")),
        ("a.csv", b"Nom\nA\0B\n"),
        ("a.xlsx", CSV.encode()),
        ("a.xlsx", ods()),
        ("a.ods", xlsx()),
        ("a.xlsx", xlsx()[:-200]),
        ("a.xlsx", repacked(xlsx(), **{"xl/vbaProject.bin": b"x"})),
        ("a.ods", repacked(ods(), **{"Basic/Standard/Module1.xml": b"<x/>"})),
        ("a.ods", repacked(ods(), **{"content.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'})),
        ("a.xlsx", repacked(xlsx(), **{"xl/media/bomb.bin": b"0" * 31_000_000})),
    ],
    ids=[
        "xls", "xlsm", "none", "empty", "header-only", "zip-as-csv", "pdf-as-csv", "utf-16", "nul", "csv-as-xlsx",
        "ods-as-xlsx", "xlsx-as-ods", "truncated", "macros", "basic", "entities", "bomb",
    ],
)  # fmt: skip
def test_bad_file_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read_sheet(content, name)


@pytest.mark.parametrize("limits", [Limits(size=10), Limits(lines=1), Limits(columns=1), Limits(cell=2)])
def test_bounds_are_kept(limits: Limits) -> None:
    with pytest.raises(UnreadableFile):
        read_sheet(CSV.encode(), "a.csv", limits)


def test_macro_workbook_under_another_name_is_refused() -> None:
    with zipfile.ZipFile(io.BytesIO(xlsx())) as archive:
        kinds = archive.read("[Content_Types].xml")
    macro = kinds.replace(b"spreadsheetml.sheet.main+xml", b"sheet.macroEnabled.main+xml")

    with pytest.raises(UnreadableFile):
        read_sheet(repacked(xlsx(), **{"[Content_Types].xml": macro}), "a.xlsx")


def test_repeated_rows_of_an_ods_are_bounded() -> None:
    with zipfile.ZipFile(io.BytesIO(ods())) as archive:
        text = archive.read("content.xml").decode()
    endless = text.replace("</table:table>", '<table:table-row table:number-rows-repeated="1000000"/></table:table>')

    assert read_sheet(repacked(ods(), **{"content.xml": endless.encode()}), "a.ods").rows == ROWS


@pytest.mark.parametrize("blank", ["\r\n", ";\r\n"])
@pytest.mark.parametrize("rows", [["Été;01234", "Zoé;"], ["Une seule ligne.;1"]])
def test_notes_below_a_table_of_ours_are_no_rows(rows: list[str], blank: str) -> None:
    notes = [
        "DONNÉES SYNTHÉTIQUES : ces chiffres sont inventés.",
        "Une case vide : personne ne l'a dit.",
        "Source : INSEE",
    ]

    sheet = read_sheet("\r\n".join(["Nom;SIRET", *rows, blank.strip(), *notes, ""]).encode(), "t.csv")

    assert [cells[0] for _line, cells in sheet.rows] == [row.split(";")[0] for row in rows]


@pytest.mark.parametrize(
    "text",
    [
        # Names, not sentences; sentences that nothing sets apart; a list of one column.
        "Nom;SIRET\nÉté;01234\n\nZoé\nSel & Co\n",
        "Nom;SIRET\nÉté;01234\nUne phrase.\n",
        "Nom\nÉté\n\nUne phrase.\n",
    ],
)
def test_what_may_be_a_row_is_kept(text: str) -> None:
    kept = [cells[0] for _line, cells in read_sheet(text.encode(), "t.csv").rows]

    assert kept == [one.split(";")[0] for one in text.splitlines()[1:] if one]


def test_notes_of_the_written_csv_are_known() -> None:
    columns = (Column("name", "Nom"), Column("siret", "SIRET", "code"))
    source = Source("s", "Un titre", "INSEE", vintage="2026", synthetic=True)
    table = TableOfFile("T", columns, [{"name": "Été", "siret": "1"}], ("Une note.",), (source,))

    sheet = read_sheet("".join(for_spreadsheets(table)).encode(), "t.csv")

    assert [cells[0] for _line, cells in sheet.rows] == ["Été"]
