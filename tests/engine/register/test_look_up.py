"""What the directory is asked about a family, and what its answer means in our families."""

from dataclasses import replace
from pathlib import Path

import pytest

from essaim.engine.errors import BadOption, UnknownTerritory
from essaim.engine.register import load_families
from essaim.engine.register.look_up import asked_families, judge, number_question, questions
from essaim.engine.sources.recherche_answers import Found, read_page
from essaim.engine.sources.recherche_entreprises import NearPoint, Search
from essaim.engine.territories import Territories, WrittenPerimeter, load_territories, read_perimeter
from essaim.engine.values import Answer
from tests.directory_server import result, units

ROMANS = read_perimeter("commune:26281")


@pytest.fixture(scope="module")
def t(essaim_home: Path) -> Territories:
    return load_territories(root=essaim_home)


@pytest.fixture(scope="module")
def answer() -> list[Found]:
    results = [result(number, unit, matching=True) for number, unit in enumerate(units())]
    return list(read_page({"results": results, "total_results": len(results)}, 1).found)


def test_place_is_asked_by_its_level(t: Territories) -> None:
    by_epci = questions("ess", "", read_perimeter("epci:200068781"), t)
    by_departement = questions("", "vélo", read_perimeter("departement:26"), t)
    by_commune = questions("training", "", ROMANS, t)

    assert by_epci == (Search(epci=("200068781",), ess=True),)
    assert by_departement == (Search(text="vélo", departements=("26",)),)
    assert by_commune == (Search(communes=("26281",), training=True),)


def test_paris_is_asked_by_its_arrondissements(t: Territories) -> None:
    (question,) = questions("ess", "", read_perimeter("commune:75056"), t)

    assert isinstance(question, Search)
    assert question.communes == tuple(f"75{number}" for number in range(101, 121))


def test_radius_is_a_list_of_communes_or_a_point(t: Territories) -> None:
    place = read_perimeter("commune:26281:20")

    by_list = questions("ess", "", place, t)
    by_point = questions("research", "", place, t)
    with_words = questions("research", "bois", place, t)

    assert isinstance(by_list[0], Search)
    assert "26281" in by_list[0].communes
    assert isinstance(by_point[0], NearPoint)
    assert (by_point[0].radius_km, by_point[0].activities) == (30.0, ("72.11Z", "72.19Z", "72.20Z"))
    assert isinstance(with_words[0], Search)


def test_many_communes_are_asked_in_parts_and_too_many_are_refused(t: Territories) -> None:
    codes = [str(code) for code in t.codes]

    parts = questions("ess", "", WrittenPerimeter("codes", tuple(codes[:300])), t)

    assert [len(part.communes) for part in parts if isinstance(part, Search)] == [120, 120, 60]
    with pytest.raises(BadOption, match="trop de communes"):
        questions("ess", "", WrittenPerimeter("codes", tuple(codes[:500])), t)


def test_family_that_is_not_asked_or_place_that_is_not_there(t: Territories) -> None:
    with pytest.raises(BadOption):
        questions("natural_person", "", ROMANS, t)
    with pytest.raises(UnknownTerritory):
        questions("ess", "", read_perimeter("commune:99999"), t)


def test_activities_narrow_what_is_asked(t: Territories) -> None:
    around = questions("", "", read_perimeter("commune:26281:20"), t, ("01.13Z", "10.3*"))
    by_family = questions("ess", "", ROMANS, t, ("01.13Z",))

    assert [(type(one).__name__, one.activities[:2]) for one in around] == [("NearPoint", ("01.13Z", "10.31Z"))]
    assert [(one.ess, one.activities) for one in by_family if isinstance(one, Search)] == [(True, ("01.13Z",))]


def test_activity_of_the_establishment_itself_is_what_counts(t: Territories, answer: list[Found]) -> None:
    naf = next(one.naf for one in answer if one.name == "POLE SUD SYNTHETIQUE")

    judged, everybody = judge(answer, "", ROMANS, t, (naf,)), judge(answer, "", ROMANS, t)

    assert {line.found.naf for line in judged.listed if line.answer == Answer.YES} == {naf}
    assert len(judged.listed) + judged.against == len(everybody.listed)


def test_every_asked_family_is_one_of_ours() -> None:
    assert set(asked_families()) - set(load_families()) == set()


def test_answer_is_judged_by_our_families(t: Territories, answer: list[Found]) -> None:
    judged = judge(answer, "ess", ROMANS, t)

    by_name = {line.found.name: line for line in judged.listed}
    assert by_name["POLE SUD SYNTHETIQUE"].answer == Answer.YES
    assert by_name["POLE SUD SYNTHETIQUE"].why == "forme juridique de l'ESS"
    assert by_name["CHAUSSURES SOLIDAIRES SYNTHETIQUES"].why == "mention ESS de SIRENE ou liste d'ESS France"
    assert "ENTREPRISE SYNTHETIQUE" not in by_name
    assert "RECYCLERIE SYNTHETIQUE" not in by_name
    assert (judged.elsewhere, judged.against) == (2, 4)
    assert judged.sure + judged.possible == len(judged.listed)


def test_who_is_possible_comes_last_of_the_named_with_what_would_confirm_it(
    t: Territories, answer: list[Found]
) -> None:
    company = replace(
        answer[0],
        siret="12345678200010",
        name="PEUT ETRE",
        legal="5710",
        naf="94.99Z",
        flags={"public_siren": Answer.NO},
    )

    judged = judge([*answer, company], "ess", ROMANS, t)

    last = [one for one in judged.listed if one.found.name][-1]
    assert (last.found.name, last.answer) == ("PEUT ETRE", Answer.UNKNOWN)
    assert last.confirms != ""
    assert judged.possible == 1


@pytest.mark.parametrize(
    ("family", "name"),
    [
        ("work_integration", "LES ATELIERS SYNTHETIQUES"), ("training", "FORMATION SYNTHETIQUE"),
        ("research", "LABORATOIRE SYNTHETIQUE"), ("local_authority", "COMMUNE SYNTHETIQUE"),
        ("ess_commercial", "CHAUSSURES SOLIDAIRES SYNTHETIQUES"), ("responsible_sme", "PME A MISSION SYNTHETIQUE"),
    ],
)  # fmt: skip
def test_each_family_finds_its_own(t: Territories, answer: list[Found], family: str, name: str) -> None:
    judged = judge(answer, family, ROMANS, t)

    sure = [line.found.name for line in judged.listed if line.answer == Answer.YES and line.found.name]
    assert sure == [name]


def test_same_establishment_twice_counts_once(t: Territories, answer: list[Found]) -> None:
    once, twice = judge(answer, "ess", None, t), judge([*answer, *answer], "ess", None, t)

    assert len(twice.listed) == len(once.listed)


def test_nobody_is_an_answer(t: Territories) -> None:
    judged = judge([], "ess", ROMANS, t)

    assert (judged.listed, judged.sure, judged.possible) == ((), 0, 0)


def test_number_is_asked_as_it_is() -> None:
    assert number_question("356000000") == (Search(text="356000000"),)
