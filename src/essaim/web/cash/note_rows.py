"""The plan of the note in one table: what it costs, who pays, year by year, in money and with valued contributions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from essaim.engine.financing import Plan, PlanLine, Side, Total, balance, coordination
from essaim.engine.financing.balance import Totals, by_year, form_line, is_in_kind, plus
from essaim.engine.financing.fees import is_dues
from essaim.engine.financing.form import MARKET
from essaim.engine.financing.plan import Stage
from essaim.engine.financing.wording import euros
from essaim.engine.language import gettext as _
from essaim.engine.language import ngettext
from essaim.web.financing.years import year_labels

MOST_FUNDERS = 6
PLAIN, SUM = "plain", "sum"


def plan_head(plan: Plan) -> list[str]:
    """The heads of the columns."""
    return [_("Montants prévus"), *year_labels(plan), _("Tout le plan")]


def plan_rows(plan: Plan) -> list[tuple[str, list[str]]]:
    """Rows in the order of reading: kind (plain or sum), then cells."""
    years = balance(plan)
    charges = tuple(one.charges.money for one in years)
    animation = coordination(plan).charges
    others = tuple(
        Total(one.cents - two.cents, one.unknown - two.unknown) for one, two in zip(charges, animation, strict=True)
    )
    rows = [
        (PLAIN, _("Animation du pôle"), animation),
        (PLAIN, _("Autres charges"), others),
        (SUM, _("Total des charges"), charges),
        *((PLAIN, label, totals) for label, totals in _products(plan)),
        (SUM, _("Total des produits"), tuple(one.products.money for one in years)),
    ]
    if any(is_in_kind(line) for line in plan.lines):
        rows += [
            (SUM, _("Charges avec les contributions en nature"), tuple(one.charges.whole for one in years)),
            (SUM, _("Produits avec les contributions en nature"), tuple(one.products.whole for one in years)),
        ]
    return [(kind, [label, *map(_said, totals), _said(plus(*totals))]) for kind, label, totals in rows]


def largest_funders(plan: Plan) -> list[str]:
    """Keys of the funders who bring most over the plan, those that the note names."""
    sums = {key: plus(*totals).cents for key, totals in _by_funder(plan).items()}
    return sorted(sums, key=lambda key: -sums[key])[:MOST_FUNDERS]


def _products(plan: Plan) -> list[tuple[str, Totals]]:
    found = _by_funder(plan)
    named = largest_funders(plan)
    names = {one.key: one.name for one in plan.funders}
    rows = [(names[key], found[key]) for key in named]
    left = [totals for key, totals in found.items() if key not in named]
    if left:
        label = ngettext("%(n)s autre financeur", "%(n)s autres financeurs", len(left)) % {"n": len(left)}
        rows.append((label, tuple(plus(*column) for column in zip(*left, strict=True))))
    bare = [line for line in _in_money(plan) if not line.funder]
    groups = [
        (_("Cotisations"), [line for line in bare if is_dues(line)]),
        (_("Ventes et prestations"), [line for line in bare if _is_sale(line)]),
        (_("Autres produits"), [line for line in bare if not is_dues(line) and not _is_sale(line)]),
    ]
    return rows + [(label, by_year(plan, lines, Stage.PLANNED)) for label, lines in groups if lines]


def _by_funder(plan: Plan) -> dict[str, Totals]:
    lines = list(_in_money(plan))
    keys = [one.key for one in plan.funders if any(line.funder == one.key for line in lines)]
    return {key: by_year(plan, [line for line in lines if line.funder == key], Stage.PLANNED) for key in keys}


def _in_money(plan: Plan) -> Iterable[PlanLine]:
    return [line for line in plan.of_side(Side.PRODUCT) if not is_in_kind(line)]


def _is_sale(line: PlanLine) -> bool:
    found = form_line(line)
    return found is not None and found.origin == MARKET


def _said(total: Total) -> str:
    """A sum in whole euros where it is; « non renseigné » where nothing is known, a star where something is not."""
    if total.is_whole:
        return euros(total.cents)
    return f"{euros(total.cents)}\u00a0*" if total.cents else _("non renseigné")


def has_unknown(rows: Sequence[tuple[str, list[str]]]) -> bool:
    """Whether a cell carries a star or says that nothing is known."""
    return any(cell.endswith("*") or cell == _("non renseigné") for _kind, cells in rows for cell in cells)
