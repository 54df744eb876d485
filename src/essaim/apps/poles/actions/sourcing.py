"""What is asked of a source before it is kept."""

from __future__ import annotations

from urllib.parse import urlsplit

from essaim.apps.poles.enums import Sourcing
from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _


def must_be_addresses(text: str) -> None:
    """Every line is the address of a page: it will be a link.

    Raises:
        InvalidValue: one is not.
    """
    for address in text.split():
        try:
            parts = urlsplit(address)
            right = parts.scheme in ("http", "https") and bool(parts.hostname)
        except ValueError:
            right = False
        if not right:
            raise InvalidValue(
                _("« %(text)s » n'est pas l'adresse d'une page.") % {"text": address[:80]},
                _("Copiez l'adresse entière, qui commence par https:// ; une par ligne."),
            )


def must_have_source(title: str, urls: str, sourcing: str) -> None:
    """A fact has a source, or says that none is known.

    Raises:
        InvalidValue: it has none, or one that is no address.
    """
    must_be_addresses(urls)
    if not title and not urls and sourcing != Sourcing.NONE_KNOWN:
        raise InvalidValue(_("Ce fait n'a pas de source."), _("Indiquez qui le dit, ou l'adresse où on le lit."))
