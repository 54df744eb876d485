"""Files made while they are read."""

import io
import zipfile
from collections.abc import Iterator

import openpyxl
import pytest
from lxml import etree

from essaim.engine.values import Source
from essaim.tables.table import Column, Flow, Row
from essaim.tables.writing import FLOWING, WRITERS, pieces, write_to

COLUMNS = (
    Column("code", "Code", "code"),
    Column("name", "Nom"),
    Column("share", "Part", "percent"),
    Column("km", "Distance", "float", unit="km"),
    Column("n", "Nombre", "int"),
)
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def flow(count: int, seen: list[int] | None = None, synthetic: bool = False) -> Flow:
    def rows() -> Iterator[Row]:
        for number in range(count):
            if seen is not None:
                seen.append(number)
            yield {"code": f"{number:05d}", "name": "=A1", "share": 0.5, "km": 1.25, "n": number}

    return Flow("Essai", COLUMNS, rows(), ("Une note.",), (Source("x", "Source"),), synthetic)


@pytest.mark.parametrize("form", sorted(FLOWING))
def test_rows_are_read_as_pieces_are_asked_for(form: str) -> None:
    seen: list[int] = []

    first = next(pieces(flow(100_000, seen), form))

    assert len(first) < 200_000
    assert 0 < len(seen) < 10_000


@pytest.mark.parametrize("form", sorted(WRITERS))
def test_no_row_at_all_is_a_file(form: str) -> None:
    target = io.BytesIO()

    write_to(flow(0), form, target)

    assert target.getvalue()


def test_ods_has_types_a_filter_a_frozen_header_and_the_same_bytes() -> None:
    first, second = io.BytesIO(), io.BytesIO()

    write_to(flow(3), "ods", first)
    write_to(flow(3), "ods", second)

    with zipfile.ZipFile(first) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    content = etree.fromstring(parts["content.xml"])
    values = [cell.get(f"{OFFICE}value") for cell in content.iter(f"{TABLE}table-cell") if cell.get(f"{OFFICE}value")]
    (area,) = content.iter(f"{TABLE}database-range")
    assert first.getvalue() == second.getvalue()
    assert values[:3] == ["0.5", "1.25", "0"]
    assert area.get(f"{TABLE}target-range-address") == "'Données'.A1:'Données'.E4"
    assert b"VerticalSplitPosition" in parts["settings.xml"]
    assert "formula" not in parts["content.xml"].decode()
    assert "Une note." in parts["content.xml"].decode()
    for name in ("styles.xml", "settings.xml", "meta.xml", "META-INF/manifest.xml"):
        etree.fromstring(parts[name])


def test_xlsx_of_a_flow_has_its_filter_and_its_notes() -> None:
    target = io.BytesIO()

    write_to(flow(3), "xlsx", target)

    book = openpyxl.load_workbook(target)
    sheet = book.worksheets[0]
    assert sheet.auto_filter.ref == "A1:E4"
    assert sheet.freeze_panes == "A2"
    assert [cell.value for cell in sheet[2]] == ["00000", "=A1", 0.5, 1.25, 0]
    assert sheet["B2"].data_type == "s"
    assert "Une note." in [cell.value for cell in book.worksheets[1]["A"]]


def test_synthetic_flow_says_so_in_every_form() -> None:
    for form in WRITERS:
        target = io.BytesIO()
        write_to(flow(2, synthetic=True), form, target)
        content = target.getvalue()
        if content[:2] == b"PK":
            with zipfile.ZipFile(target) as archive:
                content = b"".join(archive.read(name) for name in archive.namelist())
        assert "synth" in content.decode().lower()
