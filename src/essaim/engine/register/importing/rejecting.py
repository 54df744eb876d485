"""The lines that cannot be kept: counted by reason, listed in a file, and the refusal of a file that is hopeless."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _
from essaim.engine.register.importing.cleaning import Reason, reasons
from essaim.engine.register.importing.intake import Intake
from essaim.engine.register.importing.workbench import Workbench
from essaim.engine.register.report import Rejected
from essaim.engine.sources.tables import literal

REPORT_LINES = 100_000
_TOP = 5


def count_rejected(bench: Workbench, lines: Path) -> tuple[Rejected, ...]:
    """The rejected lines by reason, with the most frequent values at fault."""
    sql = f"""SELECT reason, coalesce(value, ''), count(*) AS lines FROM read_parquet({literal(lines)}) WHERE reason > 0
        GROUP BY ALL ORDER BY lines DESC, 2"""
    known = reasons()
    total: dict[int, int] = {}
    values: dict[int, list[tuple[str, int]]] = {}
    for number, value, count in bench.rows("", sql):
        total[number] = total.get(number, 0) + count
        top = values.setdefault(number, [])
        if value and len(top) < _TOP:
            top.append((value, count))
    ordered = sorted(total, key=lambda number: (-total[number], number))
    return tuple(
        Rejected(known[number - 1].key, known[number - 1].text, total[number], tuple(values[number]))
        for number in ordered
    )


def refuse_hopeless(files: Sequence[Intake], judged: Mapping[int, int], bench: Workbench, lines: Path) -> None:
    """Stop when most lines of a file fail for one same reason: the column holds something else than it should.

    Raises:
        InvalidValue: it says what the column should hold.
    """
    sql = f"""SELECT file, reason, count(*), min(value) FROM read_parquet({literal(lines)}) WHERE reason > 0
        GROUP BY ALL ORDER BY 3 DESC"""
    by_number = {file.number: file for file in files}
    for number, reason, count, value in bench.rows("", sql):
        if 2 * count > judged[number]:
            raise _hopeless(by_number[number], reasons()[reason - 1], count, judged[number], value)


def _hopeless(file: Intake, reason: Reason, count: int, judged: int, value: str | None) -> InvalidValue:
    facts = {
        "name": file.path.name,
        "column": file.columns.get(reason.field, reason.field),
        "count": count,
        "judged": judged,
        "reason": reason.text,
        "value": value or _("rien"),
    }
    return InvalidValue(
        _(
            "%(name)s : %(count)d lignes sur %(judged)d sont refusées pour la même raison, dans la colonne"
            " « %(column)s » : %(reason)s (par exemple « %(value)s »). Rien n'a été importé."
        )
        % facts,
        reason.expected,
    )


def write_rejected(bench: Workbench, lines: Path, files: Sequence[Intake], target: Path) -> None:
    """Write the rejected lines (file, line, reason, value), at most ``REPORT_LINES`` of them, then how many more."""
    source = f"read_parquet({literal(lines)})"
    found = bench.rows(
        "", f"SELECT file, line, reason, value FROM {source} WHERE reason > 0 ORDER BY file, line LIMIT {REPORT_LINES}"
    )
    total = bench.rows("", f"SELECT count(*) FROM {source} WHERE reason > 0")[0][0]
    names = {file.number: file.path.name for file in files}
    texts = [reason.text for reason in reasons()]
    # The mark of encoding and the semicolon are what a French spreadsheet expects.
    with target.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out, delimiter=";")
        writer.writerow([_("fichier"), _("ligne"), _("motif"), _("valeur")])
        writer.writerows([names[file], line, texts[reason - 1], value] for file, line, reason, value in found)
        if total > len(found):
            more = _("et %(n)d autres lignes, non listées ici") % {"n": total - len(found)}
            writer.writerow(["", "", more, ""])
