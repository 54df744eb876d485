"""The event log in words, for the history page of any record: pole, organisation, network."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from essaim.apps.accounts.enums import Role
from essaim.apps.accounts.models import User
from essaim.apps.audit.actors import SEED
from essaim.apps.audit.models import Event
from essaim.apps.audit.queries import history_of, history_since
from essaim.apps.poles.queries import authors_of, organisation_names
from essaim.engine.language import gettext as _
from essaim.web.directory.action_words import ENTERED, OTHER, ActionWords, action_words, founders_actions, kinds
from essaim.web.directory.value_words import column_names, in_words

PAGE_SIZE = 30


@dataclass(frozen=True, slots=True)
class Change:
    """One event in words: what was done, when, by whom, and each value before and after."""

    number: int
    at: datetime
    what: str
    actor: str
    values: list[tuple[str, str, str]]
    event: Event


@dataclass(frozen=True, slots=True)
class History:
    """A page of a history: its changes, the kinds to filter by, and where one is."""

    changes: list[Change]
    page: Page[Event]
    kind: str
    kinds: list[tuple[str, str]] = field(default_factory=list)


def read_history(
    object_type: str,
    object_id: str,
    *,
    kind: str = "",
    page: str = "1",
    with_names: bool = False,
    founding: bool = False,
) -> History:
    """What was done to one thing, the latest first, a page at a time; two queries more than the events themselves.

    Args:
        kind: keep the events of that kind; any when it is not known.
        page: the one asked for, as written in the address.
        with_names: name the people; visitors read their role only.
        founding: tell how a pole was founded too: what was written before it entered the directory was private, and so
            are its founders' own affairs.
    """
    words, known = action_words(), kinds()
    actions = [action for action, said in words.items() if said.kind == kind] if kind in known else None
    shown = Paginator(_events(object_type, object_id, actions, founding), PAGE_SIZE).get_page(page)
    events = list(shown.object_list)
    people = authors_of({event.actor for event in events})
    named = _names_in(events)
    said = [_change(event, _who(event, people, with_names), words, named) for event in events]
    return History(said, shown, kind if kind in known else "", list(known.items()))


def changes(event: Event) -> Change:
    """One event as anybody reads it, without its author's name."""
    return _change(event, _who(event, {}, with_names=False), action_words(), {})


def _events(object_type: str, object_id: str, actions: Collection[str] | None, all_of_it: bool) -> QuerySet[Event]:
    found = history_of(object_type, object_id, actions)
    return found if all_of_it or object_type != "pole" else without_founding(found)


def without_founding(found: QuerySet[Event]) -> QuerySet[Event]:
    """The events of a pole that concern the directory: from its entry on, its founders' own affairs apart."""
    return history_since(found, ENTERED).exclude(action__in=founders_actions())


def _change(event: Event, actor: str, words: Mapping[str, ActionWords], named: Mapping[str, str]) -> Change:
    names = column_names()
    # Both sides: what was taken away is told too.
    keys = [key for key in names if key in event.after or key in event.before]
    rows = [(names[key], in_words(key, event.before, named), in_words(key, event.after, named)) for key in keys]
    what = words.get(event.action, ActionWords(OTHER, _("Autre écriture"))).label
    if event.action == "record_observation" and event.before:
        what = _("Chiffre corrigé")
    return Change(event.pk, event.at, what, actor, [row for row in rows if row[1] or row[2]], event)


def _who(event: Event, people: Mapping[str, User], with_names: bool) -> str:
    """Whoever wrote: by their role for all to read, by their name for those who keep the record."""
    if event.actor == SEED.uid:
        return _("Essaim, données de départ")
    person = people.get(event.actor)
    if person is None:
        return _("un programme, ou une personne qui n'a plus de compte")
    role = _role(event, person)
    if not with_names:
        return role
    return f"{person.name}, {role}" if person.name else _("une personne de l'équipe, %(role)s") % {"role": role}


def _role(event: Event, person: User) -> str:
    held = {(grant.role, grant.key) for grant in person.grants.all()}
    if event.object_type == "pole" and (str(Role.COORDINATOR), event.object_id) in held:
        return _("coordination du pôle")
    for role in (Role.NETWORK_OFFICER, Role.STATE_OFFICER, Role.ADMINISTRATOR, Role.COORDINATOR, Role.REPRESENTATIVE):
        if any(found == role for found, _key in held):
            return str(role.label)
    return _("une personne inscrite")


def _names_in(events: Collection[Event]) -> dict[str, str]:
    """Names of the organisations that the events mention, read once."""
    found: set[str] = set()
    for event in events:
        for values in (event.before, event.after):
            found |= {str(values[key]) for key in ("carrier", "organisation") if values.get(key)}
    return organisation_names(found)
