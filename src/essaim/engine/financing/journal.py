"""Money received and spent as a journal that an accountant, or Paheko, can take: debit equals credit to the cent.

Form lines become accounts of the ledger (ANC 2018-06), never the form's own. Each movement is an entry of two rows, the
bank and the account. What moved no money (68, 78, 86, 87), what is no account (costs spread by a key, own resources
allotted) and what cannot be an entry is left out, with the reason.

- Paheko (accounting of French associations): the "simplified" import, columns and rules as its source writes them
  (github.com/paheko/paheko, src/include/lib/Paheko/Accounting/Export.php at 0a5d9a34 and Import.php at 05f5e1b3). The
  entry's number and type are not written: Paheko would look for entries that it does not hold. Analytic projects must
  exist there first, so they are written only when asked.
- Accountants: the 18 columns of the FEC (Livre des procédures fiscales, article A. 47 A-1). The layout alone: the file
  of a tax audit comes from the software that keeps the books.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from essaim.engine.financing.form import FormLine, load_form
from essaim.engine.financing.plan import Side
from essaim.engine.language import gettext as _

# Banks, in the associations' chart; the books may name one account for each bank.
BANK = "512"
BANK_TITLE = "Banque"
JOURNAL, JOURNAL_TITLE = "BQ", "Banque"
PAHEKO_COLUMNS = (
    "Libellé", "Date", "Remarques", "Numéro pièce comptable", "Compte de débit", "Compte de crédit", "Montant",
)  # fmt: skip
PAHEKO_PROJECT = "Projet analytique"
FEC_COLUMNS = (
    "JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "CompAuxNum", "CompAuxLib",
    "PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit", "EcritureLet", "DateLet", "ValidDate", "Montantdevise",
    "Idevise",
)  # fmt: skip


# Rows have a field of that name, behind which the type would hide.
_Day = date


@dataclass(frozen=True, slots=True)
class Movement:
    """Money received (a product) or spent (a charge).

    Attributes:
        form_line: key of a line of the form.
        cents: more than zero.
        reference: of the invoice or of the payment order; "" for none.
        funder: who paid, in words; "" for none.
        piece_on: the day of the invoice; None: that of the payment.
    """

    date: date
    form_line: str
    side: Side
    cents: int
    label: str
    reference: str = ""
    analytic: str = ""
    funder: str = ""
    piece_on: _Day | None = None


@dataclass(frozen=True, slots=True)
class JournalRow:
    """A row of an entry; ``number`` is the entry's, from 1. One of ``debit`` and ``credit`` is zero."""

    number: int
    date: date
    journal: str
    account: str
    account_title: str
    label: str
    debit: int
    credit: int
    reference: str
    analytic: str
    funder: str
    piece_on: _Day


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A movement that is no entry, and why."""

    movement: Movement
    reason: str


@dataclass(frozen=True, slots=True)
class Journal:
    """Entries in the order of days, two rows each, and what was left out."""

    rows: tuple[JournalRow, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def debit(self) -> int:
        """Cents debited; always equal to those credited."""
        return sum(one.debit for one in self.rows)

    @property
    def credit(self) -> int:
        """Cents credited."""
        return sum(one.credit for one in self.rows)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table to write as it is: its columns, its rows as text."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def journal_of(movements: Iterable[Movement], bank: str = BANK) -> Journal:
    """The entries of movements, by day then in the order given; ``bank`` is the account of the bank in the books."""
    rows: list[JournalRow] = []
    left_out: list[LeftOut] = []
    for one in sorted(movements, key=lambda movement: movement.date):
        reason = _why_not(one)
        if reason:
            left_out.append(LeftOut(one, reason))
        else:
            rows += _entry(len(rows) // 2 + 1, one, bank)
    return Journal(tuple(rows), tuple(left_out))


def as_paheko(found: Journal, *, with_projects: bool = False) -> Sheet:
    """The journal for Paheko's "simplified" import, one row an entry.

    Args:
        with_projects: write the analytic code as its project, which must already exist there.
    """
    columns = (*PAHEKO_COLUMNS, PAHEKO_PROJECT) if with_projects else PAHEKO_COLUMNS
    rows = []
    for first, second in zip(found.rows[::2], found.rows[1::2], strict=True):
        debit, credit = (first, second) if first.debit else (second, first)
        row = (
            first.label, first.date.strftime("%d/%m/%Y"), first.funder, first.reference, debit.account, credit.account,
            _amount(first.debit or first.credit),
        )  # fmt: skip
        rows.append((*row, first.analytic) if with_projects else row)
    return Sheet(columns, tuple(rows))


def as_fec(found: Journal) -> Sheet:
    """The journal in the 18 columns of the FEC, one row an account; nothing is validated, so ``ValidDate`` is empty."""
    return Sheet(FEC_COLUMNS, tuple(_fec_row(one) for one in found.rows))


def ledger_title(account: str) -> str:
    """The name of a ledger account, in French as books are: its line of the form, or their heading for several."""
    form = load_form()
    lines = [one for one in form.lines if one.ledger == account]
    if not lines:
        return BANK_TITLE
    if len(lines) == 1:
        return lines[0].titles["fr"]
    return next(one.titles["fr"] for one in form.headings if one.key == lines[0].group)


def _why_not(one: Movement) -> str:
    form = load_form()
    if not form.has(one.form_line):
        return _("Le formulaire n'a pas de ligne « %(key)s » : choisissez-en une.") % {"key": one.form_line}
    line = form.line(one.form_line)
    words = {"line": line.title()}
    if line.side != one.side:
        return _("« %(line)s » est de l'autre côté du budget : corrigez la ligne.") % words
    if line.in_kind:
        return _("« %(line)s » : une contribution en nature ne passe pas par la banque.") % words
    if not line.ledger:
        return _("« %(line)s » n'est pas un compte : écrivez la dépense ou la recette sur sa vraie ligne.") % words
    if not line.is_cash:
        return _("« %(line)s » : aucun argent n'a bougé, votre comptable passe cette écriture.") % words
    if one.cents <= 0:
        return _("Le montant doit être plus grand que zéro.")
    return ""


def _entry(number: int, one: Movement, bank: str) -> Sequence[JournalRow]:
    line: FormLine = load_form().line(one.form_line)
    label = _one_line(one.label) or line.titles["fr"]

    def row(account: str, title: str, debit: int, credit: int) -> JournalRow:
        return JournalRow(
            number, one.date, JOURNAL, account, title, label, debit, credit, _one_line(one.reference),
            _one_line(one.analytic), _one_line(one.funder), one.piece_on or one.date,
        )  # fmt: skip

    title = ledger_title(line.ledger)
    if one.side == Side.CHARGE:
        return row(line.ledger, title, one.cents, 0), row(bank, BANK_TITLE, 0, one.cents)
    return row(bank, BANK_TITLE, one.cents, 0), row(line.ledger, title, 0, one.cents)


def _fec_row(one: JournalRow) -> tuple[str, ...]:
    day, piece_day = one.date.strftime("%Y%m%d"), one.piece_on.strftime("%Y%m%d")
    return (
        one.journal, JOURNAL_TITLE, str(one.number), day, one.account, one.account_title, "", "",
        one.reference or f"{JOURNAL}-{one.number}", piece_day, one.label, _amount(one.debit), _amount(one.credit), "",
        "", "", "", "",
    )  # fmt: skip


def _amount(cents: int) -> str:
    """With a decimal comma and no space, as both formats write amounts."""
    return f"{cents // 100},{cents % 100:02d}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
