"""Lasting needs and resources, the initial plan with working capital, yearly result, and the plan over the years."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from essaim.apps.financing.actions.items import put_item, remove_item
from essaim.apps.financing.enums import NEEDS, ItemCategory, PlanState
from essaim.apps.financing.models import LongTermItem, Plan
from essaim.apps.financing.to_engine import as_plan
from essaim.engine.errors import EssaimError
from essaim.engine.financing import initial_plan, long_term_plan, yearly_results
from essaim.engine.financing.long_term import check_items
from essaim.engine.financing.plan import MONTHS_A_YEAR
from essaim.engine.language import gettext
from essaim.kit.forms import attempt
from essaim.kit.language import gettext_lazy as _
from essaim.kit.numbers import typed_version
from essaim.tables.formats import typed_euros
from essaim.web.acting import acting
from essaim.web.editing.fields import PartForm, TypedAmount
from essaim.web.editing.saving import Part, edited
from essaim.web.financing.access import own_item, own_plan
from essaim.web.financing.years import month_names, year_labels


class ItemFields(forms.Form):
    """A lasting need or resource, at the start and each year."""

    category = forms.ChoiceField(label=_("Nature"))
    label = forms.CharField(
        label=_("Intitulé"),
        max_length=200,
        required=False,
        help_text=_("Par exemple « Véhicule », « Prêt solidaire »."),
    )
    month = forms.TypedChoiceField(
        label=_("Mois où c'est payé, chaque année"),
        coerce=int,
        help_text=_("Ce qui est au départ l'est tout de suite."),
    )

    def __init__(self, *args: Any, plan: Plan, **options: Any) -> None:
        super().__init__(*args, **options)
        category, month = self.fields["category"], self.fields["month"]
        assert isinstance(category, forms.ChoiceField)
        assert isinstance(month, forms.TypedChoiceField)
        category.choices = [
            (gettext("Besoins"), [one for one in ItemCategory.choices if one[0] in NEEDS]),
            (gettext("Ressources"), [one for one in ItemCategory.choices if one[0] not in NEEDS]),
        ]
        first, names = plan.starts_on.month, month_names()
        month.choices = [(n, names[(first - 2 + n) % MONTHS_A_YEAR]) for n in range(1, MONTHS_A_YEAR + 1)]
        self.count = plan.years + 1
        labels = [
            gettext("Montant au départ"),
            *(gettext("Montant en %(year)s") % {"year": y} for y in year_labels(plan)),
        ]
        for place, label in enumerate(labels):
            self.fields[f"amount-{place}"] = TypedAmount(
                label=label, help_text=gettext("Vide : non renseigné. Écrivez 0 s'il n'y a rien.") if not place else ""
            )
        self.order_fields(["category", "label", *(f"amount-{n}" for n in range(self.count)), "month"])


class ItemForm(ItemFields, PartForm):
    """The same, to be corrected."""


def long_term_page(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """The three tables, and the list of what they are made of."""
    plan = own_plan(request, slug, uid)
    shown = {**long_term_in_words(plan), "plan": plan, "tab": "plan-long-term", "table": "durable", "is_mine": True}
    return render(request, "financing/long_term.html", shown)


def long_term_in_words(plan: Plan) -> dict[str, Any]:
    """What the page shows, whoever reads it."""
    values, words = as_plan(plan), {key: str(label) for key, label in ItemCategory.choices}
    found = long_term_plan(values)
    return {
        "years": year_labels(plan), "initial": initial_plan(values), "found": found,
        "needs": [(words.get(one.category, one.category), one.amounts) for one in found.needs],
        "resources": [(words.get(one.category, one.category), one.amounts) for one in found.resources],
        "results": yearly_results(values), "problems": list(check_items(values)),
        "items": plan.items.all(), "can_write": plan.state == PlanState.DRAFT,
    }  # fmt: skip


def add_item(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """Add a lasting need or resource."""
    plan = own_plan(request, slug, uid)
    asked = request.GET
    first = {"category": asked.get("nature", ""), "amount-0": asked.get("depart", "").replace("\0", "")[:30]}
    form = ItemFields(request.POST or None, initial=first, plan=plan)
    if request.method == "POST" and form.is_valid():
        item = attempt(form, lambda: _put(plan, form.cleaned_data, None, None, request))
        if item is not None:
            messages.success(request, gettext("« %(item)s » est ajouté.") % {"item": _title(item)})
            return redirect("plan-long-term", slug=slug, uid=uid)
    return render(request, "financing/item_add.html", {"plan": plan, "tab": "plan-long-term", "form": form})


def edit_item(request: HttpRequest, slug: str, uid: str, item: str) -> HttpResponse:
    """Correct a lasting need or resource."""
    plan = own_plan(request, slug, uid)
    found = own_item(plan, item)
    amounts = [*found.amounts, *[None] * plan.years][: plan.years + 1]
    present: dict[str, Any] = {"category": found.category, "label": found.label, "month": found.month}
    present |= {f"amount-{place}": typed_euros(cents) for place, cents in enumerate(amounts)}
    part = Part(
        title=_title(found), back=reverse("plan-long-term", args=[slug, uid]), back_label=plan.title,
        version=plan.version, present=present, template="financing/item.html",
        make=lambda *args, **options: ItemForm(*args, plan=plan, **options),
        save=lambda typed, seen, by, at: _put(plan, typed, found, seen, request),
        shown={"plan": plan, "item": found},
    )  # fmt: skip
    return edited(request, part)


def drop_item(request: HttpRequest, slug: str, uid: str, item: str) -> HttpResponse:
    """Ask, then take a lasting need or resource away."""
    plan = own_plan(request, slug, uid)
    found = own_item(plan, item)
    if request.method != "POST":
        shown = {"plan": plan, "tab": "plan-long-term", "item": found, "title": _title(found)}
        return render(request, "financing/item_remove.html", shown)
    seen = typed_version(request.POST.get("seen_version", ""))
    try:
        remove_item(plan=plan, item=found, seen_version=seen, by=acting(request), at=timezone.now())
    except EssaimError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, gettext("« %(item)s » est retiré.") % {"item": _title(found)})
    return redirect("plan-long-term", slug=slug, uid=uid)


def _put(
    plan: Plan, typed: dict[str, Any], item: LongTermItem | None, seen: int | None, request: HttpRequest
) -> LongTermItem:
    amounts = [typed[f"amount-{place}"] for place in range(plan.years + 1)]
    return put_item(
        plan=plan, category=typed["category"], label=typed["label"], amounts=amounts, month=typed["month"],
        seen_version=seen, by=acting(request), at=timezone.now(), item=item,
    )  # fmt: skip


def _title(item: LongTermItem) -> str:
    return item.label or str(item.get_category_display())
