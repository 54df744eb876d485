"""The two-page note for an elected member: what it says, its pages, its tags."""

import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from tests.factories import make_full_pole
from tests.pdf import is_tagged, pages_of
from tests.web.territories.registers import ASSOCIATION, COMPANY, SOLE_TRADER, load, row

PDF, ODT = "/territoires/note.pdf", "/territoires/note.odt"
PLACES = ["commune:48095:20", "commune:26281", "region:11", "codes:48095,48092", "commune:75056:100", "departement:976"]


def text_of(odt: bytes) -> str:
    with zipfile.ZipFile(BytesIO(odt)) as archive:
        return re.sub(r"<[^>]+>", " ", archive.read("content.xml").decode())


@pytest.fixture
def home(bare_home: Path) -> Path:
    rows = [row(n, legal=ASSOCIATION, name=f"Association {n}") for n in range(4)]
    load(
        bare_home, [*rows, row(8, naf="47.11B", legal=COMPANY), row(9, legal=SOLE_TRADER, name="JEANNE MARTIN")], "all"
    )
    return bare_home


@pytest.mark.parametrize("line", PLACES)
def test_note_is_tagged_and_holds_on_two_pages(visitor: Client, home: Path, line: str) -> None:
    for _number in range(5):
        make_full_pole(commune="48095")

    answer = visitor.get(PDF, {"lieu": line})

    assert answer.headers["Content-Type"] == "application/pdf"
    assert is_tagged(answer.content)
    assert pages_of(answer.content) in (1, 2)


def test_longest_note_still_holds_on_two_pages(visitor: Client, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from essaim.web.territories import briefing_files
    from essaim.web.territories.briefing import briefing_words

    def longest(*asked: object) -> dict[str, object]:
        words = briefing_words(*asked)  # type: ignore[arg-type]
        long = "Mot " * 42
        return words | {
            "limits": long * 3, "here": [long] * 4, "peers": [long + long] * 3, "alike": [long] * 3,
            "sources": [long + long] * 9, "models": [["Modèle " * 10, "10", "10", "10"]] * 20,
            "families": [["Famille " * 9, *["100 000"] * 6]] * 8,
            "families_head": ["Famille", "Sûrs", "Possibles", "pour 1 000", "Région " * 4, "France", "Semblables"],
        }  # fmt: skip

    monkeypatch.setattr(briefing_files, "briefing_words", longest)

    assert pages_of(visitor.get(PDF, {"lieu": "commune:48095:20"}).content) == 2


def test_note_says_what_is_known_and_where_it_comes_from(visitor: Client, home: Path) -> None:
    text = text_of(visitor.get(ODT, {"lieu": "commune:48095:20"}).content)

    assert [words in text for words in ("20 km autour de Mende", "réuni", "Association 1", "JEANNE MARTIN")] == [
        True, True, False, False,
    ]  # fmt: skip
    assert "demandez aux chambres" in text
    assert "Loi n° 2014-856" in text
    assert "/territoires/lieu/?lieu=commune:48095:20" in text


def test_note_without_register_says_what_it_cannot_know(visitor: Client, bare_home: Path) -> None:
    text = text_of(visitor.get(ODT, {"lieu": "commune:48095"}).content)

    assert "Aucun registre des établissements n'est chargé" in text
    assert "on ne peut dire d'aucun modèle" in text


def test_note_of_an_uncovered_place_says_so(visitor: Client, bare_home: Path) -> None:
    load(bare_home, [row(1, legal=ASSOCIATION)], covers="48")

    text = text_of(visitor.get(ODT, {"lieu": "commune:26281:20"}).content)

    assert "inconnu ne veut pas dire absent" in text


@pytest.mark.parametrize("address", [PDF, ODT])
def test_note_of_no_place_is_not_made(visitor: Client, address: str) -> None:
    answers = [visitor.get(address).status_code, visitor.get(address, {"lieu": "zut"}).status_code]

    assert answers == [302, 404]


def test_same_place_on_the_same_day_gives_the_same_file(visitor: Client, home: Path) -> None:
    first, second = (visitor.get(PDF, {"lieu": "commune:48095"}).content for _time in range(2))

    assert first == second
