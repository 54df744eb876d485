"""Behind the identifiers of the log: people with what they are entrusted with, organisations with their names."""

from __future__ import annotations

from collections.abc import Collection

from essaim.apps.accounts.models import User
from essaim.apps.poles.models import Organisation


def authors_of(uids: Collection[str]) -> dict[str, User]:
    """The people with these identifiers and their roles. Programmes, and people who were erased, are not there."""
    people = User.objects.filter(uid__in=set(uids)).prefetch_related("grants")
    return {person.uid: person for person in people}


def organisation_names(uids: Collection[str]) -> dict[str, str]:
    """The names of these organisations."""
    return dict(Organisation.objects.filter(uid__in=set(uids)).values_list("uid", "name")) if uids else {}
