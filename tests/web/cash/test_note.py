"""The two-page note on a plan: the same words in PDF and ODT, on two pages whatever the plan."""

import re
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.conf import LazySettings
from tests.factories import make_full_pole
from tests.pdf import pages_of
from tests.web.cash.making import coordinator, five_funders, here, simple_plan
from tests.work_factories import make_funder, make_plan, make_plan_line

from essaim.apps.financing.models import Plan

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _home(essaim_home: Any) -> None:
    """The pages name territories."""


def file_of(plan: Plan, form: str) -> bytes:
    answer = coordinator(plan.pole).get(here(plan, f"note.{form}"))
    assert answer.status_code == 200
    return bytes(answer.content)


def words_of(odt: bytes) -> str:
    with ZipFile(BytesIO(odt)) as archive:
        text = archive.read("content.xml").decode()
    return re.sub(r"<[^>]+>", " ", text).replace("\u00a0", " ").replace("\u202f", " ")


def full_plan() -> Plan:
    """Five years, twenty funders with long names, an opening that nobody wrote: the most that a note has to hold."""
    plan = make_plan(
        pole=make_full_pole(name="Pôle " + "très " * 20), title="Budget " + "long " * 30, years=5, members=9
    )
    for number in range(20):
        funder = make_funder(pole=plan.pole, name=f"Établissement public de coopération intercommunale n° {number}")
        amounts = [1_234_567_89 + number, None, 9_999_999_99, 5, 6]
        make_plan_line(*amounts, plan=plan, side="product", form_line="74-communes", funder=funder)
        make_plan_line(
            *[2_000_000_01] * 5, plan=plan, analytic="coordination", form_line="864" if number % 2 else "641"
        )
    return plan


def test_the_note_says_how_many_funders_it_does_not_tell() -> None:
    assert "… et 14 autres financeurs, sur la page." in words_of(file_of(full_plan(), "odt"))


def test_the_note_holds_on_two_pages_whatever_the_plan() -> None:
    assert [pages_of(file_of(plan, "pdf")) for plan in (simple_plan(), five_funders(), full_plan())] == [2, 2, 2]


def test_the_note_says_the_plan_the_cases_and_the_fee() -> None:
    words = words_of(file_of(five_funders(), "odt"))

    for said in (
        "Budget et trésorerie : note pour le conseil et pour l'intercommunalité",
        "Total des charges", "104 000 €", "Charges avec les contributions en nature", "112 000 €", "324 000 € *",
        "Comme prévu, le solde descend jusqu'à −15 183 €, fin février 2028.", "6 mois de retard", "Sans aucune aide",
        "Sans : État (DREETS) : la trésorerie tient 7 mois, jusqu'à fin juillet 2027",
        "2027 : 2 450 € par membre sans aucune aide (dans le plan : 100 €).",
        "Pour garder la moitié de l'animation sans « État (DREETS) » en 2027 : 62,50 € par membre.",
        "version 1",
    ):  # fmt: skip
        assert said in words
    assert "SYNTHÉTIQUES" not in words


def test_the_note_of_the_sandbox_says_that_it_is_made_up(settings: LazySettings) -> None:
    settings.SANDBOX = True

    assert "DONNÉES SYNTHÉTIQUES" in words_of(file_of(simple_plan(), "odt"))


def test_the_drawing_is_in_the_odt_with_its_words() -> None:
    with ZipFile(BytesIO(file_of(five_funders(), "odt"))) as archive:
        drawing = archive.read("Pictures/cash.svg").decode()
        manifest = archive.read("META-INF/manifest.xml").decode()
        content = archive.read("content.xml").decode()

    assert drawing.startswith("<svg")
    assert 'manifest:full-path="Pictures/cash.svg" manifest:media-type="image/svg+xml"' in manifest
    assert "<svg:desc>Solde de trésorerie à la fin de chaque mois." in content


def test_signs_that_nobody_draws_do_not_break_the_note() -> None:
    plan = simple_plan(title="Budget 北京 \u2028 <b>&")

    assert pages_of(file_of(plan, "pdf")) == 2
    assert "Budget 北京" in words_of(file_of(plan, "odt"))


@pytest.mark.slow
def test_the_odt_holds_on_two_pages_in_an_office_suite(tmp_path: Path) -> None:
    file = tmp_path / "note.odt"
    file.write_bytes(file_of(five_funders(), "odt"))
    office = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "pdf"]
    try:
        subprocess.run([*office, "--outdir", str(tmp_path), str(file)], check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("no office suite on this machine")

    assert pages_of((tmp_path / "note.pdf").read_bytes()) == 2
