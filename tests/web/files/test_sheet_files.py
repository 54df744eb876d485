"""The sheet of a pole as a PDF, an ODT, JSON-LD; its archive, for those who keep it."""

import csv
import io
import json
import re
import zipfile
from typing import Any

import pytest
from django.test import Client
from lxml import etree
from tests.factories import (
    ADMIN,
    AT,
    make_full_pole,
    make_network,
    make_observation,
    make_organisation,
    make_pole,
    make_section,
    make_user,
)

from essaim.apps.poles import actions
from essaim.apps.poles.models import Observation, Pole
from essaim.apps.poles.queries import pole_by_slug
from essaim.web.documents.pdf import sheet_pdf
from essaim.web.files.sheet_words import sheet_words

ADDRESS = "https://essaim.example/poles/x/"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def words_of(pole: Pole) -> dict[str, Any]:
    found = pole_by_slug(pole.slug)
    assert found is not None
    return sheet_words(found, ADDRESS)


def body(content: bytes) -> Any:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return etree.fromstring(archive.read("content.xml"))


def entered(person: Any) -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(person)
    return client


def test_pdf_is_tagged_and_the_same_twice(visitor: Client) -> None:
    pole = make_full_pole(name="Pôle bois")

    first, second = (visitor.get(f"/poles/{pole.slug}/fiche.pdf").content for _ in range(2))

    assert first.startswith(b"%PDF")
    assert first == second
    for mark in (b"pdfuaid", b"/StructTreeRoot", b"/Lang"):
        assert mark in first


@pytest.mark.parametrize(
    "odd", ["\x0b\x07fin", "#strong[x] $x$ \\ ` <label> @ref", "漢字 🐝 عربى", "a\u2028b\u00adc", "x" * 3000]
)
def test_no_text_breaks_the_documents(visitor: Client, odd: str) -> None:
    pole = make_full_pole()
    Pole.objects.filter(pk=pole.pk).update(name=odd[:200], summary=odd, other_names=odd[:300], website="")
    make_section(pole, heading="objectives", text=f"{odd}\n\n{odd}")
    make_observation(pole, note=odd)
    # What no form lets in, an old record may hold.
    Observation.objects.filter(pole=pole).update(source_urls="javascript:alert(1)")

    pdf = visitor.get(f"/poles/{pole.slug}/fiche.pdf")
    odt = visitor.get(f"/poles/{pole.slug}/fiche.odt")

    assert (pdf.status_code, odt.status_code) == (200, 200)
    assert b"javascript" not in pdf.content
    links = body(odt.content).iter(f"{TEXT}a")
    assert not [one for one in links if "javascript" in one.get("{http://www.w3.org/1999/xlink}href")]


def test_sheet_says_what_the_page_says(visitor: Client) -> None:
    pole = make_full_pole(name="Pôle bois")
    actions.add_member(pole=pole, persons=12, by=ADMIN, at=AT)

    words = words_of(pole)

    assert [part["label"] for part in words["parts"]][:3] == ["Genèse", "Objectifs", "Activités et coopérations"]
    assert words["parts"][0]["text"] == "Né en 2007."
    assert [part["empty"] for part in words["parts"]] == [False, True, True, True, False, True]
    assert words["recognitions"][0]["date"] == "2012"
    assert words["figures"][0]["sources"]["urls"] == [{"url": "https://example.org/fiche", "name": "example.org"}]
    assert "12 personnes · membre" in words["members"]
    assert "Pôle bois est à" in words["map_alt"]
    assert words["map"].startswith("<svg")
    assert any("Il n'existe pas de label PTCE" in line for line in words["about"])
    assert any("Licence Ouverte 2.0" in line for line in words["about"])


def test_pole_without_a_commune_has_no_map_and_no_invented_place(visitor: Client) -> None:
    pole = make_pole(name="Quelque part")

    words = words_of(pole)

    assert words["map"] is None
    assert words["facts"][0] == {"label": "Lieu", "value": "lieu non renseigné", "note": ""}
    assert sheet_pdf(words).startswith(b"%PDF")


def test_odt_has_real_headings_and_header_rows(visitor: Client) -> None:
    pole = make_full_pole(name="Pôle bois")

    answer = visitor.get(f"/poles/{pole.slug}/fiche.odt")

    tree = body(answer.content)
    headings = [(one.get(f"{TEXT}outline-level"), one.text) for one in tree.iter(f"{TEXT}h")]
    assert headings[0] == ("1", "Pôle bois")
    assert [text for level, text in headings if level == "2"][:2] == ["Repères", "Reconnaissances"]
    assert len(list(tree.iter(f"{TABLE}table-header-rows"))) == 2
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.namelist()[0] == "mimetype"
        assert "<dc:language>fr</dc:language>" in archive.read("meta.xml").decode()


def test_sheet_is_in_the_language_of_who_asks(visitor: Client) -> None:
    pole = make_full_pole()
    visitor.cookies["essaim_language"] = "en"

    tree = body(visitor.get(f"/poles/{pole.slug}/fiche.odt").content)

    assert "Recognitions" in [one.text for one in tree.iter(f"{TEXT}h")]


def test_json_ld_of_a_sheet_names_present_members_only(visitor: Client) -> None:
    pole = make_pole(name="Pôle bois")
    actions.add_member(pole=pole, organisation=make_organisation(name="Scierie"), by=ADMIN, at=AT)
    gone = actions.add_member(pole=pole, organisation=make_organisation(name="Partie"), by=ADMIN, at=AT)
    actions.end_membership(membership=gone, until=AT.date(), by=ADMIN, at=AT)

    data = json.loads(visitor.get(f"/poles/{pole.slug}/fiche.jsonld").content)

    assert data["member"] == [{"@type": "Organization", "name": "Scierie"}]
    assert "license" in data


@pytest.mark.parametrize("file", ["fiche.pdf", "fiche.odt", "fiche.jsonld"])
def test_former_address_leads_to_the_present_file(visitor: Client, file: str) -> None:
    pole = make_pole(name="Ancien nom")
    old = pole.slug
    new = actions.edit_pole(pole=pole, changes={"name": "Nom neuf"}, seen_version=1, by=ADMIN, at=AT)

    moved, lost = visitor.get(f"/poles/{old}/{file}"), visitor.get(f"/poles/jamais-vu/{file}")

    assert (moved.status_code, moved.headers["Location"]) == (301, f"/poles/{new.slug}/{file}")
    assert lost.status_code == 404


@pytest.mark.parametrize("file", ["fiche.pdf", "fiche.odt", "fiche.jsonld"])
@pytest.mark.parametrize("count", [1, 3])
def test_sheet_asks_the_same_queries_whatever_it_holds(
    visitor: Client, django_assert_num_queries: Any, file: str, count: int
) -> None:
    pole = make_pole(commune="26281")
    for number in range(count):
        actions.add_member(pole=pole, organisation=make_organisation(), by=ADMIN, at=AT)
        actions.join_network(pole=pole, network=make_network(key=f"r-{number}"), by=ADMIN, at=AT)
        make_observation(pole, value=number)

    with django_assert_num_queries(19):
        answer = visitor.get(f"/poles/{pole.slug}/{file}")

    assert answer.status_code == 200


def test_archive_is_for_those_who_keep_the_pole(visitor: Client) -> None:
    pole, other = make_full_pole(), make_full_pole()
    address = f"/poles/{pole.slug}/donnees.zip"

    found = [
        visitor.get(address).status_code,
        entered(make_user(coordinator=other.uid)).get(address).status_code,
        entered(make_user(coordinator=pole.uid)).get(address).status_code,
        entered(make_user(network_officer=pole.networks.get().key)).get(address).status_code,
    ]

    assert found == [302, 403, 200, 200]


def test_archive_holds_all_and_no_account(visitor: Client) -> None:
    pole = make_full_pole(name="Pôle bois")
    person = make_user(email="secrete@example.org", coordinator=pole.uid)
    old = make_observation(pole, value=3, by=person)
    make_observation(pole, value=4, replaces=old, by=person)

    content = entered(person).get(f"/poles/{pole.slug}/donnees.zip").content

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        files = {name: archive.read(name) for name in archive.namelist()}
    notice = files["LISEZMOI.txt"].decode()
    assert set(re.findall(r"^- (\S+) :", notice, re.MULTILINE)) == set(files) - {"LISEZMOI.txt"}
    assert files["fiche.pdf"].startswith(b"%PDF")
    assert json.loads(files["pole.json"])["name"] == "Pôle bois"
    rows = list(csv.reader(io.StringIO(files["historique.csv"].decode("utf-8-sig")), delimiter=";"))
    assert {"add_pole", "record_observation", "add_member"} <= {row[1] for row in rows if len(row) > 1}
    assert files["chiffres.csv"].decode().count("https://example.org/fiche") == 3
    assert not [name for name, data in files.items() if b"secrete@" in data]


def test_page_of_a_pole_leads_to_its_files_and_to_the_archive_for_its_keepers(visitor: Client) -> None:
    pole = make_full_pole()

    public = visitor.get(pole.get_absolute_url()).content.decode()
    kept = entered(make_user(coordinator=pole.uid)).get(pole.get_absolute_url()).content.decode()

    assert f'href="/poles/{pole.slug}/fiche.pdf"' in public
    assert ("donnees.zip" in public, "donnees.zip" in kept) == (False, True)
