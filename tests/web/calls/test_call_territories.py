"""The territory of a call: typed by names and numbers, kept with its codes, shown by name."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from tests.web.calls.making import browser, text_of

from essaim.apps.calls.models import Call

pytestmark = pytest.mark.django_db


def put(officer: Client, call: Call, place: str) -> Any:
    call.refresh_from_db()
    notice = {"title": call.title, "text": "Venez.", "contact": "appel@reseau.example", "zone": "Europe/Paris"}
    sent = {**notice, "place": place, "seen_version": call.version}
    return officer.post(f"/appels/{call.slug}/tenir/avis/", sent)


@pytest.mark.parametrize("typed", ["Lozère, 26\nMende", "48 ; drome\n\n48095", "departement:48,26,Mende"])
def test_names_and_numbers_are_kept_with_their_codes(call: Call, officer: Client, typed: str) -> None:
    put(officer, call, typed)
    call.refresh_from_db()

    names = [line.partition(" ")[::2] for line in call.place.splitlines()]
    assert [line for line, _name in names] == ["departement:48", "departement:26", "commune:48095"]
    assert [name.partition(" (")[0] for _line, name in names] == ["Lozère", "Drôme", "Mende"]
    text = text_of(browser(), f"/appels/{call.slug}/")
    assert "<li>Drôme</li>" in text
    assert "departement:" not in text


def test_what_is_shown_again_is_read_back(call: Call, officer: Client) -> None:
    put(officer, call, "Vienne (86)\nCommunauté de communes de Granville, Terre et Mer\nMayotte")
    call.refresh_from_db()
    kept = call.place
    shown = text_of(officer, f"/appels/{call.slug}/tenir/avis/").partition('name="place"')[2]

    assert kept.splitlines()[0] == "departement:86 Vienne (département 86)"
    put(officer, call, shown.partition(">")[2].partition("</textarea>")[0])

    call.refresh_from_db()
    assert call.place == kept


def test_a_territory_that_is_gone_keeps_its_name(call: Call, officer: Client) -> None:
    Call.objects.update(place="epci:999999999 Ancienne communauté, d'ici")

    put(officer, call, "Ancienne communauté, d'ici\nLozère")

    call.refresh_from_db()
    assert call.place == "epci:999999999 Ancienne communauté, d'ici\ndepartement:48 Lozère"


def test_lists_of_communes_are_told_apart_and_kept(call: Call, officer: Client) -> None:
    put(officer, call, "codes:48095,48092\ncodes:26362,26001\ncodes:48095,48092,48080,48061,48002\ncodes:48092,48095")
    call.refresh_from_db()
    kept, shown = call.place, shown_again(call, officer)

    assert len(kept.splitlines()) == 4
    assert re.fullmatch(r"2 communes \(.+, Mende\)", shown[0])
    assert shown[3] == f"{shown[0]} (n° 2)"
    assert shown[2].startswith("5 communes (")
    assert shown[2].endswith("…)")
    put(officer, call, ", ".join(shown))

    call.refresh_from_db()
    assert call.place == kept


def test_names_are_those_of_the_reader_s_language(call: Call, officer: Client) -> None:
    put(officer, call, "commune:48095:20")
    call.refresh_from_db()
    kept, reader = call.place, browser()
    reader.cookies["essaim_language"] = officer.cookies["essaim_language"] = "en"

    page = text_of(reader, f"/appels/{call.slug}/")
    assert "<li>20 km around Mende (48095)</li>" in page
    put(officer, call, "\n".join(shown_again(call, officer)))

    call.refresh_from_db()
    assert call.place == kept


def shown_again(call: Call, officer: Client) -> list[str]:
    page = text_of(officer, f"/appels/{call.slug}/tenir/avis/").partition('name="place"')[2]
    return page.partition(">")[2].partition("</textarea>")[0].strip().splitlines()


def test_ambiguous_and_unknown_names_are_said_beside_the_field(call: Call, officer: Client) -> None:
    text = unescape(put(officer, call, "Vienne, Zzyzx, Lozère").content.decode())

    assert "Vienne (commune 38544, Isère 38) ; Vienne (département 86)" in text
    assert "Aucun territoire ne s'appelle « Zzyzx »" in text
    call.refresh_from_db()
    assert call.place == ""


def test_paris_says_whether_it_is_the_commune_or_the_departement(call: Call, officer: Client) -> None:
    put(officer, call, "Paris")
    call.refresh_from_db()
    kept = call.place

    text = text_of(browser(), f"/appels/{call.slug}/")

    assert re.search(r"<li>Paris \((commune|département) 75", text)
    shown = text_of(officer, f"/appels/{call.slug}/tenir/avis/").partition('name="place"')[2]
    put(officer, call, shown.partition(">")[2].partition("</textarea>")[0])
    call.refresh_from_db()
    assert call.place == kept


def test_the_notice_links_addresses_and_says_when_phases_end(call: Call) -> None:
    Call.objects.update(text="Voir https://exemple.example/appel\n<b>Venez</b>")

    page = browser().get(f"/appels/{call.slug}/").content.decode()

    assert 'href="https://exemple.example/appel"' in page
    assert "&lt;b&gt;Venez&lt;/b&gt;" in page
    assert re.search(r"avant le \d{2}/\d{2}/\d{4} à \d{1,2} h \d{2}", page)
    assert ", exclu" not in page
