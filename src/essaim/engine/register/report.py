"""What an import did: lines kept, left aside and rejected, by reason; how the store keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from essaim.engine.register.importing.cleaning import reasons
from essaim.engine.register.register import RegisterInfo
from essaim.engine.values import Source

REPORT_FILE = "rejected.csv"


@dataclass(frozen=True)
class Rejected:
    """The lines rejected for one reason.

    Attributes:
        key: the reason's name.
        text: the reason in words.
        lines: how many.
        values: the most frequent values at fault, with how many lines each.
    """

    key: str
    text: str
    lines: int
    values: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class ImportReport:
    """What an import did.

    Attributes:
        version: the register's version in the store.
        info: what the register is and what it knows.
        path: the version's folder.
        profiles: distinct combinations of attributes.
        communes: communes that have at least one establishment.
        closed: lines of closed establishments, left aside.
        abroad: lines of establishments outside of France, left aside.
        duplicates: lines left aside because their SIRET stands on another line.
        repaired: codes mended ("siret", "commune" → lines).
        luhn: kept lines whose SIRET fails its check.
        rejected: by reason, most frequent first.
        rejected_file: the CSV of rejected lines, None when there are none.
    """

    version: str
    info: RegisterInfo
    path: Path
    profiles: int
    communes: int
    closed: int = 0
    abroad: int = 0
    duplicates: int = 0
    repaired: Mapping[str, int] = field(default_factory=dict)
    luhn: int = 0
    rejected: tuple[Rejected, ...] = ()
    rejected_file: Path | None = None

    @property
    def rejected_lines(self) -> int:
        """How many lines were rejected in all."""
        return sum(found.lines for found in self.rejected)


def info_to_meta(info: RegisterInfo) -> dict[str, Any]:
    """``RegisterInfo`` as plain values."""
    return {
        "source": asdict(info.source),
        "rows": info.rows,
        "known": dict(info.known),
        "rejected": dict(info.rejected),
        "coverage_basis": info.coverage_basis,
        "imported": info.imported,
        "files": list(info.files),
    }


def info_from_meta(meta: Mapping[str, Any]) -> RegisterInfo:
    """``RegisterInfo`` from plain values."""
    return RegisterInfo(
        source=Source(**meta["source"]),
        rows=meta["rows"],
        known=meta["known"],
        rejected=meta["rejected"],
        coverage_basis=meta["coverage_basis"],
        imported=meta["imported"],
        files=tuple(meta["files"]),
    )


def report_to_meta(report: ImportReport) -> dict[str, Any]:
    """The report as plain values, for the version's ``meta.json``."""
    return {
        "profiles": report.profiles,
        "communes": report.communes,
        "closed": report.closed,
        "abroad": report.abroad,
        "duplicates": report.duplicates,
        "repaired": dict(report.repaired),
        "luhn": report.luhn,
        "rejected": [[found.key, found.lines, [list(pair) for pair in found.values]] for found in report.rejected],
    }


def report_from_meta(meta: Mapping[str, Any], info: RegisterInfo, path: Path) -> ImportReport:
    """The report of a stored version; reasons are said in the language in use."""
    texts = {reason.key: reason.text for reason in reasons()}
    kept = meta["report"]
    file = path / REPORT_FILE
    return ImportReport(
        version=path.name,
        info=info,
        path=path,
        profiles=kept["profiles"],
        communes=kept["communes"],
        closed=kept["closed"],
        abroad=kept["abroad"],
        duplicates=kept["duplicates"],
        repaired=kept["repaired"],
        luhn=kept["luhn"],
        rejected=tuple(
            Rejected(key, texts.get(key, key), lines, tuple((value, count) for value, count in values))
            for key, lines, values in kept["rejected"]
        ),
        rejected_file=file if file.is_file() else None,
    )
