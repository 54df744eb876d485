"""Does the plan keep to the funding rules? Each answer with its figures and its text; a funder's own rules too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from essaim.apps.financing.actions.funders import edit_funder
from essaim.apps.financing.actions.plans import TOLD, tell_rules
from essaim.apps.financing.models import Funder, Plan
from essaim.apps.financing.queries.plans import funders_with_an_agreement
from essaim.apps.financing.to_engine import as_plan
from essaim.engine.financing import share_in_words, status_words
from essaim.engine.financing.applying import Facts, FunderLimit, LimitKind, RuleAnswer, apply_rules, funder_decides
from essaim.engine.language import gettext
from essaim.engine.values import Answer
from essaim.kit.forms import attempt
from essaim.kit.language import gettext_lazy as _
from essaim.tables.formats import euros, typed_euros
from essaim.web.acting import acting
from essaim.web.editing.fields import PartForm, TypedAmount, TypedNumber
from essaim.web.editing.saving import Part, edited
from essaim.web.financing.access import own_plan
from essaim.web.financing.line_forms import percent
from essaim.web.financing.years import year_labels

_YES_NO = (("", _("je ne sais pas")), ("yes", _("oui")), ("no", _("non")))
_ASSOCIATION = "association"
_ANSWERS = {"yes": Answer.YES, "no": Answer.NO}


class FactsForm(PartForm):
    """What rules ask beside the plan."""

    association = forms.ChoiceField(label=_("La structure qui porte le plan est une association"), required=False)
    local_authority = forms.ChoiceField(label=_("C'est une collectivité territoriale"), required=False)
    state_investment = forms.ChoiceField(label=_("L'État le subventionne comme un investissement"), required=False)
    valued = forms.ChoiceField(label=_("Vos financeurs comptent le bénévolat dans le coût"), required=False)
    auditor = forms.ChoiceField(label=_("Un commissaire aux comptes est nommé"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for one in self.fields.values():
            if isinstance(one, forms.ChoiceField):
                one.choices = _YES_NO


class FunderRuleForm(PartForm):
    """What a funder's regulations or agreement say."""

    ceiling = TypedNumber(
        label=_("Sa part du coût, au plus, en %"), required=False,
        help_text=_("Par exemple 50. Vide : on ne connaît pas de plafond."),
    )  # fmt: skip
    yearly_cents = TypedAmount(label=_("Ce qu'il donne par an, au plus"))
    counts = forms.ChoiceField(
        label=_("Il compte le bénévolat et les dons en nature dans le coût"), choices=_YES_NO, required=False
    )
    ceiling_text = forms.CharField(
        label=_("Où c'est écrit"), max_length=300, required=False,
        help_text=_("Règlement d'intervention, appel, convention : le titre, l'article, l'année."),
    )  # fmt: skip

    def clean_ceiling(self) -> int | None:
        """Basis points."""
        share = self.cleaned_data["ceiling"]
        if share is None:
            return None
        if not 0 < share <= 100:
            raise forms.ValidationError(gettext("Un plafond va de plus de 0 à 100 %."))
        return int(share * 100)


@dataclass(frozen=True, slots=True)
class Said:
    """An answer in words."""

    answer: RuleAnswer
    year: str
    status: str
    share: str
    valued_share: str


def rules_page(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """Each rule: met, not met, or cannot tell."""
    plan = own_plan(request, slug, uid)
    form = FactsForm(request.POST or None, initial={**_told(plan), "version": plan.version})
    if request.method == "POST" and form.is_valid() and _kept(request, plan, form):
        messages.success(request, gettext("C'est noté ; les réponses en tiennent compte."))
        return redirect("plan-rules", slug, uid)
    answers = rule_answers(plan, timezone.localdate())
    said = [_said(plan, one) for one in answers]
    shown = {
        "plan": plan, "tab": "plan-rules", "form": form, "decides": funder_decides(),
        "groups": [
            (gettext("Non respectées"), "no", [one for one in said if one.answer.answer == Answer.NO]),
            (gettext("On ne peut pas dire"), "unsure", [one for one in said if one.answer.answer == Answer.UNKNOWN]),
            (gettext("Respectées"), "yes", [one for one in said if one.answer.answer == Answer.YES]),
        ],
        "count": len(said),
        "funders": [
            (one, percent(one.ceiling) if one.ceiling else "", euros(one.yearly_cents) if one.yearly_cents else "")
            for one in plan_funders(plan)
        ],
    }  # fmt: skip
    return render(request, "financing/rules.html", shown)


def funder_rule(request: HttpRequest, slug: str, uid: str, funder: str) -> HttpResponse:
    """Write what one funder allows."""
    plan = own_plan(request, slug, uid)
    found = next((one for one in plan_funders(plan) if one.uid == funder), None)
    if found is None:
        raise Http404
    counts = found.ceiling_counts_valued
    part = Part(
        title=gettext("Ce que permet « %(name)s »") % {"name": found.name},
        back=reverse("plan-rules", args=[slug, uid]), back_label=plan.title, version=found.version,
        present={
            "ceiling": percent(found.ceiling) if found.ceiling else "",
            "counts": "" if counts is None else "yes" if counts else "no", "ceiling_text": found.ceiling_text,
            "yearly_cents": typed_euros(found.yearly_cents),
        },
        make=FunderRuleForm, template="financing/part.html",
        save=lambda typed, seen, by, at: edit_funder(
            funder=found, seen_version=seen, by=by, at=at,
            changes={
                "ceiling": typed["ceiling"], "ceiling_text": typed["ceiling_text"],
                "ceiling_counts_valued": {"yes": True, "no": False}.get(typed["counts"]),
                "yearly_cents": typed["yearly_cents"] or None,
            },
        ),
    )  # fmt: skip
    return edited(request, part)


def rule_answers(plan: Plan, on: date) -> tuple[RuleAnswer, ...]:
    """What the rules in force say of a plan, with what is known of it, of its pole and of its funders."""
    told = {key: _ANSWERS[said] for key, said in _told(plan).items() if said}
    agreed = funders_with_an_agreement(plan.pole)
    facts = Facts(
        department=plan.pole.department,
        owner_is_association=told.get("association", Answer.UNKNOWN),
        owner_is_local_authority=told.get("local_authority", Answer.UNKNOWN),
        is_state_investment=told.get("state_investment", Answer.UNKNOWN),
        counts_valued=told.get("valued", Answer.UNKNOWN),
        has_auditor=told.get("auditor", Answer.UNKNOWN),
        limits=tuple(limit for one in plan_funders(plan) for limit in _limits(one)),
        agreements=dict.fromkeys(agreed, Answer.YES),
    )
    return apply_rules(as_plan(plan), facts, on)


def _told(plan: Plan) -> dict[str, str]:
    """What is said beside the plan; of the association, what the pole's sheet says unless somebody said otherwise."""
    return {"association": "yes" if plan.pole.legal_form == _ASSOCIATION else "", **plan.told}


def _kept(request: HttpRequest, plan: Plan, form: FactsForm) -> bool:
    said = {key: form.cleaned_data[key] for key in TOLD}
    return attempt(
        form,
        lambda: tell_rules(
            plan=plan, told=said, seen_version=form.cleaned_data["version"], by=acting(request), at=timezone.now()
        ),
    ) is not None  # fmt: skip


def plan_funders(plan: Plan) -> list[Funder]:
    """The funders that the plan's lines name, once each, by name."""
    found = {line.funder.pk: line.funder for line in plan.lines.all() if line.funder is not None}
    return sorted(found.values(), key=lambda one: one.name.casefold())


def _limits(funder: Funder) -> Iterator[FunderLimit]:
    counts, text = funder.ceiling_counts_valued, funder.ceiling_text
    answer = Answer.UNKNOWN if counts is None else Answer.YES if counts else Answer.NO
    if funder.ceiling:
        yield FunderLimit(funder.uid, LimitKind.OWN_CEILING, rate=funder.ceiling, counts_valued=answer, text=text)
    if funder.yearly_cents:
        yield FunderLimit(funder.uid, LimitKind.AMOUNT, amount=funder.yearly_cents, text=text)


def _said(plan: Plan, answer: RuleAnswer) -> Said:
    figures = answer.figures
    share, valued = (figures.share, figures.valued_share) if figures is not None else (None, None)
    return Said(
        answer,
        year_labels(plan)[answer.year] if answer.year is not None else "",
        status_words().get(answer.status, ""),
        share_in_words(share) if share is not None else "",
        share_in_words(valued) if valued is not None else "",
    )
