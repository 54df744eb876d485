"""Lists that people fill and order row by row, without JavaScript: the axes of a strategy, a territory's frames."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict

from essaim.apps.poles import actions
from essaim.apps.poles.enums import FrameKind
from essaim.engine.language import gettext
from essaim.kit.language import gettext_lazy as _
from essaim.web.editing.fields import PartForm
from essaim.web.editing.saving import Part, edited, shown_again
from essaim.web.keeping.rights import editable_pole

_MOST_ROWS = 30


class RowsForm(PartForm):
    """Rows of two fields, ``first-0``, ``second-0``, ``first-1``…; one more is always there to be filled."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.count = 1 + (_typed_rows(self.data) if self.is_bound else len(self.initial.get("rows") or ()))
        told = [*(self.initial.get("rows") or ()), *[("", "")] * self.count]
        for number, (first, second) in enumerate(told[: self.count]):
            self.fields[f"first-{number}"], self.fields[f"second-{number}"] = self.row_fields(first, second)

    def row_fields(self, first: str, second: str) -> tuple[forms.Field, forms.Field]:
        """The two fields of a row."""
        raise NotImplementedError

    def rows(self) -> list[dict[str, Any]]:
        """The rows as the page shows them."""
        return [
            {
                "number": number,
                "first": self[f"first-{number}"],
                "second": self[f"second-{number}"],
                "is_new": number == self.count - 1,
                "is_first": number == 0,
                "is_last": number >= self.count - 2,
            }
            for number in range(self.count)
        ]

    def clean(self) -> dict[str, Any]:
        """``pairs``: the rows that are filled, in order."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        pairs = [(cleaned.get(f"first-{n}", ""), cleaned.get(f"second-{n}", "")) for n in range(self.count)]
        cleaned["pairs"] = [pair for pair in pairs if any(pair)]
        for number, (first, second) in enumerate(pairs):
            if bool(first) != bool(second) and self.is_half(first):
                self.add_error(f"first-{number}", gettext("Cette ligne n'est remplie qu'à moitié."))
        if len(cleaned["pairs"]) > _MOST_ROWS:
            self.add_error(None, gettext("Trente lignes au plus."))
        return cleaned

    def is_half(self, first: str) -> bool:
        """Whether a row of which one field only is filled is wrong."""
        return not first


class AxesForm(RowsForm):
    """The axes of the strategy: a title, and a few sentences when wanted."""

    def row_fields(self, first: str, second: str) -> tuple[forms.Field, forms.Field]:
        """Title and text."""
        return (
            forms.CharField(label=_("Axe"), max_length=200, required=False, initial=first),
            forms.CharField(
                label=_("En quelques phrases"), max_length=4000, required=False, initial=second,
                widget=forms.Textarea(attrs={"rows": 3}),
            ),
        )  # fmt: skip


class FramesForm(RowsForm):
    """The frames that overlap the territory: their kind and their name."""

    def row_fields(self, first: str, second: str) -> tuple[forms.Field, forms.Field]:
        """Kind and name."""
        kinds = [("", gettext("choisir")), *FrameKind.choices]
        return (
            forms.ChoiceField(label=_("Cadre"), choices=kinds, required=False, initial=first),
            forms.CharField(label=_("Son nom"), max_length=200, required=False, initial=second),
        )

    def is_half(self, first: str) -> bool:
        """A frame has both."""
        return True


def axes(request: HttpRequest, slug: str) -> HttpResponse:
    """Edit the axes of the strategy: add, reorder, remove."""
    pole = editable_pole(request, slug)
    rows = list(pole.axes.values_list("title", "text"))
    part = Part(
        title=gettext("Modifier les axes de la stratégie"), back=pole.get_absolute_url(), back_label=pole.name,
        version=pole.version, present={"rows": rows}, make=AxesForm, template="keeping/rows.html",
        shown={"row_title": gettext("Axe %(n)s"), "new_title": gettext("Un axe de plus"), "ordered": True},
        save=lambda typed, seen, by, at: actions.set_axes(
            pole=pole, axes=typed["pairs"], seen_version=seen, by=by, at=at
        ),
    )  # fmt: skip
    return _moved(request, part) or edited(request, part)


def frames(request: HttpRequest, slug: str) -> HttpResponse:
    """Edit the frames that overlap the pole's territory."""
    pole = editable_pole(request, slug)
    rows = list(pole.frames.values_list("kind", "name"))
    part = Part(
        title=gettext("Modifier les autres cadres du territoire"), back=f"{pole.get_absolute_url()}#territory",
        back_label=pole.name, version=pole.version, present={"rows": rows}, make=FramesForm,
        template="keeping/rows.html",
        shown={
            "row_title": gettext("Cadre %(n)s"), "new_title": gettext("Un cadre de plus"),
            "lead": gettext("Ces cadres sont nommés, pas dessinés : aucune liste nationale n'en est complète."),
        },
        save=lambda typed, seen, by, at: actions.set_frames(
            pole=pole, frames=typed["pairs"], seen_version=seen, by=by, at=at
        ),
    )  # fmt: skip
    return _moved(request, part) or edited(request, part)


def _moved(request: HttpRequest, part: Part) -> HttpResponse | None:
    """The same rows in another order, or without one, not saved yet; None when no such button was pressed."""
    gesture, _sign, row = request.POST.get("gesture", "").partition("-")
    if gesture not in ("up", "down", "remove", "more") or not ((row.isascii() and row.isdigit()) or gesture == "more"):
        return None
    count = _typed_rows(request.POST)
    rows = [(request.POST.get(f"first-{n}", ""), request.POST.get(f"second-{n}", "")) for n in range(count)]
    place = int(row[:4] or 0)
    if place < len(rows):
        _apply(gesture, place, rows)
    data = QueryDict(mutable=True)
    data.update({"version": request.POST.get("version", ""), "seen": request.POST.get("seen", "")})
    for number, (first, second) in enumerate(row for row in rows if any(row)):
        data[f"first-{number}"], data[f"second-{number}"] = first, second
    part.shown["moved"] = True
    return shown_again(request, part, data)


def _apply(gesture: str, place: int, rows: list[tuple[str, str]]) -> None:
    if gesture == "remove":
        del rows[place]
    other = {"up": place - 1, "down": place + 1}.get(gesture, place)
    if gesture in ("up", "down") and 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]


def _typed_rows(data: Any) -> int:
    """How many rows were sent, the blank ones at the end left out."""
    filled = [
        n for n in range(_MOST_ROWS + 1) if data.get(f"first-{n}", "").strip() or data.get(f"second-{n}", "").strip()
    ]
    return filled[-1] + 1 if filled else 0
