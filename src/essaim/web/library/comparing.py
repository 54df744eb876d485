"""Two models side by side. There is no overall mark."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html_join

from essaim.apps.library.queries import shelf
from essaim.engine.patterns import Comparison, Heading, Pattern, Role, compare
from essaim.tables import formats
from essaim.web.organisations.listing import asked_text
from essaim.web.templatetags.labels import named


@dataclass(frozen=True, slots=True)
class Row:
    """One heading: its share in words, None when one of the two says nothing; what both have, what one alone has."""

    heading: Heading
    share: str | None
    lists: tuple[tuple[str, ...], ...]


def compared(request: HttpRequest) -> HttpResponse:
    """The choice of two models, and what they share and what sets them apart once chosen."""
    models = [one.pattern for one in shelf()]
    first, second = (_chosen(models, asked_text(request, name)) for name in ("a", "b"))
    found = compare(first, second) if first and second else None
    shown = {
        "section": "models",
        "models": models,
        "first": first,
        "second": second,
        "asked": bool(request.GET.get("a") or request.GET.get("b")),
        "rows": [Row(one, _share(one), _lists(one, found)) for one in found.headings] if found else [],
        "pairs": [(pair, formats.percent(pair.likeness, 0)) for pair in found.pairs] if found else [],
    }
    return render(request, "library/compare.html", shown)


def _chosen(models: list[Pattern], key: str) -> Pattern | None:
    return next((one for one in models if one.key == key), None)


def _share(heading: Heading) -> str | None:
    return None if heading.share is None else formats.percent(heading.share, 0)


def _lists(heading: Heading, found: Comparison) -> tuple[tuple[str, ...], ...]:
    """What both have, then what one of them alone has; roles are marked as French when they have no other name."""
    if heading.key != "roles":
        return heading.common, heading.only_first, heading.only_second
    paired = [{one.first.key for one in found.pairs}, {one.second.key for one in found.pairs}]
    alone = (
        tuple(_called(role) for role in pattern.roles if role.key not in keys)
        for pattern, keys in zip((found.first, found.second), paired, strict=True)
    )
    return tuple(_called(one.first, one.second) for one in found.pairs), *alone


def _called(*roles: Role) -> str:
    labels = dict.fromkeys(role.label for role in roles)
    return format_html_join(" ~ ", "{}", ((named(label),) for label in labels))
