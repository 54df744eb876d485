"""Maintainer's tool: write the compact tables of ``src/essaim/data/nomenclatures`` from what INSEE publishes.

    python tools/build_nomenclatures.py --naf-zip naf.zip --naf2025 FILE.csv --legal FILE.csv

``naf.zip`` is the one inside the PyPI package ``pynsee`` (0.3.0): NAF rev. 2 as INSEE published it. The two CSV files
hold the published structure of NAF 2025 (columns code, section, section_libelle, libelle) and of the legal categories
(code, libelle, niveau2, niveau2_libelle, niveau1, niveau1_libelle). Each table can be written alone.
"""

import argparse
import csv
import io
import sys
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "src" / "essaim" / "data" / "nomenclatures"


def plain(label: str) -> str:
    """A label with one kind of apostrophe and no doubled, leading or trailing space."""
    return " ".join(label.replace("\u2019", "'").replace("\x92", "'").split())


def section(label: str) -> str:
    """A section's label, which INSEE prints in capitals, as a sentence."""
    return plain(label).capitalize()


def naf_rev2(archive: Path) -> dict[str, str]:
    """Sections, divisions, groups, classes and subclasses of NAF rev. 2, in their order."""
    with zipfile.ZipFile(archive) as packed:
        text = packed.read("naf2008/int_courts_naf_rev_2.csv").decode("cp1252")
    labels: dict[str, str] = {}
    for row in csv.reader(io.StringIO(text), delimiter=";"):
        code, label = row[1].strip(), row[2]
        if code.startswith("SECTION "):
            labels[code.removeprefix("SECTION ")] = section(label)
        elif code[:2].isdigit():
            labels[code] = plain(label)
    # A class repeats its only subclass: 94.99 says nothing that 94.99Z does not.
    return {code: label for code, label in labels.items() if len(code) != 5}


def naf_2025(rows: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Sections and subclasses of NAF 2025, in their order."""
    labels: dict[str, str] = {}
    for row in rows:
        labels.setdefault(row["section"], section(row["section_libelle"]))
        labels[row["code"]] = plain(row["libelle"])
    return labels


def legal_categories(rows: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Legal categories: one digit, two digits, four digits."""
    labels: dict[str, str] = {}
    for row in rows:
        labels.setdefault(row["niveau1"], plain(row["niveau1_libelle"]))
        labels.setdefault(row["niveau2"], plain(row["niveau2_libelle"]))
        labels[row["code"]] = plain(row["libelle"])
    return labels


def write(name: str, labels: Mapping[str, str]) -> None:
    """Write ``code,label`` rows."""
    with (TARGET / name).open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["code", "label"])
        out.writerows(labels.items())
    print(f"{name}: {len(labels)} rows")


def main() -> int:
    """Write the tables whose source is given."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--naf-zip", type=Path)
    parser.add_argument("--naf2025", type=Path)
    parser.add_argument("--legal", type=Path)
    asked = parser.parse_args()
    if asked.naf_zip:
        write("naf_rev2.csv", naf_rev2(asked.naf_zip))
    for path, read, name in (
        (asked.naf2025, naf_2025, "naf_2025.csv"),
        (asked.legal, legal_categories, "categories_juridiques.csv"),
    ):
        if path:
            with path.open(encoding="utf-8", newline="") as file:
                write(name, read(csv.DictReader(file)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
