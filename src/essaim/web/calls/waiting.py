"""What waits for those who run a call, in words: requests to reopen, answers to read, pieces without an answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from essaim.apps.calls.models import Dossier
from essaim.engine.language import gettext as _
from essaim.engine.language import ngettext


def waiting_in_words(calls: Iterable[Any]) -> list[str]:
    """What waits in calls read with their counts (``queries.calls.with_waiting``), taken together; [] for nothing."""
    found = list(calls)
    asking, answered, unanswered = (
        sum(getattr(one, f"{name}_count") for one in found) for name in ("asking", "answered", "unanswered")
    )
    said = [
        (asking, ngettext("%(n)d demande de réouverture", "%(n)d demandes de réouverture", asking)),
        (answered, ngettext("%(n)d réponse à une pièce à lire", "%(n)d réponses à des pièces à lire", answered)),
        (unanswered, ngettext("%(n)d pièce sans réponse", "%(n)d pièces sans réponse", unanswered)),
    ]
    return [words % {"n": number} for number, words in said if number]


def pieces_in_words(dossier: Dossier) -> str:
    """Where the pieces that were asked of a dossier stand; "" when none waits: none was asked, all are accepted."""
    waiting = [one for one in dossier.piece_requests.all() if one.accepted_at is None]
    if any(one.answered_at is not None for one in waiting):
        return _("réponse à lire")
    return _("pièces sans réponse") if waiting else ""
