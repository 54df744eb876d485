"""Writing one part of a draft, or one row of it, in a form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify

from essaim.engine.language import gettext as _
from essaim.kit.errors import ChangedMeanwhile
from essaim.web.library.differences import Difference, differences
from essaim.web.library.drafts import Draft, kept_draft, problems_in_draft, save
from essaim.web.library.forms import TableForm, fingerprint
from essaim.web.library.parts import (
    NAMED_BY_US,
    Part,
    choices_for,
    part_of,
    parts,
    problems_in,
    rows_of,
    table_of,
    use_names,
)

_NEW = "new"
_MOST_ROWS = 60


@dataclass(slots=True)
class Page:
    """What one page writes: a part that stands once (``row`` is None) or a row of another.

    Attributes:
        draft, part: where.
        row: its place, from 0; None for a part without rows. is_new: a row that is not there yet.
        present: what the draft says now.
    """

    draft: Draft
    part: Part
    row: int | None
    is_new: bool
    present: dict[str, Any]

    @property
    def back(self) -> str:
        """Where a success leads."""
        if self.part.kind == "rows":
            return reverse("model-edit-part", args=[self.draft.model.key, self.part.slug])
        return reverse("model-edit", args=[self.draft.model.key])


def single(request: HttpRequest, draft: Draft, part: Part) -> HttpResponse:
    """The page of a part that stands once."""
    return _answered(request, Page(draft, part, None, False, _present(draft, part)))


def row(request: HttpRequest, key: str, part: str, number: int) -> HttpResponse:
    """The page of one row, counted from 1."""
    draft, found = kept_draft(request, key), _rows_part(part)
    rows = rows_of(draft.data, found.table)
    mark = request.POST.get("mark", "")
    place = next((n for n, one in enumerate(rows) if mark and fingerprint(one) == mark), number - 1)
    if not 0 <= place < len(rows):
        if request.method != "POST":
            raise Http404
        messages.warning(request, _("Cette ligne a été retirée pendant ce temps : la voici comme une ligne de plus."))
        return _answered(request, Page(draft, found, len(rows), True, {}), gone=True)
    return _answered(request, Page(draft, found, place, False, rows[place]))


def new_row(request: HttpRequest, key: str, part: str) -> HttpResponse:
    """The page of one more row."""
    draft, found = kept_draft(request, key), _rows_part(part)
    return _answered(request, Page(draft, found, len(rows_of(draft.data, found.table)), True, {}))


def _answered(request: HttpRequest, page: Page, gone: bool = False) -> HttpResponse:
    form = _form(page, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _shown(request, page, form)
    gesture = request.POST.get("gesture", "save")
    if gone or gesture.startswith("search-") or gesture == "figure":
        return _shown(request, page, _rearranged(request, page, gesture))
    if not form.is_valid():
        return _shown(request, page, form, wrong=True)
    if (page.is_new or gesture == _NEW) and page.part.kind == "rows" and _is_full(page):
        form.add_error(None, _("Cette partie a déjà soixante lignes : retirez-en une d'abord."))
        return _shown(request, page, form, wrong=True)
    if not page.is_new and form.cleaned_data["mark"] != fingerprint(page.present) and gesture != _NEW:
        return _conflict(request, page)
    try:
        save(request, page.draft, _content(page, form.typed(), as_new=gesture == _NEW))
    except ChangedMeanwhile:
        return _conflict(request, page)
    messages.success(request, _("C'est enregistré."))
    if gesture == "another":
        return redirect("model-edit-new-row", key=page.draft.model.key, part=page.part.slug)
    return redirect(page.back)


def _is_full(page: Page) -> bool:
    return len(rows_of(page.draft.data, page.part.table)) >= _MOST_ROWS


def _form(page: Page, data: Any = None) -> TableForm:
    told = page.draft.data
    problems = []
    if not page.is_new and (page.present or page.part.kind == "model"):
        problems = problems_in(page.part, problems_in_draft(page.draft), page.row)
    return TableForm(
        data, table=page.part.table, keys=page.part.keys, present=page.present, problems=problems,
        choices=choices_for(page.part.table, told), seen=page.draft.version.edits,
    )  # fmt: skip


def _rearranged(request: HttpRequest, page: Page, gesture: str) -> TableForm:
    """What was typed, with what was found among the codes or one more figure; nothing is saved."""
    data = request.POST.copy()
    if gesture == "figure":
        count = data.get("figures", "1")
        data["figures"] = str(int(count) + 1 if count.isascii() and count.isdigit() and len(count) < 3 else 1)
    return _form(page, data)


def _conflict(request: HttpRequest, page: Page) -> HttpResponse:
    """What was typed stays in the form, beside what the draft says now; saving again is done knowingly."""
    data = request.POST.copy()
    fresh = _form(page)
    data["mark"], data["seen"] = str(fresh.initial["mark"]), str(page.draft.version.edits)
    form = _form(page, data)
    form.is_valid()
    return _shown(request, page, form, found=differences(fresh, form), status=409)


def _content(page: Page, typed: dict[str, Any], *, as_new: bool) -> dict[str, Any]:
    """The keys of the model to write: the whole list for a row."""
    if page.part.kind == "reason":
        return {"reason": typed.get("reason", "")}
    if page.part.kind == "model":
        return {**{key.name: typed.get(key.name) for key in page.part.keys}, **_unknown(page, typed)}
    if page.part.kind == "table":
        return {page.part.table: typed or None}
    rows = rows_of(page.draft.data, page.part.table)
    if page.part.table in NAMED_BY_US and ("key" not in typed or as_new):
        typed = {"key": _free_key(typed, rows, page.part.table), **{k: v for k, v in typed.items() if k != "key"}}
    if page.is_new or as_new or page.row is None:
        return {page.part.table: [*rows, typed]}
    rows[page.row] = typed
    return {page.part.table: rows}


def _unknown(page: Page, typed: Mapping[str, Any]) -> dict[str, Any]:
    """Keys at the head of the model that the site does not know: kept, or taken away when asked."""
    known = {key.name for key in page.part.keys}
    return {name: typed.get(name) for name in page.present if name not in known}


def _free_key(typed: Mapping[str, Any], rows: list[dict[str, Any]], table: str) -> str:
    """A short name for a role or a condition, from its label: links rely on it, nobody has to think of it."""
    base = slugify(str(typed.get("label", "")))[:40].strip("-") or table
    base = f"{base}-1" if base == "pole" else base
    taken = {one.get("key") for one in rows}
    return next(key for n in range(1, len(rows) + 3) if (key := base if n == 1 else f"{base}-{n}") not in taken)


def _present(draft: Draft, part: Part) -> dict[str, Any]:
    data = draft.data
    if part.kind == "table":
        return table_of(data, part.table)
    if part.kind == "reason":
        return {"reason": draft.version.reason} if draft.version.reason else {}
    elsewhere = {one.table for one in parts() if one.table} | {"reason"}
    return {name: value for name, value in data.items() if name not in elsewhere}


def _rows_part(slug: str) -> Part:
    part = part_of(slug)
    if part is None or part.kind != "rows":
        raise Http404
    return part


def _shown(
    request: HttpRequest,
    page: Page,
    form: TableForm,
    *,
    wrong: bool = False,
    found: list[Difference] | None = None,
    status: int = 200,
) -> HttpResponse:
    shown = {
        "section": "models",
        "draft": page.draft,
        "part": page.part,
        "form": form,
        "wrong": wrong,
        "differences": found,
        "back": page.back,
        "is_row": page.part.kind == "rows",
        "is_new": page.is_new,
        "names": use_names(page.draft.data),
    }
    return render(request, "library/part.html", shown, status=status)
