"""A pole's members on a day: table, counts and article 9's composition, on the sheet and on a page of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.utils import timezone

from essaim.apps.poles.enums import Circle
from essaim.apps.poles.models import Membership, Organisation, Pole
from essaim.apps.poles.queries import Outline, outline, outline_of, pole_by_slug, present_slug
from essaim.apps.poles.to_engine import Counted, composition_of
from essaim.engine.essaimage.article9 import load_article9
from essaim.engine.values import Answer
from essaim.web.organisations import wording

_OLDEST = date(1800, 1, 1)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of article 9, in words."""

    label: str
    text: str
    answer: str
    minimum: int
    sure: list[Organisation]
    unknown: list[Organisation]


def members_shown(pole: Pole) -> dict[str, Any]:
    """What the sheet's section on members needs; the pole has its memberships prefetched."""
    today = timezone.localdate()
    return _shown(outline(list(pole.memberships.all()), today, today=today))


def members(request: HttpRequest, slug: str) -> HttpResponse | HttpResponsePermanentRedirect:
    """The members on the day asked (``?au=2014-06-30``), today by default."""
    pole = pole_by_slug(slug)
    if pole is None:
        present = present_slug(slug)
        if present is None:
            raise Http404
        return redirect("pole-members", slug=present, permanent=True)
    today = timezone.localdate()
    asked, wrong = _asked_day(request, today)
    shown = {
        "section": "directory",
        "pole": pole,
        "wrong": wrong,
        "today": today,
        "past": asked < today,
        **_shown(outline_of(pole, asked, today=today)),
    }
    return render(request, "organisations/members.html", shown)


def article9(organisations: list[Organisation]) -> list[Part]:
    """The composition of a group of organisations, part by part."""
    return [_part(one) for one in composition_of(organisations)]


def whole_answer(parts: list[Part]) -> str:
    """Met when every part is, not met when one is not, else nobody can tell."""
    answers = {part.answer for part in parts}
    return "no" if "no" in answers else "unknown" if "unknown" in answers else "yes"


def _shown(found: Outline) -> dict[str, Any]:
    parts = article9(found.organisations)
    return {
        "outline": found,
        "circles": [(Circle(key).label, organisations, persons) for key, organisations, persons in found.by_circle()],
        "colleges": found.by_college(),
        "member_families": [(wording.family(key) if key else "", n) for key, n in found.by_family()],
        "lines": [
            (
                one,
                wording.family(one.organisation.main_family)
                if one.organisation and one.organisation.main_family
                else "",
            )
            for one in found.members
        ],
        "article9": parts,
        "article9_answer": whole_answer(parts),
        "law": load_article9(),
    }


def _family(one: Membership) -> str:
    return wording.family(one.organisation.main_family) if one.organisation and one.organisation.main_family else ""


def _part(counted: Counted) -> Part:
    part = counted.part.part
    return Part(
        label=part.label(),
        text=part.text,
        answer=wording.answer_key(Answer(counted.part.answer)),
        minimum=part.minimum,
        sure=counted.sure,
        unknown=counted.unknown,
    )


def _asked_day(request: HttpRequest, today: date) -> tuple[date, bool]:
    text = request.GET.get("au", "").strip()
    if not text:
        return today, False
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today, True
    return (day, False) if _OLDEST <= day <= today else (today, True)
