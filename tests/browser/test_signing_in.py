"""Signing in as people do: a code without JavaScript, a passkey in Chromium, an invitation, the end of an account."""

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Visit

LETTERS = 10


@pytest.fixture
def letters(site: str, essaim_home: Path) -> Path:
    """Where the site prints its letters."""
    return essaim_home / "browser.log"


def ask(page: Page, letters: Path, button: str, pattern: str = r"(?:Votre code : )(\S+)") -> str:
    """Press a button that has a letter sent; what the letter holds."""
    before = len(letters.read_bytes())
    page.get_by_role("main").get_by_role("button", name=button, exact=True).first.click()
    end = time.monotonic() + LETTERS
    while time.monotonic() < end:
        found = re.search(pattern, letters.read_bytes()[before:].decode(errors="replace"))
        if found:
            return found.group(1)
        time.sleep(0.1)
    pytest.fail(f"no letter came after “{button}”")


def sign_up(page: Page, letters: Path, address: str) -> None:
    page.get_by_label("adresse électronique").fill(address)
    page.get_by_label("code").fill(ask(page, letters, "Créer mon compte"))
    page.get_by_role("main").get_by_role("button").first.click()


def test_code_by_letter_works_without_javascript(visit: Visit, letters: Path) -> None:
    page = visit("/inscription/", javascript=False)

    sign_up(page, letters, "sans-script@example.org")

    expect(page.get_by_role("heading", name="Mon espace")).to_be_visible()


def test_passkey_is_added_then_opens_the_account_until_it_is_erased(visit: Visit, letters: Path) -> None:
    page = visit("/inscription/")
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
               "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    sign_up(page, letters, "cle@example.org")

    page.goto("/mon-espace/cles/ajouter/")
    page.get_by_label("code").fill(ask(page, letters, "Recevoir un code"))
    page.get_by_role("main").get_by_role("button").first.click()
    page.get_by_label("Un nom").fill("Mon téléphone")
    page.get_by_role("main").get_by_role("button").first.click()
    expect(page.locator("ul.items")).to_contain_text("Mon téléphone")
    page.goto("/mon-espace/")
    page.get_by_role("button", name="Se déconnecter").click()
    page.goto("/connexion/")
    page.get_by_role("button", name="clé").first.click()
    expect(page.get_by_role("heading", name="Mon espace")).to_be_visible()

    page.goto("/mon-espace/effacer/")
    page.get_by_label("effacer mon compte").check()
    page.get_by_role("button", name="Effacer mon compte").click()
    expect(page.get_by_text("Votre compte est effacé")).to_be_visible()


def test_coordinator_invites_and_the_other_accepts(visit: Visit, letters: Path) -> None:
    keeper = visit("/mon-espace/", door="coordinator")
    keeper.get_by_role("link", name="personnes").first.click()
    keeper.get_by_label("adresse électronique").fill("invitee@example.org")
    link = ask(keeper, letters, "Envoyer l'invitation", r"http://[^/\s]+(/invitation/\S+)")
    guest = visit(link, javascript=False)

    guest.get_by_role("link", name="Me connecter pour accepter").click()
    sign_up(guest, letters, "invitee@example.org")
    guest.get_by_role("button", name="Accepter ce rôle").click()

    expect(guest.get_by_text("Le rôle est à vous.")).to_be_visible()
    expect(guest.get_by_role("heading", name="Pôles")).to_be_visible()
