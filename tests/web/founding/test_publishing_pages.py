"""Pages by which a draft enters the directory."""

import json
from html import unescape
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import AT, make_founding, make_network, make_pole, make_prospect, make_user
from tests.founding_factories import make_call, make_mentoring

from essaim.apps.accounts.models import User
from essaim.apps.calls.models import Decision, Dossier, Submission
from essaim.apps.founding.actions.founding import found_pole
from essaim.apps.founding.enums import FoundingState, ProspectState
from essaim.apps.founding.models import Founding, Mentoring
from essaim.apps.poles.actions import edit_pole
from essaim.apps.poles.models import Pole, Recognition
from essaim.engine.patterns import find_pattern
from essaim.engine.territories import read_perimeter

pytestmark = pytest.mark.django_db


@pytest.fixture
def founder() -> User:
    return make_user()


@pytest.fixture
def founding(founder: User) -> Founding:
    place, pattern = read_perimeter("commune:48095:20"), find_pattern("champ-cantine")
    founding = found_pole(name="Pôle de Mende", place=place, pattern=pattern, by=founder, at=AT)
    make_prospect(founding=founding, name="La Ferme secrète", state=ProspectState.COMMITTED)
    return founding


@pytest.fixture
def ready(founding: Founding, founder: User) -> Founding:
    pole = founding.pole
    edit_pole(pole=pole, changes={"summary": "Des légumes."}, seen_version=pole.version, by=founder, at=AT)
    return founding


@pytest.fixture
def asked(ready: Founding) -> Founding:
    Founding.objects.update(state=FoundingState.ASKED, asked_at=AT)
    return ready


@pytest.fixture
def moderator() -> User:
    return make_user(network_officer=make_network().key)


def zipped(answer: Any) -> ZipFile:
    return ZipFile(BytesIO(answer.getvalue()))


def text(answer: Any) -> str:
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_what_is_missing_is_said_with_where_to_write_it(visitor: Client, founder: User, founding: Founding) -> None:
    visitor.force_login(founder)
    address = reverse("founding-publish", args=[founding.pole.slug])

    page = text(visitor.get(address))
    after = text(visitor.post(address, {"do": "ask"}, follow=True))

    assert f'<a href="{reverse("edit-identity", args=[founding.pole.slug])}">quelques phrases' in page
    assert "Il manque" in after
    assert Founding.objects.get().state == FoundingState.DRAFT


def test_founders_ask_and_take_back(visitor: Client, founder: User, ready: Founding) -> None:
    visitor.force_login(founder)
    address = reverse("founding-publish", args=[ready.pole.slug])
    page = text(visitor.get(address))

    asked = text(visitor.post(address, {"do": "ask"}, follow=True))
    taken = text(visitor.post(address, {"do": "take_back"}, follow=True))

    assert ("La Ferme secrète" in page, "aucune lettre signée" in page) == (True, True)
    assert "Retirer la demande" in asked
    assert "La demande est retirée" in taken


def test_whoever_moderates_reads_the_sheet_and_never_the_prospects(
    visitor: Client, moderator: User, asked: Founding
) -> None:
    visitor.force_login(moderator)

    queue = text(visitor.get(reverse("publications")))
    page = text(visitor.get(reverse("publication", args=[asked.pole.slug])))
    board = visitor.get(reverse("prospects", args=[asked.pole.slug]))
    draft = visitor.get(reverse("founding", args=[asked.pole.slug]))

    assert "Pôle de Mende" in queue
    assert ("Des légumes." in page, "La Ferme secrète" in page) == (True, False)
    assert (board.status_code, draft.status_code) == (404, 404)


def test_whoever_moderates_publishes_what_was_read(visitor: Client, moderator: User, asked: Founding) -> None:
    visitor.force_login(moderator)
    address = reverse("publication", args=[asked.pole.slug])
    version = Pole.every.get().version

    stale = text(visitor.post(address, {"do": "publish", "version": str(version - 1)}))
    answer = visitor.post(address, {"do": "publish", "version": str(version)})

    assert "Quelqu'un d'autre a modifié" in stale
    assert answer.url == reverse("pole", args=[asked.pole.slug])
    sheet = text(visitor.get(answer.url))
    assert "La Ferme secrète" in sheet
    assert visitor.get(address).status_code == 404


def test_a_laureate_is_recognised_once_in_the_directory(visitor: Client, asked: Founding) -> None:
    dossier = Dossier.objects.create(
        call=make_call(results_at=AT, network=make_network("appels")),
        pole=asked.pole,
        started_by="x",
        started_at=AT,
        changed_at=AT,
    )
    made = Submission.objects.create(
        dossier=dossier, number=1, receipt="R-1", data={}, sha256="0" * 64, submitted_by="x", submitted_at=AT
    )
    Decision.objects.create(
        dossier=dossier, submission=made, outcome="laureate", reason="Bon", decided_by="x", decided_at=AT
    )
    visitor.force_login(make_user(administrator=""))

    sent = {"do": "publish", "version": str(Pole.every.get(pk=asked.pole.pk).version)}
    visitor.post(reverse("publication", args=[asked.pole.slug]), sent)

    event = Recognition.objects.get(pole=asked.pole)
    assert event.source_urls.endswith(reverse("call", args=[dossier.call.slug]))


@pytest.mark.parametrize("version", ["", "x", "9" * 30, "-1"])
def test_a_version_that_is_none_publishes_nothing(
    visitor: Client, moderator: User, asked: Founding, version: str
) -> None:
    visitor.force_login(moderator)

    text(visitor.post(reverse("publication", args=[asked.pole.slug]), {"do": "publish", "version": version}))

    assert Pole.every.get().is_draft


def test_a_draft_is_sent_back_with_remarks(visitor: Client, moderator: User, founder: User, asked: Founding) -> None:
    visitor.force_login(moderator)
    address = reverse("publication", args=[asked.pole.slug])

    empty = text(visitor.post(address, {"do": "send_back", "remarks": " "}))
    answer = visitor.post(address, {"do": "send_back", "remarks": "Dites qui porte."})

    assert 'class="wrongs"' in empty
    assert answer.url == reverse("publications")
    visitor.force_login(founder)
    assert "Dites qui porte." in text(visitor.get(reverse("founding-publish", args=[asked.pole.slug])))


def test_founders_and_strangers_do_not_moderate(visitor: Client, founder: User, asked: Founding) -> None:
    visitor.force_login(founder)

    pages = [reverse("publications"), reverse("publication", args=[asked.pole.slug])]

    assert [visitor.get(page).status_code for page in pages] == [403, 403]


def test_what_founders_wrote_before_stays_theirs(
    visitor: Client, moderator: User, founder: User, asked: Founding
) -> None:
    visitor.force_login(moderator)
    version = Pole.every.get().version
    visitor.post(reverse("publication", args=[asked.pole.slug]), {"do": "publish", "version": str(version)})
    history = reverse("pole-history", args=[asked.pole.slug])

    visitor.logout()
    read = text(visitor.get(history))
    visitor.force_login(founder)
    own = text(visitor.get(history))

    private = ["Fiche modifiée", "Fondation commencée", "Pôle publié", "Membre ajouté", "entré dans l'annuaire"]
    assert [one in read for one in private] == [False, False, False, True, True]
    assert [one in own for one in private] == [True] * 5


def test_founders_take_everything_away_and_networks_do_not_read_the_founding(
    visitor: Client, founder: User, founding: Founding
) -> None:
    network = make_network()
    founding.pole.networks.add(network)
    address = reverse("pole-everything", args=[founding.pole.slug])
    visitor.force_login(founder)
    own = zipped(visitor.get(address))

    visitor.force_login(make_user(network_officer=network.key))
    followed = zipped(visitor.get(address))

    assert json.loads(own.read("fondation.json"))["place"] == "commune:48095:20"
    assert "found_pole" in own.read("historique-de-la-fondation.csv").decode()
    assert "fondation.json" not in followed.namelist()
    assert "found_pole" not in followed.read("historique.csv").decode()


def test_what_was_learnt_stands_on_both_sheets(visitor: Client, founding: Founding) -> None:
    mentor = make_pole(name="Le Mentor")
    Mentoring.objects.filter(pk=make_mentoring().pk).update(
        founding=founding, mentor=mentor, answered_by="x",
        accepted_here=True, state="visited", learnt="Commencer petit.",
        learnt_is_public=True,
    )  # fmt: skip
    Founding.objects.filter(pk=founding.pk).update(state=FoundingState.PUBLISHED)
    Pole.every.filter(pk=founding.pole.pk).update(is_draft=False)

    sheets = [text(visitor.get(reverse("pole", args=[slug]))) for slug in (mentor.slug, founding.pole.slug)]

    assert ["Commencer petit." in sheet for sheet in sheets] == [True, True]


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_asks_the_same_queries(
    visitor: Client, django_assert_num_queries: Any, moderator: User, count: int
) -> None:
    visitor.force_login(moderator)
    for _number in range(count):
        make_founding(state=FoundingState.ASKED, asked_at=AT)

    with django_assert_num_queries(5):
        visitor.get(reverse("publications"))
