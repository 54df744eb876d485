"""A local server that answers as the public directory of enterprises does, about made-up organisations.

It follows the OpenAPI description of "Recherche d'entreprises" 1.0.0: paths, parameters, pages of 25 at most, errors
(400 with ``erreur``, 429 with ``Retry-After``). Names say SYNTHETIQUE; SIREN are impossible: they fail their key.

    with directory_server() as directory:
        directory.url                     # the base address
        directory.moods.append("500")     # what happens to the next requests: see ``MOODS``
        directory.seen                    # the questions asked, as (path, parameters)

By hand: ``python -m tests.directory_server 8199``.
"""

from __future__ import annotations

import json
import re
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

# "slow 2.5": answers after so many seconds; "429 2": too many requests, come back in 2 s; "500"; "html": a page instead
# of JSON; "cut": half of the answer; "shape": JSON of another shape; "odd": a result that is none; "empty": nobody.
MOODS = ("slow", "429", "500", "html", "cut", "shape", "odd", "empty")
ROMANS, PEAGE, MENDE = ("26281", "ROMANS-SUR-ISERE"), ("26057", "BOURG-DE-PEAGE"), ("48095", "MENDE")
VRA = "200068781"
_POINTS = {"26281": (45.046, 5.051), "26057": (45.037, 5.052), "48095": (44.518, 3.499)}
_EPCI = {"26281": VRA, "26057": VRA, "48095": "244800405"}
_FLAGS = {
    "est_ess", "est_siae", "est_organisme_formation", "est_association", "est_collectivite_territoriale",
    "est_administration", "est_societe_mission",
}  # fmt: skip
_LISTS = {"code_commune", "departement", "region", "epci", "nature_juridique", "activite_principale",
          "section_activite_principale"}  # fmt: skip
_OTHERS = {"q", "page", "per_page", "minimal", "include", "limite_matching_etablissements", "lat", "long", "radius"}


@dataclass(frozen=True)
class Unit:
    """A made-up legal unit with one establishment."""

    name: str
    place: tuple[str, str]
    legal: str
    naf: str
    facts: Mapping[str, Any] = field(default_factory=dict)


def units() -> list[Unit]:
    """Who is in the directory."""
    ess = {"est_ess": True}
    association = {**ess, "est_association": True, "identifiant_association": "W263000000"}
    found = [
        Unit("POLE SUD SYNTHETIQUE", ROMANS, "9220", "94.99Z", association),
        Unit("LES ATELIERS SYNTHETIQUES", ROMANS, "5458", "14.13Z", {**ess, "est_siae": True}),
        Unit("CHAUSSURES SOLIDAIRES SYNTHETIQUES", ROMANS, "5710", "15.20Z", ess),
        Unit("FORMATION SYNTHETIQUE", ROMANS, "9220", "85.59A", {**association, "est_organisme_formation": True}),
        Unit("LABORATOIRE SYNTHETIQUE", ROMANS, "5710", "72.19Z"),
        Unit("COMMUNE SYNTHETIQUE", ROMANS, "7210", "84.11Z", {"est_administration": True, "public": True}),
        Unit("ENTREPRISE SYNTHETIQUE", ROMANS, "5499", "25.62B"),
        Unit("PME A MISSION SYNTHETIQUE", ROMANS, "5710", "62.01Z", {"est_societe_mission": True, "size": "12"}),
        Unit("CAMILLE DURAND", ROMANS, "1000", "01.13Z", {**ess, "est_entrepreneur_individuel": True}),
        Unit("DOMINIQUE MARTIN", ROMANS, "", "90.03B", {**ess, "est_entrepreneur_individuel": True}),
        Unit("STRUCTURE DISCRETE", ROMANS, "9220", "88.10A", {**association, "diffusion": "P"}),
        Unit("FORME INCONNUE", ROMANS, "", "94.99Z", ess),
        Unit("STRUCTURE FERMEE SYNTHETIQUE", ROMANS, "9220", "94.99Z", {**association, "closed": True}),
        Unit("RECYCLERIE SYNTHETIQUE", PEAGE, "9222", "38.32Z", {**association, "est_siae": True}),
        Unit("CUMA SYNTHETIQUE", MENDE, "6316", "01.61Z", ess),
    ]
    more = [
        Unit(f"ASSOCIATION SYNTHETIQUE {number:02d}", ROMANS, "9220", "94.99Z", association) for number in range(1, 41)
    ]
    return found + more


def result(place: int, unit: Unit, *, matching: bool) -> dict[str, Any]:
    """A unit as the directory describes it."""
    number = ("2" if unit.facts.get("public") else "9") + f"99{place:05d}"
    siren = number + str((_missing_key(number) + 1) % 10)
    code, town = unit.place
    lat, lon = _POINTS[code]
    diffusion = unit.facts.get("diffusion", "O")
    establishment = {
        "activite_principale": unit.naf, "activite_principale_naf25": None, "adresse": f"1 RUE INVENTEE {code} {town}",
        "commune": code, "libelle_commune": town, "code_postal": "26100", "date_creation": "2015-01-01",
        "epci": _EPCI[code],
        "est_siege": True, "etat_administratif": "F" if unit.facts.get("closed") else "A",
        "latitude": f"{lat + place / 10_000:.5f}", "longitude": f"{lon:.5f}", "liste_enseignes": None,
        "nom_commercial": None, "siret": siren + "00017", "statut_diffusion_etablissement": diffusion,
        "tranche_effectif_salarie": unit.facts.get("size", "NN"),
    }  # fmt: skip
    complements = {key: bool(unit.facts.get(key)) for key in (*_FLAGS, "est_qualiopi", "est_entrepreneur_individuel")}
    complements.pop("est_collectivite_territoriale")
    complements["identifiant_association"] = unit.facts.get("identifiant_association")
    return {
        "siren": siren, "nom_complet": unit.name.lower(), "nom_raison_sociale": unit.name, "sigle": None,
        "nombre_etablissements": 1, "nombre_etablissements_ouverts": 1, "siege": establishment,
        "activite_principale": unit.naf, "categorie_entreprise": "PME", "caractere_employeur": "O",
        "date_creation": "2015-01-01", "dirigeants": [{"nom": "Personne", "prenoms": "Inventée", "qualite": "Président",
        "type_dirigeant": "personne physique"}], "etat_administratif": "A", "nature_juridique": unit.legal or None,
        "section_activite_principale": "S", "tranche_effectif_salarie": unit.facts.get("size", "NN"),
        "statut_diffusion": diffusion, "matching_etablissements": [establishment] if matching else [],
        "complements": complements,
    }  # fmt: skip


def _missing_key(number: str) -> int:
    """The digit that would make the number valid by Luhn's rule."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 if place % 2 else 2)
        total += value - 9 if value > 9 else value
    return -total % 10


def _fits(unit: Unit, place: int, asked: Mapping[str, str]) -> bool:
    code = unit.place[0]
    lists = {
        "code_commune": code, "departement": code[:2], "epci": _EPCI[code], "nature_juridique": unit.legal,
        "activite_principale": unit.naf,
    }  # fmt: skip
    for key, value in lists.items():
        if key in asked and value not in asked[key].split(","):
            return False
    for key in _FLAGS & set(asked):
        said = unit.legal.startswith("7") if key == "est_collectivite_territoriale" else bool(unit.facts.get(key))
        if said != (asked[key] == "true"):
            return False
    return all(word in unit.name.casefold() for word in asked.get("q", "").casefold().split())


def _answer(path: str, asked: dict[str, str]) -> tuple[int, dict[str, Any]]:
    """Status and body of a well-behaved answer."""
    unknown = set(asked) - _FLAGS - _LISTS - _OTHERS
    page, per_page = asked.get("page", "1"), asked.get("per_page", "10")
    if unknown or not page.isdigit() or not per_page.isdigit() or not 1 <= int(per_page) <= 25 or int(page) < 1:
        return 400, {"erreur": f"Paramètre incorrect : {', '.join(sorted(unknown)) or 'page'}."}
    if path == "/search" and not set(asked) & (_FLAGS | _LISTS | {"q"}):
        return 400, {"erreur": "Veuillez indiquer au moins un paramètre de recherche."}
    if path == "/near_point" and not {"lat", "long"} <= set(asked):
        return 400, {"erreur": "Veuillez indiquer une latitude et une longitude."}
    everybody = list(enumerate(units()))
    number = asked.get("q", "")
    if re.fullmatch(r"\d{9}|\d{14}", number):
        found = [
            one for place, unit in everybody
            for one in [result(place, unit, matching=len(number) == 14)]
            if number in (one["siren"], one["siege"]["siret"])
        ]  # fmt: skip
    else:
        found = [result(place, unit, matching=True) for place, unit in everybody if _fits(unit, place, asked)]
        if path == "/near_point":
            found = [one for one in found if abs(float(one["siege"]["latitude"]) - float(asked["lat"])) < 0.3]
    size, first = int(per_page), (int(page) - 1) * int(per_page)
    return 200, {
        "results": found[first : first + size], "total_results": len(found), "page": int(page), "per_page": size,
        "total_pages": -(-len(found) // size),
    }  # fmt: skip


@dataclass
class Directory:
    """A running server."""

    url: str = ""
    moods: deque[str] = field(default_factory=deque)
    seen: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    at: list[float] = field(default_factory=list)


@contextmanager
def directory_server(port: int = 0) -> Iterator[Directory]:
    """The directory on this machine for the time of a block."""
    directory = Directory()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            asked = dict(parse_qsl(parts.query))
            directory.seen.append((parts.path, asked))
            directory.agents.add(self.headers.get("User-Agent", ""))
            directory.at.append(time.monotonic())
            mood, *details = (directory.moods.popleft() if directory.moods else "").split() or [""]
            self.behave(mood, details[0] if details else "", *_answer(parts.path, asked))

        def behave(self, mood: str, detail: str, status: int, body: dict[str, Any]) -> None:
            headers = {}
            if mood == "slow":
                time.sleep(float(detail))
            if mood in ("429", "500"):
                status, body = int(mood), {"erreur": "Trop de requêtes." if mood == "429" else "Erreur interne."}
                headers = {"Retry-After": detail} if detail else {}
            elif mood == "empty":
                body = {"results": [], "total_results": 0, "page": 1, "per_page": 25, "total_pages": 0}
            elif mood == "shape":
                body = {"resultats": []}
            elif mood == "odd":
                body = {**body, "results": [{"siren": 356000000}]}
            text = "<html>Portail</html>" if mood == "html" else json.dumps(body, ensure_ascii=False)
            content = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content[: len(content) // 2] if mood == "cut" else content)
            self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            """Tests stay quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    directory.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield directory
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


if __name__ == "__main__":
    with directory_server(int(sys.argv[1]) if len(sys.argv) > 1 else 0) as served:
        print(served.url, flush=True)
        threading.Event().wait()
