"""Every read about kept scans."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from essaim.apps.accounts.models import User
from essaim.apps.accounts.queries import token_hash
from essaim.apps.jobs.enums import OVER
from essaim.apps.jobs.models import Job
from essaim.apps.scenarios.findings import Findings, said_again, unpack
from essaim.apps.scenarios.models import Scenario
from essaim.apps.scenarios.question import Question
from essaim.apps.scenarios.tasks import SCAN
from essaim.engine.essaimage.scan import asked_conditions
from essaim.engine.patterns import from_data


def scenarios_of(user: User) -> QuerySet[Scenario]:
    """The scans that somebody kept, the latest first, without what was found."""
    return Scenario.objects.filter(owner=user).defer("found")


def scenario_by_uid(uid: str) -> Scenario | None:
    """One kept scan with its owner; None when there is none."""
    return Scenario.objects.filter(uid=uid).select_related("owner").first()


def shared_scenario(token: str) -> Scenario | None:
    """The scan that a link opens; None when it never did, or was withdrawn."""
    return Scenario.objects.filter(share_hash=token_hash(token)).select_related("owner").first()


def question_of(scenario: Scenario) -> Question:
    """What a kept scan asked."""
    pattern = from_data(scenario.pattern)
    return Question(pattern, scenario.level, scenario.radius_km, scenario.part, scenario.minimums)


def kept_findings(scenario: Scenario) -> Findings:
    """What a kept scan found, its conditions said in the language in use."""
    return said_again(unpack(scenario.found), asked_conditions(question_of(scenario).asked_pattern))


def counting_job(key: str) -> Job | None:
    """The latest work asked for to make the counts known by ``key``; None when nobody asked."""
    return Job.objects.filter(kind=SCAN, arguments__key=key).order_by("-asked_at").first()


def counting_in_course(key: str) -> Job | None:
    """The work that makes these counts and is not over."""
    return Job.objects.filter(kind=SCAN, arguments__key=key).exclude(state__in=OVER).first()


def scenarios_kept_by(user: User) -> list[dict[str, Any]]:
    """All that somebody kept, as JSON values, for the file of their own data."""
    return [_as_data(one, kept_findings(one)) for one in Scenario.objects.filter(owner=user)]


def _as_data(one: Scenario, found: Findings) -> dict[str, Any]:
    return {
        "nom": one.name, "modele": one.pattern, "niveau": one.level, "rayon_km": one.radius_km,
        "partie": one.part, "minimums": one.minimums, "enregistre_le": one.saved_at, "partage_le": one.shared_at,
        "registre": one.register_version, "territoires": one.territories_version, "moteur": one.engine_version,
        "sources": one.sources, "conditions": found.conditions, "reponses": found.answers,
    }  # fmt: skip
