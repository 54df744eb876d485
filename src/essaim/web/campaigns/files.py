"""The officer's tables as files: the poles of a campaign, and what nobody knows of them."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from essaim.apps.campaigns.models import Campaign
from essaim.apps.campaigns.queries import blanks, coordinators_of, invitations_of
from essaim.apps.campaigns.questions import label
from essaim.engine.language import gettext as _
from essaim.tables.table import Column, Table
from essaim.tables.writing import WRITERS, write_to
from essaim.web.campaigns.access import campaign_of
from essaim.web.campaigns.asking import asked
from essaim.web.lists import as_given

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
FORMS = [form for form in _TYPES if form in WRITERS]


def poles(request: HttpRequest, uid: str, form: str) -> HttpResponse:
    """The poles that are on screen, with the same filter."""
    found = campaign_of(request, uid)
    wanted = asked(request)
    rows = [
        {
            "pole": row.pole.name, "slug": row.pole.slug, "standing": str(row.get_standing_display()),
            "channel": str(row.get_channel_display()) if row.channel else None, "invited": _day(row.invited_at),
            "reminders": row.reminders, "last": _day(row.last_reminder_at), "validated": _day(row.validated_at),
        }
        for row in invitations_of(found, standing=wanted.standing, sort=wanted.sort)
    ]  # fmt: skip
    columns = (
        Column("pole", _("Pôle")), Column("slug", _("Identifiant")), Column("standing", _("État")),
        Column("channel", _("Voie")), Column("invited", _("Invité le"), "code"),
        Column("reminders", _("Relances"), "int"), Column("last", _("Dernière relance"), "code"),
        Column("validated", _("Validé le"), "code"),
    )  # fmt: skip
    return _file(found, form, Table(found.name, columns, rows), "poles")


def blank_facts(request: HttpRequest, uid: str, form: str) -> HttpResponse:
    """What nobody knows, one line a fact, with whom to ask: for officers, it holds personal data."""
    found = campaign_of(request, uid)
    lines = blanks(found)
    people = coordinators_of(row.invitation.pole for row in lines)
    rows = [
        {
            "pole": line.invitation.pole.name, "fact": label(question),
            "said": _("le pôle ne sait pas") if question.pk in line.said_not_known else None,
            "name": line.invitation.contact_name or None,
            "email": line.invitation.contact_email or people.get(line.invitation.pole.uid) or None,
            "phone": line.invitation.contact_phone or None,
        }
        for line in lines
        for question in line.questions
    ]  # fmt: skip
    columns = (
        Column("pole", _("Pôle")), Column("fact", _("Ce qui manque")), Column("said", _("Réponse du pôle")),
        Column("name", _("À qui demander")), Column("email", _("Adresse électronique")),
        Column("phone", _("Téléphone"), "code"),
    )  # fmt: skip
    note = _("Données personnelles : pour le réseau seul, à effacer après usage.")
    return _file(found, form, Table(found.name, columns, rows, notes=(note,)), "manques")


def _file(found: Campaign, form: str, table: Table, name: str) -> HttpResponse:
    if form not in FORMS:
        raise Http404
    target = BytesIO()
    write_to(as_given(table), form, target)
    headers = {"Content-Disposition": f'attachment; filename="campagne-{name}.{form}"', "Cache-Control": "no-store"}
    return HttpResponse(target.getvalue(), content_type=_TYPES[form], headers=headers)


def _day(moment: Any) -> str | None:
    return timezone.localtime(moment).date().isoformat() if moment else None
