"""Which letters exist, of those that people may refuse: each app declares its own beside its enums.

    MODERATION = notice_kind("moderation", title=gettext_lazy("Propositions à relire"), unless_chosen=Frequency.DAILY)

Sign-in codes and invitations are none of them: they are asked for, or sent to somebody who is not known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from essaim.apps.accounts.enums import Frequency
from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _
from essaim.kit.language import gettext_lazy


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """A kind of letters, and how often it comes to those who have not chosen."""

    key: str
    title: Any
    unless_chosen: Frequency


_kinds: dict[str, NoticeKind] = {}


def notice_kind(key: str, *, title: Any, unless_chosen: Frequency = Frequency.AT_ONCE) -> str:
    """Declare a kind of letters; ``title`` is read by people (``gettext_lazy``). Its key comes back."""
    _kinds[key] = NoticeKind(key, title, unless_chosen)
    return key


def notice_kinds() -> Sequence[NoticeKind]:
    """Every kind declared, by key."""
    return [_kinds[key] for key in sorted(_kinds)]


def notice_kind_of(key: str) -> NoticeKind:
    """The kind called ``key``.

    Raises:
        InvalidValue: no app declares it.
    """
    if key not in _kinds:
        raise InvalidValue(_("Les messages « %(kind)s » ne sont pas connus.") % {"kind": key})
    return _kinds[key]


def title_of(key: str) -> str:
    """What people read; the key itself for a kind that is gone."""
    return str(_kinds[key].title) if key in _kinds else key


ROLES = notice_kind("roles", title=gettext_lazy("Les rôles qui vous sont retirés"))
