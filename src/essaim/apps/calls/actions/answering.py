"""Writing a dossier together: each answer has its own version, so that nobody's words are lost."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.calls.actions.planning import may_write
from essaim.apps.calls.answers import cleaned_answer
from essaim.apps.calls.enums import DossierState
from essaim.apps.calls.errors import Closed, ResultsPublished
from essaim.apps.calls.models import Answer, Call, Dossier, Partner, Question
from essaim.apps.calls.queries.dossiers import DOSSIER, sealed_documents
from essaim.apps.calls.rules import can_write_dossier
from essaim.apps.documents.actions import file_document, withdraw_document
from essaim.apps.documents.models import Document
from essaim.apps.founding.enums import ProspectState
from essaim.apps.founding.models import Founding, Prospect
from essaim.apps.founding.queries.prospects import roles_of
from essaim.apps.poles.models import Membership, Pole
from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _
from essaim.kit.errors import ChangedMeanwhile, NotAllowed

MOST_PARTNERS, MOST_ANNEXES = 200, 40
_PARTNER = frozenset(
    {"name", "siret", "family", "legal_category", "role", "commitment", "amount_cents", "is_applicant"}
)  # fmt: skip


@transaction.atomic
def start_dossier(*, call: Call, pole: Pole, by: Actor, at: datetime) -> Dossier:
    """Begin the dossier of a pole; begun already, it is the same.

    Raises:
        NotAllowed: it is somebody else's pole. Closed: dossiers are not written at that moment.
    """
    found = Dossier.objects.filter(call=call, pole=pole).first()
    if found is not None:
        if not can_write_dossier(by, found):
            raise NotAllowed()
        return found
    dossier = Dossier(call=call, pole=pole, started_by=by.uid, started_at=at, changed_at=at)
    if not can_write_dossier(by, dossier):
        raise NotAllowed()
    if not may_write(call, at):
        raise Closed()
    dossier.save()
    _record("start_dossier", dossier, by, at)
    take_partners(dossier=dossier, by=by, at=at)
    return dossier


@transaction.atomic
def save_answer(
    *, dossier: Dossier, question: Question, text: str, seen_version: int, by: Actor, at: datetime
) -> Answer | None:
    """Keep what is answered to one question, read at ``seen_version`` (0: nothing was). Unchanged, nothing is written.

    The audit says that it changed, not what: the words are in the dossier, and in its frozen copies.

    Raises:
        NotAllowed, Closed. ChangedMeanwhile: somebody else wrote that answer since.
        InvalidValue: not an answer of that kind.
    """
    current = held_dossier(dossier, by, at)
    said = cleaned_answer(question, text)
    answer = Answer.objects.select_for_update().filter(dossier=current, question=question).first()
    if said == (answer.text if answer else ""):
        return answer
    if (answer.version if answer else 0) != seen_version:
        raise ChangedMeanwhile()
    if answer is None:
        answer = Answer(dossier=current, question=question, version=0)
    answer.text, answer.version, answer.changed_by, answer.changed_at = said, answer.version + 1, by.uid, at
    answer.save()
    Dossier.objects.filter(pk=current.pk).update(changed_at=at)
    _record("save_answer", current, by, at, question=question.uid)
    return answer


@transaction.atomic
def put_partner(
    *, dossier: Dossier, partner: Partner | None, facts: dict[str, Any], seen_version: int, by: Actor, at: datetime
) -> Partner:
    """Add a partner, or correct one. The applicant is one of them: saying so of one takes it from the former.

    Raises:
        NotAllowed, Closed, ChangedMeanwhile. InvalidValue: no name, or too many.
    """
    current = held_dossier(dossier, by, at, seen_version)
    if set(facts) - _PARTNER:
        raise TypeError(f"not columns of a partner: {sorted(set(facts) - _PARTNER)}")
    if not str(facts.get("name", partner.name if partner else "")).strip():
        raise InvalidValue(_("Dites qui est ce partenaire."))
    if partner is None and current.partners.count() >= MOST_PARTNERS:
        raise InvalidValue(_("Un dossier compte au plus deux cents partenaires."))
    row = partner or Partner(dossier=current, place=current.partners.count())
    if facts.get("is_applicant"):
        current.partners.exclude(pk=row.pk).update(is_applicant=False)
    for key, value in facts.items():
        setattr(row, key, value)
    row.save()
    raise_version(current, at)
    _record("put_partner", current, by, at, partner=row.name)
    return row


@transaction.atomic
def remove_partner(*, dossier: Dossier, partner: Partner, by: Actor, at: datetime) -> None:
    """Take a partner out of the dossier.

    Raises:
        NotAllowed, Closed.
    """
    current = held_dossier(dossier, by, at)
    Partner.objects.filter(pk=partner.pk, dossier=current).delete()
    raise_version(current, at)
    _record("remove_partner", current, by, at, partner=partner.name)


@transaction.atomic
def take_partners(*, dossier: Dossier, by: Actor, at: datetime) -> int:
    """Enter the committed prospects of the draft, and the present members of the pole, that are not there yet.

    Raises:
        NotAllowed, Closed.
    """
    current = held_dossier(dossier, by, at)
    there = list(current.partners.all())
    new: list[Partner] = []
    for partner in _known_partners(current):
        if len(there) + len(new) < MOST_PARTNERS and not any(is_same(partner, one) for one in (*there, *new)):
            partner.place = len(there) + len(new)
            new.append(partner)
    for partner in new:
        partner.save()
    if new:
        raise_version(current, at)
        _record("take_partners", current, by, at, count=len(new))
    return len(new)


@transaction.atomic
def set_budget(
    *, dossier: Dossier, budget_cents: int | None, seen_version: int, by: Actor, at: datetime
) -> Dossier:  # fmt: skip
    """The project's whole budget, in cents; None: not said.

    Raises:
        NotAllowed, Closed, ChangedMeanwhile.
    """
    current = held_dossier(dossier, by, at, seen_version)
    current.budget_cents = budget_cents
    current.save(update_fields=["budget_cents"])
    raise_version(current, at)
    _record("set_budget", current, by, at, budget_cents=budget_cents)
    return current


@transaction.atomic
def annex(*, dossier: Dossier, title: str, file_name: str, content: bytes, by: Actor, at: datetime) -> Document:
    """File an annex.

    Raises:
        NotAllowed, Closed. InvalidValue: a kind of file that is not taken, or too many.
    """
    current = held_dossier(dossier, by, at)
    if Document.objects.filter(owner_kind=DOSSIER, owner_key=current.uid).count() >= MOST_ANNEXES:
        raise InvalidValue(_("Un dossier a au plus quarante annexes."))
    filed = file_document(
        owner_kind=DOSSIER, owner_key=current.uid, title=title, file_name=file_name, content=content, by=by, at=at
    )
    raise_version(current, at)
    return filed


@transaction.atomic
def remove_annex(*, dossier: Dossier, document: Document, by: Actor, at: datetime) -> None:
    """Withdraw an annex. One that was handed in stays in the frozen copy's list, by its fingerprint.

    Raises:
        NotAllowed, Closed. InvalidValue: it was handed in.
    """
    current = held_dossier(dossier, by, at)
    if document.uid in sealed_documents(current):
        raise InvalidValue(_("Cette annexe a été déposée : elle reste avec le dossier."), _("Ajoutez-en une autre."))
    withdraw_document(document=document, by=by, at=at)
    raise_version(current, at)


def writable(dossier: Dossier, at: datetime) -> bool:
    """Whether the dossier may be written at that moment; the closing second is too late, and so are the results."""
    if dossier.call.results_at is not None:
        return False
    if dossier.state == DossierState.REOPENED:
        return dossier.reopened_until is not None and at < dossier.reopened_until
    return dossier.state == DossierState.OPEN and may_write(dossier.call, at)


def held_dossier(dossier: Dossier, by: Actor, at: datetime, seen_version: int | None = None) -> Dossier:
    """The dossier's row, locked, for somebody who writes it while it may be written.

    Raises:
        NotAllowed, Closed, ChangedMeanwhile.
    """
    current = Dossier.objects.select_for_update(of=("self",)).select_related("pole", "call").get(pk=dossier.pk)
    if not can_write_dossier(by, current):
        raise NotAllowed()
    if current.call.results_at is not None:
        raise ResultsPublished()
    if not writable(current, at):
        raise Closed()
    if seen_version is not None and current.version != seen_version:
        raise ChangedMeanwhile()
    return current


def is_same(one: Partner, other: Partner) -> bool:
    """Whether two partners are one organisation: a committed prospect may have become a member of the pole."""
    if one.organisation_id is not None and one.organisation_id == other.organisation_id:
        return True
    if one.siret and other.siret:
        return one.siret == other.siret
    return one.name.casefold() == other.name.casefold()


def _known_partners(dossier: Dossier) -> list[Partner]:
    prospects = Prospect.objects.filter(founding__pole=dossier.pole, state=ProspectState.COMMITTED)
    founding = Founding.objects.filter(pole=dossier.pole).first()
    roles = roles_of(founding) if founding else {}
    found = [
        Partner(
            dossier=dossier, organisation=one.organisation, name=one.name[:200], siret=one.siret, family=one.family,
            legal_category=one.organisation.legal_category if one.organisation else "",
            role=roles.get(one.role, "")[:300], commitment=_brought(one),
        )
        for one in prospects.select_related("organisation").prefetch_related("letters")
    ]  # fmt: skip
    members = Membership.objects.filter(pole=dossier.pole, until=None).exclude(organisation=None)
    seen = set()
    for member in members.select_related("organisation"):
        one = member.organisation
        if one is None or one.pk in seen:
            continue
        seen.add(one.pk)
        found.append(
            Partner(
                dossier=dossier, organisation=one, name=one.name[:200], siret=one.siret or "",
                family=one.main_family, legal_category=one.legal_category,
            )
        )  # fmt: skip
    return found


def _brought(prospect: Prospect) -> str:
    """What its last letter says that the organisation brings."""
    return next((letter.brings for letter in reversed(prospect.letters.all()) if letter.brings), "")


def raise_version(dossier: Dossier, at: datetime) -> None:
    """Say that what is not an answer changed."""
    dossier.version, dossier.changed_at = dossier.version + 1, at
    dossier.save(update_fields=["version", "changed_at"])


def _record(action: str, dossier: Dossier, by: Actor, at: datetime, **after: Any) -> None:
    record(action=action, object_type=DOSSIER, object_id=dossier.uid, by=by, at=at, after=after)
