"""One's own data: taken away, erased."""

import io
import json
import re
import zipfile

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client
from tests.factories import make_pole, make_role_invitation, make_user

from essaim.apps.accounts.models import User
from essaim.apps.audit.models import Event
from essaim.apps.poles.actions import edit_pole


@pytest.fixture
def camille(visitor: Client, transactional_db: None) -> User:
    """Somebody who has just signed in by a code, and confirmed it by another."""
    cache.clear()
    user = make_user(email="camille@example.org", coordinator=make_pole().uid)
    visitor.post("/connexion/", {"login": user.email})
    visitor.post("/connexion/code/", {"code": code_in_last_letter()})
    visitor.get("/mon-espace/effacer/")
    page = visitor.get("/mon-espace/confirmer/?next=/mon-espace/effacer/").content.decode()
    recipient = re.search(r'name="recipient"[^>]* value="([^"]+)"|<option value="([^"]+)"', page)
    assert recipient is not None, page
    chosen = {"recipient": recipient.group(1) or recipient.group(2), "next": "/mon-espace/effacer/"}
    visitor.post("/mon-espace/confirmer/", chosen)
    visitor.post("/mon-espace/confirmer/code/", {"code": code_in_last_letter()})
    return user


def code_in_last_letter() -> str:
    """The code of the letter that just left."""
    found = re.search(r" : (\S+)", str(mail.outbox[-1].body))
    assert found is not None
    return found.group(1)


@pytest.mark.django_db(transaction=True)
def test_data_hold_what_is_mine_and_nothing_of_others(visitor: Client, camille: User) -> None:
    pole, other = make_pole(), make_user(email="noa@example.org", administrator="")
    edit_pole(pole=pole, changes={"name": "Nouveau"}, seen_version=pole.version, by=other, at=camille.joined_at)
    make_role_invitation(email="noa@example.org")
    make_role_invitation(email=camille.email)

    answer = visitor.get("/mon-espace/donnees.zip")

    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    files = {name: json.loads(archive.read(name)) for name in archive.namelist()}
    assert answer.headers["Content-Type"] == "application/zip"
    assert files["compte.json"]["adresse"] == "camille@example.org"
    assert [role["role"] for role in files["roles.json"]] == ["coordinator"]
    assert len(files["invitations.json"]) == 1
    assert {event["action"] for event in files["journal.json"]} == {"register_user", "grant_role"}
    assert "noa@example.org" not in json.dumps(files)


@pytest.mark.django_db(transaction=True)
def test_account_is_erased_by_its_owner_and_the_session_with_it(visitor: Client, camille: User) -> None:
    done = Event.objects.count()
    page = visitor.get("/mon-espace/effacer/")
    unsure = visitor.post("/mon-espace/effacer/")

    answer = visitor.post("/mon-espace/effacer/", {"sure": "on"})

    assert (page.status_code, unsure.status_code) == (200, 200)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert not User.objects.filter(pk=camille.pk).exists()
    assert visitor.get("/mon-espace/").status_code == 302
    assert Event.objects.count() == done + 1


@pytest.mark.django_db(transaction=True)
def test_last_administrator_is_told_what_to_do(visitor: Client, camille: User) -> None:
    camille.grants.create(role="administrator", granted_by="tests", granted_at=camille.joined_at)

    answer = visitor.post("/mon-espace/effacer/", {"sure": "on"})

    assert answer.status_code == 200
    assert "Donnez d" in answer.content.decode()
    assert User.objects.filter(pk=camille.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_session_that_is_not_fresh_is_asked_for_a_code_before_erasing(visitor: Client) -> None:
    user = make_user()
    EmailAddress.objects.filter(user=user).update(verified=True)
    visitor.force_login(user)

    answer = visitor.post("/mon-espace/effacer/", {"sure": "on"})

    assert User.objects.filter(pk=user.pk).exists()
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/mon-espace/confirmer/")
