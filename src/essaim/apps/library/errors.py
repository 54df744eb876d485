"""What may be refused to whoever writes a model."""

from __future__ import annotations

from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext as _
from essaim.engine.language import ngettext


class NotADraft(EssaimError):
    """A version that is published, or withdrawn, is not written any more."""

    def __init__(self) -> None:
        super().__init__(
            _("Cette version est publiée : elle ne change plus."), _("Ouvrez une nouvelle version pour la modifier.")
        )


class NotReady(EssaimError):
    """A draft that still has something to correct cannot be published."""

    def __init__(self, count: int) -> None:
        words = ngettext("Il reste %(n)d chose à corriger.", "Il reste %(n)d choses à corriger.", count)
        super().__init__(words % {"n": count}, _("Chacune est dite à côté de ce qu'elle concerne."))


class ReasonMissing(EssaimError):
    """A version that adapts another one says what was adapted, and why."""

    def __init__(self) -> None:
        super().__init__(
            _("Dites ce qui a été adapté, et pourquoi."), _("C'est ce que d'autres réseaux liront en premier.")
        )


class WrongKey(EssaimError):
    """A short name that cannot be given to a model."""
