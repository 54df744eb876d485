"""The scan: a model, a level, a part of France; the map, the list beneath, and any territory explained beside."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from essaim.apps.jobs.queries import worker_seen_at
from essaim.apps.library.queries import all_models, poles_of
from essaim.apps.scenarios.actions import VISITOR, ask_counting
from essaim.apps.scenarios.answers import Answers, Filters, condition_key, decide
from essaim.apps.scenarios.counting import count_key, counts_of, ground_in_use, is_long, kept_counts
from essaim.apps.scenarios.explaining import cases_beside, explain_one
from essaim.apps.scenarios.queries import counting_job
from essaim.apps.scenarios.question import Question
from essaim.engine.errors import InvalidValue, StoreProblem, UnknownTerritory
from essaim.engine.essaimage import Ground
from essaim.engine.language import gettext as _
from essaim.engine.language import ngettext
from essaim.engine.patterns import Pattern
from essaim.engine.territories import load_territories
from essaim.kit.limits import asker, spend, too_many
from essaim.tables.table import source_line
from essaim.web.acting import person
from essaim.web.directory.paging import around
from essaim.web.fragments import asked_part
from essaim.web.scan import asking
from essaim.web.scan.asking import Asked, as_query, model_called, question_asked, read
from essaim.web.scan.drawing import CASE_SIGN, draw
from essaim.web.scan.rows import UseTold, case_told, lines_of, told, uses_told

PAGE_SIZE = 25
_WORKER_SILENT = 60
_LEAST = 3


def scan(request: HttpRequest) -> HttpResponseBase:
    """Where are a model's conditions met? Only the results when the page asks for them itself."""
    asked = read(request.GET)
    shown: dict[str, Any] = {"section": "scan", "asked": asked, "problems": list(asked.problems)}
    pattern = model_called(asked.model) if asked.model else None
    if pattern is None:
        if asked.model:
            shown["problems"].append(_("Aucun modèle n'a ce nom : choisissez-en un dans la liste."))
        shown |= _choices(asked) | {"place_query": asking.place_query(asked)}
        return render(request, "scan/choose.html", shown, status=404 if asked.model else 200)
    shown |= _choices(asked) | {"pattern": pattern}
    try:
        question, ground = question_asked(asked, pattern, load_territories()), ground_in_use()
    except (InvalidValue, StoreProblem) as refusal:
        shown["problems"].append(str(refusal))
        return render(request, "scan/scan.html", shown, status=400)
    shown |= _about(question, asked)
    if ground is None:
        return render(request, "scan/scan.html", shown | {"no_register": True})
    return _answered(request, shown, question, asked, ground)


def _answered(
    request: HttpRequest, shown: dict[str, Any], question: Question, asked: Asked, ground: Ground
) -> HttpResponseBase:
    part = asked_part(request)
    status, at = 200, timezone.now()
    if not is_long(question) and kept_counts(question, ground) is None:
        # Counting in the request is the only thing here that costs: what is kept is answered without end.
        seconds = spend("scan-count", asker(request), at)
        if seconds:
            return too_many(request, seconds, at)
    try:
        counts = counts_of(question, ground)
        if counts is None:
            shown |= _waiting(question, ground)
        else:
            shown |= _found(decide(question, counts, ground), asked, shown["addresses"])
    except InvalidValue as refusal:
        shown["problems"].append(str(refusal))
        status = 400
    shown |= {"fragment": part is not None, "may_save": person(request) is not None}
    if part and "answers" in shown and part.trigger == "resultats":
        # The counts that the page waited for are there: it wants its fields and its contours too.
        return HttpResponse(headers={"HX-Refresh": "true"})
    answer = render(request, "scan/_results.html" if part else "scan/scan.html", shown, status=status)
    if part:
        answer.headers["HX-Push-Url"] = request.path + shown["here_query"]
    patch_vary_headers(answer, ("HX-Request",))
    return answer


def count(request: HttpRequest) -> HttpResponse:
    """Have the worker count what the address asks, then show how far it is; only read, it leads to the page."""
    asked = read(request.GET)
    pattern, ground = model_called(asked.model), ground_in_use()
    address = f"{reverse('scan')}?{request.GET.urlencode()}"
    if request.method == "POST" and pattern is not None and ground is not None:
        try:
            question = question_asked(asked, pattern, ground.territories)
        except InvalidValue:
            return redirect(address)
        by = person(request) or VISITOR
        if is_long(question) and counts_of(question, ground) is None:
            key = count_key(question, ground)
            ask_counting(question=question, key=key, address=address, by=by, at=timezone.now())
    return redirect(address)


def _choices(asked: Asked) -> dict[str, Any]:
    t = load_territories()
    return {
        "models": all_models(),
        "levels": asking.level_choices(t),
        "radii": asking.radius_choices(asked.radius),
        "parts": asking.part_choices(t),
    }


def _about(question: Question, asked: Asked) -> dict[str, Any]:
    """What is asked, in words and as fields."""
    t = load_territories()
    addresses = _addresses(question.pattern)
    roles = [(role, question.minimum(role.key)) for role in question.pattern.roles]
    return {
        "question": question,
        "roles": roles,
        "changed": bool(question.minimums),
        "filtered": asked.filters != Filters(),
        "level_label": t.level(question.level).label,
        "part_name": asking.part_name(question.part, t),
        "plain_query": as_query(question),
        "query": as_query(question, asked.filters),
        "here_query": as_query(question, asked.filters, asked.page, asked.territory),
        "model_query": as_query(Question(question.pattern, question.level, question.radius_km, question.part)),
        "answer_choices": _answer_choices(),
        "sorts": asking.sort_choices(),
        "uses": [UseTold(use, addresses.get(use.name, "")) for use in question.pattern.known_uses],
        "addresses": addresses,
    }


def _answer_choices() -> list[tuple[str, str]]:
    return [("reunie", _("réunie")), ("absente", _("absente")), ("inconnue", _("inconnue"))]


def _addresses(pattern: Pattern) -> dict[str, str]:
    """The sheets of the directory, by the name of the known use."""
    return {name: pole.get_absolute_url() for name, pole in poles_of(pattern.known_uses).items()}


def _found(answers: Answers, asked: Asked, addresses: dict[str, str]) -> dict[str, Any]:
    """The answers as a page shows them."""
    question = answers.question
    rows = answers.chosen(asked.filters)
    paginator = Paginator(rows, PAGE_SIZE)
    page = paginator.get_page(asked.page)
    territory = asked.territory if answers.place(asked.territory) is not None else ""
    shown = {
        "answers": answers,
        "uses": uses_told(answers, addresses),
        "conditions": [(condition_key(one), one) for one in answers.asked],
        "lines": lines_of(answers, rows[page.start_index() - 1 : page.end_index()] if len(rows) else rows),
        "page": page,
        "count": len(rows),
        "pages": [
            (n, as_query(question, asked.filters, n, territory)) for n in around(page.number, paginator.num_pages)
        ],
        "before": _page_query(question, asked, page.number - 1) if page.has_previous() else None,
        "after": _page_query(question, asked, page.number + 1) if page.has_next() else None,
        "drawing": draw(answers, rows, territory),
        "case_sign": CASE_SIGN,
        "chips": _chips(answers.question, asked),
        "sources": [source_line(source) for source in answers.ground.sources],
        "synthetic": any(source.synthetic for source in answers.ground.sources),
        "register_version": answers.ground.register.version,
        "unseen": int((~answers.counts.seen).sum()),
        "uncovered": int((answers.counts.covered < 1).sum()),
        "order": dict(asking.sort_choices())[asked.filters.sort],
        "orders": _links(question, asked, [(label, {"sort": key}) for key, label in asking.sort_choices()]),
        "shortcuts": _links(question, asked, _shortcuts(len(answers.asked))),
    }
    return shown | _explained(answers, asked, territory, addresses)


def _shortcuts(conditions: int) -> list[tuple[str, dict[str, Any]]]:
    """What is most often wanted of the list: all of it, enough conditions met, none missing."""
    found: list[tuple[str, dict[str, Any]]] = [(_("tous"), {"least": 0, "none_missing": False})]
    for least in range(conditions, max(0, conditions - _LEAST), -1):
        said = ngettext("au moins %(n)d réunie", "au moins %(n)d réunies", least) % {"n": least}
        found.append((said, {"least": least, "none_missing": False}))
    return [*found, (_("aucune absente"), {"least": 0, "none_missing": True})]


def _links(question: Question, asked: Asked, wanted: list[tuple[str, dict[str, Any]]]) -> list[tuple[str, str, bool]]:
    """Each wish as a link that keeps what else is asked: its words, its address, whether it is the one in use."""
    found = []
    for words, changes in wanted:
        filters = replace(asked.filters, **changes)
        found.append((words, as_query(question, filters, 1, asked.territory), filters == asked.filters))
    return found


def _chips(question: Question, asked: Asked) -> list[tuple[str, int, int, str]]:
    """Each minimum that was changed: the role, how many are asked, how many the model asks, the address without it."""
    found = []
    for key, n in question.minimums.items():
        role, others = question.pattern.role(key), {one: m for one, m in question.minimums.items() if one != key}
        without = replace(question, minimums=others)
        found.append((role.label, n, role.minimum, as_query(without, asked.filters, 1, asked.territory)))
    return found


def _page_query(question: Question, asked: Asked, page: int) -> str:
    return as_query(question, asked.filters, page, asked.territory)


def _explained(answers: Answers, asked: Asked, territory: str, addresses: dict[str, str]) -> dict[str, Any]:
    question, ground = answers.question, answers.ground
    if not asked.territory:
        return {}
    if not territory:
        return {"not_there": _("Ce territoire n'est pas parmi ceux du repérage.")}
    try:
        explained = explain_one(question, territory, ground)
    except UnknownTerritory:
        return {"not_there": _("Ce territoire n'est pas parmi ceux du repérage.")}
    cases = [case_told(case, explained, addresses) for case in cases_beside(question, territory, ground)]
    without = as_query(question, asked.filters, asked.page)
    return {"told": told(explained, question), "cases": cases, "close_query": without}


def _waiting(question: Question, ground: Ground) -> dict[str, Any]:
    """The counts are not made yet: how far the worker is."""
    job = counting_job(count_key(question, ground))
    seen = worker_seen_at()
    alive = seen is not None and (timezone.now() - seen).total_seconds() < _WORKER_SILENT
    return {"waiting": True, "job": job if job is None or not job.is_over or job.error else None, "worker_alive": alive}
