"""The supports whose republican contract nobody filed, though the law asks for one, or may."""

from __future__ import annotations

from datetime import date

from django.utils.timezone import localdate

from essaim.apps.financing.enums import SupportState
from essaim.apps.financing.models import Support
from essaim.apps.poles.models import Pole
from essaim.engine.financing.contracts import GrantContract, grant_contract
from essaim.engine.values import Answer

Lacking = tuple[GrantContract, Answer]


def lacking_contract(support: Support, pole: Pole) -> Lacking | None:
    """The contract that a support lacks, and whether it is sure that it asks for one; None when nothing is missing.

    Of aids granted and still running alone: before, the funder's form asks; after, nothing is to be mended.
    """
    if support.state != SupportState.GRANTED or support.republican_contract_on is not None:
        return None
    contract = grant_contract(_asked_at_the_latest(support))
    if contract is None:
        return None
    answer = asked_on_any_day(contract, support, pole)
    if answer == Answer.YES and support.requested_on is None and contract.valid_from is not None:
        # Decided since then, it may have been asked for before.
        answer = Answer.UNKNOWN
    return None if answer == Answer.NO else (contract, answer)


def asked_on_any_day(contract: GrantContract, support: Support, pole: Pole) -> Answer:
    """Whether a contract is asked for a support, whenever it was requested."""
    category = pole.carrier.legal_category if pole.carrier is not None else ""
    return contract.is_asked(pole.legal_form, category, is_public=support.funder.is_public, kind=support.kind)


def supports_lacking_contracts(pole: Pole) -> list[tuple[Support, Answer]]:
    """The supports of a pole that lack their contract, those that surely do first. One query, one for the carrier."""
    granted = Support.objects.filter(pole=pole, state=SupportState.GRANTED, republican_contract_on=None)
    found = [(one, lacking_contract(one, pole)) for one in granted.select_related("funder")]
    lacking = [(support, lack[1]) for support, lack in found if lack is not None]
    return sorted(lacking, key=lambda one: one[1] != Answer.YES)


def _asked_at_the_latest(support: Support) -> date:
    return support.requested_on or support.decided_on or localdate(support.changed_at)
