"""The lines of the subsidy form: all there, on their side, mapped to the ledger and never copied."""

import re

import pytest

from essaim.engine.errors import InvalidRules, UnknownKey
from essaim.engine.financing import Side, load_form
from essaim.engine.financing.data_files import shipped_text
from essaim.engine.financing.form import FUNDER_LEVELS, PRIVATE, SUBSIDIES, read_form
from essaim.engine.language import use_language

CHARGES = ["60", "61", "62", "63", "64", "65", "66", "67", "68", "69", "indirect", "86"]
PRODUCTS = ["70", "73", "74", "75", "76", "77", "78", "79", "propres", "87"]


def written() -> str:
    return shipped_text("nomenclatures", "subsidy_form.toml")


def test_the_form_has_its_headings_in_order() -> None:
    form = load_form()

    headings = {side: [heading.key for heading, _lines in form.groups(side)] for side in Side}

    assert headings == {Side.CHARGE: CHARGES, Side.PRODUCT: PRODUCTS}


def test_every_line_is_under_one_heading_once() -> None:
    form = load_form()

    grouped = [one.key for side in Side for _heading, lines in form.groups(side) for one in lines]

    assert sorted(grouped) == sorted(one.key for one in form.lines)
    assert len(set(grouped)) == len(grouped) == 49


def test_keys_can_be_written_in_an_address() -> None:
    odd = [one.key for one in load_form().lines if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", one.key)]

    assert odd == []


def test_volunteering_and_gifts_in_kind_swap_their_accounts_between_form_and_ledger() -> None:
    form = load_form()

    ledger = {key: form.line(key).ledger for key in ("870", "871", "875")}

    assert ledger == {"870": "875", "871": "871", "875": "870"}
    assert (form.line("870").title(), form.line("875").title()) == ("Bénévolat", "Dons en nature")


def test_gifts_and_private_aid_leave_the_forms_accounts() -> None:
    form = load_form()

    assert (form.line("758").ledger, form.line("74-prive").ledger, form.line("75-autres").ledger) == (
        "754",
        "755",
        "758",
    )


def test_lines_that_move_no_money_are_the_calculated_the_valued_and_own_resources() -> None:
    form = load_form()

    still = {one.key for one in form.lines if not one.is_cash}

    assert still == {"68", "78", "propres", "860", "861", "862", "864", "870", "871", "875"}


def test_valued_contributions_are_the_two_last_headings() -> None:
    assert {one.group for one in load_form().lines if one.in_kind} == {"86", "87"}


def test_each_funder_of_subsidies_has_its_level_and_only_private_aid_is_not_public() -> None:
    subsidies = [one for one in load_form().lines if one.group == SUBSIDIES]

    assert [one.funder_level for one in subsidies] == list(FUNDER_LEVELS)
    assert [one.funder_level for one in subsidies if one.origin != "public"] == [PRIVATE]


def test_origins_are_of_products_alone() -> None:
    form = load_form()

    assert {one.origin for one in form.side(Side.CHARGE)} == {""}
    assert {one.key for one in form.lines if one.origin == "market"} == {"70"}


def test_every_title_is_said_in_two_languages() -> None:
    form = load_form()

    assert all(one.titles["fr"] and one.titles["en"] for one in (*form.headings, *form.lines))
    use_language("en")
    try:
        assert form.line("870").title() == "Volunteering"
        assert form.groups(Side.CHARGE)[0][0].title() == "60 Purchases"
    finally:
        use_language("fr")


def test_an_unknown_line_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownKey, match="74-etat »"):
        load_form().line("74-etats")


def test_a_line_without_heading_is_refused() -> None:
    text = written().replace('heading = "61"', 'heading = "6l"', 1)

    with pytest.raises(InvalidRules, match="6l"):
        read_form(text, "form.toml")


def test_a_wrong_key_is_refused_with_its_line() -> None:
    text = written().replace("\ncash = false", "\ncahs = false", 1)
    line = text.splitlines().index("cahs = false") + 1

    with pytest.raises(InvalidRules, match=f"ligne {line}.*cahs"):
        read_form(text, "form.toml")


def test_a_key_taken_twice_is_refused() -> None:
    text = written().replace('key = "615"', 'key = "613"')

    with pytest.raises(InvalidRules, match=r"613.*déjà prise"):
        read_form(text, "form.toml")


def test_what_is_not_toml_is_refused_with_its_line() -> None:
    with pytest.raises(InvalidRules, match="ligne 2"):
        read_form('key = "a"\nversion 3', "form.toml")
