"""Telling people what concerns them, as often as they chose: at once, once a day, never."""

from __future__ import annotations

from datetime import datetime, time
from itertools import groupby

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from essaim.apps.accounts.enums import Frequency
from essaim.apps.accounts.models import MailChoice, Notice, User
from essaim.apps.accounts.notice_kinds import notice_kind_of, title_of
from essaim.apps.accounts.queries import frequency_of, mail_choices, preferences_token
from essaim.apps.accounts.rules import is_administrator
from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor, Programme
from essaim.apps.jobs.actions import queue_message
from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _
from essaim.engine.language import ngettext
from essaim.kit.errors import NotAllowed

DIGEST = "daily_letter"
LETTERS = Programme("essaim-letters")
# Daily letters leave in the morning.
_MORNING = time(7)
_FEW = 500


@transaction.atomic
def notify(*, user: User, kind: str, subject: str, text: str, by: Actor, at: datetime) -> None:
    """Tell ``user`` something of a kind they may refuse. Never means never: nothing is kept.

    Args:
        kind: one that an app declares (``notice_kinds``).
        subject: one line, without anything secret.
        text: plain text, with whole addresses.

    Raises:
        InvalidValue: a kind that nobody declares.
    """
    found = notice_kind_of(kind)
    frequency = frequency_of(user, found)
    if frequency == Frequency.OFF or not user.is_active:
        return
    subject = " ".join(subject.split())[:300]
    if frequency == Frequency.DAILY:
        Notice.objects.create(user=user, kind=kind, subject=subject, text=text.replace("\0", ""), noted_at=at)
        return
    _write(user, subject, text, kind, by, at)


@transaction.atomic
def choose_frequency(*, user: User, kind: str, frequency: str, by: Actor, at: datetime) -> None:
    """Choose how often letters of one kind come; what waits for the daily letter follows.

    Raises:
        NotAllowed: these are somebody else's letters.
        InvalidValue: an unknown kind or frequency.
    """
    if by.uid != user.uid and not is_administrator(by):
        raise NotAllowed()
    found = notice_kind_of(kind)
    if frequency not in Frequency.values:
        raise InvalidValue(_("Cette fréquence n'est pas connue."))
    if frequency_of(user, found) == frequency:
        return
    MailChoice.objects.update_or_create(user=user, kind=kind, defaults={"frequency": frequency})
    if frequency == Frequency.OFF:
        user.notices.filter(kind=kind).delete()
    record(action="choose_frequency", object_type="user", object_id=user.uid, by=by, at=at,
           after={"kind": kind, "frequency": frequency})  # fmt: skip


@transaction.atomic
def stop_letters(*, user: User, kind: str, by: Actor, at: datetime) -> None:
    """No more letters like the one received: its kind, or every kind that comes in the daily letter.

    Raises:
        NotAllowed: these are somebody else's letters.
        InvalidValue: an unknown kind.
    """
    kinds = [kind]
    if kind == DIGEST:
        kinds = [one.key for one, frequency in mail_choices(user) if frequency == Frequency.DAILY]
    for one in kinds:
        choose_frequency(user=user, kind=one, frequency=Frequency.OFF, by=by, at=at)


@transaction.atomic
def tell_new_address(*, user: User, former: str, by: Actor, at: datetime) -> None:
    """Somebody signs in with another address from now on: the log says so without either, the former one is told."""
    # The library also says so when an address is proved for the first time.
    if not former or former == user.email:
        return
    record(action="change_address", object_type="user", object_id=user.uid, by=by, at=at)
    text = _(
        "Le compte Essaim ouvert avec cette adresse en a maintenant une autre.\n\n"
        "Si ce n'est pas vous, écrivez tout de suite à la personne qui administre le site : "
        "quelqu'un s'est servi d'un appareil où vous étiez connecté."
    )
    subject = _("Votre adresse a changé sur Essaim")
    queue_message(to=former, subject=subject, text=text, kind="address_changed", by=by, at=at)


def send_digests(*, at: datetime) -> int:
    """One letter to each person for whom something was noted before this morning, seven o'clock; how many letters."""
    local = timezone.localtime(at)
    morning = local.replace(hour=_MORNING.hour, minute=0, second=0, microsecond=0)
    if local < morning:
        return 0
    waiting = Notice.objects.filter(noted_at__lt=morning).values_list("user", flat=True).order_by("user").distinct()
    return sum(_send_digest(user, morning, at) for user in list(waiting[:_FEW]))


@transaction.atomic
def _send_digest(user_id: int, before: datetime, at: datetime) -> int:
    user = User.objects.select_for_update().filter(pk=user_id).first()
    notices = list(Notice.objects.filter(user_id=user_id, noted_at__lt=before)) if user else []
    if user is None or not notices:
        return 0
    lines = []
    for kind, rows in groupby(sorted(notices, key=lambda one: (one.kind, one.noted_at)), key=lambda one: one.kind):
        lines.append(title_of(kind).upper())
        lines.extend(f"- {row.subject}\n{row.text.strip()}".strip() for row in rows)
    subject = ngettext("Essaim : %(n)s nouvelle", "Essaim : %(n)s nouvelles", len(notices)) % {"n": len(notices)}
    _write(user, subject, "\n\n".join(lines), DIGEST, LETTERS, at)
    Notice.objects.filter(pk__in=[one.pk for one in notices]).delete()
    return 1


def _write(user: User, subject: str, text: str, kind: str, by: Actor, at: datetime) -> None:
    """Every letter says how not to receive it, to people and to their mail programme (RFC 8058)."""
    token = preferences_token(user)
    choose = settings.ADDRESS + reverse("letters", args=[token])
    stop = settings.ADDRESS + reverse("letters-stop", args=[token, kind])
    foot = _("Choisir ce que vous recevez, sans vous connecter :\n%(address)s") % {"address": choose}
    queue_message(
        to=user.email, subject=subject, text=f"{text.strip()}\n\n-- \n{foot}\n", kind=kind, by=by, at=at,
        headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )  # fmt: skip
