"""Asking the State's public directory of enterprises, "Recherche d'entreprises", about one territory or one number.

The directory (DINUM, from SIRENE and a dozen other files) accepts seven requests a second from one address. We stay
under: a bucket of tokens, few pages, one retry, Retry-After respected. All pages of one question come within a budget
of seconds, hard: name resolution and a server that drips included; what came in time is kept, and said to be a part.

Its description in OpenAPI: https://recherche-entreprises.api.gouv.fr/docs/
"""

from __future__ import annotations

import http.client
import json
import threading
import urllib.error
import urllib.parse
from collections.abc import Sequence
from contextvars import copy_context
from dataclasses import dataclass, field, replace
from typing import Any

from essaim.engine.errors import DownloadProblem, EssaimError, LookupProblem
from essaim.engine.language import gettext as _
from essaim.engine.sources.connections import TransientError, Waiting, blocks, host_of, open_url
from essaim.engine.sources.recherche_answers import Page, read_page
from essaim.engine.values import Source

BASE_URL = "https://recherche-entreprises.api.gouv.fr"
PER_PAGE = 25
MOST_RADIUS_KM = 50.0
# The directory answers with some kilobytes a result; far above, it is not it that answers.
_MOST_BYTES = 8_000_000
_BETWEEN = 0.3
SOURCE = Source(
    "recherche-entreprises", "Annuaire des Entreprises (API Recherche d'entreprises)", "DINUM", "Licence Ouverte 2.0"
)


@dataclass(frozen=True, slots=True)
class Search:
    """What is asked of ``/search``; empty and None: no condition.

    Attributes:
        text: words of a name or an address; exactly nine or fourteen digits ask for that number, whatever the rest.
        communes, departements, regions, epci: where, codes; establishments are filtered by them.
        legal: legal categories (INSEE), four digits. activities: NAF codes. sections: letters of NAF sections; all of
            these are the legal unit's.
        ess, siae, training, association, authority, administration, mission: what the legal unit is said to be.
    """

    text: str = ""
    communes: tuple[str, ...] = ()
    departements: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    epci: tuple[str, ...] = ()
    legal: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    ess: bool | None = None
    siae: bool | None = None
    training: bool | None = None
    association: bool | None = None
    authority: bool | None = None
    administration: bool | None = None
    mission: bool | None = None

    path = "/search"

    def parameters(self) -> dict[str, str]:
        """As the directory reads them."""
        lists = {
            "code_commune": self.communes, "departement": self.departements, "region": self.regions,
            "epci": self.epci, "nature_juridique": self.legal, "activite_principale": self.activities,
            "section_activite_principale": self.sections,
        }  # fmt: skip
        flags = {
            "est_ess": self.ess, "est_siae": self.siae, "est_organisme_formation": self.training,
            "est_association": self.association, "est_collectivite_territoriale": self.authority,
            "est_administration": self.administration, "est_societe_mission": self.mission,
        }  # fmt: skip
        asked = {"q": self.text} | {key: ",".join(codes) for key, codes in lists.items()}
        asked |= {key: "" if flag is None else str(flag).lower() for key, flag in flags.items()}
        # Many establishments of one unit may stand in one place.
        return {key: value for key, value in asked.items() if value} | {"limite_matching_etablissements": "100"}


@dataclass(frozen=True, slots=True)
class NearPoint:
    """What is asked of ``/near_point``: whoever has an establishment within ``radius_km`` (at most 50) of a point."""

    lat: float
    lon: float
    radius_km: float
    activities: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()

    path = "/near_point"

    def parameters(self) -> dict[str, str]:
        """As the directory reads them."""
        asked = {
            "lat": f"{self.lat:.5f}", "long": f"{self.lon:.5f}",
            "radius": f"{min(self.radius_km, MOST_RADIUS_KM):g}",
            "activite_principale": ",".join(self.activities),
            "section_activite_principale": ",".join(self.sections),
        }  # fmt: skip
        return {key: value for key, value in asked.items() if value} | {"limite_matching_etablissements": "100"}


Question = Search | NearPoint


@dataclass(frozen=True, slots=True)
class Service:
    """Where the directory is and who asks: its operators want an honest User-Agent."""

    base_url: str
    agent: str

    def address(self, question: Question, page: int) -> str:
        """The address of one page of a question."""
        asked = question.parameters() | {
            "page": str(page), "per_page": str(PER_PAGE), "minimal": "true",
            "include": "siege,complements,matching_etablissements",
        }  # fmt: skip
        return f"{self.base_url.rstrip('/')}{question.path}?{urllib.parse.urlencode(asked)}"


class TokenBucket:
    """``rate`` requests a second on average, ``burst`` at once; shared by the threads of a process."""

    def __init__(self, rate: float, burst: int) -> None:
        self._rate, self._burst = rate, float(burst)
        self._left, self._at = float(burst), float("-inf")
        self._lock = threading.Lock()

    def take(self, now: float) -> float:
        """Take one; the seconds to wait before it may be used (0.0: at once)."""
        with self._lock:
            since = now - self._at if self._at > float("-inf") else 0.0
            self._left = min(self._burst, self._left + max(0.0, since) * self._rate)
            self._at = max(self._at, now)
            self._left -= 1.0
            return max(0.0, -self._left / self._rate)


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of one question within its budget.

    Attributes:
        pages: in order; at least one.
        total: legal units that answer, of all the questions; ``pages`` may hold fewer.
        cut: "" when every page that was wanted came, else why not, one sentence.
    """

    pages: tuple[Page, ...]
    total: int
    cut: str = ""

    @property
    def complete(self) -> bool:
        """Whether every unit that answers is in the pages."""
        return not self.cut and sum(page.units for page in self.pages) >= self.total


def ask(
    questions: Sequence[Question],
    *,
    service: Service,
    bucket: TokenBucket,
    waiting: Waiting,
    most_pages: int = 4,
    budget: float = 3.0,
) -> Asked:
    """What the directory answers to ``questions``: at most ``most_pages`` pages of 25, within ``budget`` seconds.

    Args:
        questions: asked one after the other; their answers are added.
        service: where, and in whose name.
        bucket: the pace.
        waiting: what sleeps and tells the time; its ``timeout`` bounds each silence.

    Raises:
        LookupProblem: nothing came: out of reach, busy, too slow, refused, or not what its description says.
    """
    work = _Work(tuple(questions), service, bucket, waiting, most_pages, waiting.clock() + budget)
    # A thread of its own: neither name resolution nor a server that drips can be bounded otherwise.
    thread = threading.Thread(target=copy_context().run, args=(work.run,), daemon=True, name="look-up")
    thread.start()
    thread.join(budget)
    return work.outcome(late=thread.is_alive(), budget=budget)


@dataclass
class _Work:
    """One run of ``ask``."""

    questions: tuple[Question, ...]
    service: Service
    bucket: TokenBucket
    waiting: Waiting
    most_pages: int
    end: float
    pages: list[Page] = field(default_factory=list)
    totals: dict[int, int] = field(default_factory=dict)
    failure: EssaimError | None = None
    defect: BaseException | None = None

    def run(self) -> None:
        """Ask until all came, the bound is reached, or it fails."""
        try:
            for number, question in enumerate(self.questions):
                self._all_pages(number, question)
        except EssaimError as error:
            self.failure = error
        except BaseException as error:  # noqa: BLE001 - raised again by whoever asked
            self.defect = error

    def outcome(self, *, late: bool, budget: float) -> Asked:
        """What is there when the time is over."""
        if self.defect is not None:
            raise self.defect
        pages, failure = tuple(self.pages), self.failure
        if late and failure is None:
            failure = LookupProblem(
                _("%(host)s n'a pas fini de répondre en %(n)g secondes.")
                % {"host": host_of(self.service.base_url), "n": budget},
                _("Recommencez dans un moment."),
            )
        if failure is not None and not pages:
            raise failure
        return Asked(pages, sum(self.totals.values()), "" if failure is None else failure.message)

    def _all_pages(self, number: int, question: Question) -> None:
        page = 0
        while len(self.pages) < self.most_pages:
            page += 1
            found = self._page(question, page)
            self.totals[number] = found.total
            self.pages.append(found)
            if page >= found.pages or not found.units:
                return

    def _page(self, question: Question, page: int) -> Page:
        """One page, tried twice when what fails may pass and time is left."""
        try:
            return self._once(question, page)
        except TransientError as failure:
            wait = _BETWEEN if failure.wait is None else failure.wait
            if self.waiting.clock() + wait >= self.end:
                raise self._problem(failure) from failure
            self.waiting.sleep(wait)
        try:
            return self._once(question, page)
        except TransientError as failure:
            raise self._problem(failure) from failure

    def _once(self, question: Question, page: int) -> Page:
        self.waiting.sleep(self.bucket.take(self.waiting.clock()))
        left = self.end - self.waiting.clock()
        if left <= 0:
            raise TransientError(_("le serveur ne répond pas"))
        patience = replace(self.waiting, timeout=min(left, self.waiting.timeout))
        headers = {"User-Agent": self.service.agent, "Accept": "application/json"}
        try:
            with open_url(self.service.address(question, page), headers, patience) as response:
                return read_page(_json(response), page)
        except DownloadProblem as error:
            raise self._refused(error) from error

    def _problem(self, failure: TransientError) -> LookupProblem:
        facts = {"host": host_of(self.service.base_url), "reason": failure.reason}
        return LookupProblem(_("%(host)s : %(reason)s.") % facts, _("Recommencez dans un moment."), wait=failure.wait)

    def _refused(self, error: DownloadProblem) -> LookupProblem:
        code = error.__cause__.code if isinstance(error.__cause__, urllib.error.HTTPError) else 0
        host = host_of(self.service.base_url)
        if not code:
            return LookupProblem(error.message, error.advice)
        return LookupProblem(
            _("%(host)s refuse cette demande (réponse %(code)d).") % {"host": host, "code": code},
            _("Changez ce qui est cherché ; si cela dure, signalez-le à la personne qui administre le site."),
        )


def _json(response: http.client.HTTPResponse) -> Any:
    """The answer's JSON.

    Raises:
        LookupProblem: too large, or no JSON.
    """
    content = bytearray()
    for block in blocks(response):
        content += block
        if len(content) > _MOST_BYTES:
            raise LookupProblem(_("L'annuaire répond démesurément : sa réponse n'est pas lue."))
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        raise LookupProblem(
            _("La réponse de l'annuaire ne se lit pas : ce n'est pas du JSON, ou elle est coupée."),
            _("Recommencez dans un moment ; un proxy répond peut-être à sa place."),
        ) from None
