"""Finding a territory however it is written."""

import pytest

from essaim.engine.territories import Place, Territories, load_territories, search_places
from essaim.engine.territories.search_index import search_form, without_article


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("Saint-Étienne-du-Grès", "saint etienne du gres"),
        ("St Etienne", "saint etienne"),
        ("STE-FOY", "sainte foy"),
        ("L'Haÿ-les-Roses", "l hay les roses"),
        ("L’Œuf", "l oeuf"),
        ("Villiers s/ Marne", "villiers sur marne"),
        ("Villiers s/Marne", "villiers sur marne"),
        ("Sant'Andréa", "sant andrea"),
        ("  ", ""),
        ("東京", ""),
    ],
)
def test_search_form_forgives_how_people_write(written: str, form: str) -> None:
    assert search_form(written) == form


@pytest.mark.parametrize(("form", "rest"), [("le havre", "havre"), ("l hay", "hay"), ("lens", "lens"), ("le", "le")])
def test_without_article_drops_only_an_article(form: str, rest: str) -> None:
    assert without_article(form) == rest


def first(t: Territories, text: str) -> tuple[str, str]:
    places = search_places(t, text)
    return (places[0].kind, places[0].code) if places else ("", "")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("mende", ("commune", "48005")),
        ("MENDE ", ("commune", "48005")),
        ("le havre", ("commune", "48003")),
        ("havre", ("commune", "48003")),
        ("abergement", ("commune", "48001")),
        ("L’Abergement", ("commune", "48001")),
        ("st etienne du valdonnez", ("commune", "48002")),
        ("Saint Étienne", ("commune", "48002")),
        ("valdonnez", ("commune", "48002")),
        ("oeuf", ("commune", "48004")),
        ("œuf-en-ternois", ("commune", "48004")),
        ("lozere", ("departement", "48")),
        ("coeur de lozère", ("epci", "200000001")),
        ("occitanie", ("region", "76")),
        ("48005", ("commune", "48005")),
        ("200000002", ("epci", "200000002")),
        ("48", ("departement", "48")),
        ("75101", ("commune", "75056")),
        ("paris 2e", ("commune", "75056")),
        ("neuve haute", ("commune", "48006")),
        ("48190", ("commune", "48003")),
        ("saint denis reunion", ("commune", "97411")),
        ("mende 48", ("commune", "48005")),
        ("aveyron rodez", ("commune", "12001")),
        ("xyz", ("", "")),
        ("", ("", "")),
        ("\x00", ("", "")),
        ("(*[", ("", "")),
    ],
)
def test_search_finds(tiny: Territories, text: str, answer: tuple[str, str]) -> None:
    assert first(tiny, text) == answer


def test_postal_code_gives_its_communes_most_populated_first(tiny: Territories) -> None:
    assert [place.code for place in search_places(tiny, "48000")] == ["48005", "48001"]


def test_start_of_a_postal_code_gives_all_that_start_so(tiny: Territories) -> None:
    assert [place.code for place in search_places(tiny, "480")][:2] == ["48005", "48001"]


def test_same_name_puts_the_commune_before_the_departement(tiny: Territories) -> None:
    kinds = [place.kind for place in search_places(tiny, "paris")]

    assert kinds[:2] == ["commune", "departement"]


def test_former_name_says_which(tiny: Territories) -> None:
    place = search_places(tiny, "vieille")[0]

    assert place == Place("commune", "48001", "L'Abergement", "Vieille, commune associée – Lozère (48)", 1000.0)


def test_levels_keep_only_what_is_asked(tiny: Territories) -> None:
    assert {place.kind for place in search_places(tiny, "lozere", levels=["epci"])} == {"epci"}


@pytest.mark.parametrize("limit", [0, 1, 3])
def test_limit_is_kept(tiny: Territories, limit: int) -> None:
    assert len(search_places(tiny, "e", limit)) <= limit


def test_each_territory_is_given_once(tiny: Territories) -> None:
    places = search_places(tiny, "paris", 50)

    assert len({(place.kind, place.code) for place in places}) == len(places)


def test_exact_name_comes_before_those_that_start_like_it_and_contain_it(france: Territories) -> None:
    names = [place.name for place in search_places(france, "mende", levels=["commune"])]

    assert names == ["Mende", "Amendeuix-Oneix"]


@pytest.mark.parametrize(
    ("text", "code"),
    [("st denis 93", "93066"), ("la fleche", "72154"), ("lyon 3e", "69123"), ("48000", "48095")],
)
def test_search_of_real_places(france: Territories, text: str, code: str) -> None:
    assert search_places(france, text)[0].code == code


@pytest.mark.parametrize(
    ("postal_code", "first"),
    [("75001", "75056"), ("75116", "75056"), ("69004", "69123"), ("13001", "13055"), ("69010", "69010")],
)
def test_postal_code_of_an_arrondissement_gives_its_city_first(postal_code: str, first: str) -> None:
    assert search_places(load_territories(), postal_code)[0].code == first
