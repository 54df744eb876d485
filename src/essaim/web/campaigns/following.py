"""One campaign as it goes: rate, poles, reminders, what nobody knows."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from essaim.apps.campaigns import actions
from essaim.apps.campaigns.actions.links import mail_subject, mail_text
from essaim.apps.campaigns.enums import Channel, Standing
from essaim.apps.campaigns.models import Campaign, Invitation
from essaim.apps.campaigns.queries import (
    blanks,
    coordinators_of,
    failing_mail,
    invitations_of,
    response_rate,
    to_remind,
)
from essaim.apps.campaigns.questions import label
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext as _
from essaim.engine.language import ngettext
from essaim.web.campaigns.access import campaign_of
from essaim.web.campaigns.asking import asked
from essaim.web.campaigns.files import FORMS
from essaim.web.campaigns.rates import rate_lines

PAGE_SIZE = 50


def campaign(request: HttpRequest, uid: str) -> HttpResponse:
    """The campaign's page."""
    found = campaign_of(request, uid)
    wanted = asked(request)
    rate = response_rate(found)
    paginator = Paginator(invitations_of(found, standing=wanted.standing, sort=wanted.sort), PAGE_SIZE)
    number = request.GET.get("page", "")
    page = paginator.get_page(number if number.isascii() and number.isdigit() else 1)
    shown = {
        **_about(found),
        "rate": rate,
        "steps": rate_lines(rate),
        "page": page,
        "count": paginator.count,
        "wanted": wanted,
        "standings": Standing.choices,
        "channels": Channel.choices,
        "sorts": _sorts(),
        "forms": FORMS,
        "failing": failing_mail(found),
    }
    return render(request, "campaigns/campaign.html", shown)


def sending(request: HttpRequest, uid: str) -> HttpResponse:
    """Invitations and reminders: who would be written to and what, then the button that sends."""
    found = campaign_of(request, uid)
    at = timezone.now()
    if request.method == "POST":
        _send(request, found)
        return redirect("campaign", uid)
    waiting = list(found.invitations.filter(standing=Standing.WAITING).select_related("pole"))
    late = list(to_remind(found, at))
    people = coordinators_of(row.pole for row in [*waiting, *late])
    name = next((row.pole.name for row in [*waiting, *late]), "")
    shown = {
        **_about(found),
        "waiting": [(row, _whom(row, people)) for row in waiting],
        "late": [(row, _whom(row, people)) for row in late],
        "subject": mail_subject(found, name, reminder=not waiting),
        "text": mail_text(found, name, _("(le lien propre au pôle)")),
        "failing": failing_mail(found),
    }
    return render(request, "campaigns/sending.html", shown)


def blank_facts(request: HttpRequest, uid: str) -> HttpResponse:
    """What nobody knows, pole by pole, and whom to ask."""
    found = campaign_of(request, uid)
    rows = blanks(found)
    people = coordinators_of(row.invitation.pole for row in rows)
    lines = [
        {
            "invitation": row.invitation,
            "questions": [(label(q), q.pk in row.said_not_known) for q in row.questions],
            "whom": _whom(row.invitation, people),
        }
        for row in rows
    ]
    return render(request, "campaigns/blanks.html", {**_about(found), "rows": lines, "forms": FORMS})


def _whom(row: Invitation, people: dict[str, list[str]]) -> str:
    said = [part for part in (row.contact_name, row.contact_email, row.contact_phone) if part]
    return ", ".join(said or people.get(row.pole.uid, []))


def _send(request: HttpRequest, found: Campaign) -> None:
    who: Any = request.user

    def address(token: str) -> str:
        return request.build_absolute_uri(reverse("questionnaire", args=[token]))

    try:
        if "invite" in request.POST:
            sent, without = actions.invite(campaign=found, address=address, by=who, at=timezone.now())
            if without:
                names = ", ".join(row.pole.name for row in without[:10])
                messages.warning(request, _("Sans adresse connue, donc non invités : %(names)s.") % {"names": names})
        else:
            sent = actions.remind(campaign=found, address=address, by=who, at=timezone.now())
    except EssaimError as refusal:
        messages.error(request, str(refusal))
        return
    said = ngettext("%(n)s pôle : message mis à l'envoi.", "%(n)s pôles : messages mis à l'envoi.", sent)
    messages.success(request, said % {"n": sent})


def _about(found: Campaign) -> dict[str, Any]:
    at = timezone.now()
    return {
        "campaign": found,
        "phase": found.phase_at(at),
        "takes_answers": found.takes_answers(at),
        "questions": len(found.questions.all()),
    }


def _sorts() -> list[tuple[str, str]]:
    return [
        ("name", _("nom")),
        ("standing", _("état")),
        ("reminder", _("dernière relance")),
        ("validated", _("validation")),
    ]
