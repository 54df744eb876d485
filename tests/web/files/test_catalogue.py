"""The files of the directory: what they hold, what they never hold, how much they ask of the database."""

import csv
import io
import json
import zipfile
from typing import Any

import openpyxl
import pytest
from django.test import Client
from tests.factories import (
    ADMIN,
    AT,
    make_full_pole,
    make_observation,
    make_organisation,
    make_pole,
    make_recognition,
    make_user,
)

from essaim.apps.poles import actions
from essaim.apps.poles.models import Organisation, Pole
from essaim.apps.poles.queries import exports
from essaim.engine.language import use_language

# The limit on exports is counted in the cache: this many queries, whatever the file.
LIMIT = 8
TABLES = [".csv", "-brut.csv", ".xlsx", ".ods"]
QUERIES = {
    **{f"/poles{ending}": LIMIT + 6 for ending in [*TABLES, ".geojson", ".jsonld"]},
    **{f"/organisations{ending}": LIMIT + 4 for ending in [*TABLES, ".geojson", ".jsonld"]},
    **{f"/observations{ending}": LIMIT + 2 for ending in TABLES},
    **{f"/reconnaissances{ending}": LIMIT + 2 for ending in TABLES},
    **{f"/dictionnaire{ending}": LIMIT for ending in TABLES},
}


def whole(answer: Any) -> bytes:
    return b"".join(answer)


def french(answer: Any) -> list[dict[str, str]]:
    """The lines of a CSV for spreadsheets, without the notes below."""
    lines = whole(answer).decode("utf-8-sig").split("\r\n\r\n")[0]
    return list(csv.DictReader(io.StringIO(lines), delimiter=";"))


def readable(content: bytes) -> str:
    """All that a file says, whatever its form."""
    if content[:2] != b"PK":
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(archive.read(name).decode() for name in archive.namelist())


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("address", QUERIES)
def test_files_ask_the_same_queries_whatever_their_length(
    visitor: Client, django_assert_num_queries: Any, address: str, count: int
) -> None:
    for _ in range(count):
        make_full_pole()

    with django_assert_num_queries(QUERIES[address]):
        answer = visitor.get(address)
        content = whole(answer)

    assert answer.status_code == 200
    assert len(content) > 100
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{address[1:]}"'


@pytest.mark.parametrize("address", QUERIES)
def test_no_file_holds_private_matter(visitor: Client, address: str) -> None:
    pole = make_full_pole()
    person = make_user(email="jeanne.secrete@example.org", coordinator=pole.uid)
    person.name = "Jeanne Secrète"
    person.save()
    actions.add_member(pole=pole, persons=90817, college="Habitants de la rue cachée", by=ADMIN, at=AT)
    make_observation(pole, by=person, indicator="members")

    content = readable(whole(visitor.get(address)))

    for secret in ("jeanne", "Jeanne", "Secrète", person.uid, "90817", "rue cachée", ADMIN.uid + '"'):
        assert secret not in content, secret


@pytest.mark.parametrize("group", [1, 2, 1000])
def test_groups_change_nothing_to_the_file(visitor: Client, monkeypatch: pytest.MonkeyPatch, group: int) -> None:
    for name in ("Ourse", "Abeille", "Zèbre"):
        make_pole(name=name)
    monkeypatch.setattr(exports, "GROUP", group)

    rows = french(visitor.get("/poles.csv?tri=name"))

    assert [row["Nom"] for row in rows] == ["Abeille", "Ourse", "Zèbre"]


def test_csv_holds_the_poles_on_screen_and_says_what_an_empty_cell_means(visitor: Client) -> None:
    make_full_pole(name="Pôle bois", founded_year=2012)
    make_pole(name="Voisin")

    content = whole(visitor.get("/poles.csv?q=bois")).decode("utf-8-sig")

    head, row = list(csv.reader(io.StringIO(content), delimiter=";"))[:2]
    found = dict(zip(head, row, strict=True))
    assert (found["Nom"], found["Commune (INSEE)"], found["Étape"]) == ("Pôle bois", "26281\t", "en activité")
    assert found["Reconnaissances"] == "Pôle témoin de 2012 (2012)"
    assert "Voisin" not in content
    assert "ni zéro" in content


def test_geojson_never_invents_a_position(visitor: Client) -> None:
    make_pole(name="Quelque part", department="44")

    only_unlocated = json.loads(whole(visitor.get("/poles.geojson")))
    make_pole(name="Ici", commune="26281")
    both = json.loads(whole(visitor.get("/poles.geojson?tri=name")))

    assert [feature["geometry"] for feature in only_unlocated["features"]] == [None]
    assert [feature["geometry"] is None for feature in both["features"]] == [False, True]
    assert both["features"][1]["properties"]["commune"] is None


def test_json_ld_leaves_out_what_is_unknown(visitor: Client) -> None:
    make_pole(name="Pôle")

    data = json.loads(whole(visitor.get("/poles.jsonld")))

    (pole,) = data["hasPart"]
    assert set(pole) == {"@type", "@id", "name", "address"}
    assert pole["address"] == {"@type": "PostalAddress", "addressCountry": "FR"}


def test_organisation_has_its_poles_with_circle_and_dates(visitor: Client) -> None:
    firm = make_organisation(
        name="Scierie", siret="73282932000074", activity="94.99Z", public_email="a@scierie.example"
    )
    pole = make_pole(name="Pôle bois")
    actions.add_member(pole=pole, organisation=firm, circle="founder", since=AT.date(), by=ADMIN, at=AT)

    (row,) = french(visitor.get("/organisations.csv"))
    graph = json.loads(whole(visitor.get("/organisations.jsonld")))

    assert (row["Nom"], row["SIRET"]) == ("Scierie", "73282932000074\t")
    assert row["Pôles (cercle, dates)"] == "Pôle bois (fondateur, depuis le 2026-11-01)"
    assert row["Activité en mots"] == "Autres organisations fonctionnant par adhésion volontaire"
    (thing,) = graph["hasPart"]
    assert thing["email"] == "a@scierie.example"
    assert thing["memberOf"][0]["startDate"] == "2026-11-01"
    assert thing["memberOf"][0]["memberOf"]["name"] == "Pôle bois"


def test_merged_organisation_is_not_exported(visitor: Client) -> None:
    kept, gone = make_organisation(name="Gardée"), make_organisation(name="Absorbée")
    Organisation.objects.filter(pk=gone.pk).update(merged_into=kept)

    rows = french(visitor.get("/organisations.csv"))

    assert [row["Nom"] for row in rows] == ["Gardée"]


def test_panel_keeps_the_superseded_figure_and_names_its_successor(visitor: Client) -> None:
    pole = make_pole()
    old = make_observation(pole, value=12, bound="about")
    new = make_observation(pole, value=15, replaces=old)

    rows = {row["Identifiant du chiffre"].strip("'\t"): row for row in french(visitor.get("/observations.csv"))}

    assert set(rows) == {old.uid, new.uid}
    was, now = rows[old.uid], rows[new.uid]
    assert (was["Remplacé"], was["Remplacé par"].strip("'\t")) == ("oui", new.uid)
    assert (now["Remplacé"], now["Remplacé par"]) == ("non", "")
    assert (was["Valeur"], was["À lire comme"], was["Date"]) == ("12,00", "environ", "2014\t")
    assert was["Adresses de la source"] == "https://example.org/fiche"
    assert was["Qui l'a entré"] == "platform"


def test_recognitions_are_dated_events(visitor: Client) -> None:
    make_recognition(make_pole(name="Témoin"))

    (row,) = french(visitor.get("/reconnaissances.csv"))

    assert (row["Pôle"], row["Date"], row["Confirmée"]) == ("Témoin", "2012\t", "oui")


def test_codebook_explains_every_column_of_the_panel(visitor: Client) -> None:
    make_full_pole()

    head = whole(visitor.get("/observations-brut.csv")).decode().splitlines()[0].split(",")
    rows = list(csv.DictReader(io.StringIO(whole(visitor.get("/dictionnaire-brut.csv")).decode())))

    explained = {row["key"] for row in rows if row["kind"] == "colonne" and row["file"] == "Chiffres"}
    assert set(head) - {"source"} == explained
    assert {"jobs", "turnover"} <= {row["key"] for row in rows if row["kind"] == "indicateur"}
    assert {"exact", "about", "at_least"} <= {row["key"] for row in rows if row["kind"] == "à lire comme"}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "＝"])
def test_formula_is_only_a_text(visitor: Client, start: str) -> None:
    Pole.objects.filter(pk=make_pole().pk).update(name=f"{start}HYPERLINK(1)")

    (row,) = french(visitor.get("/poles.csv"))
    sheet = openpyxl.load_workbook(io.BytesIO(whole(visitor.get("/poles.xlsx")))).worksheets[0]
    ods = readable(whole(visitor.get("/poles.ods")))

    assert row["Nom"].startswith("'")
    assert sheet["B2"].data_type == "s"
    assert "formula" not in ods


def test_odd_signs_break_no_file(visitor: Client) -> None:
    Pole.objects.filter(pk=make_pole().pk).update(name="Pôle \x0b<&>\"' ;,\u2028 \ufffe fin")

    for ending in [*TABLES, ".geojson", ".jsonld"]:
        assert "fin" in readable(whole(visitor.get(f"/poles{ending}")))
    openpyxl.load_workbook(io.BytesIO(whole(visitor.get("/poles.xlsx"))))


def test_file_speaks_the_language_of_who_asks(visitor: Client) -> None:
    make_pole()
    visitor.cookies["essaim_language"] = "en"

    answer = visitor.get("/poles.csv")
    use_language("fr")

    assert whole(answer).decode("utf-8-sig").split(";")[1] == "Name"


def test_sandbox_says_that_it_is_made_up(visitor: Client, settings: Any) -> None:
    settings.SANDBOX = True
    make_pole()

    content = whole(visitor.get("/poles.csv")).decode()

    assert "SYNTHÉTIQUE" in content.splitlines()[1]


def test_page_of_files_leads_to_every_file_with_its_count(visitor: Client, django_assert_num_queries: Any) -> None:
    make_full_pole()

    with django_assert_num_queries(4):
        page = visitor.get("/donnees/fichiers/").content.decode()

    for address in QUERIES:
        assert f'href="{address}"' in page
    assert "Licence Ouverte 2.0" in page
    assert "Aucun label" in page
