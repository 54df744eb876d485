"""What every question stands on: territories, register and families, opened together."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from essaim.engine.register import Families, Register, load_families, open_register
from essaim.engine.territories import Territories, load_territories
from essaim.engine.values import Progress, Source, silent


@dataclass(frozen=True, eq=False)
class Ground:
    """Territories, the register laid on them, and the families of actors."""

    territories: Territories
    register: Register
    families: Families

    @property
    def sources(self) -> tuple[Source, ...]:
        """What every figure made from it must name."""
        return (self.register.info.source, self.territories.population_source)


def open_ground(progress: Progress = silent, *, root: Path | None = None, register_root: Path | None = None) -> Ground:
    """The territories (compiled when missing) and the register in use.

    Args:
        progress: called during the compilation.
        root: the data folder; by default ``store.data_home()``.
        register_root: another data folder for the register only, e.g. that of a trial.

    Raises:
        NoRegister: none has been imported.
    """
    territories = load_territories(progress, root)
    return Ground(territories, open_register(territories, register_root or root), load_families())
