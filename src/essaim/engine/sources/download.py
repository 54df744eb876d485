"""Fetching one large file so that a cut, a restart or a slow server costs nothing already received.

The bytes go to ``NAME.part``, beside a ``NAME.part.json`` that says which version of the remote file they belong to
(its address, size, ETag, date). Another try asks for the rest with ``Range`` and ``If-Range``: a server that has
changed the file meanwhile answers with the whole of it, and we start again. The file takes its name only when its size
and its format are right; ``NAME.json`` then says where it came from.
"""

from __future__ import annotations

import errno
import http.client
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import duckdb

from essaim.engine.errors import DownloadProblem, StoreProblem
from essaim.engine.language import gettext as _
from essaim.engine.sources.connections import TransientError, Try, Waiting, blocks, open_url, tries
from essaim.engine.values import Progress, silent

_SAID_EVERY = 0.2
_RESTARTS = 3


@dataclass(frozen=True, slots=True)
class Remote:
    """A file on a server, as the server describes it.

    Attributes:
        url: the address asked for (redirects are followed).
        size: bytes, or None when the server does not say.
        etag: its strong validator, "" when there is none.
        modified: the Last-Modified header as it came, "" when there is none.
        ranges: whether the server can send a part of it.
    """

    url: str
    size: int | None
    etag: str
    modified: str
    ranges: bool

    def same_version(self, other: Mapping[str, Any]) -> bool:
        """Whether ``other`` (a saved description) is certainly this version of this file."""
        if other.get("url") != self.url or other.get("size") != self.size:
            return False
        if self.etag or other.get("etag"):
            return bool(self.etag == other.get("etag"))
        return bool(self.modified) and bool(self.modified == other.get("modified"))

    def vintage(self) -> str:
        """The day the server dates it, "2026-11-01"; "" when it says nothing readable."""
        try:
            return parsedate_to_datetime(self.modified).date().isoformat()
        except ValueError:
            return ""


def probe(url: str, waiting: Waiting) -> Remote:
    """What the server says of the file at ``url``, without fetching it.

    Raises:
        BadOption: not an http(s) address.
        DownloadProblem: the file is not there, is refused, or the server cannot be reached.
    """
    for one in tries(waiting, url):
        with one, open_url(url, {"Range": "bytes=0-0"}, waiting) as response:
            return _described(url, response)
    raise AssertionError("tries never end by themselves")


def download(
    remote: Remote,
    target: Path,
    *,
    waiting: Waiting,
    label: str,
    check: Callable[[Path], str] = lambda path: "",
    facts: Mapping[str, str] | None = None,
    progress: Progress = silent,
) -> Remote:
    """Fetch ``remote`` to ``target``, resuming what an earlier try left.

    Args:
        remote: from ``probe``.
        target: where the file goes, whole or not at all.
        waiting: patience.
        label: what ``progress`` calls it; its ``done`` and ``total`` are bytes.
        check: says in one sentence what is wrong with the finished file, "" when nothing is.
        facts: to be kept in ``NAME.json`` with the description (publisher, licence…).
        progress: told a few times a second.

    Returns:
        the description of what was received: another one than ``remote`` when the file changed meanwhile.

    Raises:
        DownloadProblem: not there, refused, cut too often, truncated, of the wrong format.
        StoreProblem: the disk is full, the folder cannot be written.
    """
    try:
        fetch = _Fetch(remote, target, waiting, label, progress)
        fetch.run()
        wrong = check(fetch.part)
        if wrong:
            fetch.part.unlink()
            raise DownloadProblem(
                wrong, _("Ce qui avait été reçu a été effacé. Recommencez plus tard, ou vérifiez votre connexion.")
            )
        fetch.part.replace(target)
        describe(target, fetch.remote, facts or {})
        fetch.side.unlink()
    except OSError as error:
        raise _disk_problem(error, target.parent) from error
    return fetch.remote


def described(target: Path) -> dict[str, Any]:
    """What is known of a file fetched earlier (``NAME.json``); empty when nothing is."""
    return _saved(_beside(target, ".json"))


def describe(target: Path, remote: Remote, facts: Mapping[str, str]) -> None:
    """Keep beside ``target`` where it came from."""
    known = {**asdict(remote), "vintage": remote.vintage(), **facts}
    _beside(target, ".json").write_text(json.dumps(known, ensure_ascii=False, indent=1), encoding="utf-8")


def is_current(target: Path, remote: Remote) -> bool:
    """Whether ``target`` is there, whole, and certainly the version that ``remote`` describes."""
    return target.is_file() and target.stat().st_size == remote.size and remote.same_version(described(target))


def left_to_receive(target: Path, remote: Remote) -> int:
    """Bytes still to come for ``target``, after what an earlier try left; 0 when the server gives no size."""
    part = _beside(target, ".part")
    kept = part.stat().st_size if part.is_file() and remote.same_version(_saved(_beside(target, ".part.json"))) else 0
    return max(0, (remote.size or 0) - kept)


def parquet_problem(path: Path) -> str:
    """What is wrong with a file that should be Parquet: its two marks and its footer are read. "" when nothing is."""
    with path.open("rb") as file:
        start = file.read(4)
    if start != b"PAR1":
        return _("Ce qui a été reçu n'est pas un fichier Parquet (une page d'erreur ou de connexion, peut-être).")
    try:
        with duckdb.connect() as con:
            con.execute("SELECT num_rows FROM parquet_file_metadata(?)", [str(path)]).fetchall()
    except duckdb.Error:
        return _("Le fichier Parquet reçu est tronqué ou abîmé.")
    return ""


def gzip_problem(path: Path) -> str:
    """What is wrong with a file that should be gzip, judging by its first bytes; "" when nothing is."""
    with path.open("rb") as file:
        start = file.read(2)
    return "" if start == b"\x1f\x8b" else _("Ce qui a été reçu n'est pas un fichier compressé par gzip.")


class _Fetch:
    """One download under way."""

    def __init__(self, remote: Remote, target: Path, waiting: Waiting, label: str, progress: Progress) -> None:
        self.remote = remote
        self.part = _beside(target, ".part")
        self.side = _beside(target, ".part.json")
        self.waiting = waiting
        self.label = label
        self.progress = progress
        self.said = float("-inf")
        self.restarts = 0

    def run(self) -> None:
        """Receive until the announced size is there."""
        if not self.remote.same_version(_saved(self.side)) or self._had() > (self.remote.size or self._had()):
            self.part.unlink(missing_ok=True)
        self._note()
        for one in tries(self.waiting, self.remote.url):
            if self._complete():
                break
            with one:
                self._attempt(one)
                break
        self._say(always=True)

    def _attempt(self, one: Try) -> None:
        had = self._had()
        try:
            self._receive(had)
        except TransientError as failure:
            self._count_restart(failure)
            if self._had() > had:
                one.forgive()
            raise

    def _had(self) -> int:
        return self.part.stat().st_size if self.part.exists() else 0

    def _complete(self) -> bool:
        return self.remote.size is not None and self._had() == self.remote.size

    def _say(self, *, always: bool = False) -> None:
        now = self.waiting.clock()
        if always or now - self.said >= _SAID_EVERY:
            self.said = now
            self.progress(self.label, self._had(), self.remote.size)

    def _note(self) -> None:
        self.side.write_text(json.dumps(asdict(self.remote)), encoding="utf-8")

    def _count_restart(self, failure: TransientError) -> None:
        """Drop what is of no use, a few times only: a server that keeps contradicting itself is not to be trusted."""
        if not failure.restart:
            return
        self.part.unlink(missing_ok=True)
        self.restarts += 1
        if self.restarts > _RESTARTS:
            raise DownloadProblem(
                _("Le serveur se contredit sur ce fichier : %(reason)s.") % {"reason": failure.reason},
                _("Recommencez plus tard, ou téléchargez-le avec un navigateur et importez-le."),
            )

    def _receive(self, had: int) -> None:
        """Ask for what is missing and write it."""
        validator = self.remote.etag or self.remote.modified
        resume = had > 0 and self.remote.ranges and bool(validator)
        headers = {"Range": f"bytes={had}-", "If-Range": validator} if resume else {}
        with open_url(self.remote.url, headers, self.waiting) as response:
            if response.status == 206:
                self._require_the_rest(response, had)
            else:
                self._start_again(response)
            with self.part.open("ab") as out:
                for block in blocks(response):
                    out.write(block)
                    out.flush()
                    self._say()
        if self.remote.size is not None and self._had() < self.remote.size:
            raise TransientError(_("la connexion a été coupée avant la fin du fichier"))
        if self.remote.size is not None and self._had() > self.remote.size:
            raise TransientError(_("la taille annoncée n'est pas celle du fichier"), restart=True)

    def _require_the_rest(self, response: http.client.HTTPResponse, had: int) -> None:
        found = re.fullmatch(r"bytes (\d+)-\d+/(\d+|\*)", response.headers.get("Content-Range", ""))
        if not found or int(found[1]) != had or found[2] not in ("*", str(self.remote.size)):
            raise TransientError(_("il envoie une autre partie que celle demandée"), restart=True)

    def _start_again(self, response: http.client.HTTPResponse) -> None:
        """The server sends the whole file: forget what we had, and note which version this is."""
        self.part.unlink(missing_ok=True)
        self.remote = _described(self.remote.url, response, ranges=self.remote.ranges)
        self._note()


def _described(url: str, response: http.client.HTTPResponse, *, ranges: bool = False) -> Remote:
    headers = response.headers
    total = headers.get("Content-Length", "")
    if response.status == 206:
        total = headers.get("Content-Range", "").rpartition("/")[2]
    etag = headers.get("ETag", "")
    return Remote(
        url=url,
        size=int(total) if total.isdigit() else None,
        etag="" if etag.startswith("W/") else etag,  # a weak one does not promise the same bytes
        modified=headers.get("Last-Modified", ""),
        ranges=response.status == 206 or ranges,
    )


def _beside(target: Path, suffix: str) -> Path:
    return target.with_name(target.name + suffix)


def _saved(path: Path) -> dict[str, Any]:
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _disk_problem(error: OSError, folder: Path) -> StoreProblem:
    if error.errno == errno.ENOSPC:
        return StoreProblem(
            _("Le disque est plein : impossible de continuer à écrire dans %(folder)s.") % {"folder": folder},
            _("Libérez de la place et relancez la même commande : elle reprend où elle s'est arrêtée."),
        )
    return StoreProblem(
        _("Impossible d'écrire dans %(folder)s : %(reason)s.")
        % {"folder": folder, "reason": error.strerror or str(error)},
        _("Vérifiez vos droits, ou choisissez un autre dossier."),
    )
