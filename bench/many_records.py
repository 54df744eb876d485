"""A directory far larger than the real one, for measurements: made-up poles and organisations, named as such.

Nothing here is real: every name says « fictif » or « fictive » and « synthétique », every address is under
``example.org``, and no SIREN passes the check that real ones pass. Call ``make_many`` on a scratch database only:

    with scratch_site() as folder:      # ESSAIM_DATA in a folder of its own, Django started, tables made
        make_many(poles=10_000, organisations=100_000, seed=1)
"""

from __future__ import annotations

import os
import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from essaim.engine.territories import Territories

AT = datetime(2026, 11, 1, 12, tzinfo=UTC)
SOURCE = "Données synthétiques de mesure"
_BATCH = 2_000
_WORDS = (
    "bois", "pain", "laine", "verger", "atelier", "rivière", "colline", "jardin", "moulin", "fabrique", "grange",
    "passerelle", "halle", "lanterne", "semence", "boussole", "tilleul", "chantier", "ruche", "caravane",
)  # fmt: skip
_FORMS = ("Association loi 1901", "SCIC", "SCOP", "SARL", "Fondation", "Mutuelle", "Collectivité", "")
_FAMILIES = ("ess_form", "work_integration", "other_sme", "local_authority", "research", "training", "")
_ACTIVITIES = ("94.99Z", "88.99B", "01.13Z", "56.10A", "62.01Z", "38.32Z", "90.01Z", "")
_STAGES = ("idea", "emerging", "running", "running", "running", "")


@contextmanager
def scratch_site(root: Path | None = None) -> Iterator[Path]:
    """An empty site in ``root``, else in a folder that is removed afterwards. Once a process: Django starts in it."""
    with tempfile.TemporaryDirectory(prefix="essaim-many-") as name:
        folder = root or Path(name)
        os.environ["ESSAIM_DATA"] = str(folder)
        os.environ["ESSAIM_DATABASE_URL"] = ""
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "essaim.settings")
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        yield folder


def make_many(*, poles: int = 10_000, organisations: int = 100_000, seed: int = 1) -> None:
    """Fill the database: the same ``seed`` makes the same records, their opaque identifiers apart.

    Each pole has a carrier, one to four domains, members, sometimes a recognition and up to three figures; about a
    quarter of the organisations belong to at least one pole. Written in batches and without events: no history.
    """
    from django.db import transaction

    from essaim.engine.territories import load_territories

    rng, t = random.Random(seed), load_territories()
    with transaction.atomic():
        firms = _organisations(rng, t, organisations)
        made = _poles(rng, t, poles, firms)
        _facts(rng, made)
        _members(rng, made, firms)


def _organisations(rng: random.Random, t: Territories, count: int) -> list[int]:
    from essaim.apps.poles.models import Organisation
    from essaim.engine.territories.search_index import search_form

    departments, regions = t.level("departement"), t.level("region")
    rows = []
    for number in range(count):
        place = rng.randrange(len(t.codes)) if rng.random() < 0.95 else -1
        name = f"{_two_words(rng).capitalize()} {number:06d} (structure fictive, synthétique)"
        siren = _impossible_siren(number)
        rows.append(
            Organisation(
                name=name,
                search_text=search_form(name)[:200],
                siren=siren,
                siret=f"{siren}{rng.randrange(10**5):05d}",
                main_family=rng.choice(_FAMILIES),
                legal_form=rng.choice(_FORMS),
                activity=rng.choice(_ACTIVITIES),
                commune=str(t.codes[place]) if place >= 0 else "",
                department=_above(departments, place),
                region=_above(regions, place),
                description=f"{SOURCE} : {_two_words(rng)}, {_two_words(rng)}.",
                site=f"{rng.randrange(200)} rue fictive",
                website=f"https://example.org/structures/{number}",
                public_email=f"structure-{number}@example.org",
                public_phone="01 99 00 00 00",
                changed_at=AT,
            )
        )
    Organisation.objects.bulk_create(rows, batch_size=_BATCH)
    return list(Organisation.objects.order_by("pk").values_list("pk", flat=True))


def _poles(rng: random.Random, t: Territories, count: int, firms: list[int]) -> list[int]:
    from essaim.apps.poles.models import Pole
    from essaim.engine.territories.search_index import search_form

    departments, regions = t.level("departement"), t.level("region")
    rows = []
    for number in range(count):
        name = f"Pôle {_two_words(rng)} {number:05d} (pôle fictif, synthétique)"
        place = rng.randrange(len(t.codes))
        located = bool(_above(departments, place)) and bool(_above(regions, place)) and rng.random() < 0.9
        rows.append(
            Pole(
                name=name,
                slug=f"pole-fictif-{number:05d}",
                summary=f"{SOURCE}. {_two_words(rng).capitalize()}.",
                search_text=search_form(f"{name} {t.names[place]}"),
                commune=str(t.codes[place]) if located else "",
                department=_above(departments, place),
                region=_above(regions, place),
                stage=rng.choice(_STAGES),
                founded_year=rng.choice((None, *range(2008, 2026))),
                legal_form=rng.choice(("association", "scic", "")),
                website=f"https://example.org/poles/{number}",
                carrier_id=rng.choice(firms) if firms else None,
                source_title=SOURCE,
                changed_at=AT,
            )
        )
    Pole.objects.bulk_create(rows, batch_size=_BATCH)
    return list(Pole.objects.order_by("pk").values_list("pk", flat=True))


def _facts(rng: random.Random, poles: list[int]) -> None:
    from essaim.apps.poles.models import Observation, PoleDomain, PoleSection, Recognition
    from essaim.engine.sources.poles import load_domains, load_schemes

    domains, schemes = [one.key for one in load_domains()], [one.key for one in load_schemes()]
    kept: dict[Any, list[Any]] = {PoleDomain: [], PoleSection: [], Recognition: [], Observation: []}
    for pole in poles:
        chosen = rng.sample(domains, rng.randint(1, 4))
        kept[PoleDomain] += [PoleDomain(pole_id=pole, key=key, place=n) for n, key in enumerate(chosen)]
        kept[PoleSection].append(
            PoleSection(pole_id=pole, heading="genesis", text=f"{SOURCE}. {_two_words(rng)}.", source_title=SOURCE)
        )
        if rng.random() < 0.5:
            kept[Recognition].append(
                Recognition(
                    pole_id=pole,
                    scheme=rng.choice(schemes),
                    on=date(rng.randint(2012, 2026), 1, 1),
                    precision="year",
                    source_title=SOURCE,
                )
            )
        kept[Observation] += [_figure(rng, pole) for _ in range(rng.randint(0, 3))]
    for model, rows in kept.items():
        model.objects.bulk_create(rows, batch_size=_BATCH)


def _figure(rng: random.Random, pole: int) -> Any:
    from essaim.apps.poles.models import Observation

    return Observation(
        pole_id=pole, indicator=rng.choice(("jobs", "members", "turnover")), value=rng.randrange(1, 500), unit="count",
        on=date(rng.randint(2012, 2026), 1, 1), precision="year", author="synthetic", recorded_at=AT,
        source_title=SOURCE,
    )  # fmt: skip


def _members(rng: random.Random, poles: list[int], firms: list[int]) -> None:
    from essaim.apps.poles.models import Membership

    if not firms:
        return
    rows = []
    for pole in poles:
        for firm in {rng.choice(firms) for _ in range(rng.randint(0, 6))}:
            since = date(rng.randint(2010, 2024), rng.randint(1, 12), 1)
            until = date(2025, 6, 30) if rng.random() < 0.1 else None
            circle = rng.choice(("founder", "member", "member", "partner"))
            rows.append(Membership(pole_id=pole, organisation_id=firm, circle=circle, since=since, until=until))
        if rng.random() < 0.1:
            rows.append(Membership(pole_id=pole, persons=rng.randint(1, 30), circle="member"))
    Membership.objects.bulk_create(rows, batch_size=_BATCH)


def _above(level: Any, place: int) -> str:
    """The code of the territory of that level that holds a commune; "" when none does."""
    return str(level.codes[level.member[place]]) if place >= 0 and level.member[place] >= 0 else ""


def _impossible_siren(number: int) -> str:
    """Nine digits that break Luhn's rule: nobody's number."""
    from essaim.engine.values import luhn_is_valid

    digits = f"{900_000_000 + number * 7:09d}"
    return f"{digits[:-1]}{(int(digits[-1]) + 1) % 10}" if luhn_is_valid(digits) else digits


def _two_words(rng: random.Random) -> str:
    return " ".join(rng.sample(_WORDS, 2))
