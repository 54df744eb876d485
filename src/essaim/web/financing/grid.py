"""The entry grid: every line a row, every year a cell. What two people type at once is merged, cell by cell."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from essaim.apps.financing.actions.lines import WRITTEN, Cell, CellsChangedMeanwhile, put_amounts
from essaim.apps.financing.enums import AmountStage, PlanState
from essaim.apps.financing.models import Plan
from essaim.apps.financing.to_engine import as_plan
from essaim.engine.errors import EssaimError, InvalidValue
from essaim.engine.financing import Side, Stage
from essaim.engine.language import gettext as _
from essaim.engine.language import ngettext
from essaim.kit.numbers import typed_cents
from essaim.tables.formats import euros, typed_euros
from essaim.web.acting import acting
from essaim.web.financing.access import own_plan
from essaim.web.financing.sides import Words, both_sides
from essaim.web.financing.years import year_labels

# More inputs than this are shown a year at a time: a request carries five hundred fields at most.
_MOST_CELLS = 400
_LONGEST = 40


@dataclass(slots=True)
class GridCell:
    """An input: what it shows, and what is wrong with it, or what somebody else wrote there meanwhile."""

    name: str
    year: str
    value: str
    wrong: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class GridRow:
    """A line and its inputs; ``row`` is the line as the plan's page words it."""

    row: Any
    cells: list[GridCell]


@dataclass(frozen=True, slots=True)
class GridHeading:
    """A heading of the form and its lines."""

    title: str
    side: str
    rows: list[GridRow]


@dataclass(slots=True)
class Typed:
    """What a person typed: texts by cell, amounts of the cells that changed, what each held when it was read."""

    texts: dict[Cell, str] = field(default_factory=dict)
    changes: dict[Cell, int | None] = field(default_factory=dict)
    seen: dict[Cell, int | None] = field(default_factory=dict)
    wrong: dict[Cell, str] = field(default_factory=dict)
    other: dict[Cell, int | None] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which amounts the grid is about: their stage, and the years shown (1 is the first)."""

    plan: Plan
    stage: Stage
    years: tuple[int, ...]

    @property
    def is_split(self) -> bool:
        """Whether years are shown one at a time."""
        return len(self.years) < self.plan.years

    def present(self) -> dict[Cell, int | None]:
        """What each cell holds now."""
        lines = as_plan(self.plan).lines
        return {(one.key, year): one.amount(year - 1, self.stage) for one in lines for year in self.years}


def grid(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """Read, or write, the amounts of a stage."""
    asked = _asked(request, own_plan(request, slug, uid))
    if request.method != "POST":
        return _page(request, asked, Typed())
    typed = _typed(asked, request.POST)
    if typed.wrong or typed.lost:
        return _page(request, asked, typed, status=200)
    try:
        written = put_amounts(
            plan=asked.plan, stage=asked.stage, changes=typed.changes, seen=typed.seen, by=acting(request),
            at=timezone.now(),
        )  # fmt: skip
    except CellsChangedMeanwhile as refusal:
        typed.other = refusal.cells
        return _page(request, asked, typed, status=409)
    except EssaimError as refusal:
        messages.error(request, str(refusal))
        return _page(request, asked, typed)
    said = ngettext("%(n)s montant est enregistré.", "%(n)s montants sont enregistrés.", written) % {"n": written}
    messages.success(request, said if written else _("Rien n'a changé."))
    return redirect(asked.plan if request.POST.get("then") == "plan" else request.get_full_path())


def _asked(request: HttpRequest, plan: Plan) -> Asked:
    wanted = request.GET.get("etape", "")
    default = Stage.PLANNED if plan.state == PlanState.DRAFT else Stage.ACTUAL
    stage = Stage(wanted) if wanted in {one.value for one in WRITTEN} else default
    every = tuple(range(1, plan.years + 1))
    year = request.GET.get("annee", "")
    if year in {str(one) for one in every}:
        return Asked(plan, stage, (int(year),))
    return Asked(plan, stage, every if len(plan.lines.all()) * plan.years <= _MOST_CELLS else every[:1])


def _typed(asked: Asked, data: QueryDict) -> Typed:
    """Texts as they came; amounts of the cells that differ from what was shown, or the sentence that refuses them."""
    typed, present = Typed(), asked.present()
    typed.seen = {**present, **_seen(data.get("seen", ""))}
    known = set(present)
    for uid, year in [*present, *(cell for cell in typed.seen if cell not in known)]:
        text = data.get(f"a-{uid}-{year}")
        if text is None:
            continue
        text = text.replace("\0", "")[:_LONGEST].strip()
        try:
            cents = typed_cents(text) if text else None
        except InvalidValue as refusal:
            typed.texts[uid, year], typed.wrong[uid, year] = text, str(refusal)
            continue
        if cents == typed.seen.get((uid, year)):
            continue
        typed.texts[uid, year] = text
        if (uid, year) in known:
            typed.changes[uid, year] = cents
        elif text:
            typed.lost.append(text)
    return typed


def _seen(text: str) -> dict[Cell, int | None]:
    """What each cell held when the page was made, as the page carries it; nothing where it does not say."""
    try:
        told = json.loads(text)
        return {
            (str(uid), int(year)): None if cents is None else int(cents)
            for uid, years in told.items()
            for year, cents in years.items()
        }
    except (ValueError, TypeError, AttributeError):
        return {}


def _page(request: HttpRequest, asked: Asked, typed: Typed, status: int = 200) -> HttpResponse:
    plan, present, labels = asked.plan, asked.present(), year_labels(asked.plan)
    # What somebody else wrote in a cell is what the next attempt has seen.
    seen = {cell: typed.other.get(cell, typed.seen.get(cell, cents)) if cell in typed.texts else cents
            for cell, cents in present.items()}  # fmt: skip
    words = Words(plan, as_plan(plan))
    shown = {
        "plan": plan, "tab": "plan-grid", "years": [labels[year - 1] for year in asked.years],
        "headings": [one for side in both_sides(words, asked.stage) for one in _headings(asked, side, typed, present)],
        "sides": {Side.CHARGE.value: _("Charges"), Side.PRODUCT.value: _("Produits")},
        "stages": _stages(asked), "stage": asked.stage.value, "pages": _pages(asked), "seen": _as_text(seen),
        "wrong": typed.wrong, "other": typed.other, "lost": typed.lost, "is_frozen": _is_frozen(asked),
        "is_planned": asked.stage == Stage.PLANNED,
    }  # fmt: skip
    return render(request, "financing/grid.html", shown, status=status)


def _headings(asked: Asked, side: Any, typed: Typed, present: Mapping[Cell, int | None]) -> list[GridHeading]:
    labels = year_labels(asked.plan)
    return [
        GridHeading(
            heading.title,
            side.key,
            [
                GridRow(row, [_cell(row.line.uid, year, labels[year - 1], typed, present) for year in asked.years])
                for row in heading.rows
            ],
        )
        for heading in (*side.money, *side.in_kind)
    ]


def _cell(uid: str, year: int, label: str, typed: Typed, present: Mapping[Cell, int | None]) -> GridCell:
    cell = (uid, year)
    value = typed.texts.get(cell, typed_euros(present[cell]))
    other = ""
    if cell in typed.other:
        now = typed.other[cell]
        other = _("Quelqu'un a écrit ici entre-temps : %(amount)s.") % {
            "amount": _("non renseigné") if now is None else euros(now)
        }
    return GridCell(f"a-{uid}-{year}", label, value, typed.wrong.get(cell, ""), other)


def _stages(asked: Asked) -> list[tuple[str, str, str]]:
    """The stages that people write: key, address, words."""
    here = reverse("plan-grid", args=[asked.plan.pole.slug, asked.plan.uid])
    year = f"&annee={asked.years[0]}" if asked.is_split else ""
    return [
        (stage.value, f"{here}?etape={stage.value}{year}", str(AmountStage(stage.value).label).capitalize())
        for stage in WRITTEN
    ]


def _pages(asked: Asked) -> list[tuple[str, str, bool]]:
    """Each year's page, then all of them together where they fit: address, words, whether it is this one."""
    if asked.plan.years == 1:
        return []
    here = reverse("plan-grid", args=[asked.plan.pole.slug, asked.plan.uid])
    start = f"{here}?etape={asked.stage.value}"
    pages = [
        (f"{start}&annee={year}", label, asked.is_split and asked.years == (year,))
        for year, label in enumerate(year_labels(asked.plan), start=1)
    ]
    fits = len(asked.plan.lines.all()) * asked.plan.years <= _MOST_CELLS
    return [*([(start, _("toutes les années"), not asked.is_split)] if fits else []), *pages]


def _is_frozen(asked: Asked) -> bool:
    """Whether what is shown cannot be written: the plan is closed, or what was planned was voted."""
    state = asked.plan.state
    return state == PlanState.CLOSED or (state == PlanState.ADOPTED and asked.stage == Stage.PLANNED)


def _as_text(seen: Mapping[Cell, int | None]) -> str:
    told: dict[str, dict[str, int | None]] = {}
    for (uid, year), cents in seen.items():
        told.setdefault(uid, {})[str(year)] = cents
    return json.dumps(told, separators=(",", ":"))
