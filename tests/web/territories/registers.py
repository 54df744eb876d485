"""Small registers of made-up establishments, in the columns of a plain table, for the pages of territories."""

from pathlib import Path

from tests.factories import AT

from essaim.engine.register import CoverageClaim, import_register
from essaim.engine.territories import load_territories

ASSOCIATION, COMPANY, SOLE_TRADER, TOWN_HALL = "9220", "5710", "1000", "7210"


def row(number: int, commune: str = "48095", naf: str = "94.99Z", legal: str = "", name: str = "") -> str:
    return f"{800000000 + number}{number:05d};{naf};{commune};{legal};{name}"


def load(home: Path, rows: list[str], covers: str = "") -> None:
    """Put a register of ``rows`` in use in that data folder; ``covers``: what it holds whole."""
    table = home / "registre.csv"
    table.write_text("\n".join(["siret;naf;commune;categorie_juridique;nom", *rows]), encoding="utf-8")
    claim = CoverageClaim.parse(covers) if covers else None
    import_register([table], territories=load_territories(root=home), at=AT, coverage=claim, root=home)
