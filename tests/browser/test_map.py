"""The map and the directory as somebody uses them: by keyboard, by typing, without JavaScript."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from tests.browser.conftest import Visit


@pytest.fixture
def live(visit: Visit) -> Page:
    """The map page once the moving map is there."""
    page = visit("/carte/")
    if not page.evaluate("Boolean(document.createElement('canvas').getContext('webgl2'))"):
        pytest.skip("this Chromium draws no WebGL")
    if page.locator("[data-points]").count() == 0:
        pytest.skip("no library of maps: make assets")
    expect(page.locator("[data-ready]")).to_be_attached(timeout=20_000)
    return page


def test_map_is_reached_and_read_by_keyboard(live: Page) -> None:
    panel, pin = live.locator(".panel"), live.locator(".pin").first
    expect(pin).to_have_attribute("aria-label", re.compile(".+"))

    # Clusters open on clusters, until a pole or poles of one commune.
    for _ in range(10):
        pin.focus()
        live.keyboard.press("Enter")
        live.wait_for_timeout(1000)
        if panel.is_visible():
            break

    expect(panel.locator("a").first).to_be_focused()
    live.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(live.locator(".pin:focus")).to_have_count(1)


def test_drawing_is_one_button_away_and_keeps_its_place(live: Page) -> None:
    before = live.locator(".map-frame").bounding_box()

    live.get_by_role("button", name="Carte dessinée").click()

    expect(live.locator(".map-frame svg.map")).to_be_visible()
    expect(live.locator(".live")).to_be_hidden()
    assert live.locator(".map-frame").bounding_box() == before


def test_moving_map_has_no_obstacle(live: Page) -> None:
    found = Axe().run(live)

    assert [one["id"] for one in found.response["violations"]] == []


def test_map_without_javascript_is_the_drawing_and_its_list(visit: Visit) -> None:
    page = visit("/carte/", javascript=False)

    expect(page.locator(".map-frame svg.map")).to_be_visible()
    expect(page.locator(".map-tools")).to_be_hidden()
    expect(page.locator("#liste h3").first).to_be_visible()


def test_directory_follows_what_is_typed_and_the_address_says_it(visit: Visit) -> None:
    page = visit("/poles/")

    page.locator("#q").press_sequentially("introuvable")

    expect(page.locator("#resultats .empty")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/poles/\?q=introuvable$"))
    expect(page.locator("#annonce")).to_contain_text("0 pôle")
    expect(page.locator("#q")).to_be_focused()
    page.go_back()
    expect(page.locator("#resultats .empty")).to_have_count(0)


def test_directory_answers_the_same_without_javascript(visit: Visit) -> None:
    page = visit("/poles/", javascript=False)

    page.locator("#q").fill("introuvable")
    page.get_by_role("button", name="Appliquer").click()

    expect(page.locator("#resultats .empty")).to_be_visible()
