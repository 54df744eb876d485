"""Two models side by side. There is no overall mark."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from essaim.apps.library.queries import shelf
from essaim.engine.patterns import Heading, Pattern, compare
from essaim.tables import formats
from essaim.web.organisations.listing import asked_text


@dataclass(frozen=True, slots=True)
class Row:
    """One heading, with its share in words; None when one of the two says nothing."""

    heading: Heading
    share: str | None

    @property
    def lists(self) -> tuple[tuple[str, ...], ...]:
        """What both have, then what one of them alone has."""
        return self.heading.common, self.heading.only_first, self.heading.only_second


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
        "rows": [Row(one, _share(one)) for one in found.headings] if found else [],
        "pairs": [(pair, formats.percent(pair.likeness, 0)) for pair in found.pairs] if found else [],
    }
    return render(request, "library/compare.html", shown)


def _chosen(models: list[Pattern], key: str) -> Pattern | None:
    return next((one for one in models if one.key == key), None)


def _share(heading: Heading) -> str | None:
    return None if heading.share is None else formats.percent(heading.share, 0)
