"""Rules that hold for every address."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern
from tests.factories import make_full_pole, make_pole
from tests.web.addresses import address, is_sure_to_answer

from essaim.apps.accounts.models import User
from essaim.apps.audit.models import Event
from essaim.kit.middleware import ReadingNeverWrites, WriteWhileReading
from essaim.kit.routes import route
from essaim.web.urls import urlpatterns

NAMES = [pattern.name for pattern in urlpatterns]
REFUSALS = {301, 302, 403, 404, 405}


def test_every_route_has_a_rule_and_a_name() -> None:
    without = [str(pattern.pattern) for pattern in urlpatterns if not hasattr(pattern.callback, "rule")]

    assert without == []
    assert None not in NAMES
    assert len(set(NAMES)) == len(NAMES)


def test_route_is_closed_unless_its_rule_holds(rf: RequestFactory) -> None:
    closed = route("x/", lambda user, thing: False, lambda request: HttpResponse(), "x").callback
    request = rf.get("/x/")
    request.user = User()

    with pytest.raises(PermissionDenied):
        closed(request)


def test_visitor_of_a_closed_page_is_led_to_sign_in_and_back(visitor: Client) -> None:
    answer = visitor.get("/mon-espace/nom/")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/connexion/?next=/mon-espace/nom/")


@pytest.mark.parametrize("pattern", urlpatterns, ids=NAMES)
def test_reading_a_page_writes_nothing(visitor: Client, pattern: URLPattern) -> None:
    pole = make_full_pole()
    events = Event.objects.count()

    answer = visitor.get(address(pattern, pole.slug))

    # Without a worker, the site is not in good health.
    if pattern.name == "health":
        assert answer.status_code == 503
        return
    assert answer.status_code in ({200, 302} if is_sure_to_answer(pattern) else {200, *REFUSALS})
    assert Event.objects.count() == events


@pytest.mark.django_db
def test_write_while_reading_is_refused(rf: RequestFactory, essaim_home: object) -> None:
    def view(request: object) -> HttpResponse:
        make_pole()
        return HttpResponse()

    with pytest.raises(WriteWhileReading):
        ReadingNeverWrites(view)(rf.get("/"))

    ReadingNeverWrites(view)(rf.post("/"))
    assert Event.objects.count() == 1


@pytest.mark.parametrize("pattern", urlpatterns, ids=NAMES)
def test_pages_load_nothing_from_elsewhere(visitor: Client, pattern: URLPattern) -> None:
    pole = make_full_pole()

    answer = visitor.get(address(pattern, pole.slug))

    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "://" not in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    if answer.headers["Content-Type"].startswith("text/html"):
        page = answer.content.decode()
        assert re.findall(r"<script(?![^>]* src=\"/static/)(?![^>]* type=\"application/json\")", page) == []
        assert " style=" not in page
        assert 'src="http' not in page


def test_french_whatever_the_browser_prefers(visitor: Client) -> None:
    answer = visitor.get("/", headers={"accept-language": "en"})

    assert answer.headers["Content-Language"] == "fr"
    assert "Annuaire" in answer.content.decode()


def test_language_is_chosen_by_a_form_and_kept(visitor: Client) -> None:
    chosen = visitor.post("/langue/", {"language": "en", "next": "/poles/?q=bois"})

    page = visitor.get("/poles/")
    assert (chosen.status_code, chosen.headers["Location"]) == (302, "/poles/?q=bois")
    assert '<html lang="en">' in page.content.decode()
    assert "Directory" in page.content.decode()


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org", "javascript:alert(1)"])
def test_language_never_leads_elsewhere(visitor: Client, back: str) -> None:
    assert visitor.post("/langue/", {"language": "en", "next": back}).headers["Location"] == "/"


def test_language_does_not_break_on_the_name_of_a_route(visitor: Client) -> None:
    assert visitor.post("/langue/", {"language": "en", "next": "pole"}).status_code == 302


def test_language_by_get_changes_nothing(visitor: Client) -> None:
    assert visitor.get("/langue/?language=en").cookies.get("essaim_language") is None


def test_unknown_page_is_a_page(visitor: Client) -> None:
    answer = visitor.get("/nulle-part/")

    assert answer.status_code == 404
    assert "Cette page n'existe pas" in answer.content.decode().replace("&#x27;", "'")


def test_defect_is_a_page(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("essaim.web.about.pages.latest_poles", lambda count: 1 / 0)
    visitor.raise_request_exception = False

    answer = visitor.get("/")

    assert answer.status_code == 500
    assert "rien n" in answer.content.decode()
