"""A plan's cash in sentences: the lowest point, what is not known, what own resources pay, how a fee is counted."""

from __future__ import annotations

from essaim.apps.financing.models import Plan
from essaim.engine.financing import Plan as EnginePlan
from essaim.engine.financing.cash import CashCurve, Reading, Unknown
from essaim.engine.financing.fees import Fee, break_even_of, fee, own_months
from essaim.engine.financing.form import load_form
from essaim.engine.financing.wording import euros, share_in_words, whole_euros
from essaim.engine.language import gettext as _
from essaim.engine.language import ngettext
from essaim.web.cash.rows import bridge_words, month_words
from essaim.web.financing.years import year_labels

_NAMED = 12


def lowest_sentence(curve: CashCurve) -> str:
    """The lowest point of a curve and what it asks for."""
    if curve.is_partial and not any(curve.ins) and not any(curve.outs):
        return _("Aucun montant n'est encore écrit : on ne peut rien dire de la trésorerie.")
    month = month_words(curve, curve.trough_month)
    if curve.trough >= 0:
        said = _("Comme prévu, le solde le plus bas est de %(lowest)s, fin %(month)s : il reste au-dessus de zéro.")
        return said % {"lowest": whole_euros(curve.trough), "month": month}
    parts = [
        _("Comme prévu, le solde descend jusqu'à %(lowest)s, fin %(month)s.")
        % {"lowest": whole_euros(curve.trough), "month": month}
    ]
    if curve.bridge is None:
        parts.append(_("Le découvert autorisé (%(most)s) suffit.") % {"most": whole_euros(curve.overdraft)})
    else:
        parts.append(
            _("Il faut un relais de %(bridge)s, %(when)s.")
            % {"bridge": whole_euros(curve.bridge.cents), "when": bridge_words(curve)}
        )
    return " ".join(parts)


def unknown_words(curve: CashCurve, plan: EnginePlan, kept: Plan) -> list[str]:
    """The amounts that nobody wrote, line by line, the first ones only."""
    years: dict[str, list[Unknown]] = {}
    for one in curve.unknown:
        years.setdefault(one.key, []).append(one)
    names = {line.uid: line.label or form_title(line.form_line) for line in kept.lines.all()}
    names |= {item.uid: item.label or item.get_category_display() for item in kept.items.all()}
    said = [
        _("%(line)s : %(years)s")
        % {
            "line": names.get(key, key),
            "years": ", ".join(_when(one, curve, plan) for one in found),
        }
        for key, found in years.items()
    ]
    more = len(said) - _NAMED
    if more > 0:
        return [*said[:_NAMED], ngettext("et %(n)s autre ligne", "et %(n)s autres lignes", more) % {"n": more}]
    return said


def _when(one: Unknown, curve: CashCurve, plan: EnginePlan) -> str:
    if one.due is not None:
        return _("versement attendu en %(month)s") % {"month": month_words(curve, one.due)}
    return _("départ") if one.year is None else year_labels(plan)[one.year]


def form_title(key: str) -> str:
    """A line of the subsidy form in words; its key where the form has none of that name."""
    form = load_form()
    return form.line(key).title() if form.has(key) else key


def year_figures(plan: EnginePlan, reading: Reading) -> list[dict[str, str]]:
    """Each year: the coordination that own resources pay, the fee without any grant, the break-even."""
    return [_year(plan, year, reading) for year in range(plan.years)]


def _year(plan: EnginePlan, year: int, reading: Reading) -> dict[str, str]:
    own, point = own_months(plan, year), break_even_of(plan, year, reading=reading)
    unknown = _("non renseigné")
    months = ngettext("%(n)s mois sur 12", "%(n)s mois sur 12", own.months or 0)
    found = fee(plan, year, reading=reading) if plan.members else None
    return {
        "year": year_labels(plan)[year],
        "own": euros(own.own.cents) if own.own.is_whole else unknown,
        "coordination": euros(own.coordination.cents) if own.coordination.is_whole else unknown,
        "months": months % {"n": own.months} if own.months is not None else unknown,
        "now": euros(found.now) if found is not None and found.now is not None else unknown,
        "fee": euros(found.each) if found is not None and not found.unknown else unknown,
        "margin": share_in_words(point.margin_rate) if point and point.margin_rate is not None else "",
        "threshold": euros(point.threshold) if point and point.threshold is not None else "",
    }


def fee_lines(found: Fee) -> list[tuple[str, str, str]]:
    """How a fee is counted: a sign, what it is, how much."""
    return [
        ("", _("Animation gardée"), euros(found.kept)),
        ("+", _("Autres charges (sans les contributions en nature)"), euros(found.other_charges.cents)),
        ("−", _("Produits qui restent, hors cotisations"), euros(found.remaining.cents)),
        ("=", _("Ce que les membres ont à réunir"), euros(found.missing)),
        ("÷", _("Membres qui cotisent"), str(found.members)),
        ("=", _("Cotisation par membre, arrondie au centime supérieur"), euros(found.each)),
    ]
