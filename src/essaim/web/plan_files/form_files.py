"""A plan in the layout of the subsidy form, as a PDF and an ODT: one year or all, for one funder or for each."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.views.decorators.cache import never_cache

from essaim.apps.financing.models import Plan
from essaim.web.documents.answers import at_once, whole
from essaim.web.documents.odt_parts import MEDIA
from essaim.web.documents.pdf import document_pdf
from essaim.web.financing.access import own_plan
from essaim.web.plan_files.form_odt import write_form
from essaim.web.plan_files.form_words import form_words

ALL = "toutes"
YEAR, FUNDER = "annee", "financeur"


@never_cache
def file(request: HttpRequest, slug: str, uid: str, form: str) -> HttpResponseBase:
    """The document, ``form`` being "pdf" or "odt"."""
    plan = own_plan(request, slug, uid)
    if form not in ("pdf", "odt"):
        raise Http404
    words = form_words(plan, _years(request, plan), _funder(request, plan), timezone.localdate())
    name = f"budget-formulaire-{plan.pole.slug}.{form}"
    if form == "pdf":
        return at_once(document_pdf(words, "subsidy_form.typ"), "application/pdf", name)
    return whole(lambda target: write_form(words, target), MEDIA, name)


def _years(request: HttpRequest, plan: Plan) -> Sequence[int]:
    """Those asked, 0 the first: a number from 1, or all of them."""
    asked = request.GET.get(YEAR, "1")
    if asked == ALL:
        return range(plan.years)
    if asked not in {str(number) for number in range(1, plan.years + 1)}:
        raise Http404
    return (int(asked) - 1,)


def _funder(request: HttpRequest, plan: Plan) -> str:
    asked = request.GET.get(FUNDER, "")
    if asked and asked not in {one.funder.uid for one in plan.lines.all() if one.funder is not None}:
        raise Http404
    return asked
