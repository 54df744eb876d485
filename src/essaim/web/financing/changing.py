"""What a plan says of itself, and how far it is: corrected, adopted, closed, reopened."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from essaim.apps.financing.actions.plans import edit_plan, move_plan
from essaim.apps.financing.queries.plans import amounts_after
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext as _
from essaim.engine.language import ngettext
from essaim.kit.numbers import typed_version
from essaim.web.acting import acting
from essaim.web.editing.saving import Part, edited
from essaim.web.financing.access import own_plan_row
from essaim.web.financing.forms import EditForm, plan_facts, present
from essaim.web.sure import asked_first


def edit(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """Correct the plan's title, years, opening balance, assumptions; losing years with amounts is asked first."""
    plan = own_plan_row(request, slug, uid)
    years = typed_version(request.POST.get("years", ""))
    gone = amounts_after(plan, years) if request.method == "POST" and years else 0
    if gone:
        lead = ngettext(
            "%(n)s montant des années retirées est effacé, et ne se retrouve pas.",
            "%(n)s montants des années retirées sont effacés, et ne se retrouvent pas.", gone,
        ) % {"n": gone}  # fmt: skip
        asked = asked_first(
            request, title=_("Raccourcir le plan ?"), lead=lead, back=plan.get_absolute_url(), back_label=plan.title
        )
        if asked is not None:
            return asked
    part = Part(
        title=_("Modifier le plan"), back=plan.get_absolute_url(), back_label=plan.title, version=plan.version,
        present=present(plan), make=EditForm, template="financing/part.html", shown={"plan": plan},
        save=lambda typed, seen, by, at: edit_plan(
            plan=plan, changes=plan_facts(typed), seen_version=seen, by=by, at=at
        ),
    )  # fmt: skip
    return edited(request, part)


@require_POST
def move(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """Adopt, close or reopen the plan."""
    plan = own_plan_row(request, slug, uid)
    seen = typed_version(request.POST.get("seen_version", ""))
    try:
        moved = move_plan(
            plan=plan, step=request.POST.get("step", ""), seen_version=seen, by=acting(request), at=timezone.now()
        )
    except EssaimError as refusal:
        messages.error(request, str(refusal))
    else:
        said = _("Le plan est maintenant « %(state)s ».") % {"state": moved.get_state_display()}
        messages.success(request, said)
    return redirect(plan)
