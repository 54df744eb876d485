"""What is due on a pole, in order: on a page, as a file, and in people's calendars by a private address."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from essaim.apps.accounts.queries import person_by_uid, token_hash
from essaim.apps.financing.actions.reminding import close_feed, open_feed
from essaim.apps.financing.queries.deadlines import Deadline, DeadlineKind, deadlines
from essaim.apps.financing.queries.funds import feed_by_token_hash, feed_of
from essaim.apps.financing.rules import keeps_money
from essaim.engine.language import gettext as _
from essaim.tables.formats import euros
from essaim.tables.table import Column, Table
from essaim.web.access import own_pole
from essaim.web.acting import acting
from essaim.web.agenda import Entry, calendar_answer
from essaim.web.funds.contract import lacking_rows
from essaim.web.lists import table_file


def coming(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything due and not done, what is late first."""
    pole, today = own_pole(request, slug), timezone.localdate()
    due = deadlines(pole)
    shown: dict[str, Any] = {
        "pole": pole,
        "late": [_line(slug, one) for one in due if one.on < today],
        "next": [_line(slug, one) for one in due if one.on >= today],
        **lacking_rows(pole),
    }
    return render(request, "funds/coming.html", shown)


def coming_file(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    """The same as a file."""
    pole, today = own_pole(request, slug), timezone.localdate()
    lacking = lacking_rows(pole)["lacking"]
    return table_file(lambda: _table(pole.name, deadlines(pole), lacking, today), form, f"a-venir-{pole.slug}")


def feed(request: HttpRequest, slug: str) -> HttpResponse:
    """One's own calendar address on a pole: made, renewed, closed. Its secret is shown once, when it is made."""
    pole, user, address = own_pole(request, slug), acting(request), ""
    if request.POST.get("do") == "close":
        close_feed(pole=pole, user=user, by=user, at=timezone.now())
        messages.success(request, _("L'adresse ne répond plus."))
        return redirect("funds-feed", slug)
    if request.method == "POST":
        token = open_feed(pole=pole, user=user, by=user, at=timezone.now())
        address = settings.ADDRESS + reverse("funds-calendar", args=[token])
    return render(request, "funds/feed.html", {"pole": pole, "feed": feed_of(pole, user.uid), "address": address})


def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The due dates of a pole for a calendar programme; the address is the key, as long as its owner keeps the pole."""
    found = feed_by_token_hash(token_hash(token))
    owner = person_by_uid(found.user_uid) if found else None
    if found is None or owner is None or not keeps_money(owner, found.pole):
        raise Http404
    at, slug = timezone.now(), found.pole.slug
    entries = [
        Entry(
            uid=f"{one.kind.value}-{one.key}", stamped=at, starts=one.on,
            summary=f"{_kinds()[one.kind]} : {one.title} ({one.about})", description=found.pole.name,
            url=settings.ADDRESS + _address(slug, one),
        )
        for one in deadlines(found.pole)
    ]  # fmt: skip
    answer = calendar_answer(entries, "Échéances")
    # A private address: kept by no proxy, read by no search engine.
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _line(slug: str, one: Deadline) -> dict[str, Any]:
    return {
        "due": one, "kind": _kinds()[one.kind], "address": _address(slug, one),
        "amount": euros(one.cents) if one.cents is not None else "",
    }  # fmt: skip


def _address(slug: str, one: Deadline) -> str:
    return reverse("support", args=[slug, one.support]) if one.support else reverse("project", args=[slug, one.project])


def _table(pole: str, due: list[Deadline], lacking: list[dict[str, Any]], today: date) -> Table:
    columns = (
        Column("on", _("Date")), Column("kind", _("Quoi")), Column("title", _("Intitulé")), Column("about", _("Pour")),
        Column("amount", _("Montant"), "float", 2, "€"), Column("late", _("En retard")),
    )  # fmt: skip
    rows = [
        {
            "on": one.on.isoformat(), "kind": _kinds()[one.kind], "title": one.title, "about": one.about,
            "amount": None if one.cents is None else one.cents / 100, "late": _("oui") if one.on < today else _("non"),
        }
        for one in due
    ]  # fmt: skip
    # Without a day: it should be there already.
    rows += [
        {
            "on": "", "kind": _("Contrat d'engagement républicain à joindre"), "title": one["support"].title,
            "about": one["support"].funder.name, "amount": None, "late": "",
        }
        for one in lacking
    ]  # fmt: skip
    return Table(_("À venir au pôle « %(pole)s »") % {"pole": pole}, columns, rows, ())


def _kinds() -> dict[DeadlineKind, str]:
    return {
        DeadlineKind.APPLICATION: _("Aide à demander"),
        DeadlineKind.REPORT: _("Bilan à rendre"),
        DeadlineKind.PAYMENT: _("Versement attendu"),
        DeadlineKind.REST: _("Reste d'un versement reçu en partie"),
        DeadlineKind.MILESTONE: _("Étape d'un projet"),
    }
