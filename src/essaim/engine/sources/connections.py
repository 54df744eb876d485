"""Asking web servers for files: patience, redirects, proxies, and failures as sentences.

Failures that may pass (a cut, silence, a busy server) are ``TransientError`` and worth another try; the others are
errors for people. The standard library is enough: no session, no parallel requests, the proxy of the environment.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

import essaim
from essaim.engine.errors import BadOption, DownloadProblem
from essaim.engine.language import gettext as _

_BLOCK = 1 << 18
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_LONGEST_WAIT = 60.0
_LONGEST_ASKED_WAIT = 600.0


@dataclass(frozen=True)
class Waiting:
    """How long to wait, and how: tests replace what sleeps and what tells the time.

    Attributes:
        sleep: waits that many seconds.
        clock: seconds, ever growing.
        attempts: tries in a row that bring nothing before giving up.
        timeout: seconds of silence from a server before a try is given up.
        first: seconds before the second try; doubled each time, never above a minute.
    """

    sleep: Callable[[float], None]
    clock: Callable[[], float]
    attempts: int = 6
    timeout: float = 30.0
    first: float = 1.0


class TransientError(Exception):
    """A failure worth another try; it never leaves this room.

    Args:
        reason: one plain clause, already translated, without a final point.
        wait: seconds the server asks to wait, None when it does not say.
        restart: what was received is of no use.
    """

    def __init__(self, reason: str, wait: float | None = None, *, restart: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.wait = wait
        self.restart = restart


class Try:
    """One try: a transient failure inside the block is swallowed so that the loop goes on, or ends it all."""

    def __init__(self, waiting: Waiting, url: str) -> None:
        self.waiting = waiting
        self.url = url
        self.failures = 0

    def forgive(self) -> None:
        """Bytes came: the failures before them do not count."""
        self.failures = 0

    def __enter__(self) -> Try:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if not isinstance(error, TransientError):
            return False
        self.failures += 1
        wait = min(_LONGEST_WAIT, self.waiting.first * 2 ** (self.failures - 1)) if error.wait is None else error.wait
        if self.failures >= self.waiting.attempts or wait > _LONGEST_ASKED_WAIT:
            raise DownloadProblem(
                _("%(host)s : %(reason)s (essais : %(n)d).")
                % {"host": host_of(self.url), "reason": error.reason, "n": self.failures},
                _("Vérifiez votre connexion, puis relancez la même commande : elle reprend où elle s'est arrêtée."),
            ) from error
        self.waiting.sleep(wait)
        return True


def tries(waiting: Waiting, url: str) -> Iterator[Try]:
    """Tries without end: leave the loop when one succeeds; the failing one too many raises DownloadProblem."""
    one = Try(waiting, url)
    while True:
        yield one


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follow redirects as urllib does (on the web only, a few times), and never from https down to http."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        before, after = (urllib.parse.urlsplit(url).scheme for url in (req.full_url, newurl))
        if (before, after) == ("https", "http"):
            raise urllib.error.HTTPError(req.full_url, code, msg, headers, fp)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


@contextmanager
def open_url(url: str, headers: Mapping[str, str], waiting: Waiting) -> Iterator[http.client.HTTPResponse]:
    """The server's answer to a GET of ``url`` (redirects followed), closed at the end of the block.

    Raises:
        BadOption: not an address of the web.
        DownloadProblem: not there, refused, not to be trusted.
        TransientError: busy, silent, out of reach.
    """
    if urllib.parse.urlsplit(url).scheme not in ("http", "https") or not host_of(url):
        raise BadOption(_("« %(url)s » n'est pas une adresse du web.") % {"url": url}, _("Elle commence par https://."))
    # The proxy of the environment (https_proxy, no_proxy), but never for this very machine.
    proxies: dict[str, str] | None = {} if host_of(url) in _LOOPBACK else None
    opener = urllib.request.build_opener(urllib.request.ProxyHandler(proxies), _Redirects)
    ours = {"User-Agent": f"essaim/{essaim.__version__}", "Accept-Encoding": "identity"}
    try:
        response = opener.open(urllib.request.Request(url, headers={**ours, **headers}), timeout=waiting.timeout)
    except urllib.error.HTTPError as error:
        with error:
            raise _refusal(url, error) from error
    except urllib.error.URLError as error:
        raise _unreachable(url, error.reason) from error
    except (OSError, http.client.HTTPException) as error:
        raise _unreachable(url, error) from error
    with response:
        yield response


def blocks(response: http.client.HTTPResponse) -> Iterator[bytes]:
    """The bytes of an answer, as they come.

    Raises:
        TransientError: the connection broke, or nothing came for too long.
    """
    try:
        while block := response.read1(_BLOCK):
            yield block
    except TimeoutError as error:
        raise TransientError(_("le serveur n'envoie plus rien")) from error
    except (OSError, http.client.HTTPException) as error:
        raise TransientError(_("la connexion a été coupée")) from error


def host_of(url: str) -> str:
    """The server's name in an address, "" when there is none."""
    return urllib.parse.urlsplit(url).hostname or ""


def _refusal(url: str, error: urllib.error.HTTPError) -> Exception:
    facts = {"host": host_of(url), "code": error.code, "url": url}
    if error.code in (404, 410):
        return DownloadProblem(
            _("%(host)s n'a pas ou n'a plus ce fichier (réponse %(code)d) : %(url)s.") % facts,
            _("Son adresse a dû changer : mettez Essaim à jour, ou téléchargez-le avec un navigateur et importez-le."),
        )
    if 300 <= error.code < 400:
        return DownloadProblem(
            _("%(host)s renvoie vers une adresse qui n'est pas sûre, ou tourne en rond : %(url)s.") % facts,
            _("Téléchargez le fichier avec un navigateur, puis importez-le."),
        )
    if error.code == 416:
        return TransientError(_("la taille annoncée n'est pas celle du fichier"), restart=True)
    if error.code in (408, 429) or error.code >= 500:
        return TransientError(_("le serveur est occupé ou en panne (réponse %(code)d)") % facts, _asked_wait(error))
    return DownloadProblem(
        _("%(host)s refuse de donner ce fichier (réponse %(code)d) : %(url)s.") % facts,
        _("Un pare-feu ou un proxy peut l'interdire : essayez depuis un autre réseau, ou avec un navigateur."),
    )


def _asked_wait(error: urllib.error.HTTPError) -> float | None:
    """Seconds that Retry-After asks for; a date is read against the server's own."""
    asked = error.headers.get("Retry-After", "")
    if asked.isdigit():
        return float(asked)
    try:
        until, now = parsedate_to_datetime(asked), parsedate_to_datetime(error.headers.get("Date", ""))
    except ValueError:
        return None
    return max(0.0, (until - now).total_seconds())


def _unreachable(url: str, reason: object) -> Exception:
    if isinstance(reason, ssl.SSLCertVerificationError):
        return DownloadProblem(
            _("L'identité de %(host)s n'a pas pu être vérifiée (certificat).") % {"host": host_of(url)},
            _("Vérifiez la date de cette machine ; derrière un proxy d'entreprise, demandez son certificat."),
        )
    if isinstance(reason, socket.gaierror):
        return TransientError(_("adresse introuvable, cette machine est-elle connectée à Internet ?"))
    if isinstance(reason, TimeoutError):
        return TransientError(_("le serveur ne répond pas"))
    return TransientError(_("la connexion n'a pas pu être établie"))
