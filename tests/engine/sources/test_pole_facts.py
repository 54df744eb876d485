"""The sheets of the real poles against the reference facts that they were entered from.

Each fact is kept with its source, none of its sentences is: equality for what has a field (places, years, recognitions,
figures with their scope and date), words and numbers for what is said in words.
"""

import json
import re
import unicodedata
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from essaim.engine.sources.poles import Observation, PoleRecord, load_domains, load_poles

FOLDER = Path(str(files("essaim") / "data" / "poles"))
Fact = dict[str, Any]

# How the reference file names a recognition, a field, a scope, and how the sheets do.
SCHEMES = {
    "pôle témoin (appel du Labo de l'ESS, nov. 2011)": "witness_2012",
    "reconnu PTCE (auto-déclaré)": "self_declared",
    "lauréat appel à projets 2013": "laureate_2013",
    "lauréat appel à projets 2013 (à confirmer)": "laureate_2013",
    "lauréat appel à projets 2015": "laureate_2015",
    "appel à projets 2015": "laureate_2015",
    "AMI PTCE émergents, phase 1": "ami_2021_phase1",
}
DOMAINS = {
    "insertion": "work_integration",
    "relocalisation et renouveau productif": "productive_renewal",
    "communication responsable": "communication",
    "écologie": "environment",
    "environnement": "environment",
    "restauration": "restaurants",
    "démantèlement": "waste",
    "déchets": "waste",
    "maraîchage biologique": "market_gardening",
    "services": "services",
    "boulangerie": "bread",
    "filière blé-farine-pain": "bread",
    "filière palettes": "wood",
    "alimentation durable": "food",
}
JOBS = {
    "employees of member organisations, intermittents excluded": "member_staff",
    "permanent employees of member enterprises": "permanent_member_staff",
    "on site": "on_site",
    "jobs created by the pole": "created",
    "later figure, not 2012": "",
    "people in the 13 structures": "member_staff",
    "direct jobs": "direct",
    "employees of member enterprises": "member_staff",
    "people at start": "start",
    "team of the pole": "team",
    "FTE (State sheet)": "member_staff",
    "team of the SCIC": "team",
    "insertion + permanent": "pole",
    "FTE of the pole": "pole",
}
TURNOVER = {
    "cumulative of members": "member_organisations",
    "consolidated, members": "member_organisations",
    "all structures": "involved_organisations",
    "combined, lower bound": "member_organisations",
    "members": "member_organisations",
    "the pole itself": "pole",
}
MEMBERS = {
    "hosted_tenants": "hosted_tenants",
    "other_organisations_min": "nearby_organisations",
    "ess_approx": "ess",
    "projet_cae": "cae_project",
    "founding_structures": "founders",
    "founding_restaurants": "founders",
    "training_body": "training",
}
OTHER_COUNTS = {
    "associated_directors": "associated_directors",
    "volunteers": "volunteers",
    "citizen_investors_approx": "citizen_investors",
    "colleges": "colleges",
}
STAGES = {"emergence": "emerging", "closed": "ended", None: None}
RENAMED = {"La Serre / Les Imaginations Fertiles": "les-imaginations-fertiles"}
# The source dates the founding members of this pole from its creation, not from the article's year.
MEMBERS_DATED = {"les-imaginations-fertiles": "2013-07"}


@pytest.fixture(scope="module")
def facts(shared_data: Path) -> list[Fact]:
    found: list[Fact] = json.loads((shared_data / "poles" / "poles.json").read_text(encoding="utf-8"))
    return found


def plain(text: str) -> str:
    """Lower case, without accents, one kind of apostrophe."""
    bare = unicodedata.normalize("NFKD", text.lower().replace("’", "'").replace("œ", "oe"))
    return "".join(one for one in bare if not unicodedata.combining(one))


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", plain(text))


def numbers(text: str) -> set[float]:
    """The numbers of a text, thousands separators dropped, decimal comma or point."""
    joined = re.sub(r"(?<=\d)[ _\u00a0\u202f,](?=\d{3}\b)", "", text)
    return {float(one.replace(",", ".")) for one in re.findall(r"\d+(?:[.,]\d+)?", joined)}


def prose(pole: PoleRecord) -> str:
    """All that the sheet says in words."""
    facts = (*pole.observations, *pole.recognitions)
    labels = [*(one.label for one in pole.means), *(one.label for one in pole.funding)]
    stage = pole.stage.reason if pole.stage else ""
    texts = [pole.name, *pole.other_names, *pole.former_names, pole.place, pole.note, stage, *labels]
    return " ".join([*texts, pole.founded_note, pole.legal_form_note, *(one.note for one in facts)])


def pole_of(fact: Fact) -> PoleRecord:
    known = {name: pole for pole in load_poles() for name in (pole.name, *pole.former_names)}
    if fact["name"] in RENAMED:
        return next(pole for pole in load_poles() if pole.slug == RENAMED[fact["name"]])
    return known.get(fact["name"]) or known[fact["name"].split(" (")[0]]


def counted(pole: PoleRecord, indicator: str, scope: str | None = None) -> list[Observation]:
    return [one for one in pole.observations if one.indicator == indicator and scope in (None, one.scope)]


def test_reference_poles_each_have_one_sheet(facts: list[Fact]) -> None:
    assert sorted(pole_of(fact).slug for fact in facts) == [pole.slug for pole in load_poles()]


def test_reference_names_are_all_kept(facts: list[Fact]) -> None:
    for fact in facts:
        pole = pole_of(fact)
        parts = re.split(r" \(|\)| / |, |\blater |\bprojet ", fact["name"])
        kept = plain(" / ".join((pole.name, *pole.other_names, *pole.former_names)))
        assert [part for part in parts if plain(part.strip()) not in kept] == [], pole.slug


def test_reference_places_are_kept(facts: list[Fact]) -> None:
    regions = {
        "Nouvelle-Aquitaine": "75", "Auvergne-Rhône-Alpes": "84", "Occitanie": "76", "Pays de la Loire": "52",
    }  # fmt: skip
    for fact in facts:
        pole = pole_of(fact)
        assert pole.commune == fact["commune_insee"], pole.slug
        assert fact["departement"] in (None, pole.departement), pole.slug
        if not pole.departement and fact["region"]:
            assert pole.region == regions[fact["region"]], pole.slug


def test_reference_domains_years_and_stages_are_kept(facts: list[Fact]) -> None:
    labels = {domain.labels["fr"]: domain.key for domain in load_domains()}
    for fact in facts:
        pole = pole_of(fact)
        assert {labels.get(one) or DOMAINS[one] for one in fact["domains"]} <= set(pole.domains), pole.slug
        assert fact["founded"] in (None, pole.founded), pole.slug
        assert (pole.stage.key if pole.stage else None) == STAGES[fact["stage"]], pole.slug
        if fact["stage"] == "emergence":
            assert pole.stage
            assert pole.stage.as_of == (fact["as_of"] or ""), pole.slug
        form = plain(fact["legal_form"] or "")
        assert not form or plain(pole.legal_form).split("_")[0][:9] in form or "porte par" in plain(prose(pole))


def test_reference_sources_are_all_kept(facts: list[Fact]) -> None:
    for fact in facts:
        assert set(fact["source_urls"]) <= set(pole_of(fact).sources), fact["name"]


def test_reference_recognitions_are_kept_with_their_source(facts: list[Fact]) -> None:
    for fact in facts:
        pole = pole_of(fact)
        for one in fact["recognitions"]:
            (kept,) = [mine for mine in pole.recognitions if mine.scheme == SCHEMES[one["scheme"]]]
            assert kept.date == (one["date"] or ""), pole.slug
            assert one["source_url"] in kept.sources, pole.slug
            assert kept.to_confirm == ("à confirmer" in one["scheme"]), pole.slug


def test_reference_members_are_kept(facts: list[Fact]) -> None:
    for fact in facts:
        pole, members = pole_of(fact), fact["members"]
        if members["total"]:
            date = MEMBERS_DATED.get(pole.slug, fact["as_of"] or "")
            totals = [(one.value, one.as_of[: len(date)]) for one in counted(pole, "members")]
            assert (members["total"], date) in totals, pole.slug
        for kind, value in members["by_type"].items():
            scope = MEMBERS.get(kind, kind)
            if kind == "publishers_share":
                assert [one.value for one in counted(pole, "members_share", "publishers")] == [100 * value]
                continue
            found = [*counted(pole, "members", scope), *counted(pole, "organisations", scope)]
            assert value in [one.value for one in found], (pole.slug, kind)
        for key, indicator in OTHER_COUNTS.items():
            assert key not in members or [one.value for one in counted(pole, indicator)] == [members[key]], pole.slug


def test_reference_jobs_and_turnover_are_kept(facts: list[Fact]) -> None:
    for fact in facts:
        pole, date = pole_of(fact), fact["as_of"] or ""
        if fact["jobs"]:
            found = [*counted(pole, "jobs", JOBS[fact["jobs_scope"]]), *counted(pole, "people", "start")]
            assert (fact["jobs"], date) in [(one.value, one.as_of[: len(date)]) for one in found], pole.slug
            assert any(one.unit == "fte" for one in found) == ("FTE" in fact["jobs_scope"]), pole.slug
        if fact["turnover_eur"]:
            found = counted(pole, "turnover", TURNOVER[fact["turnover_scope"]])
            assert (fact["turnover_eur"], date) in [(one.value, one.as_of[: len(date)]) for one in found], pole.slug


def test_reference_means_and_funding_are_kept(facts: list[Fact]) -> None:
    for fact in facts:
        pole = pole_of(fact)
        said = set(words(prose(pole)))
        for text in (*fact["shared_resources"], *fact["funding"]):
            told = [word for word in words(text.removesuffix(" (mention)")) if len(word) > 4]
            assert [word for word in told if word not in said] == [], (pole.slug, text)


def test_reference_numbers_are_all_kept(facts: list[Fact]) -> None:
    for fact in facts:
        pole = pole_of(fact)
        sheet = numbers(re.sub(r"https?://\S+", "", (FOLDER / f"{pole.slug}.toml").read_text("utf-8")))
        scaled = sheet | {one / 1_000_000 for one in sheet} | {one / 1000 for one in sheet}
        given = " ".join([fact["note"], *fact["funding"], *fact["shared_resources"], fact["members"].get("detail", "")])
        assert numbers(given.replace("1996/97", "1996 1997")) - scaled == set(), pole.slug


def test_notes_share_no_run_of_eight_words_with_the_reference(facts: list[Fact]) -> None:
    def runs(text: str) -> set[tuple[str, ...]]:
        said = words(text)
        return {tuple(said[place : place + 8]) for place in range(len(said) - 7)}

    theirs = set().union(*(runs(fact["note"]) for fact in facts))
    ours = {run: pole.slug for pole in load_poles() for run in runs(prose(pole))}

    assert [slug for run, slug in ours.items() if run in theirs] == []
