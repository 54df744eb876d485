"""Whom to ask about those who are never named: farmers, craftspeople and artists first."""

import re
from pathlib import Path

from django.test import Client
from tests.web.territories.registers import ASSOCIATION, SOLE_TRADER, load, row


def _activities(visitor: Client) -> list[tuple[str, str]]:
    """Each activity of the page, and whom to ask."""
    page = visitor.get("/territoires/commune/48095/").content.decode().replace("&#x27;", "'")
    table = page[page.index('id="personnes"') :]
    head = r'<th scope="row" lang="fr"[^>]*>([^<]+)</th>'
    rows = re.findall(head + r'.*?<td data-label="À qui demander"[^>]*>([^<]+)</td></tr>', table)
    return [(activity.split(",")[0], chamber) for activity, chamber in rows]


def test_farmers_crafts_and_artists_come_first_and_associations_never(visitor: Client, bare_home: Path) -> None:
    kinds = ["47.11A", "47.11A", "47.11A", "90.01Z", "43.21A", "43.21A", "01.13Z", "94.99Z", "94.99Z", "84.11Z"]
    load(bare_home, [row(number, naf=naf) for number, naf in enumerate(kinds)], covers="48")

    found = _activities(visitor)

    assert [chamber for _activity, chamber in found] == [
        "chambre d'agriculture", "chambre de métiers et de l'artisanat", "Drac, réseaux d'artistes",
        "chambre de commerce et d'industrie",
    ]  # fmt: skip
    assert found[0][0] == "Culture et production animale"


def test_activity_without_any_sole_trader_is_left_out_where_forms_are_known(visitor: Client, bare_home: Path) -> None:
    rows = [row(1, naf="01.13Z", legal=SOLE_TRADER), row(2, naf="43.21A", legal=ASSOCIATION)]
    load(bare_home, rows, covers="48")

    assert [chamber for _activity, chamber in _activities(visitor)] == ["chambre d'agriculture"]


def test_most_that_there_may_be_counts_what_has_no_activity_and_what_is_seldom_a_person(
    visitor: Client, bare_home: Path
) -> None:
    sole = [row(number, naf="", legal=SOLE_TRADER) for number in range(3)]
    unknown = [row(10, naf="94.99Z"), row(11, naf="84.11Z"), row(12, naf="68.20A"), row(13, naf="")]
    load(bare_home, [*sole, *unknown], covers="48")

    page = visitor.get("/territoires/commune/48095/").content.decode().replace("&#x27;", "'")

    assert "3 entreprises individuelles." in page
    assert "Au plus 7, en comptant" in page
