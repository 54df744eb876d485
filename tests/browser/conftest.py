"""The sandbox started as a user starts it, and Chromium in front of it.

Any request to another site, any error that a page reports (a refused script, a broken file) fails the test.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from tests.directory_server import Directory, directory_server

ARGUMENTS = [
    "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip
START_SECONDS = 120

Visit = Callable[..., Page]
Picture = Callable[[Page, str], None]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys are named as such: ``-m browser`` runs them alone."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium is: ``CHROMIUM``, else the machine's, else Debian's package when root."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome") or _installed()
    if not found:
        missing = "no Chromium: install Debian's package chromium, or name one in CHROMIUM"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(missing)
    return str(found)


def _installed() -> str | None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    install = ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]
    if subprocess.run(install, capture_output=True).returncode != 0:
        subprocess.run(["apt-get", "update"], capture_output=True)
        subprocess.run(install, capture_output=True)
    return shutil.which("chromium")


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One Chromium for the session; each test has its own profile in it."""
    arguments = [*ARGUMENTS, "--no-sandbox"] if os.geteuid() == 0 else ARGUMENTS
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def directory() -> Iterator[Directory]:
    """The public directory of enterprises, in the shape of the tests' own server."""
    with directory_server() as running:
        yield running


@pytest.fixture(scope="session")
def site(essaim_home: Path, directory: Directory) -> Iterator[str]:
    """The address of a sandbox served by ``essaim site demo``, with data of its own."""
    with served(essaim_home, ESSAIM_LOOKUP=directory.url) as address:
        yield address


@contextmanager
def served(home: Path, **settings: str) -> Iterator[str]:
    """A sandbox on the data of ``home``, as long as the block lasts."""
    port = _free_port()
    environment = {**os.environ, "ESSAIM_DATA": str(home), **settings}
    environment.pop("ESSAIM_DATABASE_URL", None)
    log = home / "browser.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [str(Path(sys.executable).with_name("essaim")), "site", "demo", "--fresh", "--port", str(port)],
            env=environment, stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
        address = f"http://localhost:{port}"
        try:
            _wait(address, server, log)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=30)


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Visit]:
    """Open a page of the site: ``visit("/poles/", width=320, dark=True, javascript=False, door="coordinator")``."""
    contexts, problems = [], []

    def opened(path: str = "/", width: int = 1280, dark: bool = False, javascript: bool = True, door: str = "") -> Page:
        context = browser.new_context(
            base_url=site, viewport={"width": width, "height": 900}, java_script_enabled=javascript,
            color_scheme="dark" if dark else "light", accept_downloads=True, locale="fr-FR",
        )  # fmt: skip
        contexts.append(context)
        context.on("request", lambda asked: _note_stranger(asked.url, site, problems))
        context.on("weberror", lambda error: problems.append(f"script error: {error.error}"))
        context.on("console", lambda said: _note_error(said, problems))
        context.set_default_timeout(12_000)
        page = context.new_page()
        if door:
            page.goto("/essayer/")
            page.locator(f'form[action="/essayer/{door}/"] button').click()
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert problems == []


@pytest.fixture
def picture(request: pytest.FixtureRequest) -> Picture:
    """Keep what the page looks like, when ``ESSAIM_SCREENSHOTS`` names a folder: for people to look at."""
    folder = os.environ.get("ESSAIM_SCREENSHOTS", "")

    def taken(page: Page, name: str) -> None:
        if folder:
            test = re.sub(r"\W+", "-", request.node.name)
            page.screenshot(path=Path(folder) / f"{test}-{name}.png", full_page=True)

    return taken


def _note_stranger(url: str, site: str, problems: list[str]) -> None:
    if not url.startswith((site, "data:", "blob:")):
        problems.append(f"request to another site: {url}")


def _note_error(said: Any, problems: list[str]) -> None:
    # A page that answers 404 or 403 on purpose is reported by Chromium as an error of loading: not one of ours.
    # htmx reports a request that the next one, or leaving the page, made useless.
    ours = "Failed to load resource" not in said.text and "htmx:" not in said.text
    if said.type == "error" and ours:
        problems.append(f"{said.page.url if said.page else ''}: {said.text}")


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def _wait(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if server.poll() is not None:
            break
        try:
            with urlopen(f"{address}/accessibilite/", timeout=5):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    pytest.fail(f"the sandbox did not start:\n{log.read_text(encoding='utf-8', errors='replace')[-2000:]}")
