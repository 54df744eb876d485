"""The register of establishments: importing it, opening it, asking it who is where.

Each name is loaded when it is asked for: labels of activities need no NumPy, a diagnosis needs no DuckDB.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from essaim.engine.register.coverage import CoverageClaim, DepartementCoverage, coverage_table
    from essaim.engine.register.families import Families, Family, load_families
    from essaim.engine.register.finding import Establishment, find_establishments, named_establishments
    from essaim.engine.register.importing.run import import_register
    from essaim.engine.register.opening import kept_imports, last_import, open_register, use_import
    from essaim.engine.register.profiles import FLAGS, Profiles
    from essaim.engine.register.register import Coverage, Register, RegisterInfo, Rows
    from essaim.engine.register.report import ImportReport, Rejected
    from essaim.engine.register.synthetic.making import synthesize

_ROOMS = {
    "FLAGS": "profiles",
    "Coverage": "register",
    "CoverageClaim": "coverage",
    "DepartementCoverage": "coverage",
    "Establishment": "finding",
    "Families": "families",
    "Family": "families",
    "ImportReport": "report",
    "Profiles": "profiles",
    "Register": "register",
    "RegisterInfo": "register",
    "Rejected": "report",
    "Rows": "register",
    "attribute_labels": "wording",
    "coverage_table": "coverage",
    "coverage_word": "wording",
    "find_establishments": "finding",
    "import_register": "importing.run",
    "kept_imports": "opening",
    "last_import": "opening",
    "load_families": "families",
    "named_establishments": "finding",
    "open_register": "opening",
    "synthesize": "synthetic.making",
    "use_import": "opening",
}

__all__ = [
    "FLAGS",
    "Coverage",
    "CoverageClaim",
    "DepartementCoverage",
    "Establishment",
    "Families",
    "Family",
    "ImportReport",
    "Profiles",
    "Register",
    "RegisterInfo",
    "Rejected",
    "Rows",
    "attribute_labels",
    "coverage_table",
    "coverage_word",
    "find_establishments",
    "import_register",
    "kept_imports",
    "last_import",
    "load_families",
    "named_establishments",
    "open_register",
    "synthesize",
    "use_import",
]


def __getattr__(name: str) -> Any:
    if name in _ROOMS:
        return getattr(import_module(f"{__name__}.{_ROOMS[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
