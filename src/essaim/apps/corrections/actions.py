"""Every write about proposals. What visitors write is kept; their address is read by moderators only."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor, Programme
from essaim.apps.corrections.enums import NEXT, Kind, State
from essaim.apps.corrections.models import Exchange, Proposal
from essaim.apps.corrections.rules import can_moderate
from essaim.apps.corrections.telling import tell_moderators
from essaim.apps.jobs.actions import queue_message
from essaim.apps.poles.actions import add_pole, record_recognition, set_domains
from essaim.apps.poles.models import Network, Organisation, Pole
from essaim.engine.errors import InvalidValue
from essaim.engine.language import current_language, use_language
from essaim.engine.language import gettext as _
from essaim.kit.dates import dated
from essaim.kit.errors import ChangedMeanwhile, NotAllowed

PROPOSAL = "proposal"
VISITOR = Programme("visitor", is_administrator=False)
# How long the address of whoever sent a proposal is kept once it is ended, and at most when nobody answered.
KEPT, KEPT_UNANSWERED = timedelta(days=365), timedelta(days=730)
_ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:)]")
_WITNESS = "witness_2012"


@transaction.atomic
def propose(
    *,
    kind: str,
    title: str,
    text: str,
    at: datetime,
    by: Actor = VISITOR,
    pole: Pole | None = None,
    organisation: Organisation | None = None,
    **facts: Any,
) -> Proposal:
    """Keep what a visitor proposes. ``facts`` are columns of ``Proposal``: part, source, email, facts, witness.

    Raises:
        InvalidValue: a correction of nothing, or without a word.
    """
    if kind == Kind.CORRECTION and pole is None and organisation is None:
        raise InvalidValue(_("Une correction porte sur un pôle ou sur une organisation."))
    if not text.strip():
        raise InvalidValue(_("Dites ce qui ne va pas, ou ce qui manque."))
    proposal = Proposal.objects.create(
        kind=kind, title=title[:200], text=text, pole=pole, organisation=organisation, received_at=at,
        language=current_language(), **facts,
    )  # fmt: skip
    record(action="propose", object_type=PROPOSAL, object_id=proposal.uid, by=by, at=at, after={"kind": kind})
    tell_moderators(proposal, by, at)
    return proposal


@transaction.atomic
def accept(
    *, proposal: Proposal, seen_version: int, text: str, address: str, by: Actor, at: datetime,
    network: Network | None = None, existing: Pole | None = None,
) -> Proposal:  # fmt: skip
    """Take a proposal up. A pole that is not there yet is created from it; a correction has been made on the record.

    A witness place identified becomes a recognition of that pole, to be confirmed.

    Args:
        text: what whoever sent it reads.
        address: the page where they read it.
        network: the network that the new pole joins: an officer creates poles for a network of theirs.
        existing: the pole of the directory that it is, if it is there already.
    """
    current = _held(proposal, seen_version, State.ACCEPTED, by)
    if current.kind in (Kind.NEW_POLE, Kind.WITNESS) and current.pole is None:
        current.pole = existing or _created(current, by, at, network)
        if current.kind == Kind.WITNESS:
            title, urls = _source_of(current)
            record_recognition(
                pole=current.pole, scheme=_WITNESS, when=dated("2012"), confirmed=False, source_title=title,
                source_urls=urls, by=by, at=at,
            )  # fmt: skip
    return _answered(current, State.ACCEPTED, text, address, by, at, action="accept_proposal")


@transaction.atomic
def refuse(*, proposal: Proposal, seen_version: int, text: str, address: str, by: Actor, at: datetime) -> Proposal:
    """Do not take a proposal up; the reason is read by whoever sent it.

    Raises:
        InvalidValue: no reason.
    """
    if not text.strip():
        raise InvalidValue(_("Donnez la raison : la personne la lira."))
    current = _held(proposal, seen_version, State.REFUSED, by)
    return _answered(current, State.REFUSED, text, address, by, at, action="refuse_proposal")


@transaction.atomic
def ask(*, proposal: Proposal, seen_version: int, text: str, address: str, by: Actor, at: datetime) -> Proposal:
    """Ask whoever sent a proposal for more.

    Raises:
        InvalidValue: no question.
    """
    if not text.strip():
        raise InvalidValue(_("Écrivez votre question."))
    current = _held(proposal, seen_version, State.ASKED, by)
    return _answered(current, State.ASKED, text, address, by, at, action="ask_about_proposal")


@transaction.atomic
def reply(*, proposal: Proposal, text: str, at: datetime, by: Actor = VISITOR) -> Proposal:
    """Whoever sent the proposal answers a question; it waits for the moderators again.

    Raises:
        InvalidValue: no question is waiting, or nothing is said.
    """
    current = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if current.state != State.ASKED or not text.strip():
        raise InvalidValue(_("Il n'y a pas de question en attente, ou rien n'est écrit."))
    _said(current, State.WAITING, text, "", at)
    _moved(current, State.WAITING, "", at)
    record(action="reply_to_moderators", object_type=PROPOSAL, object_id=current.uid, by=by, at=at)
    tell_moderators(current, by, at)
    return current


@transaction.atomic
def withdraw(*, proposal: Proposal, at: datetime, by: Actor = VISITOR) -> Proposal:
    """Whoever sent the proposal takes it back; their address is erased at once.

    Raises:
        InvalidValue: it is ended already.
    """
    current = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if State.WITHDRAWN not in NEXT[current.state]:
        raise InvalidValue(_("Cette proposition a déjà reçu sa réponse."))
    current.email = ""
    _moved(current, State.WITHDRAWN, by.uid, at)
    record(action="withdraw_proposal", object_type=PROPOSAL, object_id=current.uid, by=by, at=at)
    return current


@transaction.atomic
def erase_old_addresses(*, at: datetime) -> int:
    """Erase the addresses of those whose proposal ended, or was left without answer, long ago; how many were."""
    old = Q(ended_at__lt=at - KEPT) | Q(received_at__lt=at - KEPT_UNANSWERED)
    return Proposal.objects.filter(old).exclude(email="").update(email="")


def _held(proposal: Proposal, seen_version: int, to: State, by: Actor) -> Proposal:
    """The proposal, locked, when ``by`` may answer it and nobody did meanwhile."""
    current = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if not can_moderate(by, current):
        raise NotAllowed()
    if current.version != seen_version:
        raise ChangedMeanwhile()
    if to not in NEXT[current.state]:
        raise InvalidValue(_("Cette proposition a déjà reçu sa réponse."))
    return current


def _created(proposal: Proposal, by: Actor, at: datetime, network: Network | None) -> Pole:
    facts, (title, urls) = proposal.facts, _source_of(proposal)
    pole = add_pole(
        name=facts["name"], commune=facts.get("commune", ""), place=facts.get("place", ""),
        summary=proposal.text, website=facts.get("website", ""), network=network,
        source_title=title, source_urls=urls, by=by, at=at,
    )  # fmt: skip
    if facts.get("domains"):
        set_domains(pole=pole, keys=facts["domains"], by=by, at=at)
    return pole


def _source_of(proposal: Proposal) -> tuple[str, str]:
    """What the visitor said of how they know: a title, and the addresses it holds, one a line."""
    day = proposal.received_at.date().isoformat()
    title = _("Proposition d'un visiteur, reçue le %(day)s") % {"day": day}
    urls = list(dict.fromkeys(_ADDRESS.findall(proposal.source)))
    said = " ".join(_ADDRESS.sub("", proposal.source).split())
    return (f"{title} : {said}" if said else title)[:300], "\n".join(urls)


def _answered(
    proposal: Proposal, state: State, text: str, address: str, by: Actor, at: datetime, action: str
) -> Proposal:
    _said(proposal, state, text, by.uid, at)
    _moved(proposal, state, by.uid, at)
    record(action=action, object_type=PROPOSAL, object_id=proposal.uid, by=by, at=at, after={"state": state.value})
    if proposal.email:
        _write_to_sender(proposal, text, address, by, at)
    return proposal


def _said(proposal: Proposal, state: State, text: str, author: str, at: datetime) -> None:
    if text.strip():
        Exchange.objects.create(proposal=proposal, author=author, state=state, text=text, at=at)


def _moved(proposal: Proposal, state: State, by: str, at: datetime) -> None:
    proposal.state = state
    if not proposal.is_open:
        proposal.ended_at, proposal.ended_by = at, by
    proposal.version += 1
    proposal.save()


def _write_to_sender(proposal: Proposal, text: str, address: str, by: Actor, at: datetime) -> None:
    """In the language in which they wrote, whatever that of the moderator."""
    mine = current_language()
    use_language(proposal.language)
    try:
        subject = {
            State.ACCEPTED: _("Votre proposition est acceptée"),
            State.REFUSED: _("Votre proposition n'est pas retenue"),
            State.ASKED: _("Une question sur votre proposition"),
        }[State(proposal.state)]
        body = _("À propos de : %(title)s\n\n%(text)s\n\nLire la suite, ou répondre : %(address)s")
        queue_message(
            to=proposal.email, subject=subject, kind="proposal", about=proposal.uid, by=by, at=at,
            text=body % {"title": proposal.title, "text": text, "address": address},
        )  # fmt: skip
    finally:
        use_language(mine)
