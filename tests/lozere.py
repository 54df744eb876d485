"""A small register that covers Lozère whole and nothing else, for tests of the scan."""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

from essaim.engine.register import CoverageClaim, import_register
from essaim.engine.territories import load_territories

AT = datetime(2026, 11, 1, 12, tzinfo=UTC)
# The EPCI of Mende, and the model that the tests look for.
MENDE, MODEL = "244800405", "champ-cantine"
# Activity and commune: six market gardeners, a workshop and a kitchen in Mende; one gardener in Langogne.
_ACTORS = [*[("01.13Z", "48095")] * 6, ("10.31Z", "48095"), ("56.21Z", "48095"), ("01.13Z", "48080")]


def make_home(folder: Path, compiled: Path) -> Path:
    """A data folder with the territories compiled elsewhere, and the register."""
    shutil.copytree(compiled / "territories", folder / "territories", copy_function=os.link)
    import_lozere(folder, _ACTORS)
    return folder


def import_lozere(folder: Path, actors: list[tuple[str, str]], at: datetime = AT, others: tuple[str, ...] = ()) -> None:
    """Put in use a register of these actors, and of ``others``, whole lines: SIRET, activity, commune."""
    table = folder / "registre.csv"
    rows = [f"{500000000 + n}{n:05d};{naf};{commune}" for n, (naf, commune) in enumerate(actors)]
    table.write_text("\n".join(["siret;naf;commune", *rows, *others]), encoding="utf-8")
    claim = CoverageClaim.parse("48")
    import_register([table], territories=load_territories(root=folder), at=at, coverage=claim, root=folder)
