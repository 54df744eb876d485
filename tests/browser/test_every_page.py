"""Every page that somebody can reach by its links: accessible, within a phone's width, from this site alone."""

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, resolve
from playwright.sync_api import Page
from tests.browser.conftest import Visit

WIDTHS = {"light": (1280, False), "dark": (320, True)}
DOORS = ["", "founder", "coordinator", "representative", "network_officer", "territorial_agent", "administrator"]
# Addresses of files, which are no pages.
FILES = (".csv", ".xlsx", ".ods", ".odt", ".pdf", ".zip", ".json", ".geojson", ".jsonld", ".xml", ".ics", ".toml")
NOWHERE = "/nulle-part/"
# By look: outlines that axe has read.
SEEN: dict[str, set[int]] = {}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# What a page holds without its words: elements, and what makes them accessible or not. Pages built alike are read once.
OUTLINE = """() => Array.from(document.querySelectorAll('main *'), one => one.tagName + '.' + one.className + '|'
    + Array.from(one.attributes, its => its.name).join() + '|' + (one.getAttribute('role') || '')
    + (one.hasAttribute('id') ? '#' : '') + (one.childNodes.length ? '' : '0')).join('\\n')"""


def pages_from(page: Page) -> dict[str, str]:
    """One address for each route that the links of this page lead to."""
    links = page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
    found: dict[str, str] = {}
    for link in links:
        parts = urlsplit(str(link))
        if parts.netloc != urlsplit(page.url).netloc or parts.path.endswith(FILES):
            continue
        try:
            found.setdefault(str(resolve(parts.path).url_name), parts.path)
        except Resolver404:
            # A link that leads nowhere is a defect, but for those of the page that says so to itself.
            if parts.path != NOWHERE:
                found.setdefault(parts.path, parts.path)
    return found


@pytest.mark.parametrize("look", WIDTHS)
@pytest.mark.parametrize("door", DOORS)
def test_every_page_that_links_lead_to_is_accessible(visit: Visit, door: str, look: str) -> None:
    width, dark = WIDTHS[look]
    page = visit("/", width=width, dark=dark, door=door)
    axe, problems, done = Axe(), [], set()
    seen = SEEN.setdefault(look, set())
    waiting = {"home": "/", "sandbox": "/essayer/", "not-found": NOWHERE}

    while waiting:
        name, path = waiting.popitem()
        done.add(name)
        answer = page.goto(path)
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        if answer.status >= 400 and name != "not-found":
            problems.append(f"{path}: {answer.status}")
        outline = hash(str(page.evaluate(OUTLINE)))
        if outline not in seen:
            seen.add(outline)
            found = axe.run(page, options=RULES).response["violations"]
            problems += [f"{path}: {one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            problems.append(f"{path}: {wide} pixels wide on a screen of {width}")
        waiting |= {name: path for name, path in pages_from(page).items() if name not in done}

    assert problems == []
    assert len(done) > 10
