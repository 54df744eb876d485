"""Every write about kept scans."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from essaim import __version__
from essaim.apps.accounts.models import User
from essaim.apps.accounts.queries import token_hash
from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor, Programme
from essaim.apps.jobs.actions import ask_job
from essaim.apps.jobs.models import Job
from essaim.apps.scenarios.answers import Answers
from essaim.apps.scenarios.findings import findings_of, pack
from essaim.apps.scenarios.models import NAME_LENGTH, Scenario
from essaim.apps.scenarios.queries import counting_in_course
from essaim.apps.scenarios.question import Question
from essaim.apps.scenarios.rules import can_keep, can_tend
from essaim.apps.scenarios.tasks import SCAN
from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _
from essaim.engine.patterns import as_data
from essaim.kit.errors import NotAllowed
from essaim.kit.names import one_line
from essaim.tables.table import source_line

SCENARIO = "scenario"
# Whoever asks without being signed in.
VISITOR = Programme("visitor", is_administrator=False)
MOST = 200


@transaction.atomic
def ask_counting(*, question: Question, key: str, address: str, by: Actor, at: datetime) -> Job:
    """Have the worker count what a question asks; one work at a time for the same counts.

    Args:
        key: of the counts. address: the page that shows them, for whoever follows the work.
    """
    running = counting_in_course(key)
    if running is not None:
        return running
    arguments = {"key": key, "question": question.as_data(), "address": address}
    return ask_job(kind=SCAN, arguments=arguments, by=by, at=at)


@transaction.atomic
def save_scenario(*, name: str, answers: Answers, by: User, at: datetime) -> Scenario:
    """Keep a scan under a name, with all that is needed to make it again and to see what changed.

    Raises:
        InvalidValue: no name, or too many scans kept.
    """
    if not can_keep(by):
        raise NotAllowed()
    if Scenario.objects.filter(owner=by).count() >= MOST:
        raise InvalidValue(_("Vous gardez déjà %(n)d repérages.") % {"n": MOST}, _("Effacez ceux qui ne servent plus."))
    question, ground = answers.question, answers.ground
    scenario = Scenario.objects.create(
        owner=by, name=_clean(name), pattern=as_data(question.pattern), digest=question.asked_pattern.digest,
        level=question.level, radius_km=question.radius_km, part=question.part, minimums=dict(question.minimums),
        register_version=ground.register.version, territories_version=ground.territories.version,
        engine_version=__version__, sources=[source_line(source) for source in ground.sources],
        synthetic=any(source.synthetic for source in ground.sources), found=pack(findings_of(answers)), saved_at=at,
    )  # fmt: skip
    _record("save_scenario", scenario, by, at, after={"pattern": question.pattern.key, "level": question.level})
    return scenario


@transaction.atomic
def rename_scenario(*, scenario: Scenario, name: str, by: Actor, at: datetime) -> Scenario:
    """Call a kept scan otherwise.

    Raises:
        InvalidValue: no name.
    """
    current = _held(scenario, by)
    current.name = _clean(name)
    current.save(update_fields=["name"])
    _record("rename_scenario", current, by, at)
    return current


@transaction.atomic
def delete_scenario(*, scenario: Scenario, by: Actor, at: datetime) -> None:
    """Erase a kept scan; its link opens nothing any more."""
    current = _held(scenario, by)
    _record("delete_scenario", current, by, at)
    current.delete()


@transaction.atomic
def share_scenario(*, scenario: Scenario, by: Actor, at: datetime) -> str:
    """A secret that opens the scan to whoever has it: said once, here. A former link opens nothing any more."""
    current = _held(scenario, by)
    token = secrets.token_urlsafe(32)
    current.share_hash, current.shared_at = token_hash(token), at
    current.save(update_fields=["share_hash", "shared_at"])
    _record("share_scenario", current, by, at)
    return token


@transaction.atomic
def withdraw_share(*, scenario: Scenario, by: Actor, at: datetime) -> Scenario:
    """The link opens nothing any more."""
    current = _held(scenario, by)
    if current.share_hash is not None:
        current.share_hash = current.shared_at = None
        current.save(update_fields=["share_hash", "shared_at"])
        _record("withdraw_scenario_share", current, by, at)
    return current


def _held(scenario: Scenario, by: Actor) -> Scenario:
    current = Scenario.objects.select_for_update(of=("self",)).select_related("owner").get(pk=scenario.pk)
    if not can_tend(by, current):
        raise NotAllowed()
    return current


def _clean(name: str) -> str:
    cleaned = one_line(name, NAME_LENGTH)
    if not cleaned:
        raise InvalidValue(_("Donnez un nom à ce repérage."))
    return cleaned


def _record(action: str, scenario: Scenario, by: Actor, at: datetime, after: dict[str, str] | None = None) -> None:
    record(action=action, object_type=SCENARIO, object_id=scenario.uid, by=by, at=at, after=after)
