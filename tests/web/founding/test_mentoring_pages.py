"""Pages of the help that founders ask of poles: theirs, and those of whoever keeps the pole asked."""

from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.factories import AT, make_pole, make_user
from tests.founding_factories import make_mentoring

from essaim.apps.accounts.models import User
from essaim.apps.founding.actions.founding import found_pole
from essaim.apps.founding.models import Founding, Mentoring
from essaim.apps.poles.models import Pole
from essaim.engine.patterns import find_pattern
from essaim.engine.territories import read_perimeter
from essaim.kit.limit_settings import Limit

pytestmark = pytest.mark.django_db


@pytest.fixture
def founder() -> User:
    return make_user()


@pytest.fixture
def founding(founder: User) -> Founding:
    place, pattern = read_perimeter("commune:48095:20"), find_pattern("champ-cantine")
    return found_pole(name="Pôle de Mende", place=place, pattern=pattern, by=founder, at=AT)


@pytest.fixture
def mentor() -> Pole:
    return make_pole(name="Le Mentor", commune="48140")


@pytest.fixture
def mentoring(founding: Founding, mentor: Pole) -> Mentoring:
    return Mentoring.objects.create(
        founding=founding, mentor=mentor, message="Pouvons-nous venir ?", asked_by="x", asked_at=AT, changed_at=AT
    )


@pytest.fixture
def signed_in(visitor: Client, founder: User) -> Client:
    visitor.force_login(founder)
    return visitor


def text(answer: Any) -> str:
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_founders_find_a_pole_and_ask_it(signed_in: Client, founding: Founding, mentor: Pole) -> None:
    make_user(coordinator=mentor.uid)
    first = text(signed_in.get(reverse("founding-mentor", args=[founding.pole.slug])))
    ask = reverse("founding-mentor-ask", args=[founding.pole.slug, mentor.slug])

    answer = signed_in.post(ask, {"message": "Pouvons-nous venir ?"})

    assert ask in first
    asked = Mentoring.objects.get()
    assert answer.url == reverse("founding-mentoring", args=[founding.pole.slug, asked.uid])
    assert signed_in.get(ask).url == answer.url
    assert answer.url in text(signed_in.get(reverse("founding", args=[founding.pole.slug])))
    assert ask not in text(signed_in.get(reverse("founding-mentor", args=[founding.pole.slug])))


def test_a_pole_is_found_by_its_name(signed_in: Client, founding: Founding) -> None:
    far = make_pole(name="Lointain", commune="97411")

    page = text(signed_in.get(reverse("founding-mentor", args=[founding.pole.slug]), {"q": "lointain"}))

    assert reverse("founding-mentor-ask", args=[founding.pole.slug, far.slug]) in page


def test_a_pole_that_nobody_keeps_is_to_be_phoned(signed_in: Client, founding: Founding, mentor: Pole) -> None:
    page = text(signed_in.get(reverse("founding-mentor-ask", args=[founding.pole.slug, mentor.slug])))

    assert "c'est à vous de l'appeler" in page


def test_an_empty_request_is_refused(signed_in: Client, founding: Founding, mentor: Pole) -> None:
    page = text(signed_in.post(reverse("founding-mentor-ask", args=[founding.pole.slug, mentor.slug]), {"message": ""}))

    assert 'class="wrongs"' in page
    assert not Mentoring.objects.exists()


def test_requests_are_limited(signed_in: Client, founding: Founding, mentor: Pole, settings: Any) -> None:
    settings.LIMITS = settings.LIMITS | {"founders-request": Limit(1, 3600)}
    address = reverse("founding-mentor-ask", args=[founding.pole.slug, mentor.slug])

    answers = [signed_in.post(address, {"message": ""}).status_code for _time in range(2)]

    assert (answers, signed_in.get(address).status_code) == ([200, 429], 200)


def test_what_was_learnt_is_kept(signed_in: Client, founding: Founding, mentoring: Mentoring) -> None:
    address = reverse("founding-mentoring", args=[founding.pole.slug, mentoring.uid])
    typed = {"state": "visited", "visit_on": "12/03/2026", "learnt": "Commencer petit.", "version": "1", "seen": ""}

    answer = signed_in.post(address, typed)
    late = signed_in.post(address, {**typed, "learnt": "Autre."})

    kept = Mentoring.objects.get()
    assert (answer.status_code, late.status_code) == (302, 409)
    assert (kept.state, str(kept.visit_on), kept.learnt) == ("visited", "2026-03-12", "Commencer petit.")


@pytest.mark.parametrize(("form", "start"), [("pdf", b"%PDF"), ("odt", b"PK")])
def test_an_agreement_is_proposed(
    signed_in: Client, founding: Founding, mentoring: Mentoring, form: str, start: bytes
) -> None:
    answer = signed_in.get(reverse("founding-agreement-file", args=[founding.pole.slug, mentoring.uid, form]))

    assert answer.content.startswith(start)


def test_a_signed_agreement_is_filed_and_read_again(
    signed_in: Client, founding: Founding, mentoring: Mentoring
) -> None:
    address = reverse("founding-agreement", args=[founding.pole.slug, mentoring.uid])

    signed_in.post(address, {"file": SimpleUploadedFile("convention.pdf", b"%PDF-1.7")})
    refused = text(signed_in.post(address, {"file": SimpleUploadedFile("page.html", b"<script>")}))

    filed = Mentoring.objects.select_related("agreement").get().agreement
    assert filed is not None
    read = signed_in.get(reverse("founding-document", args=[founding.pole.slug, filed.uid]))
    assert read.content == b"%PDF-1.7"
    assert "n'est pas accepté : page.html" in refused


def test_strangers_find_nothing(visitor: Client, founding: Founding, mentoring: Mentoring) -> None:
    visitor.force_login(make_user())
    slug = founding.pole.slug
    one = [slug, mentoring.uid]
    pages = [
        reverse("founding-mentor", args=[slug]), reverse("founding-mentor-ask", args=[slug, mentoring.mentor.slug]),
        reverse("founding-mentoring", args=one), reverse("founding-agreement", args=one),
        reverse("founding-agreement-file", args=[*one, "pdf"]), reverse("founding-publish", args=[slug]),
    ]  # fmt: skip

    assert [visitor.get(page).status_code for page in pages] == [404] * len(pages)


def test_those_who_keep_the_mentor_answer(visitor: Client, mentoring: Mentoring) -> None:
    visitor.force_login(make_user(coordinator=mentoring.mentor.uid))
    queue = reverse("mentor-requests", args=[mentoring.mentor.slug])
    page = reverse("mentor-request", args=[mentoring.mentor.slug, mentoring.uid])
    read = text(visitor.get(page))

    answer = visitor.post(page, {"accepts": "yes", "answer": "Venez mardi."})
    again = text(visitor.post(page, {"accepts": "no", "answer": ""}))

    assert ("Pouvons-nous venir ?" in read, page in text(visitor.get(queue))) == (True, True)
    assert answer.url == queue
    assert "déjà sa réponse" in again
    assert Mentoring.objects.get().answer == "Venez mardi."


def test_others_read_no_request(visitor: Client, founding: Founding, founder: User, mentoring: Mentoring) -> None:
    visitor.force_login(founder)

    assert visitor.get(reverse("mentor-requests", args=[mentoring.mentor.slug])).status_code == 403
    assert visitor.get(reverse("mentor-request", args=[mentoring.mentor.slug, mentoring.uid])).status_code == 403
    assert visitor.get(reverse("mentor-requests", args=[founding.pole.slug])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_requests_ask_the_same_queries(
    visitor: Client, django_assert_num_queries: Any, mentor: Pole, count: int
) -> None:
    visitor.force_login(make_user(coordinator=mentor.uid))
    for _number in range(count):
        Mentoring.objects.filter(pk=make_mentoring().pk).update(mentor=mentor)

    with django_assert_num_queries(6):
        visitor.get(reverse("mentor-requests", args=[mentor.slug]))


@pytest.mark.parametrize("count", [1, 3])
def test_mentors_ask_the_same_queries(
    signed_in: Client, django_assert_num_queries: Any, founding: Founding, count: int
) -> None:
    for _number in range(count):
        made = make_mentoring()
        Mentoring.objects.filter(pk=made.pk).update(founding=founding)
        make_pole(commune="48140")
    signed_in.get(reverse("founding-mentor", args=[founding.pole.slug]))

    with django_assert_num_queries(17):
        signed_in.get(reverse("founding-mentor", args=[founding.pole.slug]))
