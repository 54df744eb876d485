"""Which mail server: the terminal unless an address is given."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

from essaim.engine.errors import BadOption
from essaim.engine.language import gettext as _

_PORTS = {"smtp": 25, "starttls": 587, "smtps": 465}
_SECONDS = 20


def mail_from_url(url: str) -> dict[str, Any]:
    """Django's settings for the mail server at ``url``; empty: messages are printed where the site runs.

    Args:
        url: ``smtps://user:secret@host`` (TLS from the start), ``starttls://…`` (TLS asked for) or ``smtp://…`` (none).

    Raises:
        BadOption: another kind of address, or none of a server.
    """
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _unknown() from None
    if parts.scheme not in _PORTS or not parts.hostname:
        raise _unknown()
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or _PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "starttls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": _SECONDS,
    }


def _unknown() -> BadOption:
    # Without the address: it may hold the secret.
    return BadOption(
        _("L'adresse du serveur de courriel (ESSAIM_SMTP_URL) n'est pas comprise."),
        _("Écrivez smtps://utilisateur:secret@hote, starttls://utilisateur:secret@hote:587, ou rien."),
    )
