"""A plan in the layout of the subsidy form, as plain values: the same for the PDF and the ODT.

One year has its charges on the left and its products on the right, as the form; several years are columns. An amount
that nobody wrote is a blank, and the document says how many there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from django.conf import settings

from essaim.apps.financing.models import Plan
from essaim.apps.financing.to_engine import as_plan
from essaim.engine import financing as engine
from essaim.engine.financing import Funder, GroupTotals, LineTotals, Side, Total
from essaim.engine.financing.balance import Budget, balance, by_group, is_in_group
from essaim.engine.financing.form import SUBSIDIES, load_form
from essaim.engine.financing.wording import euros, share_in_words
from essaim.engine.language import current_language, ngettext
from essaim.engine.language import gettext as _
from essaim.kit.dates import DAY, date_in_words
from essaim.tables.table import synthetic_warning
from essaim.web.financing.years import span, year_labels
from essaim.web.labels import colon

HEADING, LINE, DETAIL = "heading", "line", "detail"
_NAMED = 6  # amounts that are missing: the first ones are named
_BLANK = "\u2026\u2026\u2026\u2026"


def form_words(plan: Plan, years: Sequence[int], funder: str, today: date) -> dict[str, Any]:
    """All that the form says, in the language in use.

    Args:
        plan: read by ``queries.plans.whole``.
        years: those asked, 0 is the first.
        funder: key of the one whose subsidy is told; "" for each of them.
    """
    values, labels = as_plan(plan), year_labels(plan)
    missing = _missing(values, years)
    paying = {line.funder for line in values.lines if is_in_group(line, SUBSIDIES)}
    asked = [one for one in values.funders if one.key in paying and funder in ("", one.key)]
    return {
        "language": current_language(),
        "title": _("Budget prévisionnel, dans la présentation du formulaire Cerfa n° %(version)s") % _version(),
        "subtitle": f"{plan.pole.name} · {plan.title}",
        "description": _("Charges et produits de « %(title)s » dans l'ordre du formulaire.") % {"title": plan.title},
        "keywords": ["PTCE", "Cerfa 12156"],
        "day": [today.year, today.month, today.day],
        "footer": f"{plan.pole.name} · {plan.title} · {date_in_words(today, DAY)}",
        "synthetic": synthetic_warning() if settings.SANDBOX else "",
        "facts": list(_facts(plan, [labels[year] for year in years], asked if funder else [])),
        "years": [labels[year] for year in years],
        "words": _words(),
        "charges": _side(plan, values, Side.CHARGE, years),
        "products": _side(plan, values, Side.PRODUCT, years),
        "sentences": [one for year in years for one in _sentences(values, asked, year, labels, len(years) > 1)],
        "notes": list(_notes(missing)),
        "about": _about(plan, today),
        "map": None,
    }


def _words() -> dict[str, str]:
    return {
        "charges": _("Charges"), "products": _("Produits"), "amount": _("Montant (€)"),
        "total_charges": _("Total des charges"), "total_products": _("Total des produits"),
        "whole_charges": _("Total des charges, contributions comprises"),
        "whole_products": _("Total des produits, contributions comprises"),
        "in_kind": _("Contributions volontaires en nature"), "what": _("Repère"), "known": _("Ce que dit le budget"),
        "colon": colon(),
    }  # fmt: skip


def _version() -> dict[str, str]:
    form = load_form()
    return {"version": _("%(version)s (modèle relevé en %(year)s)") % {"version": form.version, "year": form.date}}


def _facts(plan: Plan, years: Sequence[str], asked: Sequence[Funder]) -> Iterable[tuple[str, str]]:
    yield _("Structure"), plan.pole.name
    yield _("Objet"), _("Projet « %(title)s »") % {"title": plan.project.title} if plan.project else _("Le pôle entier")
    yield _("Exercice") if len(years) == 1 else _("Exercices"), years[0] if len(years) == 1 else span(plan)
    yield _("État du budget"), str(plan.get_state_display())
    for one in asked:
        yield _("Demandé à"), one.name


def _side(plan: Plan, values: engine.Plan, side: Side, years: Sequence[int]) -> dict[str, Any]:
    groups = by_group(values, side)
    totals = [_budget(one, side) for one in balance(values)]
    return {
        "money": [row for one in groups if not one.lines[0].line.in_kind for row in _rows(plan, values, one, years)],
        "in_kind": [row for one in groups if one.lines[0].line.in_kind for row in _rows(plan, values, one, years)],
        "total": [_amount(totals[year].money) for year in years],
        "whole": [_amount(totals[year].whole) for year in years],
    }


def _budget(year: engine.YearBalance, side: Side) -> Budget:
    return year.charges if side == Side.CHARGE else year.products


def _rows(plan: Plan, values: engine.Plan, group: GroupTotals, years: Sequence[int]) -> Iterable[dict[str, Any]]:
    """The heading, its lines, and who pays each subsidy. A heading that is its only line says it once."""
    yield _row(HEADING, group.heading.title(), [_amount(group.years[year]) for year in years])
    alone = len(group.lines) == 1
    for one in group.lines:
        if not alone:
            yield _row(LINE, _line_label(one, group), [_amount(one.years[year]) for year in years])
        if group.heading.key == SUBSIDIES:
            yield from _payers(plan, values, one, years)


def _line_label(one: LineTotals, group: GroupTotals) -> str:
    account = one.line.account
    return one.line.title() if account in ("", group.heading.key) else f"{account} {one.line.title()}"


def _payers(plan: Plan, values: engine.Plan, one: LineTotals, years: Sequence[int]) -> Iterable[dict[str, Any]]:
    names = {row.uid: row.funder.name if row.funder else row.label for row in plan.lines.all()}
    for line in values.lines:
        if line.form_line == one.line.key and names.get(line.key):
            yield _row(DETAIL, names[line.key], [_cents(line.amount(year)) for year in years])


def _row(kind: str, label: str, amounts: Sequence[str]) -> dict[str, Any]:
    return {"kind": kind, "label": label, "amounts": list(amounts)}


def _cents(cents: int | None) -> str:
    """An amount in a column of euros; blank when nobody wrote it."""
    return "" if cents is None else euros(cents).removesuffix("\u00a0€")


def _amount(found: Total) -> str:
    """A sum in a column of euros: blank when it holds nothing, told partial when it lacks amounts."""
    if found.is_whole:
        return _cents(found.cents) if found.cents else ""
    return _("%(amount)s (partiel)") % {"amount": _cents(found.cents)} if found.cents else ""


def _sentences(
    values: engine.Plan, asked: Sequence[Funder], year: int, labels: Sequence[str], several: bool
) -> Iterable[str]:
    products = balance(values)[year].products.money
    for one in asked:
        lines = [line for line in values.lines if line.funder == one.key and is_in_group(line, SUBSIDIES)]
        # Those of the budget that is shown: another amount asked for would not make the share of these products.
        amounts = [line.amount(year) for line in lines]
        said = _sentence(engine.total(amounts), products)
        yield f"{one.name}, {labels[year]} : {said}" if several else f"{one.name} : {said}"


def _sentence(subsidy: Total, products: Total) -> str:
    if not subsidy.is_whole:
        return _("La subvention de %(blank)s € représente %(blank)s %% du total des produits.") % {"blank": _BLANK}
    share = share_in_words(Fraction(subsidy.cents, products.cents)) if products.is_whole and products.cents else ""
    if not share:
        return _("La subvention de %(amount)s représente %(blank)s %% du total des produits.") % {
            "amount": euros(subsidy.cents), "blank": _BLANK,
        }  # fmt: skip
    return _("La subvention de %(amount)s représente %(share)s du total des produits.") % {
        "amount": euros(subsidy.cents), "share": share,
    }  # fmt: skip


def _missing(values: engine.Plan, years: Sequence[int]) -> list[str]:
    form = load_form()
    lines = [one for one in values.lines if any(one.amount(year) is None for year in years)]
    return [one.label or (form.line(one.form_line).title() if form.has(one.form_line) else "") for one in lines]


def _notes(missing: Sequence[str]) -> Iterable[str]:
    if missing:
        named = ", ".join(missing[:_NAMED]) + ("…" if len(missing) > _NAMED else "")
        yield ngettext(
            "%(n)s ligne du budget n'a pas de montant, laissé en blanc : %(names)s.",
            "%(n)s lignes du budget n'ont pas de montant, laissé en blanc : %(names)s.", len(missing),
        ) % {"n": len(missing), "names": named}  # fmt: skip
        yield _("Les totaux marqués « partiel » ne comptent pas ces lignes : un montant inconnu n'est pas zéro.")
    yield _("Une case vide : le budget n'a rien sur cette ligne du formulaire, ou le montant n'est pas renseigné.")


def _about(plan: Plan, today: date) -> list[str]:
    return [
        _(
            "Ce document reprend l'ordre et les comptes du formulaire Cerfa n° %(version)s. Ce n'est pas le formulaire "
            "officiel : recopiez-le, ou joignez-le si le financeur l'accepte."
        )
        % _version(),
        _(
            "Contributions en nature : les numéros 870 (bénévolat), 871 (prestations) et 875 (dons en nature) sont "
            "ceux du formulaire. Le plan comptable associatif (ANC 2018-06) écrit le bénévolat en 875, les dons en 870."
        ),
        _("Montants prévus, version %(version)s du plan, au %(day)s. Document fait avec Essaim.")
        % {"version": plan.version, "day": date_in_words(today, DAY)},
    ]
