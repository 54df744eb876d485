"""On whom a plan depends, in words: where products come from, the largest funder, what ends within a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from essaim.apps.financing.models import Plan
from essaim.apps.financing.to_engine import year_of
from essaim.engine.financing import Plan as EnginePlan
from essaim.engine.financing import Share, concentration, coverage, ending, hybridisation
from essaim.engine.financing.dependence import OTHER
from essaim.engine.financing.form import MARKET, PUBLIC, RECIPROCITY
from essaim.engine.financing.wording import euros, share_in_words
from essaim.engine.language import gettext as _
from essaim.engine.language import ngettext
from essaim.tables.formats import number
from essaim.web.financing.years import year_labels

Facts = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class OriginLine:
    """A part of the products, in money and with valued contributions; where its bar starts and ends, in thousandths."""

    css: str
    label: str
    cents: str
    in_money: str
    with_valued: str
    start: int
    width: int


@dataclass(frozen=True, slots=True)
class Dependence:
    """All that the block says.

    Attributes:
        origins: market, public, reciprocity, and other where there is any.
        facts: a question and its answer.
        is_partial: whether an amount that counts is unknown.
    """

    origins: list[OriginLine]
    facts: Facts
    is_partial: bool


def dependence_of(plan: EnginePlan, kept: Plan, day: date) -> Dependence | None:
    """The block of a plan; None while it has no product."""
    shares = hybridisation(plan, with_valued=False).shares
    valued = hybridisation(plan, with_valued=True).shares
    if not any(one.whole for one in valued.values()):
        return None
    names = {
        MARKET: _("Marché (ventes, prestations)"),
        PUBLIC: _("Argent public"),
        RECIPROCITY: _("Réciprocité (cotisations, dons, bénévolat)"),
        OTHER: _("Autres produits"),
    }
    lines, start = [], 0
    for key, name in names.items():
        width = int((shares[key].fraction or 0) * 1000)
        if key == OTHER and not shares[key].cents:
            continue
        cents, in_money, with_valued = euros(shares[key].cents), _said(shares[key]), _said(valued[key])
        lines.append(OriginLine(key, name, cents, in_money, with_valued, start, width))
        start += width
    facts = [*_funders(plan), *_ending(plan, kept, day), *_coverage(plan)]
    return Dependence(lines, facts, any(not one.is_whole for one in valued.values()))


def _funders(plan: EnginePlan) -> Facts:
    found = concentration(plan)
    if found.largest is None or found.index is None:
        return [(_("Premier financeur"), _("aucun montant de financeur dans le plan"))]
    largest = _("%(funder)s : %(share)s des produits") % {
        "funder": found.largest.funder.name, "share": _said(found.largest.share),
    }  # fmt: skip
    words = {
        None: _("%(index)s pour ce qui est connu : des montants ou des financeurs ne sont pas écrits"),
        True: _("%(index)s : peu de financeurs portent le plan (repère conventionnel : 0,25)"),
        False: _("%(index)s : les financeurs sont plusieurs à porter le plan (repère conventionnel : 0,25)"),
    }[found.is_concentrated]
    return [
        (_("Premier financeur"), largest),
        (_("Concentration des financeurs (indice HHI, de 0 à 1)"), words % {"index": number(float(found.index), 2)}),
    ]


def _ending(plan: EnginePlan, kept: Plan, day: date) -> Facts:
    lines = kept.lines.all()
    ends = {one.uid: one.support.ends_on for one in lines if one.support is not None and one.support.ends_on}
    year = year_of(kept, day) or 0
    found = ending(plan, ends, day, year)
    said = _("%(share)s des produits de %(year)s") % {"share": _said(found.share), "year": year_labels(plan)[year]}
    if found.no_end and not found.lines:
        said = _("aucun connu")
    if found.no_end:
        n = len(found.no_end)
        more = ngettext("%(n)s ligne n'a pas de date de fin connue", "%(n)s lignes n'ont pas de date de fin connue", n)
        said = f"{said} ; {more % {'n': n}}"
    return [(_("Aides qui finissent dans les 12 mois"), said)]


def _coverage(plan: EnginePlan) -> Facts:
    found = coverage(plan)
    label = _("Animation couverte par les ressources propres")
    if found.ratio is None:
        known = found.cost.is_whole and found.own.is_whole
        return [(label, _("pas de coût d'animation dans le plan") if known else _("non renseigné"))]
    said = _("%(share)s (%(own)s pour %(cost)s), les ventes comptées en entier, avant ce qu'elles coûtent")
    places = {"share": share_in_words(found.ratio), "own": euros(found.own.cents), "cost": euros(found.cost.cents)}
    facts = [(label, said % places)]
    if found.allotted_ratio is not None:
        marked = _("%(share)s (%(own)s)") % {
            "share": share_in_words(found.allotted_ratio), "own": euros(found.allotted.cents),
        }  # fmt: skip
        facts.append((_("… dont par celles marquées pour elle"), marked))
    return facts


def _said(share: Share) -> str:
    return share_in_words(share.fraction) if share.fraction is not None else _("non renseigné")
