"""The map at any size, and the files that the interactive map reads."""

import json
from itertools import accumulate
from typing import Any

import brotli
import numpy as np
import pytest
from django.test import Client
from tests.factories import ADMIN, AT, make_full_pole, make_pole
from tests.web.directory.test_listing import text

from essaim.apps.poles import actions
from essaim.engine.territories import load_territories
from essaim.web.directory import charting
from essaim.web.directory.drawing import Placed, draw_gathered
from essaim.web.directory.symbols import SHAPES


def read(answer: Any) -> Any:
    content = answer.content
    return json.loads(brotli.decompress(content) if answer.headers.get("Content-Encoding") == "br" else content)


def test_points_say_where_each_located_pole_is_and_of_which_family(visitor: Client) -> None:
    food = make_full_pole(commune="26281")
    bare = make_pole(commune="44109")
    make_pole(department="44")

    points = read(visitor.get("/carte/points.json"))

    ids, lon, lat = (list(accumulate(points[name])) for name in ("id", "lon", "lat"))
    found = dict(zip(ids, zip(lon, lat, points["family"], strict=True), strict=True))
    families = list(SHAPES)
    assert set(found) == {food.pk, bare.pk}
    assert families[found[food.pk][2]] == "food"
    assert families[found[bare.pk][2]] == "other"
    assert abs(found[food.pk][0] / 1000 - 5.05) < 0.1
    assert abs(found[food.pk][1] / 1000 - 45.05) < 0.1


def test_points_follow_the_filter(visitor: Client) -> None:
    make_pole(name="Bois", commune="26281")
    make_pole(name="Pain", commune="44109")

    assert len(read(visitor.get("/carte/points.json?q=bois"))["id"]) == 1


def test_points_are_not_sent_again_until_something_changes(visitor: Client) -> None:
    pole = make_full_pole()
    mark = visitor.get("/carte/points.json").headers["ETag"]

    again = visitor.get("/carte/points.json", headers={"If-None-Match": mark})
    actions.set_domains(pole=pole, keys=["culture"], by=ADMIN, at=AT)
    after = visitor.get("/carte/points.json", headers={"If-None-Match": mark})

    assert again.status_code == 304
    assert after.status_code == 200
    assert read(after)["family"] == [list(SHAPES).index("culture")]


def test_points_travel_compressed_to_browsers_that_can(visitor: Client) -> None:
    make_full_pole()

    coded = visitor.get("/carte/points.json", headers={"Accept-Encoding": "gzip, br"})
    plain = visitor.get("/carte/points.json", headers={"Accept-Encoding": "identity"})

    assert coded.headers["Content-Encoding"] == "br"
    assert "Content-Encoding" not in plain.headers
    assert read(coded) == read(plain)


@pytest.mark.parametrize("address", ["/", "/carte/"])
def test_no_page_stays_as_it_was_after_an_edit(visitor: Client, address: str) -> None:
    pole = make_pole(name="Avant", commune="26281")
    before = text(visitor.get(address))

    actions.edit_pole(pole=pole, changes={"name": "Apres"}, seen_version=1, by=ADMIN, at=AT)
    after = text(visitor.get(address))

    assert "<title>Avant</title>" in before
    assert "<title>Apres</title>" in after
    assert "Avant" not in after


def test_details_name_the_poles_asked_and_forget_odd_numbers(visitor: Client) -> None:
    pole = make_full_pole(name="Ici")

    found = visitor.get(f"/carte/fiches.json?n={pole.pk},999999,x,-1,").json()

    assert [(one["id"], one["name"], one["url"]) for one in found] == [(pole.pk, "Ici", pole.get_absolute_url())]


def test_ground_holds_every_departement_and_is_kept(visitor: Client) -> None:
    answer = visitor.get("/carte/fond.json")

    again = visitor.get("/carte/fond.json", headers={"If-None-Match": answer.headers["ETag"]})
    assert read(answer)["type"] == "FeatureCollection"
    assert "max-age" in answer.headers["Cache-Control"]
    assert again.status_code == 304


def test_too_many_poles_are_counted_by_departement(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charting, "NAMED", 2)
    for name in ("Un", "Deux", "Trois"):
        make_pole(name=name, commune="26281")
    make_pole(name="Seul", commune="44109")
    make_pole(name="Nulle part")

    page = text(visitor.get("/carte/"))

    drawing, beneath = page.split('<svg class="map"')[1].split("</svg>", 1)
    assert "<title>3 pôles</title>" in drawing
    assert "<title>Seul</title>" in drawing
    assert 'href="/carte/?departement=26"' in beneath
    assert "Non localisés (1)" in beneath
    assert "Nulle part" in beneath


def test_marks_are_few_however_many_the_poles(essaim_home: object) -> None:
    rng = np.random.default_rng(1)
    spots = rng.uniform((-4, 43), (7, 50), (5000, 2))
    placed = [Placed("26", float(lon), float(lat), 2, number) for number, (lon, lat) in enumerate(spots)]

    drawing = draw_gathered(placed, load_territories(), lambda numbers: [])

    assert len(drawing.marks) <= 150
    assert sum(mark.count for mark in drawing.marks) == 10_000


def test_map_without_any_pole_is_a_page(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charting, "NAMED", -1)

    assert visitor.get("/carte/").status_code == 200
    assert read(visitor.get("/carte/points.json"))["id"] == []
