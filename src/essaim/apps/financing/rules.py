"""Who may, about a pole's money: its own people, and those with whom they share a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from essaim.apps.accounts.enums import Role
from essaim.apps.accounts.rules import has_role, keys_of
from essaim.apps.audit.actors import Actor
from essaim.apps.projects.rules import keeps_work

if TYPE_CHECKING:
    from essaim.apps.financing.models import Plan
    from essaim.apps.poles.models import Pole

# Those with whom a plan may be shared, each on a key; the State's services on none.
READERS = (Role.TERRITORIAL_AGENT, Role.REPRESENTATIVE, Role.NETWORK_OFFICER, Role.STATE_OFFICER)


def keeps_money(user: Actor | None, pole: Pole) -> bool:
    """Who writes a pole's plans and follows its funds: those who keep its projects."""
    return keeps_work(user, pole)


def reads_plan(user: Actor | None, plan: Plan) -> bool:
    """Those who keep it, and those with whom it is shared (``plan.shares``)."""
    if keeps_money(user, plan.pole):
        return True
    return any(has_role(user, one.role, one.key) for one in plan.shares.all())


def reads_shared_plans(user: Actor | None, thing: object = None) -> bool:
    """Those with whom a plan may be shared."""
    return any(keys_of(user, role) for role in READERS)
