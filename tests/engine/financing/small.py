"""Small plans for tests: constructed, except ``real_budget``, whose source it gives."""

from collections.abc import Mapping
from datetime import date

from essaim.engine.financing import Funder, Plan, PlanLine, Side, Stage, load_form

START = date(2027, 1, 1)


def line(
    form_line: str, *planned: int | None, key: str = "", stages: Mapping[Stage, tuple[int | None, ...]] | None = None,
    **given: str,
) -> PlanLine:  # fmt: skip
    """A line on its side of the form, planned in cents a year."""
    side = Side(given.pop("side", "") or load_form().line(form_line).side)
    amounts = {Stage.PLANNED: planned, **(stages or {})}
    return PlanLine(key or f"{form_line}-{given.get('funder', '')}", side, form_line, amounts=amounts, **given)


def plan(*lines: PlanLine, years: int = 1, funders: tuple[Funder, ...] = (), **given: int) -> Plan:
    """A plan that starts in January 2027."""
    return Plan(START, years, lines, funders, **given)


STATE = Funder("state", "État", "state", is_public=True)
REGION = Funder("region", "Région", "region", is_public=True)
TRUST = Funder("trust", "Fondation", "private", is_public=False)


def real_budget() -> Plan:
    """A request of 2022 as the test data of the State's subsidy API publish it (API Subvention), names left out.

    Methods call it ``fin-cerfa-real``: public money is 83.9 % of the budget in cash, 46.1 % with volunteering.
    """
    charges = {
        "60-matieres": 8974, "60-autres": 200, "613": 4550, "615": 917, "616": 713, "618": 830, "622": 6933,
        "623": 5747, "625": 2279, "62-autres": 755, "641": 64202, "645": 27761, "64-autres": 13481, "65": 3687,
        "66": 83, "864": 116000,
    }  # fmt: skip
    products = {
        "74-asp": 8500, "74-etat": 66935, "74-region": 23000, "74-departement": 9000, "74-communes": 9100,
        "74-sociaux": 1890, "propres": 22687, "870": 116000,
    }  # fmt: skip
    payers = tuple(Funder(key, key, is_public=True) for key in products if key.startswith("74-"))
    lines = [line(key, euros * 100, key=key) for key, euros in charges.items()]
    lines += [
        line(key, euros * 100, key=key, funder=key if key.startswith("74-") else "") for key, euros in products.items()
    ]
    return plan(*lines, funders=payers)
