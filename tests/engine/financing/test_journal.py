"""Movements as a journal: balanced to the cent, in the ledger's accounts, in the columns that others read."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.engine.financing import Journal, Movement, Side, as_fec, as_paheko, journal_of, load_form
from essaim.engine.financing.journal import ledger_title

DAY = date(2027, 3, 9)
CASH = [one for one in load_form().lines if one.is_cash and one.ledger]


def spent(form_line: str, cents: int, **given: str) -> Movement:
    return Movement(DAY, form_line, Side.CHARGE, cents, given.pop("label", "Loyer de mars"), **given)


def received(form_line: str, cents: int, **given: str) -> Movement:
    return Movement(DAY, form_line, Side.PRODUCT, cents, given.pop("label", "Versement"), **given)


def accounts(found: Journal) -> list[tuple[str, int, int]]:
    return [(one.account, one.debit, one.credit) for one in found.rows]


movements = st.lists(
    st.builds(
        lambda line, cents, day, label: Movement(day, line.key, line.side, cents, label),
        st.sampled_from(CASH),
        st.integers(1, 10**9),
        st.dates(date(2026, 1, 1), date(2028, 12, 31)),
        st.text(max_size=10),
    ),
    max_size=12,
)


@given(movements)
def test_debit_equals_credit_in_each_entry_and_every_account_adds_up(found: list[Movement]) -> None:
    made = journal_of(found)

    slow: Counter[str] = Counter()
    for one in found:
        slow[load_form().line(one.form_line).ledger] += one.cents
    by_account: Counter[str] = Counter()
    for row in made.rows:
        by_account[row.account] += row.debit + row.credit
    assert made.debit == made.credit == sum(one.cents for one in found)
    assert by_account - Counter({"512": by_account["512"]}) == slow
    assert [row.date for row in made.rows] == sorted(row.date for row in made.rows)


def test_a_charge_is_debited_and_a_product_credited() -> None:
    found = journal_of([spent("613", 65_000), received("74-etat", 100_000)])

    assert accounts(found) == [("613", 65_000, 0), ("512", 0, 65_000), ("512", 100_000, 0), ("741", 0, 100_000)]


def test_gifts_and_private_aid_go_to_the_ledgers_accounts() -> None:
    found = journal_of([received("758", 1), received("74-prive", 1), received("75-autres", 1)])

    assert [row.account for row in found.rows if row.credit] == ["754", "755", "758"]


@pytest.mark.parametrize(
    ("one", "reason"),
    [
        (spent("864", 100), "en nature"), (received("870", 100), "en nature"), (spent("68", 100), "aucun argent"),
        (received("78", 100), "aucun argent"), (received("propres", 100), "pas un compte"),
        (spent("indirect-fixes", 100), "pas un compte"), (spent("756", 100), "autre côté"),
        (spent("999", 100), "pas de ligne"), (spent("613", 0), "plus grand que zéro"),
        (spent("613", -5), "plus grand que zéro"),
    ],
)  # fmt: skip
def test_what_cannot_be_an_entry_is_left_out_with_its_reason(one: Movement, reason: str) -> None:
    found = journal_of([one, spent("613", 5)])

    assert [left.movement for left in found.left_out] == [one]
    assert reason in found.left_out[0].reason
    assert (len(found.rows), found.rows[0].number) == (2, 1)


def test_paheko_reads_one_row_an_entry() -> None:
    found = journal_of([spent("613", 65_050, reference="F12", analytic="coordination", funder="SCI du Lac")])

    sheet = as_paheko(found)

    assert sheet.columns == (
        "Libellé", "Date", "Remarques", "Numéro pièce comptable", "Compte de débit", "Compte de crédit", "Montant",
    )  # fmt: skip
    assert sheet.rows == (("Loyer de mars", "09/03/2027", "SCI du Lac", "F12", "613", "512", "650,50"),)


def test_paheko_reads_projects_only_when_asked() -> None:
    sheet = as_paheko(journal_of([received("756", 5, analytic="cantine")], bank="512A"), with_projects=True)

    assert sheet.columns[-1] == "Projet analytique"
    assert sheet.rows[0][4:] == ("512A", "756", "0,05", "cantine")


def test_the_fec_has_its_18_columns_and_one_row_an_account() -> None:
    sheet = as_fec(journal_of([received("74-region", 1_234_567, label="Région :\tsolde\n2026")]))

    assert (len(sheet.columns), sheet.columns[0], sheet.columns[-1]) == (18, "JournalCode", "Idevise")
    assert sheet.rows[1] == (
        "BQ", "Banque", "1", "20270309", "741", "Subventions d'exploitation", "", "", "BQ-1", "20270309",
        "Région : solde 2026", "0,00", "12345,67", "", "", "", "", "",
    )  # fmt: skip


def test_accounts_of_a_fec_start_with_three_digits() -> None:
    short = [one.key for one in CASH if len(one.ledger) < 3 or not one.ledger.isdigit()]

    assert short == []


def test_an_account_has_one_name() -> None:
    assert (ledger_title("741"), ledger_title("754"), ledger_title("758"), ledger_title("512")) == (
        "Subventions d'exploitation", "Dons manuels, mécénat", "Autres produits de gestion courante", "Banque",
    )  # fmt: skip


def test_a_movement_without_words_takes_those_of_its_line() -> None:
    assert journal_of([spent("616", 5, label=" ")]).rows[0].label == "Assurance"
