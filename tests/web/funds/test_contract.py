"""A missing republican contract: said on the support and among what is to come, then filed."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import localdate
from tests.web.directory.test_listing import text
from tests.web.financing.scenes import coordinated_pole
from tests.work_factories import make_funder, make_support

from essaim.apps.documents.models import Document
from essaim.apps.financing.models import Support
from essaim.apps.poles.models import Pole

pytestmark = pytest.mark.django_db
MISSING = "Le contrat d'engagement républicain n'est pas noté."
CANNOT_TELL = "On ne peut pas dire s'il faut un contrat d'engagement républicain"
PDF = b"%PDF-1.4\n%%EOF\n"


def granted(pole: Pole, *, is_public: bool | None = True, **facts: Any) -> Support:
    funder = make_funder(pole=pole, is_public=is_public)
    days = {"requested_on": localdate() - timedelta(days=90), "decided_on": localdate() - timedelta(days=30)}
    given = {"state": "granted", **days, "title": "Animation"}
    return make_support(funder=funder, **given | facts)


def page_of(support: Support) -> str:
    return f"/poles/{support.pole.slug}/financeurs/aides/{support.uid}/"


def coming_of(pole: Pole) -> str:
    return f"/poles/{pole.slug}/financeurs/a-venir/"


def test_a_missing_contract_is_said_then_filed(visitor: Client) -> None:
    pole = coordinated_pole(visitor, legal_form="association")
    support = granted(pole)
    door = f"{page_of(support)}contrat-engagement-republicain/"

    assert MISSING in text(visitor.get(page_of(support)))
    assert door in text(visitor.get(coming_of(pole)))
    listed = visitor.get(f"/poles/{pole.slug}/financeurs/a-venir.csv").content
    assert "Contrat d'engagement républicain à joindre" in listed.decode("utf-8-sig")
    seen = visitor.get(door).context["form"].initial
    answer = visitor.post(
        door,
        {"on": localdate().strftime("%d/%m/%Y"), "file": SimpleUploadedFile("contrat.pdf", PDF),
         "version": seen["version"], "seen": seen["seen"]},
    )  # fmt: skip

    support.refresh_from_db()
    assert answer.status_code == 302
    assert support.republican_contract_on == localdate()
    assert Document.objects.get().title == "Contrat d'engagement républicain signé"
    assert MISSING not in text(visitor.get(page_of(support)))
    assert door not in text(visitor.get(coming_of(pole)))


def test_a_contract_is_not_signed_tomorrow(visitor: Client) -> None:
    support = granted(coordinated_pole(visitor, legal_form="association"))
    door = f"{page_of(support)}contrat-engagement-republicain/"
    seen = visitor.get(door).context["form"].initial
    tomorrow = localdate() + timedelta(days=1)

    answer = visitor.post(door, {"on": tomorrow.strftime("%d/%m/%Y"), "version": seen["version"], "seen": seen["seen"]})

    assert "Ce contrat est signé après aujourd'hui." in text(answer)
    assert Support.objects.get().republican_contract_on is None


@pytest.mark.parametrize(("legal_form", "is_public"), [("scic", True), ("", True), ("association", None)])
def test_elsewhere_one_cannot_tell(visitor: Client, legal_form: str, is_public: bool | None) -> None:
    pole = coordinated_pole(visitor, legal_form=legal_form)
    support = granted(pole, is_public=is_public)

    page, coming = text(visitor.get(page_of(support))), text(visitor.get(coming_of(pole)))

    assert (CANNOT_TELL in page, MISSING in page) == (True, False)
    assert "On ne peut pas dire si 1 aide demande un contrat d'engagement républicain" in coming


def test_one_cannot_tell_where_nobody_said_when_it_was_asked_for(visitor: Client) -> None:
    pole = coordinated_pole(visitor, legal_form="association")
    support = granted(pole, requested_on=None)

    page = text(visitor.get(page_of(support)))

    assert (CANNOT_TELL in page, MISSING in page) == (True, False)
    assert "à partir du 2 janvier 2022, et la fiche de l'aide ne dit pas quel jour" in page


@pytest.mark.parametrize(
    ("is_public", "facts"),
    [
        (False, {}),
        (True, {"kind": "loan"}),
        (True, {"state": "requested"}),
        (True, {"republican_contract_on": localdate()}),
        (True, {"requested_on": localdate().replace(year=2021)}),
        (True, {"requested_on": None, "decided_on": date(2021, 12, 1)}),
    ],
)
def test_nothing_is_said_where_nothing_is_asked(visitor: Client, is_public: bool, facts: dict[str, Any]) -> None:
    pole = coordinated_pole(visitor, legal_form="association")
    support = granted(pole, is_public=is_public, **facts)

    page, coming = text(visitor.get(page_of(support))), text(visitor.get(coming_of(pole)))

    assert MISSING not in page
    assert CANNOT_TELL not in page
    assert "contrat d'engagement républicain" not in coming


@pytest.mark.parametrize("count", [1, 3])
def test_what_is_to_come_asks_the_same_of_the_database(
    visitor: Client, django_assert_num_queries: Any, count: int
) -> None:
    pole = coordinated_pole(visitor, legal_form="association")
    for _number in range(count):
        granted(pole)
    visitor.get(coming_of(pole))

    with django_assert_num_queries(11):
        visitor.get(coming_of(pole))
