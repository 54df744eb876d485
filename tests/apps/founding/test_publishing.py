"""A draft enters the directory when whoever moderates says so; committed prospects become its members."""

from datetime import date

import pytest

from essaim.apps.accounts.models import User
from essaim.apps.founding.actions.founding import found_pole, give_up
from essaim.apps.founding.actions.publishing import ask_publication, lacking, publish, send_back, take_back_request
from essaim.apps.founding.enums import FoundingState, LetterKind, ProspectState
from essaim.apps.founding.models import Founding, Letter
from essaim.apps.founding.queries.publishing import moderators, waiting_publications
from essaim.apps.jobs.models import Message
from essaim.apps.poles.actions import edit_pole
from essaim.apps.poles.models import Membership, Organisation, Pole
from essaim.engine.errors import InvalidValue
from essaim.engine.patterns import find_pattern
from essaim.engine.territories import read_perimeter
from essaim.kit.errors import ChangedMeanwhile, NotAllowed
from tests.factories import AT, make_network, make_organisation, make_prospect, make_user

pytestmark = pytest.mark.django_db
PAGE = "https://example.org/publications/pole/"
SIRET = "73282932000074"


@pytest.fixture
def founder() -> User:
    return make_user()


@pytest.fixture
def moderator() -> User:
    return make_user(network_officer=make_network().key)


@pytest.fixture
def founding(founder: User) -> Founding:
    place, pattern = read_perimeter("commune:48095:20"), find_pattern("champ-cantine")
    founding = found_pole(name="Pôle de Mende", place=place, pattern=pattern, by=founder, at=AT)
    edit_pole(pole=founding.pole, changes={"summary": "Des légumes d'ici."}, seen_version=founding.pole.version,
              by=founder, at=AT)  # fmt: skip
    make_prospect(founding=founding, name="La Ferme", state=ProspectState.COMMITTED)
    return Founding.objects.select_related("pole").get()


def asked(founding: Founding, founder: User) -> Founding:
    return ask_publication(founding=founding, address=PAGE, by=founder, at=AT)


def published(founding: Founding, by: User) -> int:
    version = Pole.every.get().version
    return publish(founding=founding, seen_version=version, address=PAGE, by=by, at=AT)


def test_what_a_reader_could_not_do_without_is_asked_first(founder: User) -> None:
    bare = found_pole(name="Vide", place=read_perimeter("commune:48095"), pattern=None, by=founder, at=AT)

    assert list(lacking(bare)) == ["summary", "domains", "carrier"]
    with pytest.raises(InvalidValue):
        asked(bare, founder)


def test_moderators_are_told(founding: Founding, founder: User, moderator: User) -> None:
    administrator = make_user(administrator="")

    asked(founding, founder)

    assert sorted(Message.objects.values_list("to", flat=True)) == sorted([moderator.email, administrator.email])
    assert {one.pk for one in moderators()} == {moderator.pk, administrator.pk}
    assert [one.pk for one in waiting_publications()] == [founding.pk]


def test_a_request_is_made_once_and_may_be_taken_back(founding: Founding, founder: User) -> None:
    asked(founding, founder)

    with pytest.raises(InvalidValue):
        asked(founding, founder)
    taken = take_back_request(founding=founding, by=founder, at=AT)

    assert taken.state == FoundingState.DRAFT
    assert not waiting_publications().exists()


def test_neither_founders_nor_strangers_publish(founding: Founding, founder: User) -> None:
    asked(founding, founder)

    for by in (founder, make_user()):
        with pytest.raises(NotAllowed):
            published(founding, by)
        with pytest.raises(NotAllowed):
            send_back(founding=founding, remarks="Non", address=PAGE, by=by, at=AT)

    assert Pole.every.get().is_draft


def test_only_founders_ask(founding: Founding, moderator: User) -> None:
    with pytest.raises(NotAllowed):
        asked(founding, moderator)


def test_a_draft_sent_back_tells_why_and_asks_again(founding: Founding, founder: User, moderator: User) -> None:
    asked(founding, founder)

    send_back(founding=founding, remarks="Dites qui porte.", address=PAGE, by=moderator, at=AT)

    assert Founding.objects.get().state == FoundingState.SENT_BACK
    assert "Dites qui porte." in Message.objects.get(to=founder.email).text
    assert asked(founding, founder).state == FoundingState.ASKED


def test_what_was_written_since_it_was_read_is_read_again(founding: Founding, founder: User, moderator: User) -> None:
    asked(founding, founder)
    seen = Pole.every.get().version
    edit_pole(pole=founding.pole, changes={"summary": "Autre."}, seen_version=seen, by=founder, at=AT)

    with pytest.raises(ChangedMeanwhile):
        publish(founding=founding, seen_version=seen, address=PAGE, by=moderator, at=AT)

    assert Pole.every.get().is_draft


def test_committed_prospects_become_members_and_founders_coordinate(
    founding: Founding, founder: User, moderator: User
) -> None:
    known = make_organisation(name="La Scop", siret=SIRET)
    signed = make_prospect(founding=founding, name="Scop", siret=SIRET, state=ProspectState.COMMITTED)
    Letter.objects.create(
        prospect=signed, kind=LetterKind.COMMITMENT, signed_on=date(2026, 3, 1), college="Producteurs", made_by="x",
        made_at=AT,
    )  # fmt: skip
    make_prospect(founding=founding, name="Hésitant", state=ProspectState.INTERESTED)
    asked(founding, founder)

    left = published(founding, moderator)

    assert (left, Pole.objects.get().name) == (0, "Pôle de Mende")
    members = {one.organisation.name: (one.since, one.college) for one in Membership.objects.all()}
    assert members == {"La Scop": (date(2026, 3, 1), "Producteurs"), "La Ferme": (None, "")}
    assert Organisation.objects.count() == 2
    assert Membership.objects.filter(organisation=known).count() == 1
    assert User.objects.get(pk=founder.pk).holds("coordinator", founding.pole.uid)


def test_a_name_that_may_be_another_is_left_to_the_founders(founding: Founding, founder: User, moderator: User) -> None:
    make_organisation(name="La Ferme", commune="48095")
    founding.prospects.update(commune="48095")
    asked(founding, founder)

    left = published(founding, moderator)

    assert (left, Membership.objects.count()) == (1, 0)
    assert "La Ferme" in Message.objects.get(to=founder.email).text


def test_a_family_that_nobody_chooses_is_no_obstacle(founding: Founding, founder: User, moderator: User) -> None:
    make_prospect(founding=founding, name="La Mairie", family="local_authority", state=ProspectState.COMMITTED)
    asked(founding, founder)

    assert published(founding, moderator) == 0


def test_a_published_pole_is_not_given_up(founding: Founding, founder: User, moderator: User) -> None:
    asked(founding, founder)
    published(founding, moderator)

    with pytest.raises(InvalidValue):
        give_up(founding=Founding.objects.select_related("pole").get(), by=User.objects.get(pk=founder.pk), at=AT)
