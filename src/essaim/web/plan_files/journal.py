"""Money received and spent as a journal: shown with what cannot be an entry, taken away for Paheko or accountants."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import StringIO

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from essaim.apps.financing.models import Plan
from essaim.apps.financing.queries.journal import Movements, movements_of, years_of
from essaim.engine.financing import Journal, LeftOut, Sheet, as_fec, as_paheko, journal_of
from essaim.engine.financing.journal import BANK, ledger_title
from essaim.tables.csv_files import guarded
from essaim.web.documents.answers import at_once
from essaim.web.financing.access import own_plan

YEAR, SCOPE, BOOK, PROJECTS = "annee", "lignes", "banque", "projets"
WHOLE, OF_PLAN = "pole", "plan"
_BANK = re.compile(r"512[0-9A-Z]{0,7}", re.ASCII)
_FIRST, _LAST = 2000, 2100


@dataclass(frozen=True, slots=True)
class Asked:
    """What the journal is asked: which calendar year, all of the pole or one plan, the bank's account, projects."""

    year: int
    is_of_plan: bool
    bank: str
    with_projects: bool


@dataclass(frozen=True, slots=True)
class AccountRow:
    """A ledger account of the journal: its name, what it is debited and credited, in cents."""

    account: str
    title: str
    debit: int
    credit: int


@never_cache
def page(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """The journal's accounts, what is left out and why, and its files."""
    plan = own_plan(request, slug, uid)
    years = years_of(plan.pole)
    asked, wrong_bank = _asked(request, years[0] if years else timezone.localdate().year)
    movements, found = _journal(plan, asked)
    left_out = [*movements.unplaced, *found.left_out]
    shown = {
        "plan": plan,
        "tab": "plan-files",
        "asked": asked,
        "wrong_bank": wrong_bank,
        "years": sorted({*years, asked.year}, reverse=True),
        "entries": len(found.rows) // 2,
        "accounts": _accounts(found),
        "debit": found.debit,
        "credit": found.credit,
        "left_out": sorted(left_out, key=lambda one: one.movement.date),
        "unpaid": movements.unpaid,
        "names": {"year": YEAR, "scope": SCOPE, "bank": BOOK, "projects": PROJECTS},
        "scopes": {"whole": WHOLE, "plan": OF_PLAN},
    }
    return render(request, "plan_files/journal.html", shown)


@never_cache
def file(request: HttpRequest, slug: str, uid: str, form: str) -> HttpResponse:
    """The entries as a file, ``form`` being "paheko", "fec", or "ecartes" for what is no entry."""
    plan = own_plan(request, slug, uid)
    asked, wrong_bank = _asked(request, timezone.localdate().year)
    if form not in _FILES or wrong_bank:
        raise Http404
    movements, found = _journal(plan, asked)
    sheet, delimiter, media, ending = _FILES[form](asked, found, [*movements.unplaced, *found.left_out])
    target = StringIO()
    out = csv.writer(target, delimiter=delimiter, lineterminator="\r\n")
    out.writerow(sheet.columns)
    out.writerows([guarded(cell) for cell in row] for row in sheet.rows)
    name = f"journal-{form}-{plan.pole.slug}-{asked.year}.{ending}"
    return at_once(target.getvalue().encode("utf-8", errors="replace"), media, name)


def _journal(plan: Plan, asked: Asked) -> tuple[Movements, Journal]:
    movements = movements_of(plan.pole, asked.year, plan if asked.is_of_plan else None)
    return movements, journal_of(movements.found, asked.bank)


def _asked(request: HttpRequest, usual: int) -> tuple[Asked, str]:
    """What the address asks, and the account of the bank that it gives when it can be none."""
    year, bank = request.GET.get(YEAR, str(usual)), request.GET.get(BOOK, "").strip().upper() or BANK
    if not (year.isascii() and year.isdigit() and len(year) == 4 and _FIRST <= int(year) <= _LAST):
        raise Http404
    wrong = "" if _BANK.fullmatch(bank) else bank[:10]
    asked = Asked(
        int(year), request.GET.get(SCOPE) == OF_PLAN, BANK if wrong else bank, request.GET.get(PROJECTS) == "oui"
    )  # fmt: skip
    return asked, wrong


def _accounts(found: Journal) -> list[AccountRow]:
    sums: dict[str, tuple[int, int]] = {}
    for row in found.rows:
        debit, credit = sums.get(row.account, (0, 0))
        sums[row.account] = (debit + row.debit, credit + row.credit)
    return [AccountRow(account, ledger_title(account), *sums[account]) for account in sorted(sums)]


_Made = tuple[Sheet, str, str, str]
_TEXT, _CSV = "text/plain; charset=utf-8", "text/csv; charset=utf-8"


def _for_paheko(asked: Asked, found: Journal, left_out: list[LeftOut]) -> _Made:
    return as_paheko(found, with_projects=asked.with_projects), ";", _CSV, "csv"


def _for_accountants(asked: Asked, found: Journal, left_out: list[LeftOut]) -> _Made:
    return as_fec(found), "\t", _TEXT, "txt"


def _of_left_out(asked: Asked, found: Journal, left_out: list[LeftOut]) -> _Made:
    # As the files of entries, which are French whatever the language of the page: accountants read them.
    rows = tuple(
        (
            f"{one.movement.date:%d/%m/%Y}", one.movement.label, one.movement.funder, one.movement.reference,
            f"{one.movement.cents // 100},{one.movement.cents % 100:02d}", one.reason,
        )
        for one in left_out
    )  # fmt: skip
    return Sheet(("Date", "Libellé", "Financeur", "Pièce", "Montant", "Pourquoi"), rows), ";", _CSV, "csv"


_FILES: Mapping[str, Callable[[Asked, Journal, list[LeftOut]], _Made]] = {
    "paheko": _for_paheko, "fec": _for_accountants, "ecartes": _of_left_out,
}  # fmt: skip
