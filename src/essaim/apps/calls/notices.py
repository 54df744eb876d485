"""Letters about calls."""

from __future__ import annotations

from essaim.apps.accounts.notice_kinds import notice_kind
from essaim.kit.language import gettext_lazy as _

CALLS = notice_kind("calls", title=_("Appels : reçus, pièces demandées, décisions, rappels"))
