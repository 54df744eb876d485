"""Scans kept by a person: save, list, reopen, compare, rename, share, erase."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from essaim.apps.scenarios.actions import (
    ask_counting,
    delete_scenario,
    rename_scenario,
    save_scenario,
    share_scenario,
    withdraw_share,
)
from essaim.apps.scenarios.answers import Answers, answer_word, decide
from essaim.apps.scenarios.counting import count_key, counts_of, ground_in_use
from essaim.apps.scenarios.findings import (
    ConditionChange,
    Findings,
    changes_by_condition,
    changes_by_territory,
    findings_of,
)
from essaim.apps.scenarios.models import NAME_LENGTH, Scenario
from essaim.apps.scenarios.queries import (
    counting_in_course,
    kept_findings,
    question_of,
    scenario_by_uid,
    scenarios_of,
    shared_scenario,
)
from essaim.apps.scenarios.rules import can_tend
from essaim.engine.errors import EssaimError, InvalidValue
from essaim.engine.language import gettext as _
from essaim.engine.territories import Territories, load_territories
from essaim.kit.forms import attempt
from essaim.kit.language import gettext_lazy
from essaim.kit.routes import must
from essaim.web.acting import acting
from essaim.web.scan.asking import as_query, model_called, names_of, part_name, question_asked, read

_ON_A_PAGE, _LISTED = 20, 200


class NameForm(forms.Form):
    """What a kept scan is called."""

    name = forms.CharField(label=gettext_lazy("Nom du repérage"), max_length=NAME_LENGTH)


@dataclass(frozen=True, slots=True)
class Changed:
    """A territory that answers otherwise: its name, and (condition, before, now) of each change."""

    code: str
    name: str
    changes: list[tuple[str, str, str]]


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep the scan that the address asks for."""
    by = acting(request)
    back = f"{reverse('scan')}?{request.GET.urlencode()}"
    try:
        answers = _answers(request)
        if answers is None:
            messages.error(request, _("Ce repérage n'est pas encore calculé : enregistrez-le quand il l'est."))
            return redirect(back)
        name = request.POST.get("name", "")
        scenario = save_scenario(name=name, answers=answers, by=by, at=timezone.now())
    except EssaimError as refusal:
        messages.error(request, str(refusal))
        return redirect(back)
    messages.success(request, _("Le repérage « %(name)s » est enregistré.") % {"name": scenario.name})
    return redirect("scenario", uid=scenario.uid)


def listing(request: HttpRequest) -> HttpResponse:
    """My kept scans, the latest first."""
    page = Paginator(scenarios_of(acting(request)), _ON_A_PAGE).get_page(request.GET.get("page"))
    t = load_territories()
    rows = [(one, _model_title(one), _level_label(one, t), part_name(one.part, t)) for one in page.object_list]
    return render(request, "scan/scenarios.html", {"section": "my-space", "page": page, "rows": rows})


def scenario(request: HttpRequest, uid: str) -> HttpResponse:
    """A kept scan: what was found then, what today's data say, what changed."""
    found = _mine(request, uid)
    return render(request, "scan/scenario.html", _reopened(found) | {"section": "my-space", "mine": True})


def shared(request: HttpRequest, token: str) -> HttpResponse:
    """A kept scan, for whoever has its link: to read only."""
    found = shared_scenario(token)
    if found is None:
        return render(request, "scan/link_gone.html", {"section": "scan"}, status=404)
    response = render(request, "scan/scenario.html", _reopened(found) | {"section": "scan", "mine": False})
    # The secret is in the address: no search engine keeps it, no other site learns it.
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response


@require_POST
def recount(request: HttpRequest, uid: str) -> HttpResponse:
    """Have the worker count a kept scan again on today's data."""
    found, ground = _mine(request, uid), ground_in_use()
    if ground is not None:
        question, address = question_of(found), reverse("scenario", args=[uid])
        key = count_key(question, ground)
        ask_counting(question=question, key=key, address=address, by=acting(request), at=timezone.now())
    return redirect("scenario", uid=uid)


def rename(request: HttpRequest, uid: str) -> HttpResponse:
    """Call a kept scan otherwise."""
    found, by = _mine(request, uid), acting(request)
    form = NameForm(request.POST or None, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        if attempt(form, lambda: rename_scenario(scenario=found, name=name, by=by, at=timezone.now()), "name"):
            messages.success(request, _("Le nom est changé."))
            return redirect("scenario", uid=uid)
    return render(request, "scan/rename.html", {"section": "my-space", "scenario": found, "form": form})


def delete(request: HttpRequest, uid: str) -> HttpResponse:
    """Erase a kept scan, after a question."""
    found = _mine(request, uid)
    if request.method != "POST":
        return render(request, "scan/delete.html", {"section": "my-space", "scenario": found})
    delete_scenario(scenario=found, by=acting(request), at=timezone.now())
    messages.success(request, _("Le repérage « %(name)s » est effacé.") % {"name": found.name})
    return redirect("scenarios")


@require_POST
def share(request: HttpRequest, uid: str) -> HttpResponse:
    """Make a link that opens the scan; shown once."""
    found = _mine(request, uid)
    token = share_scenario(scenario=found, by=acting(request), at=timezone.now())
    link = request.build_absolute_uri(reverse("scenario-shared", args=[token]))
    response = render(request, "scan/link.html", {"section": "my-space", "scenario": found, "link": link})
    response.headers["Cache-Control"] = "no-store"
    return response


@require_POST
def withdraw(request: HttpRequest, uid: str) -> HttpResponse:
    """The link opens nothing any more."""
    withdraw_share(scenario=_mine(request, uid), by=acting(request), at=timezone.now())
    messages.success(request, _("Le lien est retiré : il n'ouvre plus rien."))
    return redirect("scenario", uid=uid)


def compare(request: HttpRequest) -> HttpResponse:
    """Two kept scans side by side: territories gained and lost, condition by condition."""
    mine = list(scenarios_of(acting(request))[:_LISTED])
    shown: dict[str, Any] = {"section": "my-space", "mine": mine}
    asked = [request.GET.get(name, "") for name in ("a", "b")]
    shown |= {"first_uid": asked[0], "second_uid": asked[1]}
    if all(asked):
        first, second = (_mine(request, uid) for uid in asked)
        shown |= _compared(first, second)
    return render(request, "scan/compare.html", shown)


def _mine(request: HttpRequest, uid: str) -> Scenario:
    found = scenario_by_uid(uid)
    if found is None:
        raise Http404
    must(can_tend(acting(request), found))
    return found


def _answers(request: HttpRequest) -> Answers | None:
    """The answers that the address asks for; None when they are not counted yet.

    Raises:
        InvalidValue: what is asked cannot be.
    """
    asked = read(request.GET)
    pattern, ground = model_called(asked.model), ground_in_use()
    if pattern is None or ground is None:
        raise InvalidValue(_("Il n'y a rien à enregistrer : choisissez un modèle, sur un site qui a un registre."))
    question = question_asked(asked, pattern, load_territories())
    counts = counts_of(question, ground)
    return None if counts is None else decide(question, counts, ground)


def _reopened(found: Scenario) -> dict[str, Any]:
    """What was found then, beside today's answers when they can be given."""
    question, t, then = question_of(found), load_territories(), kept_findings(found)
    today = model_called(question.pattern.key)
    shown: dict[str, Any] = {
        "scenario": found,
        "pattern": question.pattern,
        "digest": found.digest[:12],
        "level_label": _level_label(found, t),
        "part_name": part_name(found.part, t),
        "minimums": [(role.label, question.minimums[role.key]) for role in question.pattern.roles
                     if role.key in question.minimums],
        "then_count": len(then.answers),
        "conditions": [(label, wanted, _met(then, key)) for key, (label, wanted) in then.conditions.items()],
        "query": as_query(question),
        "in_library": today is not None,
        "model_changed": today is not None and today.digest != question.pattern.digest,
    }  # fmt: skip
    ground = ground_in_use()
    if ground is None:
        return shown | {"no_register": True}
    try:
        counts = counts_of(question, ground)
    except (EssaimError, KeyError) as refusal:
        return shown | {"impossible": str(getattr(refusal, "message", "")) or _("Ce niveau n'est plus connu.")}
    if counts is None:
        return shown | {"waiting": True, "job": counting_in_course(count_key(question, ground))}
    answers = decide(question, counts, ground)
    same = (ground.register.version, ground.territories.version) == (found.register_version, found.territories_version)
    return shown | _changes(then, answers, t) | {"same_data": same, "register_version": ground.register.version}


def _changes(then: Findings, answers: Answers, t: Territories) -> dict[str, Any]:
    now = findings_of(answers)
    names = names_of(answers.question.level, t)
    changes = [
        Changed(one.code, names.get(one.code, one.code),
                [(label, answer_word(was), answer_word(become)) for label, was, become in one.changes])
        for one in changes_by_territory(then, now)
    ]  # fmt: skip
    return {
        "recomputed": True,
        "by_condition": _named(changes_by_condition(then, now), names),
        "changed": changes[:_LISTED],
        "changed_count": len(changes),
        "gone": len(set(then.answers) - set(now.answers)),
        "new": len(set(now.answers) - set(then.answers)),
    }


def _compared(first: Scenario, second: Scenario) -> dict[str, Any]:
    one, other, t = kept_findings(first), kept_findings(second), load_territories()
    names = names_of(second.level, t)
    changes = _named(changes_by_condition(one, other), names)
    return {
        "first": first, "second": second, "changes": changes,
        "both": len(set(one.answers) & set(other.answers)), "only_first": len(set(one.answers) - set(other.answers)),
        "only_second": len(set(other.answers) - set(one.answers)),
    }  # fmt: skip


def _named(changes: list[ConditionChange], names: dict[str, str]) -> list[tuple[ConditionChange, list[str], list[str]]]:
    """Each change with the names of the first territories gained and lost."""

    def called(codes: tuple[str, ...]) -> list[str]:
        return [names.get(code, code) for code in codes[:_LISTED]]

    return [(change, called(change.gained), called(change.lost)) for change in changes]


def _level_label(found: Scenario, t: Territories) -> str:
    try:
        return t.level(found.level).label
    except EssaimError:
        return found.level


def _model_title(found: Scenario) -> str:
    return str(found.pattern.get("title", ""))


def _met(findings: Findings, key: str) -> int:
    place = list(findings.conditions).index(key)
    return sum(signs[place] == "+" for signs in findings.answers.values())
