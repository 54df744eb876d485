"""What follows a support, a row at a time: claims, payments, reports. One page for the three."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from essaim.apps.financing.actions import payments as actions
from essaim.apps.financing.models import Claim, Receipt, Report, Support
from essaim.engine.language import gettext as _
from essaim.tables.formats import euros, typed_euros
from essaim.web.editing.saving import Part, confirmed, edited
from essaim.web.funds.access import own_support
from essaim.web.funds.forms import ClaimForm, ReceiptForm, ReportForm


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of rows.

    Attributes:
        rows: those of a support, prefetched. fields: of the form and of the record, alike.
        put: the action that writes one. make: builds its form for a support.
    """

    rows: Callable[[Support], Any]
    fields: tuple[str, ...]
    put: Callable[..., object]
    make: Callable[[Support], Callable[..., Any]]
    argument: str


KINDS = {
    "demandes": Kind(
        lambda support: support.claims.all(), ("claimed_on", "cents", "starts_on", "ends_on", "reference", "note"),
        actions.put_claim, lambda support: ClaimForm, "claim",
    ),
    "versements": Kind(
        lambda support: support.receipts.all(),
        ("label", "due_on", "due_cents", "received_on", "received_cents", "claim", "note"),
        actions.put_receipt, lambda support: lambda *args, **options: ReceiptForm(*args, support=support, **options),
        "receipt",
    ),
    "bilans": Kind(
        lambda support: support.reports.all(), ("kind", "title", "due_on", "sent_on", "note"),
        actions.put_report, lambda support: ReportForm, "report",
    ),
}  # fmt: skip


def add(request: HttpRequest, slug: str, uid: str, what: str) -> HttpResponse:
    """A new claim, payment or report."""
    _pole, found = own_support(request, slug, uid)
    return _edited(request, slug, found, what, None)


def change(request: HttpRequest, slug: str, uid: str, what: str, row: str) -> HttpResponse:
    """One row corrected, or removed once one was asked: it may have been written by mistake."""
    _pole, found = own_support(request, slug, uid)
    present = next((one for one in _kind(what).rows(found) if one.uid == row), None)
    if present is None:
        raise Http404
    if "retirer" in request.GET:
        return _removed(request, slug, found, present)
    return _edited(request, slug, found, what, present)


def _edited(
    request: HttpRequest, slug: str, found: Support, what: str, row: Claim | Receipt | Report | None
) -> HttpResponse:
    kind = _kind(what)
    part = Part(
        title=_titles()[what][0 if row is None else 1], back=reverse("support", args=[slug, found.uid]),
        back_label=found.title, version=found.version,
        present={name: _shown(getattr(row, name), name) for name in kind.fields} if row else {},
        make=kind.make(found), template="editing/row.html", shown={"row": row},
        save=lambda typed, seen, by, at: kind.put(
            support=found, facts={name: typed[name] for name in kind.fields}, seen_version=seen, by=by, at=at,
            **{kind.argument: row},
        ),
    )  # fmt: skip
    return edited(request, part)


def _removed(request: HttpRequest, slug: str, found: Support, row: Claim | Receipt | Report) -> HttpResponse:
    named = _called(row)
    return confirmed(
        request, title=_("Retirer « %(title)s »") % {"title": named}, lead=_("Le journal du site en garde la trace."),
        back=request.path, back_label=named, version=found.version,
        remove=partial(actions.remove_row, support=found, row=row), done=_("C'est retiré ; l'historique le garde."),
        then=reverse("support", args=[slug, found.uid]),
    )  # fmt: skip


def _called(row: Claim | Receipt | Report) -> str:
    if isinstance(row, Claim):
        return (
            _("demande de paiement : %(sum)s") % {"sum": euros(row.cents)}
            if row.cents is not None
            else _("demande de paiement")
        )
    return row.title or str(row.get_kind_display()) if isinstance(row, Report) else str(row) or _("versement")


def _kind(what: str) -> Kind:
    if what not in KINDS:
        raise Http404
    return KINDS[what]


def _shown(value: Any, name: str) -> Any:
    if name.endswith("cents"):
        return typed_euros(value)
    return value.uid if isinstance(value, Claim) else value


def _titles() -> dict[str, tuple[str, str]]:
    return {
        "demandes": (_("Noter une demande de paiement"), _("Corriger une demande de paiement")),
        "versements": (_("Noter un versement attendu ou reçu"), _("Corriger un versement")),
        "bilans": (_("Noter un bilan à rendre"), _("Corriger un bilan à rendre")),
    }
