import ast
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from tests.factories import ADMIN, AT, make_full_pole, make_observation, make_pole, make_user
from tests.web.directory.test_listing import text

import essaim
from essaim.apps.poles import actions
from essaim.apps.poles.models import LookUp, LookUpLine
from essaim.web.directory.action_words import action_words, kinds
from essaim.web.directory.value_words import column_names

# Columns of the records that say nothing to people, or that are read with another one.
SILENT = {
    "id", "uid", "search_text", "version", "changed_at", "recorded_at", "author", "superseded_by", "withdrawn_at",
    "pole", "precision", "stage_precision", "ended_precision", "code", "title", "marks", "main_family", "merged_into",
    "responsible", "written_at", "edited_at", "edited_by",
}  # fmt: skip


def recorded_actions() -> set[str]:
    """Every action that the code writes in the log, found by reading the code."""
    found = set()
    for path in Path(essaim.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1].lstrip("_").startswith("record"):
                found |= {value for value in _said(node) if value}
    return found


def _said(call: ast.Call) -> set[str]:
    named = [word.value for word in call.keywords if word.arg == "action"]
    # Private shortcuts such as `_record(pole, "set_domains", …)` name the action by position.
    private = ast.unparse(call.func).startswith("_record")
    placed = [argument for argument in call.args if isinstance(argument, ast.Constant)][:1] if private else []
    return {
        part.value
        for value in (*named, *placed)
        # An f-string says the action of each state: the list of its app names them.
        for part in (ast.walk(value) if not isinstance(value, ast.JoinedStr) else ())
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }


def test_every_action_of_the_log_has_its_words() -> None:
    known = action_words()

    without = sorted(recorded_actions() - set(known))

    assert without == [], "name them in essaim/web/directory/action_words.py"
    assert {said.kind for said in known.values()} <= set(kinds())


def test_every_column_of_the_records_has_its_name() -> None:
    # What was looked up in another directory is no record of ours: no history tells it.
    models = [model for model in apps.get_app_config("poles").get_models() if model not in (LookUp, LookUpLine)]
    columns = {field.name for model in models for field in model._meta.local_fields}

    assert sorted(columns - set(column_names()) - SILENT) == []


def test_history_shows_words_not_keys(visitor: Client) -> None:
    pole = make_pole(name="Ancien")
    actions.set_domains(pole=pole, keys=["food"], by=ADMIN, at=AT)
    actions.set_territory(pole=pole, communes=["26281"], by=ADMIN, at=AT)
    actions.edit_pole(
        pole=pole, changes={"stage": "running", "commune": "26281"}, seen_version=pole.version, by=ADMIN, at=AT
    )

    page = text(visitor.get(f"{pole.get_absolute_url()}historique/"))

    assert "<ins>alimentation</ins>" in page
    assert page.count("<ins>Romans-sur-Isère</ins>") == 2
    assert "<dt>étape</dt>" in page
    assert "<ins>en activité</ins>" in page
    assert "version" not in page
    assert pole.uid not in page


def test_history_names_roles_to_visitors_and_people_to_those_who_keep(visitor: Client) -> None:
    pole = make_pole()
    person = make_user(coordinator=pole.uid)
    person.name = "Camille Martin"
    person.save()
    actions.edit_pole(pole=pole, changes={"founded_year": 2010}, seen_version=1, by=person, at=AT)
    address = f"{pole.get_absolute_url()}historique/"

    seen = text(visitor.get(address))
    visitor.force_login(person)
    kept = text(visitor.get(address))

    assert "coordination du pôle" in seen
    assert "Camille" not in seen
    assert person.uid not in seen
    assert "Camille Martin, coordination du pôle" in kept


def test_history_is_filtered_by_kind_and_cut_in_pages(visitor: Client) -> None:
    pole = make_pole()
    for number in range(35):
        make_observation(pole, value=number)
    address = f"{pole.get_absolute_url()}historique/"

    first, second = text(visitor.get(address)), text(visitor.get(address, {"page": "2"}))
    identity = text(visitor.get(address, {"sorte": "fiche"}))
    odd = visitor.get(address, {"sorte": "\x00<", "page": "-7"})

    assert first.count("Chiffre ajouté") == 30
    assert second.count("Chiffre ajouté") == 5
    assert "Fiche créée" in second
    assert "Chiffre ajouté" not in identity
    assert "Fiche créée" in identity
    assert odd.status_code == 200


def test_history_tells_what_was_taken_away(visitor: Client) -> None:
    figure = make_observation(make_pole(), value=17)
    actions.withdraw_observation(figure=figure, reason="Erreur de saisie", by=ADMIN, at=AT)

    page = text(visitor.get(f"{figure.pole.get_absolute_url()}historique/"))

    assert "Chiffre retiré" in page
    assert "<del>17</del>" in page
    assert "<ins>Erreur de saisie</ins>" in page


@pytest.mark.parametrize("count", [1, 3])
def test_history_asks_the_same_queries(visitor: Client, django_assert_num_queries: Any, count: int) -> None:
    pole = make_full_pole()
    for number in range(count):
        make_observation(pole, value=number, by=make_user(coordinator=pole.uid))
        make_full_pole()

    # The pole and its networks, how many events, those of the page, their authors with their roles, organisations.
    with django_assert_num_queries(7):
        visitor.get(f"{pole.get_absolute_url()}historique/")
