"""De minimis aid: noted, counted by undertaking, checked before applying."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from tests.factories import make_draft, make_organisation, make_pole, make_user
from tests.web.directory.test_listing import text
from tests.web.financing.scenes import coordinated_pole
from tests.work_factories import make_de_minimis_aid, make_support, make_undertaking

from essaim.apps.financing.models import DeMinimisAid, SingleUndertaking
from essaim.apps.poles.models import Membership, Organisation, Pole


def aid_of(slug: str) -> str:
    return f"/poles/{slug}/financeurs/de-minimis/"


def member_of(pole: Pole, name: str = "La Ruche", **facts: Any) -> Organisation:
    organisation = make_organisation(name=name, **facts)
    Membership.objects.create(pole=pole, organisation=organisation, circle="member")
    return organisation


def typed(member: Organisation, **said: str) -> dict[str, str]:
    given = {
        "version": "1", "organisation": member.uid, "regulation": "general", "granted_on": "2026-03-01",
        "cents": "1 234,50 €", "source": "Lettre de la région",
    }  # fmt: skip
    return {**given, **said}


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_same_of_the_database_whatever_its_size(
    visitor: Client, django_assert_num_queries: Any, count: int
) -> None:
    pole = coordinated_pole(visitor)
    for number in range(count):
        member = member_of(pole, f"Membre {number}")
        make_de_minimis_aid(pole=pole, organisation=member)
        group = make_undertaking(pole=pole, name=f"Groupe {number}")
        group.organisations.add(member_of(pole, f"Autre {number}"), member_of(pole, f"Tiers {number}"))

    with django_assert_num_queries(11):
        answer = visitor.get(aid_of(pole.slug))

    assert answer.status_code == 200
    assert text(answer).count("Notification") == count


@pytest.mark.parametrize("role", ["network_officer", "state_officer", "administrator", "representative"])
def test_page_is_for_the_pole_s_own_people(visitor: Client, role: str) -> None:
    pole = make_pole()
    member = member_of(pole)
    held = {"network_officer": "reseau", "representative": member.uid}.get(role, "")
    visitor.force_login(make_user(**{role: held}))

    answers = [visitor.get(aid_of(pole.slug) + page).status_code for page in ("", "noter/", "verifier/")]
    answers.append(visitor.get(f"/poles/{pole.slug}/financeurs/de-minimis.csv").status_code)

    assert answers == [403, 403, 403, 403]


def test_founders_of_a_draft_have_it_too(visitor: Client) -> None:
    pole = make_draft()
    visitor.force_login(make_user(founder=pole.uid))

    answer = visitor.get(aid_of(pole.slug))

    assert answer.status_code == 200


def test_an_aid_is_noted_corrected_and_removed(visitor: Client) -> None:
    pole = coordinated_pole(visitor)
    member = member_of(pole)

    noted = visitor.post(aid_of(pole.slug) + "noter/", typed(member))
    aid = DeMinimisAid.objects.get()
    corrected = visitor.post(f"{aid_of(pole.slug)}aide/{aid.uid}/", typed(member, cents="2.000,00"))
    aid.refresh_from_db()
    present = (aid.cents, aid.version, aid.granted_on)
    late = visitor.post(f"{aid_of(pole.slug)}aide/{aid.uid}/", typed(member, cents="3"))
    removed = visitor.post(f"{aid_of(pole.slug)}aide/{aid.uid}/", {"do": "remove", "version": "2", "sure": "oui"})

    assert (noted.status_code, corrected.status_code, removed.status_code) == (302, 302, 302)
    assert present == (2_000_00, 2, date(2026, 3, 1))
    assert (late.status_code, DeMinimisAid.objects.count()) == (409, 0)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"cents": "beaucoup"}, "n'est pas un nombre"),
        ({"cents": "0"}, "Écrivez le montant de l'aide."),
        ({"source": "\0 "}, "D'où le savez-vous"),
        ({"granted_on": "hier"}, "Accordée le"),
        ({"regulation": "autre"}, "Règlement"),
        ({"organisation": "personne"}, "Organisation"),
    ],
)
def test_what_cannot_be_noted_is_said(visitor: Client, said: dict[str, str], sentence: str) -> None:
    pole = coordinated_pole(visitor)

    answer = visitor.post(aid_of(pole.slug) + "noter/", typed(member_of(pole), **said))

    assert (answer.status_code, DeMinimisAid.objects.count()) == (200, 0)
    assert sentence in text(answer)


def test_an_organisation_of_another_pole_is_not_offered_nor_are_its_aids_shown(visitor: Client) -> None:
    pole = coordinated_pole(visitor)
    member, other = member_of(pole), member_of(make_pole(), "Ailleurs")
    make_de_minimis_aid(organisation=member, source="Vu par un autre pôle")

    page = visitor.get(aid_of(pole.slug))
    refused = visitor.post(aid_of(pole.slug) + "noter/", typed(other))

    assert "Vu par un autre pôle" not in text(page)
    assert "1 organisation ou groupe sans aide notée" in text(page)
    assert (refused.status_code, DeMinimisAid.objects.filter(pole=pole).count()) == (200, 0)


def test_a_support_of_another_pole_is_refused(visitor: Client) -> None:
    pole = coordinated_pole(visitor)
    support = make_support()

    answer = visitor.post(aid_of(pole.slug) + "noter/", typed(member_of(pole), support=support.uid))

    assert (answer.status_code, DeMinimisAid.objects.count()) == (200, 0)


@pytest.mark.parametrize(
    ("cents", "answer"),
    [("100 000", "elle passe, d'après ce qui est noté ici"), ("100 000,01", "elle dépasse")],
)
def test_one_more_counts_the_whole_group(visitor: Client, cents: str, answer: str) -> None:
    pole = coordinated_pole(visitor)
    one, other = member_of(pole), member_of(pole, "Filiale")
    make_undertaking(pole=pole).organisations.add(one, other)
    make_de_minimis_aid(pole=pole, organisation=other, granted_on=date(2026, 1, 15), cents=200_000_00)

    asked = {"organisation": one.uid, "regulation": "general", "cents": cents, "on": "2026-12-01"}
    page = visitor.get(aid_of(pole.slug) + "verifier/", asked)

    assert answer in text(page)
    assert "Les aides de 1 autre organisation de son groupe" in text(page)


def test_one_more_says_that_nothing_noted_is_not_nothing_received(visitor: Client) -> None:
    pole = coordinated_pole(visitor)
    asked = {"organisation": member_of(pole).uid, "regulation": "general", "cents": "10", "on": "2026-12-01"}

    page = visitor.get(aid_of(pole.slug) + "verifier/", asked)
    wrong = visitor.get(aid_of(pole.slug) + "verifier/", {**asked, "cents": "\0x", "on": "x"})

    assert "la réponse suppose qu'elle n'en a reçu aucune" in text(page)
    assert (wrong.status_code, "elle passe" in text(wrong)) == (200, False)


def test_an_organisation_is_in_one_group_only(visitor: Client) -> None:
    pole = coordinated_pole(visitor)
    one, two, three = (member_of(pole, name) for name in ("Une", "Deux", "Trois"))
    said = {"version": "1", "name": "Groupe A", "organisations": [one.uid, two.uid]}

    kept = visitor.post(aid_of(pole.slug) + "groupes/nouveau/", said)
    alone = visitor.post(aid_of(pole.slug) + "groupes/nouveau/", {**said, "name": "B", "organisations": [three.uid]})
    twice = visitor.post(
        aid_of(pole.slug) + "groupes/nouveau/", {**said, "name": "C", "organisations": [two.uid, three.uid]}
    )
    named = visitor.post(aid_of(pole.slug) + "groupes/nouveau/", {**said, "organisations": [one.uid, three.uid]})

    assert (kept.status_code, SingleUndertaking.objects.count()) == (302, 1)
    assert "au moins deux organisations" in text(alone)
    assert "« Deux » est déjà dans un autre groupe" in text(twice)
    assert "Un groupe porte déjà ce nom" in text(named)


def test_file_says_that_it_is_not_all(visitor: Client) -> None:
    pole = coordinated_pole(visitor)
    make_de_minimis_aid(pole=pole, organisation=member_of(pole, "=1+1"))

    answer = visitor.get(f"/poles/{pole.slug}/financeurs/de-minimis.csv")

    said = answer.content.decode()
    assert (answer.status_code, "10000" in said.replace(" ", "")) == (200, True)
    assert visitor.get(f"/poles/{pole.slug}/financeurs/de-minimis.exe").status_code == 404


def test_a_ceiling_shared_with_another_regulation_is_shown_and_counted(visitor: Client) -> None:
    pole = coordinated_pole(visitor)
    member = member_of(pole)
    make_de_minimis_aid(pole=pole, organisation=member, regulation="agriculture", cents=45_000_00)
    make_de_minimis_aid(pole=pole, organisation=member, regulation="general", cents=200_000_00)

    shown = " ".join(text(visitor.get(aid_of(pole.slug))).split())
    asked = {"organisation": member.uid, "regulation": "general", "cents": "60 000", "on": "2026-11-26"}
    checked = " ".join(text(visitor.get(f"{aid_of(pole.slug)}verifier/", asked)).split())

    assert shown.count("pour un plafond commun de 300 000 €") == 2
    assert "305 000 € sur trois ans tous règlements réunis" in checked
    assert "article 5, paragraphe 2" in checked
