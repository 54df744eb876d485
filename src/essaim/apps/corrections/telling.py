"""Telling those who may answer that a proposal waits: in their daily letter, unless they chose otherwise."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from essaim.apps.accounts.actions import notify
from essaim.apps.audit.actors import Actor
from essaim.apps.corrections.enums import MODERATION
from essaim.apps.corrections.models import Proposal
from essaim.apps.corrections.queries import moderators_of
from essaim.engine.language import gettext as _


def tell_moderators(proposal: Proposal, by: Actor, at: datetime) -> None:
    """One notice to each; administrators only when nobody keeps what it is about. It names no visitor."""
    about = proposal.pole or proposal.organisation
    subject = _("À relire : %(title)s") % {"title": about.name if about else proposal.title}
    address = settings.ADDRESS + reverse("moderation-answer", args=[proposal.uid])
    for person in moderators_of(proposal):
        notify(user=person, kind=MODERATION, subject=subject, text=address, by=by, at=at)
