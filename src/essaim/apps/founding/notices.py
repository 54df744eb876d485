"""Letters about poles being founded."""

from __future__ import annotations

from essaim.apps.accounts.notice_kinds import notice_kind
from essaim.kit.language import gettext_lazy as _

FOUNDING = notice_kind("founding", title=_("Fondation d'un pôle : entraide, publication"))
PUBLICATIONS = notice_kind("publications", title=_("Pôles en préparation qui demandent à être publiés"))
