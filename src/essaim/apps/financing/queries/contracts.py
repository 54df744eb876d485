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
    contract = grant_contract(_asked_on(support))
    if contract is None:
        return None
    category = pole.carrier.legal_category if pole.carrier is not None else ""
    answer = contract.is_asked(pole.legal_form, category, is_public=support.funder.is_public, kind=support.kind)
    return None if answer == Answer.NO else (contract, answer)


def supports_lacking_contracts(pole: Pole) -> list[tuple[Support, Answer]]:
    """The supports of a pole that lack their contract, those that surely do first. One query, one for the carrier."""
    granted = Support.objects.filter(pole=pole, state=SupportState.GRANTED, republican_contract_on=None)
    found = [(one, lacking_contract(one, pole)) for one in granted.select_related("funder")]
    lacking = [(support, lack[1]) for support, lack in found if lack is not None]
    return sorted(lacking, key=lambda one: one[1] != Answer.YES)


def _asked_on(support: Support) -> date:
    return support.requested_on or support.decided_on or localdate(support.changed_at)
