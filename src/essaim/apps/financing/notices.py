"""Letters about a pole's money."""

from __future__ import annotations

from essaim.apps.accounts.notice_kinds import notice_kind
from essaim.kit.language import gettext_lazy as _

FUNDS = notice_kind("funds", title=_("Financements : bilans à rendre"))
