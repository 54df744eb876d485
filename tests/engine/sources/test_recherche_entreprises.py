"""Asking the public directory of enterprises: questions, pace, what comes in time, what goes wrong."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from essaim.engine.errors import LookupProblem
from essaim.engine.language import use_language
from essaim.engine.sources.connections import Waiting
from essaim.engine.sources.recherche_answers import read_page
from essaim.engine.sources.recherche_entreprises import Asked, NearPoint, Question, Search, Service, TokenBucket, ask
from essaim.engine.values import Answer
from tests.directory_server import Directory, directory_server, result, units

ESS_OF_ROMANS = Search(communes=("26281",), ess=True)


@pytest.fixture
def directory() -> Iterator[Directory]:
    with directory_server() as running:
        yield running


def asked(
    directory: Directory, *questions: Question, budget: float = 3.0, timeout: float = 2.0, pages: int = 4
) -> Asked:
    return ask(
        questions, service=Service(directory.url, "essaim-tests/1 (+https://example.org)"), bucket=TokenBucket(50, 50),
        waiting=Waiting(time.sleep, time.monotonic, timeout=timeout), most_pages=pages, budget=budget,
    )  # fmt: skip


def test_question_is_asked_as_the_directory_reads_it_and_all_pages_come(directory: Directory) -> None:
    found = asked(directory, ESS_OF_ROMANS)

    path, parameters = directory.seen[0]
    assert path == "/search"
    assert parameters == {
        "code_commune": "26281", "est_ess": "true", "limite_matching_etablissements": "100", "page": "1",
        "per_page": "25", "minimal": "true", "include": "siege,complements,matching_etablissements",
    }  # fmt: skip
    assert [parameters["page"] for _path, parameters in directory.seen] == ["1", "2"]
    assert (found.total, sum(page.units for page in found.pages), found.complete, found.cut) == (49, 49, True, "")
    assert directory.agents == {"essaim-tests/1 (+https://example.org)"}


def test_names_of_persons_and_of_discreet_establishments_never_leave_the_reader(directory: Directory) -> None:
    found = asked(directory, ESS_OF_ROMANS)

    rows = [row for page in found.pages for row in page.found]
    unnamed = {row.siret: row.why_unnamed for row in rows if row.name is None}
    assert "DURAND" not in repr(found)
    assert "MARTIN" not in repr(found)
    assert "DISCRETE" not in repr(found)
    assert "FORME INCONNUE" not in repr(found)
    assert "Inventée" not in repr(found)
    assert sum(page.natural_persons for page in found.pages) == 2
    assert list(unnamed.values()) == ["a demandé que son nom et son adresse ne soient pas publics"]
    assert sum(page.not_public for page in found.pages) >= 1
    assert not any(row.name and "FERMEE" in row.name for row in rows)


def test_what_is_known_is_known_and_the_rest_unknown(directory: Directory) -> None:
    (page,) = asked(directory, Search(text="ateliers synthetiques")).pages

    (row,) = page.found
    assert (row.name, row.commune, row.naf, row.legal, row.size) == (
        "LES ATELIERS SYNTHETIQUES", "26281", "14.13Z", "5458", "NN",
    )  # fmt: skip
    assert row.flags["ess"] == row.flags["siae"] == Answer.YES
    assert row.flags["training"] == row.flags["not_public"] == Answer.NO
    assert (round(row.lat or 0, 2), round(row.lon or 0, 2)) == (45.05, 5.05)


def test_siren_is_answered_by_its_head_office_and_siret_by_itself(directory: Directory) -> None:
    wanted = result(0, units()[0], matching=True)

    by_siren = asked(directory, Search(text=wanted["siren"])).pages[0].found
    by_siret = asked(directory, Search(text=wanted["siege"]["siret"])).pages[0].found

    assert [row.siret for row in by_siren] == [row.siret for row in by_siret] == [wanted["siege"]["siret"]]


def test_near_point_sends_its_point_and_its_radius(directory: Directory) -> None:
    found = asked(directory, NearPoint(45.046, 5.051, 80, activities=("72.19Z",)))

    path, parameters = directory.seen[0]
    assert path == "/near_point"
    assert (parameters["lat"], parameters["long"], parameters["radius"]) == ("45.04600", "5.05100", "50")
    assert [row.name for row in found.pages[0].found] == ["LABORATOIRE SYNTHETIQUE"]


def test_pages_are_bounded_and_it_is_said(directory: Directory) -> None:
    found = asked(directory, ESS_OF_ROMANS, pages=1)

    assert (len(found.pages), found.total, found.complete) == (1, 49, False)


def test_too_many_requests_waits_as_asked_then_tries_again(directory: Directory) -> None:
    directory.moods.append("429 1")

    found = asked(directory, Search(text="ateliers"))

    assert found.total == 1
    assert directory.at[1] - directory.at[0] >= 1


def test_too_many_requests_beyond_the_budget_says_when_to_come_back(directory: Directory) -> None:
    directory.moods.append("429 120")

    with pytest.raises(LookupProblem, match="occupé") as refusal:
        asked(directory, ESS_OF_ROMANS)

    assert (refusal.value.wait, len(directory.seen)) == (120, 1)


@pytest.mark.parametrize(
    ("moods", "sentence"),
    [
        (["500", "500"], r"occupé ou en panne \(réponse 500\)"),
        (["html"], "ce n'est pas du JSON"),
        (["cut", "cut"], "JSON|coupée"),
        (["shape"], r"n'a pas la forme qu'il annonce \(results\)"),
        (["odd"], "n'a pas la forme"),
        (["slow 2", "slow 2"], "ne répond pas|en 0.6 secondes"),
    ],
)
def test_failure_is_one_sentence(directory: Directory, moods: list[str], sentence: str) -> None:
    directory.moods.extend(moods)

    with pytest.raises(LookupProblem, match=sentence):
        asked(directory, ESS_OF_ROMANS, budget=0.6 if "slow 2" in moods else 3.0, timeout=0.5)


def test_server_that_is_not_there_is_one_sentence() -> None:
    with pytest.raises(LookupProblem, match="la connexion n'a pas pu être établie"):
        asked(Directory(url="http://127.0.0.1:9"), ESS_OF_ROMANS)


def test_refused_question_says_the_code(directory: Directory) -> None:
    with pytest.raises(LookupProblem, match=r"refuse cette demande \(réponse 400\)"):
        asked(directory, Search())


def test_one_failure_that_passes_is_not_seen(directory: Directory) -> None:
    directory.moods.append("500")

    assert asked(directory, ESS_OF_ROMANS).complete


def test_what_came_in_time_is_kept_and_said_to_be_a_part(directory: Directory) -> None:
    directory.moods.extend(["", "slow 3"])

    found = asked(directory, ESS_OF_ROMANS, budget=0.8)

    assert (len(found.pages), found.complete) == (1, False)
    assert "n'a pas fini de répondre" in found.cut or "ne répond pas" in found.cut


def test_budget_is_hard(directory: Directory) -> None:
    directory.moods.extend(["slow 5"])
    start = time.monotonic()

    with pytest.raises(LookupProblem):
        asked(directory, ESS_OF_ROMANS, budget=0.5, timeout=10)

    assert time.monotonic() - start < 1.5


def test_nobody_is_an_answer(directory: Directory) -> None:
    directory.moods.append("empty")

    found = asked(directory, ESS_OF_ROMANS)

    assert (found.total, found.pages[0].found, found.complete) == (0, (), True)


def test_failure_is_said_in_the_language_of_whoever_asks(directory: Directory) -> None:
    directory.moods.append("html")
    use_language("en")

    with pytest.raises(LookupProblem) as refusal:
        asked(directory, ESS_OF_ROMANS)

    assert refusal.value.message.startswith("The directory")


def test_bucket_keeps_the_pace() -> None:
    bucket = TokenBucket(rate=4, burst=2)

    waits = [bucket.take(0.0) for _ in range(4)]
    later = bucket.take(10.0)

    assert waits == [0.0, 0.0, 0.25, 0.5]
    assert later == 0.0


@pytest.mark.parametrize(
    "change",
    [{"siren": "12"}, {"siren": None}, {"matching_etablissements": [{"siret": "1", "commune": "26281"}]}, {"siege": 3}],
)
def test_result_of_another_shape_is_refused(change: dict[str, Any]) -> None:
    one = result(0, units()[0], matching=False) | change

    with pytest.raises(LookupProblem, match="n'a pas la forme"):
        read_page({"results": [one], "total_results": 1}, 1)


def test_optional_fields_of_another_type_are_unknown() -> None:
    one = result(0, units()[0], matching=False)
    one["complements"] = {"est_ess": "oui", "est_siae": None, "est_association": True}
    one["siege"] |= {"latitude": "nord", "activite_principale": 12, "tranche_effectif_salarie": 3, "commune": "99999"}
    one["siege"]["commune"] = "26281"
    one["nature_juridique"] = 9220

    (row,) = read_page({"results": [one], "total_results": 1}, 1).found

    assert (row.name, row.naf, row.legal, row.size, row.lat) == ("POLE SUD SYNTHETIQUE", "", "", "", None)
    assert "ess" not in row.flags
    assert "siae" not in row.flags
