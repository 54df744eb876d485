import csv
import subprocess
import sys
from pathlib import Path

import pytest

from essaim.engine.errors import InvalidValue
from essaim.engine.register import nomenclature


def plain(label: str) -> str:
    # The shared copy has two characters of cp1252 left as they were.
    return " ".join(label.replace("\u2019", "'").replace("\x92", "'").replace("\x9c", "œ").split())


@pytest.mark.parametrize(
    ("code", "name", "label"),
    [
        ("94.99Z", "rev2", "Autres organisations fonctionnant par adhésion volontaire"),
        ("9499Z", "rev2", "Autres organisations fonctionnant par adhésion volontaire"),
        ("94.9", "rev2", "Activités des autres organisations associatives"),
        ("85", "rev2", "Enseignement"),
        ("A", "rev2", "Agriculture, sylviculture et pêche"),
        ("01.12Y", "naf2025", "Culture du riz"),
        ("00.00Z", "rev2", ""),
        ("", "rev2", ""),
    ],
)
def test_naf_label_of_a_code(code: str, name: str, label: str) -> None:
    assert nomenclature.naf_label(code, name) == label


def test_naf_label_unknown_nomenclature_is_refused() -> None:
    with pytest.raises(InvalidValue):
        nomenclature.naf_label("94.99Z", "rev3")


@pytest.mark.parametrize(
    ("code", "name", "section"),
    [("85.59A", "rev2", "P"), ("85", "rev2", "P"), ("85.59Y", "naf2025", "Q"), ("", "rev2", "")],
)
def test_section_of_an_activity(code: str, name: str, section: str) -> None:
    assert nomenclature.section_of(code, name) == section


@pytest.mark.parametrize(
    ("code", "name", "label"),
    [
        ("94.99Z", "rev2", "Activités des organisations associatives"),
        ("85.59Y", "naf2025", "Enseignement"),
    ],
)
def test_division_label_falls_back_on_the_section_in_naf_2025(code: str, name: str, label: str) -> None:
    assert nomenclature.division_label(code, name) == label


@pytest.mark.parametrize(
    ("pattern", "codes"),
    [("94.99Z", ("94.99Z",)), ("94.9*", ("94.91Z", "94.92Z", "94.99Z")), ("99*", ("99.00Z",))],
)
def test_expand_pattern_gives_the_subclasses(pattern: str, codes: tuple[str, ...]) -> None:
    assert nomenclature.expand(pattern) == codes


@pytest.mark.parametrize("pattern", ["94.98Z", "45*x", "00*", "94", "*", ""])
def test_expand_pattern_that_means_nothing_is_refused(pattern: str) -> None:
    with pytest.raises(InvalidValue):
        nomenclature.expand(pattern)


def test_expand_every_division_covers_every_subclass_once() -> None:
    divisions = [f"{number:02d}" for number in range(100) if nomenclature.naf_label(f"{number:02d}")]

    codes = [code for division in divisions for code in nomenclature.expand(f"{division}*")]

    assert (len(divisions), len(codes), len(set(codes))) == (88, 732, 732)


@pytest.mark.parametrize(
    ("code", "label"),
    [("5458", "SARL coopérative de production (SCOP)"), ("92", "Association loi 1901 ou assimilé"), ("9999", "")],
)
def test_legal_label_of_a_category(code: str, label: str) -> None:
    assert nomenclature.legal_label(code) == label


@pytest.mark.parametrize(("code", "label"), [("11", "10 à 19 salariés"), ("NN", "sans salarié ou effectif inconnu")])
def test_size_label_of_a_band(code: str, label: str) -> None:
    assert nomenclature.size_label(code) == label


def test_tables_load_without_numpy() -> None:
    program = (
        "import sys; from essaim.engine.register.nomenclature import naf_label; naf_label('94.99Z');"
        " print([m for m in ('numpy', 'duckdb') if m in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("file", "name"), [("naf_rev2.csv", "rev2"), ("naf_2025.csv", "naf2025"), ("categories_juridiques.csv", "legal")]
)
def test_labels_equal_the_published_ones(file: str, name: str, shared_data: Path) -> None:
    label = nomenclature.legal_label if name == "legal" else lambda code: nomenclature.naf_label(code, name)
    with (shared_data / "nomenclatures" / file).open(encoding="utf-8", newline="") as table:
        published = {row["code"]: plain(row["libelle"]) for row in csv.DictReader(table)}

    ours = {code: label(code) for code in published}

    assert ours == published


def test_size_bands_equal_the_published_ones(shared_data: Path) -> None:
    with (shared_data / "nomenclatures" / "tranches_effectifs.csv").open(encoding="utf-8", newline="") as table:
        published = [row["code"] for row in csv.DictReader(table)]

    ours = [code for code in published if nomenclature.size_label(code)]

    assert ours == published
