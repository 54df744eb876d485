from datetime import date

import pytest
from django.test import Client
from tests.factories import ADMIN, AT, STRANGER, make_prospect, make_prospect_note, make_user
from tests.web.directory.test_listing import text

from essaim.apps.founding.actions.prospects_contact import erase_person
from essaim.apps.founding.models import Prospect, ProspectNote
from essaim.engine.errors import InvalidValue
from essaim.kit.errors import NotAllowed

PAGE = "/administration/personnes-a-joindre/"
TERM = date(2027, 11, 1)


def test_person_who_asks_is_found_on_every_board_then_forgotten(visitor: Client) -> None:
    for name in ("Ferme", "Moulin"):
        make_prospect(name=name, contact_email="Camille@example.org", erase_contact_on=TERM)
    other = make_prospect(name="Scierie", contact_email="noa@example.org", erase_contact_on=TERM)
    make_prospect_note(prospect=other, text="Écrire plutôt à camille@example.org.")
    kept = make_prospect_note(prospect=other, text="Écrire à Noa.")
    visitor.force_login(make_user(administrator=""))

    found = text(visitor.post(PAGE, {"email": "camille@example.org"}))
    before = Prospect.objects.filter(contact_email="").count()
    done = text(visitor.post(PAGE, {"email": "camille@example.org", "do": "erase"}, follow=True))
    nobody = text(visitor.post(PAGE, {"email": "camille@example.org"}))

    assert ([name in found for name in ("Ferme", "Moulin", "Scierie")], before) == ([True] * 3, 0)
    assert "personnes à joindre, 2 ; notes, 1" in done.replace("\xa0", " ")
    assert "Aucun tableau ne garde cette adresse." in nobody
    assert list(Prospect.objects.exclude(contact_email="")) == [other]
    assert list(ProspectNote.objects.all()) == [kept]


def test_only_administrators_forget_people(visitor: Client) -> None:
    one = make_prospect(contact_email="camille@example.org", erase_contact_on=TERM)
    visitor.force_login(make_user(founder=one.founding.pole.uid))

    assert visitor.post(PAGE, {"email": "camille@example.org", "do": "erase"}).status_code == 403
    with pytest.raises(NotAllowed):
        erase_person(email="camille@example.org", by=STRANGER, at=AT)
    with pytest.raises(InvalidValue):
        erase_person(email=" ", by=ADMIN, at=AT)
    assert Prospect.objects.get().contact_email == "camille@example.org"
