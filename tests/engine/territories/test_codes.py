"""Codes of communes: cleaned, packed, found."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.engine.territories.codes import CodeIndex, clean_code, clean_codes, pack

CODES = st.from_regex(r"(0[1-9]|[1-9][0-9]|2[AB])[0-9]{3}", fullmatch=True)


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        ("48095", "48095"),
        ("1001", "01001"),
        ("48095.0", "48095"),
        ("1001.0", "01001"),
        (" 2a004\u00a0", "2A004"),
        ("48 095", "48095"),
        ("48\u202f095", "48095"),
        ("48095 - Mende", "48095"),
        ("48095 : Mende (Lozère)", "48095"),
        ("Mende", "MENDE"),
        ("480951", "480951"),
        ("", ""),
    ],
)
def test_clean_code_undoes_what_spreadsheets_do(written: str, clean: str) -> None:
    assert clean_code(written) == clean


def test_clean_codes_counts_what_it_mends() -> None:
    cleaned = clean_codes(["48095", "1001", "2a004"])

    assert cleaned.codes.tolist() == ["48095", "01001", "2A004"]
    assert cleaned.mended == 2


def test_clean_codes_of_nothing_is_empty() -> None:
    assert clean_codes([]).codes.tolist() == []


@given(st.lists(CODES, max_size=30))
def test_pack_sorts_like_text(codes: list[str]) -> None:
    packed = pack(np.array(codes, dtype=np.str_))

    assert [codes[i] for i in np.argsort(packed, kind="stable")] == sorted(codes)


@pytest.mark.parametrize("odd", ["4809", "480951", "", "4809é"])
def test_pack_refuses_what_is_not_five_plain_characters(odd: str) -> None:
    assert pack(np.array([odd, "48095"])).tolist()[0] == -1


@given(st.lists(CODES, unique=True, max_size=30), st.lists(st.one_of(CODES, st.text(max_size=8)), max_size=30))
def test_code_index_finds_what_a_dict_finds(codes: list[str], asked: list[str]) -> None:
    index = CodeIndex.from_codes(np.array(codes, dtype="U5"))
    plain = {code: place for place, code in enumerate(codes)}
    # numpy's text drops trailing NULs: they cannot be told apart there.
    asked = [text.rstrip("\x00") for text in asked]

    found = index.find(np.array(asked, dtype=np.str_))

    assert found.tolist() == [plain.get(text, -1) for text in asked]


def test_code_index_keeps_the_first_of_doubles() -> None:
    index = CodeIndex.from_codes(np.array(["48095", "48095"]), np.array([7, 8], dtype=np.int32))

    assert index.find(np.array(["48095"])).tolist() == [7]
