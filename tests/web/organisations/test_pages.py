from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client
from tests.factories import ADMIN, AT, make_full_pole, make_network, make_organisation, make_pole, make_user
from tests.web.directory.test_listing import text

from essaim.apps.accounts.models import User
from essaim.apps.poles import actions
from essaim.apps.poles.models import Membership, Organisation, Pole

# The count, the keys of the page, its rows, their memberships with their poles; the families in use.
LIST_QUERIES = 5


def signed(visitor: Client, user: User) -> Client:
    visitor.force_login(user)
    return visitor


def coordinator_of(visitor: Client, pole: Pole) -> Client:
    return signed(visitor, make_user(coordinator=pole.uid))


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_queries_whatever_its_length(
    visitor: Client, django_assert_num_queries: Any, count: int
) -> None:
    for _n in range(count):
        make_full_pole()

    with django_assert_num_queries(LIST_QUERIES):
        answer = visitor.get("/organisations/")

    assert answer.status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_members_page_asks_the_same_queries_whatever_its_length(
    visitor: Client, django_assert_num_queries: Any, count: int
) -> None:
    pole = make_pole()
    for _n in range(count):
        actions.add_member(pole=pole, organisation=make_organisation(), by=ADMIN, at=AT)

    with django_assert_num_queries(12):
        answer = visitor.get(f"/poles/{pole.slug}/membres/")

    assert answer.status_code == 200


def test_page_says_what_is_known_and_what_is_not(visitor: Client) -> None:
    one = make_organisation(name="Les Écossolies", legal_category="9220", rna="W442001234")

    page = text(visitor.get(one.get_absolute_url()))

    assert "association (loi de 1901 ou droit local)" in page
    assert "forme juridique de l'ESS" in page
    assert "RNA W442001234" in page
    assert "Association déclarée" in page
    assert page.count("non renseigné") == 4
    assert ">None<" not in page


def test_page_of_which_nothing_is_known_does_not_say_no(visitor: Client) -> None:
    page = text(visitor.get(make_organisation().get_absolute_url()))

    assert "On ne sait pas" in page
    assert "aucun numéro connu" in page


def test_merged_address_leads_to_the_kept_one(visitor: Client) -> None:
    kept, gone = make_organisation(name="Une"), make_organisation(name="Deux")
    actions.merge_organisations(kept=kept, gone=gone, values={}, seen_versions=(1, 1), by=ADMIN, at=AT)

    answer = visitor.get(gone.get_absolute_url())

    assert (answer.status_code, answer.headers["Location"]) == (301, kept.get_absolute_url())
    assert "Fiche créée" in text(visitor.get(f"{gone.get_absolute_url()}historique/"))
    assert "Deux" in text(visitor.get(kept.get_absolute_url()))
    assert visitor.get("/organisations/nulle-part/").status_code == 404


def test_list_keeps_what_is_asked_in_the_address(visitor: Client) -> None:
    make_organisation(name="Régie", commune="26281", legal_category="9220")
    make_organisation(name="Garage", family="other_enterprise")

    found = {
        query: [line.organisation.name for line in visitor.get(f"/organisations/?{query}").context["lines"]]
        for query in ("q=regie", "famille=ess_form", "region=84", "region=unknown", "pole=aucun", "page=zut", "q=%00")
    }

    assert found == {
        "q=regie": ["Régie"], "famille=ess_form": ["Régie"], "region=84": ["Régie"], "region=unknown": ["Garage"],
        "pole=aucun": [], "page=zut": ["Garage", "Régie"], "q=%00": ["Garage", "Régie"],
    }  # fmt: skip


def test_sheet_without_members_cannot_tell_article_9(visitor: Client) -> None:
    page = text(visitor.get(make_pole().get_absolute_url()))

    assert "On ne peut pas le dire" in page
    assert "c'est l'autorité qui décide" in page


@pytest.mark.parametrize(("asked", "members"), [("", 1), ("2019-01-01", 1), ("1999-13-01", 1), ("2999-01-01", 1)])
def test_members_at_any_date(visitor: Client, asked: str, members: int) -> None:
    pole = make_full_pole()

    answer = visitor.get(f"/poles/{pole.slug}/membres/?au={asked}")

    assert len(answer.context["lines"]) == members
    assert answer.context["wrong"] == (asked in ("1999-13-01", "2999-01-01"))


def test_who_keeps_nothing_may_not_write(visitor: Client) -> None:
    pole, other = make_full_pole(), make_pole()
    member = pole.memberships.get()
    assert member.organisation is not None
    coordinator_of(visitor, other)
    addresses = [
        f"{member.organisation.get_absolute_url()}modifier/", f"{member.organisation.get_absolute_url()}reunir/",
        f"/poles/{pole.slug}/membres/tenir/", f"/poles/{pole.slug}/membres/ajouter/",
        f"/poles/{pole.slug}/membres/{member.uid}/", f"/poles/{pole.slug}/membres/{member.uid}/retirer/",
    ]  # fmt: skip

    assert [visitor.post(address).status_code for address in addresses] == [403] * len(addresses)
    assert Membership.objects.count() == 1


def test_coordinator_adds_an_organisation_then_makes_it_a_member(visitor: Client) -> None:
    pole = make_pole(name="Pôle")
    coordinator_of(visitor, pole)

    added = visitor.post("/organisations/ajouter/?pole=pole", {"name": "La Ruche", "commune": "Romans-sur-Isère"})
    one = Organisation.objects.get()
    joined = visitor.post(added.headers["Location"], {"circle": "founder", "college": "Usagers", "since": "2012-06-25"})

    assert added.headers["Location"] == f"/poles/pole/membres/ajouter/?organisation={one.uid}"
    assert joined.headers["Location"] == "/poles/pole/membres/tenir/"
    assert (one.commune, pole.memberships.get().circle) == ("26281", "founder")


def test_wrong_values_stay_on_the_form(visitor: Client) -> None:
    coordinator_of(visitor, make_pole())

    answer = visitor.post(
        "/organisations/ajouter/", {"name": "La Ruche", "siret": "123", "commune": "Saint-Denis", "legal_form": "SCIC"}
    )

    page = text(answer)
    assert set(answer.context["form"].errors) == {"siret", "commune"}
    assert 'name="commune_choice"' in page
    assert 'value="SCIC"' in page
    assert Organisation.objects.count() == 0


def test_look_alikes_are_shown_before_saving(visitor: Client) -> None:
    make_organisation(name="La Ruche", commune="26281")
    coordinator_of(visitor, make_pole())
    typed = {"name": "la ruche", "commune": "Romans-sur-Isère (26281)"}

    asked = visitor.post("/organisations/ajouter/", typed)
    saved = visitor.post("/organisations/ajouter/", typed | {"is_another": "1"})

    assert "Est-ce l'une de celles-ci ?" in text(asked)
    assert saved.status_code == 302
    assert Organisation.objects.count() == 2


def test_same_number_is_final(visitor: Client) -> None:
    make_organisation(name="La Ruche", siren="775672272")
    coordinator_of(visitor, make_pole())

    answer = visitor.post("/organisations/ajouter/", {"name": "X", "siren": "775672272", "is_another": "1"})

    assert "Cette organisation est déjà dans l'annuaire" in text(answer)
    assert "C'en est une autre" not in text(answer)
    assert Organisation.objects.count() == 1


def test_conflict_shows_both_values_and_loses_nothing(visitor: Client) -> None:
    one = make_organisation(name="Avant")
    signed(visitor, make_user(representative=one.uid))
    actions.edit_organisation(organisation=one, changes={"name": "Entre-temps"}, seen_version=1, by=ADMIN, at=AT)
    address = f"{one.get_absolute_url()}modifier/"

    refused = visitor.post(address, {"name": "Après", "seen_version": "1"})
    saved = visitor.post(address, {"name": "Après", "seen_version": refused.context["form"].data["seen_version"]})

    assert "<del>Entre-temps</del>" in text(refused)
    assert "<ins>Après</ins>" in text(refused)
    assert saved.status_code == 302
    assert Organisation.objects.get().name == "Après"


def test_member_is_corrected_then_removed_after_asking(visitor: Client) -> None:
    pole = make_full_pole()
    member = pole.memberships.get()
    coordinator_of(visitor, pole)
    address = f"/poles/{pole.slug}/membres/{member.uid}/"

    visitor.post(address, {"circle": "partner", "until": "2020-12-31", "seen_version": "1"})
    stale = visitor.post(address, {"circle": "founder", "seen_version": "1"})
    member.refresh_from_db()
    asked = visitor.get(f"{address}retirer/")
    there = Membership.objects.count()
    visitor.post(f"{address}retirer/")

    assert (member.circle, str(member.until)) == ("partner", "2020-12-31")
    assert "Recharger la ligne" in text(stale)
    assert (asked.status_code, there, Membership.objects.count()) == (200, 1, 0)


def test_officer_merges_after_seeing_what_moves(visitor: Client) -> None:
    kept, gone = make_organisation(name="Une"), make_organisation(name="Deux", rna="W442001234")
    actions.add_member(pole=make_pole(name="Pôle"), organisation=gone, by=ADMIN, at=AT)
    signed(visitor, make_user(network_officer=make_network().key))
    address = f"{kept.get_absolute_url()}reunir/?avec={gone.uid}"

    asked = visitor.get(address)
    done = visitor.post(address, {"kept_version": "1", "gone_version": "1", "keep-rna": "theirs", "keep-name": "ours"})

    kept.refresh_from_db()
    assert "Pôle : membre" in text(asked)
    assert done.headers["Location"] == kept.get_absolute_url()
    assert (kept.name, kept.rna, Membership.objects.get().organisation) == ("Une", "W442001234", kept)


def test_register_is_said_absent_when_it_is(visitor: Client) -> None:
    coordinator_of(visitor, make_pole())

    assert "Aucun registre d'établissements n'est chargé" in text(visitor.get("/organisations/ajouter/?q=ruche"))


def test_choosing_in_the_register_fills_the_record_and_keeps_its_marks(visitor: Client) -> None:
    from essaim.apps.poles.register import Suggested, Suggestion

    facts = {
        "name": "LA RUCHE", "siret": "77567227200017", "siren": "775672272", "legal_category": "5710",
        "activity": "94.99Z", "commune": "26281", "marks": "+ess", "source_title": "SIRENE, 2026-09",
    }  # fmt: skip
    found = Suggested([Suggestion("77567227200017", "LA RUCHE", "Romans", "", "", facts)], False, "SIRENE", False)
    coordinator_of(visitor, make_pole())

    with patch("essaim.web.organisations.editing.suggest", return_value=found):
        form = visitor.get("/organisations/ajouter/?siret=77567227200017").context["form"]
        typed = {key: value for key, value in form.initial.items() if key != "marks"}
        answer = visitor.post("/organisations/ajouter/", typed)

    one = Organisation.objects.get()
    assert answer.status_code == 302
    assert (one.commune, one.marks, one.source_title, one.main_family) == (
        "26281", "+ess", "SIRENE, 2026-09", "ess_commercial",
    )  # fmt: skip
