"""The guide on the site: every page of it, its links, nothing else."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.test import Client
from django.urls import reverse

from essaim.web.help.guide import guide_names, guide_page

ROOT = Path(__file__).resolve().parents[3]
DOCS = ROOT / "docs" / "guide"
CATALOGUE = ROOT / "src" / "essaim" / "locale" / "fr" / "LC_MESSAGES" / "essaim.po"
# What people type, not what they read on a page.
TYPED = {"Loyer du bureau"}


def test_every_page_of_the_guide_is_on_the_site() -> None:
    assert guide_names() == sorted(one.stem for one in DOCS.glob("*.md") if one.stem != "README")
    assert [name for name in guide_names() if guide_page(name) is None] == []


def test_the_index_leads_to_every_page() -> None:
    found = guide_page("README")

    assert found is not None
    led = {name for name in guide_names() if reverse("help-page", args=[name]) in found.html}
    # A page that another page leads to need not stand in the index.
    elsewhere = {name for name in guide_names() for other in guide_names() if _leads(other, name)}
    assert sorted(led | elsewhere) == guide_names()


def test_no_link_leads_to_a_file() -> None:
    written = "".join(page.html for name in ["README", *guide_names()] if (page := guide_page(name)))

    assert re.findall(r'href="[^"]*\.md[^"]*"', written) == []
    # The words of a link to another document stay.
    assert "Qui peut quoi" in written


def test_a_page_has_its_title_once_and_its_parts() -> None:
    found = guide_page("visiteur")

    assert found is not None
    assert (found.title, "<h1" in found.html) == ("Chercher, lire, télécharger, signaler", False)
    assert found.headings[0] == ("partie-1", "Chercher un pôle")
    assert '<h2 id="partie-1">' in found.html


def test_labels_are_those_of_the_pages() -> None:
    # In bold or between « », with a capital letter: a button, a link, a heading. « → » goes from one page to another.
    known = _sentences()

    unknown = {
        f"{path.name}: {label}"
        for path in DOCS.glob("*.md")
        for label in _labels(path.read_text(encoding="utf-8"))
        if label not in known | TYPED
    }

    assert unknown == set()


@pytest.mark.django_db
def test_pages_answer_without_a_query(client: Client, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_num_queries(0):
        answers = [client.get("/aide/").status_code, client.get("/aide/visiteur/").status_code]

    assert answers == [200, 200]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["absent", "readme", "roles"])
def test_nothing_else_is_read(client: Client, name: str) -> None:
    assert client.get(f"/aide/{name}/").status_code == 404


def _leads(source: str, target: str) -> bool:
    page = guide_page(source)
    return page is not None and reverse("help-page", args=[target]) in page.html


def _labels(text: str) -> set[str]:
    """Words that name something of a page."""
    found = re.findall(r"\*\*([^*]+)\*\*", text) + re.findall(r"«([^«»]+)»", text)
    steps = [" ".join(step.split()).removesuffix(".") for one in found for step in one.split("→")]
    return {step for step in steps if step[:1].isupper()}


def _sentences() -> set[str]:
    """What the pages say in French, whole, or up to a bracket ("(PDF)") or a colon."""
    with CATALOGUE.open("rb") as file:
        messages = [one.id for one in read_po(file, locale="fr") if one.id]
    written = {text for one in messages for text in ([one] if isinstance(one, str) else one)}
    plain = {re.sub(r"%\(\w+\)s", "…", " ".join(text.split())).replace("%%", "%").removesuffix(".") for text in written}
    return plain | {re.split(r" \(| :", text)[0] for text in plain}
