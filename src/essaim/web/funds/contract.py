"""The republican contract of a support: that it is missing, and the page that files it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from essaim.apps.documents.enums import ACCEPT
from essaim.apps.financing.actions.supports import sign_republican_contract
from essaim.apps.financing.models import Support
from essaim.apps.financing.queries.contracts import asked_on_any_day, lacking_contract, supports_lacking_contracts
from essaim.apps.poles.models import Pole
from essaim.engine.language import gettext
from essaim.engine.values import Answer
from essaim.kit.dates import DAY, date_in_words
from essaim.kit.language import gettext_lazy as _
from essaim.web.editing.fields import PartForm, day_field
from essaim.web.editing.saving import Part, edited
from essaim.web.filing import bounded
from essaim.web.funds.access import own_support


@dataclass(frozen=True, slots=True)
class ContractNotice:
    """That a contract is missing, in words; ``is_sure`` False: one cannot tell."""

    sentence: str
    url: str
    is_sure: bool


class ContractForm(PartForm):
    """The day of signature, and the contract when it is at hand."""

    on = day_field(label=_("Signé le"), required=True)
    file = forms.FileField(
        label=_("Le contrat signé"), required=False, max_length=200,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text=_("PDF, PNG, JPEG ou document de bureau ; au plus 10 Mo. Il peut être joint plus tard."),
    )  # fmt: skip

    def clean_file(self) -> object:
        """A bounded size: the rest is for the room of documents to say."""
        return bounded(self.cleaned_data["file"])


def sign(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """Say that the contract is signed, and file it."""
    _pole, found = own_support(request, slug, uid)
    part = Part(
        title=gettext("Contrat d'engagement républicain"), back=reverse("support", args=[slug, uid]),
        back_label=found.title, version=found.version, present={"on": found.republican_contract_on},
        make=lambda data=None, **options: ContractForm(data, request.FILES or None, **options),
        save=lambda typed, seen, by, at: sign_republican_contract(
            support=found, on=typed["on"], title=gettext("Contrat d'engagement républicain signé"),
            file=(typed["file"].name, typed["file"].read()) if typed["file"] else None, seen_version=seen, by=by, at=at,
        ),
    )  # fmt: skip
    return edited(request, part)


def notice_of(support: Support, pole: Pole) -> ContractNotice | None:
    """That a support lacks its contract, with the text relied on; None when nothing is missing."""
    found = lacking_contract(support, pole)
    if found is None:
        return None
    contract, answer = found
    if answer == Answer.YES:
        said = gettext(
            "Le contrat d'engagement républicain n'est pas noté. Une association ou une fondation y souscrit quand "
            "elle demande une subvention publique (%(law)s) ; celle qui est reconnue d'utilité publique ou agréée "
            "par l'État est réputée l'avoir fait."
        )
    elif contract.valid_from is not None and asked_on_any_day(contract, support, pole) == Answer.YES:
        said = gettext(
            "On ne peut pas dire s'il faut un contrat d'engagement républicain : le texte (%(law)s) le demande à "
            "partir du %(day)s, et la fiche de l'aide ne dit pas quel jour elle a été demandée."
        )
    elif support.funder.is_public is None:
        said = gettext(
            "On ne peut pas dire s'il faut un contrat d'engagement républicain (%(law)s) : on ne sait pas si l'argent "
            "de ce financeur est public."
        )
    else:
        said = gettext(
            "On ne peut pas dire s'il faut un contrat d'engagement républicain : le texte (%(law)s) le demande aux "
            "associations et aux fondations, et la fiche du pôle ne dit pas qu'il en est une."
        )
    since = date_in_words(contract.valid_from, DAY) if contract.valid_from is not None else ""
    return ContractNotice(said % {"law": contract.title(), "day": since}, contract.url, answer == Answer.YES)


def lacking_rows(pole: Pole) -> dict[str, list[dict[str, Any]]]:
    """The supports that lack their contract: those that surely do, and those of which one cannot tell."""
    found = supports_lacking_contracts(pole)
    rows = [
        {"support": one, "address": reverse("support-contract", args=[pole.slug, one.uid]), "answer": answer}
        for one, answer in found
    ]
    return {
        "lacking": [row for row in rows if row["answer"] == Answer.YES],
        "perhaps": [row for row in rows if row["answer"] != Answer.YES],
    }
