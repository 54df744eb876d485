import re
from typing import Any

import pytest
from django.test import Client
from tests.factories import (
    ADMIN,
    AT,
    make_full_pole,
    make_network,
    make_observation,
    make_organisation,
    make_pole,
    make_user,
)
from tests.web.directory.test_listing import text

from essaim.apps.audit.queries import history_of
from essaim.apps.poles import actions
from essaim.apps.poles.models import Pole, SheetItem


def signed_in(pole: Pole) -> Client:
    """A coordinator of the pole, in a browser of their own."""
    client = Client(headers={"host": "localhost"})
    client.force_login(make_user(coordinator=pole.uid))
    return client


def fields_of(client: Client, address: str) -> dict[str, Any]:
    """What the form of a page holds, as a browser would send it back."""
    form = client.get(address).context["form"]
    held: dict[str, Any] = {}
    for name in form.fields:
        value = form[name].value()
        if value not in (None, "", False, []):
            held[name] = "on" if value is True else value
    return held


def edit(pole: Pole, part: str) -> str:
    return f"{pole.get_absolute_url()}modifier/{part}/"


def test_identity_is_edited_with_dates_as_precise_as_known(visitor: Client) -> None:
    pole = make_pole(name="Ancien", source_title="Entretien")
    client = signed_in(pole)
    typed = fields_of(client, edit(pole, "identite")) | {
        "name": "Neuf", "stage": "ended", "stage_on": "06/2012", "ended_on": "25/06/2012",
        "ended_reason": "Fin des aides", "commune": "Romans-sur-Isère", "legal_form": "scic",
        "founded_year": "2007", "website": "https://example.org",
    }  # fmt: skip

    answer = client.post(edit(pole, "identite"), typed)

    now = Pole.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, "/poles/neuf/")
    assert (now.stage_on, now.stage_precision) == (now.stage_on and now.stage_on.replace(2012, 6, 1), "month")
    assert (str(now.ended_on), now.ended_precision, now.ended_reason) == ("2012-06-25", "day", "Fin des aides")
    assert (now.commune, now.department, now.legal_form, now.founded_year) == ("26281", "26", "scic", 2007)
    assert fields_of(client, edit(now, "identite"))["commune"] == "Romans-sur-Isère (26281)"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("stage_on", "vers 2012"), ("founded_year", "1200"), ("website", "javascript:alert(1)"),
        ("source_urls", "javascript:alert(1)"), ("commune", "Nulleparville"), ("ended_reason", "Dette"), ("name", "\0"),
        ("legal_form", "label"),
    ],
)  # fmt: skip
def test_identity_that_cannot_be_is_refused_and_nothing_typed_is_lost(visitor: Client, field: str, value: str) -> None:
    pole = make_pole(name="Ancien")
    client = signed_in(pole)
    typed = fields_of(client, edit(pole, "identite")) | {"summary": "Deux phrases.", field: value}

    answer = client.post(edit(pole, "identite"), typed)

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert "Deux phrases." in text(answer)
    assert Pole.objects.get().version == 1


def test_commune_of_several_is_chosen_without_javascript(visitor: Client) -> None:
    pole = make_pole()
    client = signed_in(pole)
    typed = fields_of(client, edit(pole, "identite")) | {"commune": "26100"}

    asked = client.post(edit(pole, "identite"), typed)
    choices = [code for code, _label in asked.context["form"].fields["commune_choice"].choices]
    client.post(edit(pole, "identite"), typed | {"commune_choice": "26281"})

    assert "26281" in choices
    assert len(choices) > 1
    assert Pole.objects.get().commune == "26281"


def test_department_stands_when_no_commune_is_known(visitor: Client) -> None:
    pole = make_pole(commune="26281")
    client = signed_in(pole)
    typed = fields_of(client, edit(pole, "identite")) | {"commune": "", "department": "44"}

    client.post(edit(pole, "identite"), typed)

    now = Pole.objects.get()
    assert (now.commune, now.department, now.region) == ("", "44", "52")


def test_concurrent_edit_is_caught_shown_and_saved_knowingly(visitor: Client) -> None:
    pole = make_pole(name="Pôle")
    first, second = signed_in(pole), signed_in(pole)
    address = edit(pole, "identite")
    mine, theirs = fields_of(first, address), fields_of(second, address)
    second.post(address, theirs | {"summary": "La leur.", "founded_year": "2010"})

    caught = first.post(address, mine | {"summary": "La mienne."})
    page = text(caught)
    kept = Pole.objects.get()
    again = {name: value for name, value in caught.context["form"].data.items() if name != "csrfmiddlewaretoken"}
    saved = first.post(address, again)

    assert (caught.status_code, kept.summary) == (409, "La leur.")
    assert "<ins>La leur.</ins>" in page
    assert "<q>La mienne.</q>" in page
    assert "<ins>2010</ins>" in page
    assert (saved.status_code, Pole.objects.get().summary) == (302, "La mienne.")
    assert [event.action for event in history_of("pole", pole.uid)] == ["edit_pole", "edit_pole", "add_pole"]


def test_edit_of_another_part_meanwhile_overwrites_nothing_and_is_let_through(visitor: Client) -> None:
    pole = make_pole()
    client = signed_in(pole)
    mine = fields_of(client, edit(pole, "identite"))
    actions.set_domains(pole=pole, keys=["food"], by=ADMIN, at=AT)

    answer = client.post(edit(pole, "identite"), mine | {"summary": "Court."})

    assert (answer.status_code, Pole.objects.get().summary) == (302, "Court.")
    assert pole.domains.count() == 1


@pytest.mark.parametrize("part", ["domaines", "axes", "cadres", "textes/genesis"])
def test_every_part_catches_a_concurrent_edit(visitor: Client, part: str) -> None:
    pole = make_full_pole()
    first, second = signed_in(pole), signed_in(pole)
    change: dict[str, Any] = {
        "domaines": {"main": "reuse", "of_food": ["food"]}, "axes": {"first-0": "Autre"},
        "cadres": {"second-0": "Autre"},
        "textes/genesis": {"text": "Autre"},
    }[part]  # fmt: skip
    mine, theirs = fields_of(first, edit(pole, part)), fields_of(second, edit(pole, part))

    saved = second.post(edit(pole, part), theirs | change)
    caught = first.post(edit(pole, part), mine)

    assert (saved.status_code, caught.status_code) == (302, 409)
    assert len(caught.context["differences"]) >= 1


def test_domains_stand_main_one_first(visitor: Client) -> None:
    pole = make_pole()
    client = signed_in(pole)
    typed = fields_of(client, edit(pole, "domaines")) | {
        "main": "wood",
        "of_food": ["food", "bread"],
        "of_jobs": ["training"],
    }

    client.post(edit(pole, "domaines"), typed)
    unsure = client.post(edit(pole, "domaines"), fields_of(client, edit(pole, "domaines")) | {"main": ""})

    assert [one.key for one in pole.domains.all()] == ["wood", "food", "bread", "training"]
    assert unsure.context["form"].errors.keys() == {"main"}


def test_axes_are_reordered_removed_and_added_without_javascript(visitor: Client) -> None:
    pole = make_pole()
    actions.set_axes(pole=pole, axes=[("Un", ""), ("Deux", "Texte"), ("Trois", "")], by=ADMIN, at=AT)
    client, address = signed_in(pole), edit(pole, "axes")

    moved = client.post(address, fields_of(client, address) | {"gesture": "up-1", "first-3": "Quatre"})
    removed = client.post(address, moved.context["form"].data.dict() | {"gesture": "remove-1"})
    before = [one.title for one in pole.axes.all()]
    client.post(address, removed.context["form"].data.dict())

    assert before == ["Un", "Deux", "Trois"]
    assert [(one.title, one.text) for one in pole.axes.all()] == [("Deux", "Texte"), ("Trois", ""), ("Quatre", "")]


@pytest.mark.parametrize("gesture", ["up-99", "down--1", "remove-x", "up-٣", "more"])
def test_odd_gestures_change_nothing(visitor: Client, gesture: str) -> None:
    pole = make_full_pole()
    client, address = signed_in(pole), edit(pole, "axes")

    answer = client.post(address, fields_of(client, address) | {"gesture": gesture})

    assert answer.status_code in (200, 302)
    assert [one.title for one in pole.axes.all()] == ["Nourrir"]


def test_axis_without_title_and_frame_without_name_are_refused(visitor: Client) -> None:
    pole = make_pole()
    client = signed_in(pole)

    axis = client.post(edit(pole, "axes"), fields_of(client, edit(pole, "axes")) | {"second-0": "Texte"})
    frame = client.post(edit(pole, "cadres"), fields_of(client, edit(pole, "cadres")) | {"first-0": "pnr"})

    assert "first-0" in axis.context["form"].errors
    assert "first-0" in frame.context["form"].errors


def test_section_is_written_with_its_source(visitor: Client) -> None:
    pole = make_pole()
    client, address = signed_in(pole), edit(pole, "textes/governance")

    client.post(address, fields_of(client, address) | {"text": "Un collège.", "source_title": "Statuts"})

    page = text(client.get(pole.get_absolute_url()))
    assert "Un collège." in page
    assert "Statuts" in page
    assert client.get(edit(pole, "textes/nimporte")).status_code == 404


def test_funding_is_added_changed_and_removed(visitor: Client) -> None:
    pole = make_pole()
    client = signed_in(pole)
    adding = edit(pole, "textes/economy/ajouter")

    bad = client.post(adding, fields_of(client, adding) | {"label": "Appel", "amount_cents": "beaucoup"})
    client.post(adding, fields_of(client, adding) | {"label": "Appel", "kind": "state", "amount_cents": "1 234,50 €"})
    item = SheetItem.objects.get()
    changing = edit(pole, f"elements/{item.pk}")
    client.post(changing, fields_of(client, changing) | {"amount_cents": "1.300,00"})
    changed = SheetItem.objects.get().amount_cents
    removing = f"{changing}retirer/"
    client.post(removing, fields_of(client, removing))

    assert "n'est pas un nombre" in text(bad)
    assert (item.amount_cents, changed, SheetItem.objects.count()) == (123450, 130000, 0)
    assert client.get(changing).status_code == 404


PARTS = (
    "identite", "domaines", "territoire", "cadres", "axes", "reseaux", "textes/genesis", "textes/economy/ajouter",
    "chiffres/ajouter", "reconnaissances/ajouter",
)  # fmt: skip


@pytest.mark.parametrize("part", PARTS)
def test_parts_are_closed_to_others(visitor: Client, part: str) -> None:
    pole, other = make_pole(), make_pole()
    stranger = signed_in(other)

    assert visitor.get(edit(pole, part)).status_code == 302
    assert stranger.get(edit(pole, part)).status_code == 403
    assert stranger.post(edit(pole, part), {"name": "x"}).status_code == 403
    assert Pole.objects.get(pk=pole.pk).version == 1


@pytest.mark.parametrize("held", ["coordinator", "network_officer", "administrator"])
def test_sheet_shows_the_doors_to_those_who_may_edit_only(visitor: Client, held: str) -> None:
    pole = make_full_pole()
    keys = {"coordinator": pole.uid, "network_officer": pole.networks.get().key, "administrator": ""}
    client = Client(headers={"host": "localhost"})
    client.force_login(make_user(**{held: keys[held]}))

    seen, kept = text(visitor.get(pole.get_absolute_url())), text(client.get(pole.get_absolute_url()))

    assert "/modifier/" not in seen
    assert len(set(re.findall(r'href="(/poles/[^"]+/modifier/[^"]+)"', kept))) >= 15
    for address in set(re.findall(r'href="(/poles/[^"]+/modifier/[^"]+)"', kept)):
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("count", [1, 3])
def test_overview_asks_the_same_queries(visitor: Client, django_assert_num_queries: Any, count: int) -> None:
    pole = make_full_pole()
    client = signed_in(pole)
    for number in range(count):
        make_observation(pole, value=number)
        actions.add_member(pole=pole, organisation=make_organisation(), by=ADMIN, at=AT)

    with django_assert_num_queries(19):
        page = text(client.get(f"{pole.get_absolute_url()}tenir/"))

    assert "Ce qui n'est pas renseigné" in page.replace("&#x27;", "'")


def test_overview_leads_to_what_is_blank(visitor: Client) -> None:
    pole = make_pole()
    client = signed_in(pole)

    answer = client.get(f"{pole.get_absolute_url()}tenir/")
    blank = answer.context["blank"]

    assert len(blank) == 20
    assert {client.get(line.address).status_code for line in blank} == {200}
    assert visitor.get(f"{pole.get_absolute_url()}tenir/").status_code == 302


def test_former_value_is_put_back_from_the_history(visitor: Client) -> None:
    pole = make_pole(summary="Avant.")
    actions.edit_pole(pole=pole, changes={"summary": "Après."}, seen_version=1, by=ADMIN, at=AT)
    client = signed_in(pole)
    number = history_of("pole", pole.uid)[0].pk
    address = f"{pole.get_absolute_url()}historique/{number}/remettre/"

    offered = text(client.get(f"{pole.get_absolute_url()}historique/"))
    held = fields_of(client, address)
    actions.set_domains(pole=pole, keys=["food"], by=ADMIN, at=AT)
    stale = client.post(address, held)
    client.post(address, fields_of(client, address))

    assert address in offered
    assert address not in text(visitor.get(f"{pole.get_absolute_url()}historique/"))
    assert stale.status_code == 409
    assert Pole.objects.get().summary == "Avant."
    assert visitor.get(address).status_code == 302


def test_coordinator_keeps_their_poles_only(visitor: Client) -> None:
    mine, other = make_pole(name="Le mien"), make_pole(name="Un autre")
    client = signed_in(mine)

    page = text(client.get("/tenir/"))

    assert "Le mien" in page
    assert other.name not in page
    assert make_network().get_absolute_url() not in page
