"""The phases of a call: what is wrong with them is said beside the field, and nothing is saved."""

from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from essaim.apps.calls.models import Call

pytestmark = pytest.mark.django_db


def at(days: int) -> datetime:
    return timezone.localtime() + timedelta(days=days)


def sent(call: Call, *rows: tuple[str, datetime | None, datetime | None]) -> dict[str, Any]:
    data: dict[str, Any] = {"p-TOTAL_FORMS": len(rows), "p-INITIAL_FORMS": 0, "seen_version": call.version}
    for n, (kind, opens, closes) in enumerate(rows):
        data[f"p-{n}-kind"] = kind
        data |= {f"p-{n}-{name}": f"{when:%Y-%m-%dT%H:%M}" for name, when in
                 (("opens_at", opens), ("closes_at", closes)) if when}  # fmt: skip
    return data


@pytest.mark.parametrize(
    ("rows", "field", "said"),
    [
        ([("dossiers", at(2), at(1))], "p-0-closes_at", "Cette phase ferme avant d'ouvrir"),
        ([("dossiers", None, at(1))], "p-0-opens_at", "Dites quand cette phase ouvre."),
        ([("dossiers", at(1), at(9)), ("", at(2), None)], "p-1-kind", "Dites de quelle phase il s'agit"),
        ([("dossiers", at(1), at(9)), ("review", at(0), at(3))], "p-1-opens_at", "est hors de l'appel"),
        ([("results", at(5), None), ("dossiers", at(1), at(9))], "p-0-opens_at", "avant la clôture"),
        ([("interest", at(1), at(9)), ("dossiers", at(2), at(8))], "p-0-closes_at", "encore après la clôture"),
        ([("interest", at(1), None), ("dossiers", at(2), at(8))], "p-0-closes_at", "encore après la clôture"),
        ([("dossiers", at(1), None)], "p-0-closes_at", "l'appel est publié"),
        ([("review", at(1), at(9))], "", "Un appel publié garde une phase"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_the_field(
    call: Call, officer: Client, rows: list[Any], field: str, said: str
) -> None:
    kept = list(call.phases.values_list("pk", flat=True))

    answer = officer.post(f"/appels/{call.slug}/tenir/phases/", sent(call, *rows))

    text = unescape(answer.content.decode())
    beside = text.partition(f'id="id_{field}_error"')[2].partition("</ul>")[0] if field else text
    assert said in beside
    assert list(call.phases.values_list("pk", flat=True)) == kept


def test_phases_that_follow_one_another_are_kept(call: Call, officer: Client) -> None:
    rows = [("dossiers", at(-1), at(9)), ("review", at(2), at(12)), ("results", at(12), None), ("", None, None)]

    answer = officer.post(f"/appels/{call.slug}/tenir/phases/", sent(call, *rows))

    assert answer.status_code == 302
    assert [one.kind for one in call.phases.all()] == ["dossiers", "review", "results"]


def test_a_call_whose_phases_contradict_each_other_is_not_published(call: Call, officer: Client) -> None:
    Call.objects.update(state="draft", published_at=None)
    call.phases.create(kind="results", title="Lauréats", opens_at=at(3))
    call.phases.create(kind="review", opens_at=at(-5))
    here = f"/appels/{call.slug}/tenir/publier/"

    text = unescape(officer.get(here).content.decode()).replace("\xa0", " ")
    officer.post(here, {"seen_version": call.version})

    call.refresh_from_db()
    assert call.state == "draft"
    assert "« Lauréats » : Les résultats ne peuvent pas être publics avant la clôture" in text
    assert "« instruction » : Cette phase est hors de l'appel" in text


def test_closing_a_public_call_in_the_past_is_asked_first(call: Call, officer: Client) -> None:
    here, closed = f"/appels/{call.slug}/tenir/phases/", sent(call, ("dossiers", at(-5), at(-2)))

    asked = officer.post(here, closed)

    assert "Clore l'appel dès maintenant" in unescape(asked.content.decode())
    assert call.phases.get(kind="dossiers").closes_at > timezone.now()
    assert officer.post(here, {**closed, "sure": "oui"}).status_code == 302
    assert call.phases.get(kind="dossiers").closes_at < timezone.now()
    call.refresh_from_db()
    assert officer.post(here, sent(call, ("dossiers", at(-5), at(-3)))).status_code == 302
