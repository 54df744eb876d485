"""Amounts on the pages of a pole's money, where what nobody wrote is never 0; the links between a plan's pages."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from essaim.apps.financing.models import Plan
from essaim.engine.financing import Total
from essaim.engine.language import gettext, ngettext
from essaim.kit.language import gettext_lazy as _
from essaim.tables import formats

register = template.Library()

# Each page of a plan, when the site has it: its route and what its link says.
PLAN_PAGES = (
    ("plan", _("Le plan")),
    ("plan-grid", _("Saisir les montants")),
    ("plan-cash", _("Trésorerie")),
    ("plan-scenarios", _("Scénarios")),
    ("plan-funders", _("Par financeur, par code")),
    ("plan-actual", _("Prévu et réalisé")),
    ("plan-long-term", _("Investissements et résultat")),
    ("plan-rules", _("Règles de financement")),
    ("plan-note", _("Note de deux pages")),
    ("plan-files", _("Fichiers")),
    ("plan-sharing", _("Partage")),
)


@register.filter
def amount(cents: int | None) -> str | SafeString:
    """An amount in euros; "non renseigné" when nobody wrote it."""
    return _unknown(gettext("non renseigné")) if cents is None else formats.euros(cents)


@register.filter
def signed(cents: int | None) -> str | SafeString:
    """A difference in euros, with its sign."""
    if cents is None:
        return _unknown(gettext("on ne peut pas dire"))
    return f"+{formats.euros(cents)}" if cents > 0 else formats.euros(cents)


@register.filter
def summed(total: Total) -> str | SafeString:
    """A sum in euros, and how many amounts it lacks; "non renseigné" when it has none."""
    if total.is_whole:
        return formats.euros(total.cents)
    if not total.cents:
        return _unknown(gettext("non renseigné"))
    missing = ngettext("%(n)s non renseigné", "%(n)s non renseignés", total.unknown) % {"n": total.unknown}
    return format_html('{} <span class="unknown">+ {}</span>', formats.euros(total.cents), missing)


@register.inclusion_tag("financing/_plan_nav.html")
def plan_nav(plan: Plan, here: str = "") -> dict[str, Any]:
    """The links between a plan's pages; ``here`` is the route of the one that is read."""
    links = []
    for route, label in PLAN_PAGES:
        try:
            address = reverse(route, args=[plan.pole.slug, plan.uid])
        except NoReverseMatch:
            continue
        links.append((address, label, route == here))
    return {"links": links}


def _unknown(words: str) -> SafeString:
    return format_html('<span class="unknown">{}</span>', words)
