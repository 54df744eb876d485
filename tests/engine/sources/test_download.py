"""Downloads survive cuts, slow and contradictory servers, and never take a wrong file for the right one."""

from __future__ import annotations

import json
import socket
from collections import deque
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

import duckdb
import pytest

from essaim import __version__
from essaim.engine.errors import BadOption, DownloadProblem, StoreProblem
from essaim.engine.sources import connections
from essaim.engine.sources.connections import Waiting
from essaim.engine.sources.download import (
    Remote,
    described,
    download,
    gzip_problem,
    is_current,
    left_to_receive,
    parquet_problem,
    probe,
)
from tests.engine.sources.serving import Resource, Site, serving

CONTENT = bytes(range(256)) * 400


@dataclass
class Patience:
    """A clock that only moves when somebody sleeps, and remembers for how long."""

    slept: list[float] = field(default_factory=list)

    def waiting(self, attempts: int = 4) -> Waiting:
        return Waiting(sleep=self.slept.append, clock=lambda: sum(self.slept), attempts=attempts, timeout=5.0)


@pytest.fixture
def patience() -> Patience:
    return Patience()


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(big=Resource(CONTENT)) as running:
        yield running


def get(site: Site, folder: Path, patience: Patience, path: str = "/big", attempts: int = 4) -> Remote:
    waiting = patience.waiting(attempts)
    return download(probe(site.url + path, waiting), folder / "file", waiting=waiting, label="file")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# --- When all is well ---


def test_file_arrives_whole_with_its_description(site: Site, patience: Patience, tmp_path: Path) -> None:
    remote = get(site, tmp_path, patience)

    assert (tmp_path / "file").read_bytes() == CONTENT
    assert names(tmp_path) == ["file", "file.json"]
    assert remote == Remote(f"{site.url}/big", len(CONTENT), '"v1"', "Sun, 01 Nov 2026 06:00:00 GMT", True)
    assert described(tmp_path / "file")["vintage"] == "2026-11-01"
    assert is_current(tmp_path / "file", remote)
    assert patience.slept == []


def test_requests_say_who_asks(site: Site, patience: Patience, tmp_path: Path) -> None:
    get(site, tmp_path, patience)

    assert site.agents == {f"essaim/{__version__}"}


def test_redirects_are_followed(site: Site, patience: Patience, tmp_path: Path) -> None:
    remote = get(site, tmp_path, patience, "/to/big")

    assert (tmp_path / "file").read_bytes() == CONTENT
    assert remote.url == f"{site.url}/to/big"


def test_progress_counts_bytes_to_the_end(site: Site, patience: Patience, tmp_path: Path) -> None:
    said: list[tuple[str, int, int | None]] = []

    waiting = patience.waiting()
    remote = probe(f"{site.url}/big", waiting)
    download(remote, tmp_path / "file", waiting=waiting, label="the file", progress=lambda *step: said.append(step))

    assert said[-1] == ("the file", len(CONTENT), len(CONTENT))
    assert {(label, total) for label, _done, total in said} == {("the file", len(CONTENT))}


def test_server_without_length_is_believed_to_the_end(patience: Patience, tmp_path: Path) -> None:
    with serving(big=Resource(CONTENT, ranges=False, moods=deque(["mute"]), probes=deque(["mute"]))) as site:
        remote = get(site, tmp_path, patience)

    assert (tmp_path / "file").read_bytes() == CONTENT
    assert remote.size is None


# --- Cuts ---


def test_cut_connection_is_resumed_where_it_broke(site: Site, patience: Patience, tmp_path: Path) -> None:
    site.resources["/big"].moods.extend(["cut 1000", "cut 500"])

    get(site, tmp_path, patience)

    assert (tmp_path / "file").read_bytes() == CONTENT
    assert site.ranges("/big") == ["", "bytes=1000-", "bytes=1500-"]
    assert patience.slept == [1.0, 1.0]  # each cut came after progress: patience starts anew


def test_interrupted_command_is_resumed_by_the_next(site: Site, patience: Patience, tmp_path: Path) -> None:
    site.resources["/big"].moods.extend(["cut 1000", "500", "500"])
    with pytest.raises(DownloadProblem):
        get(site, tmp_path, patience, attempts=3)
    left = left_to_receive(tmp_path / "file", probe(f"{site.url}/big", patience.waiting()))

    get(site, tmp_path, patience)

    assert left == len(CONTENT) - 1000
    assert (tmp_path / "file").read_bytes() == CONTENT
    assert site.ranges("/big")[-1] == "bytes=1000-"
    assert names(tmp_path) == ["file", "file.json"]


def test_everything_received_is_not_asked_again(site: Site, patience: Patience, tmp_path: Path) -> None:
    remote = probe(f"{site.url}/big", patience.waiting())
    (tmp_path / "file.part").write_bytes(CONTENT)
    (tmp_path / "file.part.json").write_text(json.dumps(asdict(remote)), encoding="utf-8")

    download(remote, tmp_path / "file", waiting=patience.waiting(), label="file")

    assert (tmp_path / "file").read_bytes() == CONTENT
    assert site.ranges("/big") == []


def test_server_without_ranges_is_asked_for_the_whole_again(patience: Patience, tmp_path: Path) -> None:
    with serving(big=Resource(CONTENT, ranges=False, moods=deque(["cut 1000"]))) as site:
        get(site, tmp_path, patience)

        assert site.ranges("/big") == ["", ""]
    assert (tmp_path / "file").read_bytes() == CONTENT


def test_server_without_validator_is_asked_for_the_whole_again(patience: Patience, tmp_path: Path) -> None:
    with serving(big=Resource(CONTENT, etag="", modified="", moods=deque(["cut 1000"]))) as site:
        get(site, tmp_path, patience)

        assert site.ranges("/big") == ["", ""]
    assert (tmp_path / "file").read_bytes() == CONTENT


def test_weak_etag_is_not_trusted_to_resume(patience: Patience, tmp_path: Path) -> None:
    with serving(big=Resource(CONTENT, etag='W/"v1"', moods=deque(["cut 1000"]))) as site:
        remote = get(site, tmp_path, patience)

        assert site.ranges("/big") == ["", "bytes=1000-"]  # by its date
    assert remote.etag == ""
    assert (tmp_path / "file").read_bytes() == CONTENT


# --- A file that changes ---


def test_file_changed_between_two_commands_starts_again(site: Site, patience: Patience, tmp_path: Path) -> None:
    site.resources["/big"].moods.extend(["cut 1000", "500"])
    with pytest.raises(DownloadProblem):
        get(site, tmp_path, patience, attempts=2)
    site.resources["/big"] = Resource(CONTENT[::-1], etag='"v2"')

    remote = get(site, tmp_path, patience)

    assert (tmp_path / "file").read_bytes() == CONTENT[::-1]
    assert remote.etag == '"v2"'
    assert site.ranges("/big")[-1] == ""


def test_file_changed_during_a_command_starts_again(site: Site, patience: Patience, tmp_path: Path) -> None:
    waiting = patience.waiting()
    remote = probe(f"{site.url}/big", waiting)
    newer = Resource(CONTENT[::-1] + b"more", etag='"v2"', modified="Tue, 01 Dec 2026 06:00:00 GMT")
    site.resources["/big"].moods.append("cut 1000")
    changing = Waiting(
        sleep=lambda seconds: site.resources.update({"/big": newer}), clock=waiting.clock, attempts=4, timeout=5.0
    )

    received = download(remote, tmp_path / "file", waiting=changing, label="file")

    assert (tmp_path / "file").read_bytes() == newer.content
    assert (received.etag, received.size, received.vintage()) == ('"v2"', len(newer.content), "2026-12-01")
    assert site.ranges("/big") == ["", "bytes=1000-"]
    assert is_current(tmp_path / "file", received)
    assert not is_current(tmp_path / "file", remote)


# --- Contradictions ---


def test_wrong_part_is_not_glued(site: Site, patience: Patience, tmp_path: Path) -> None:
    site.resources["/big"].moods.extend(["cut 1000", "shift"])

    get(site, tmp_path, patience)

    assert (tmp_path / "file").read_bytes() == CONTENT
    assert site.ranges("/big") == ["", "bytes=1000-", ""]


def test_announced_length_that_never_comes_is_refused(patience: Patience, tmp_path: Path) -> None:
    claim = f"claim {len(CONTENT) + 10}"
    with (
        serving(big=Resource(CONTENT, moods=deque([claim] * 30), probes=deque([claim]))) as site,
        pytest.raises(DownloadProblem, match="Le serveur se contredit sur ce fichier"),
    ):
        get(site, tmp_path, patience)

    assert not (tmp_path / "file").exists()


def test_truncated_file_is_not_taken_for_whole(patience: Patience, tmp_path: Path) -> None:
    with (
        serving(big=Resource(CONTENT, ranges=False, moods=deque(["cut 1000"] * 9))) as site,
        pytest.raises(DownloadProblem, match="coupée avant la fin du fichier"),
    ):
        get(site, tmp_path, patience)

    assert names(tmp_path) == ["file.part", "file.part.json"]


def test_wrong_format_is_refused_and_erased(site: Site, patience: Patience, tmp_path: Path) -> None:
    waiting = patience.waiting()
    remote = probe(f"{site.url}/big", waiting)

    with pytest.raises(DownloadProblem, match="n'est pas un fichier Parquet"):
        download(remote, tmp_path / "file", waiting=waiting, label="file", check=parquet_problem)

    assert names(tmp_path) == ["file.part.json"]


def test_parquet_is_judged_by_its_footer(tmp_path: Path) -> None:
    good, cut = tmp_path / "good.parquet", tmp_path / "cut.parquet"
    with duckdb.connect() as con:
        con.execute(f"COPY (SELECT range AS siret FROM range(1000)) TO '{good}'")
    cut.write_bytes(good.read_bytes()[:-20])

    problems = [parquet_problem(good), parquet_problem(cut)]

    assert problems == ["", "Le fichier Parquet reçu est tronqué ou abîmé."]


def test_gzip_is_judged_by_its_first_bytes(tmp_path: Path) -> None:
    (tmp_path / "good").write_bytes(b"\x1f\x8b\x08")
    (tmp_path / "page").write_bytes(b"<html>")

    assert gzip_problem(tmp_path / "good") == ""
    assert gzip_problem(tmp_path / "page") == "Ce qui a été reçu n'est pas un fichier compressé par gzip."


# --- Servers that refuse ---


def test_failing_server_is_tried_again_later_and_later(site: Site, patience: Patience, tmp_path: Path) -> None:
    site.resources["/big"].moods.extend(["500", "503", "502"])

    get(site, tmp_path, patience)

    assert (tmp_path / "file").read_bytes() == CONTENT
    assert patience.slept == [1.0, 2.0, 4.0]


def test_busy_server_is_left_alone_as_long_as_it_asks(site: Site, patience: Patience, tmp_path: Path) -> None:
    site.resources["/big"].probes.append("429 Retry-After=7")
    site.resources["/big"].moods.append("429 Retry-After=11")

    get(site, tmp_path, patience)

    assert patience.slept == [7.0, 11.0]


@pytest.mark.parametrize("code", [408, 429, 500, 503])
def test_server_that_stays_busy_is_given_up(code: int, site: Site, patience: Patience) -> None:
    site.resources["/big"].probes.extend([str(code)] * 9)

    with pytest.raises(DownloadProblem, match=rf"occupé ou en panne \(réponse {code}\) \(essais : 4\)"):
        probe(f"{site.url}/big", patience.waiting())

    assert patience.slept == [1.0, 2.0, 4.0]


def test_server_that_asks_for_an_hour_is_given_up_at_once(site: Site, patience: Patience) -> None:
    site.resources["/big"].probes.append("429 Retry-After=3600")

    with pytest.raises(DownloadProblem):
        probe(f"{site.url}/big", patience.waiting())

    assert patience.slept == []


@pytest.mark.parametrize(
    ("code", "words"), [(404, "n'a plus ce fichier"), (410, "n'a plus"), (403, "refuse"), (401, "refuse")]
)
def test_refusal_is_said_at_once(code: int, words: str, site: Site, patience: Patience) -> None:
    site.resources["/big"].probes.append(str(code))

    with pytest.raises(DownloadProblem, match=words) as raised:
        probe(f"{site.url}/big", patience.waiting())

    assert raised.value.advice != ""
    assert patience.slept == []


def test_server_out_of_reach_is_said_with_what_to_do(patience: Patience) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    with pytest.raises(DownloadProblem, match="la connexion n'a pas pu être établie") as raised:
        probe(f"http://127.0.0.1:{port}/big", patience.waiting(attempts=2))

    assert "elle reprend où elle s'est arrêtée" in raised.value.advice


def test_machine_offline_is_asked_about_its_connection(patience: Patience, monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(*arguments: object, **options: object) -> object:
        raise socket.gaierror(-3, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    monkeypatch.delenv("https_proxy", raising=False)
    monkeypatch.delenv("HTTPS_PROXY", raising=False)

    with pytest.raises(DownloadProblem, match="cette machine est-elle connectée à Internet"):
        probe("https://www.data.gouv.fr/file", patience.waiting(attempts=2))


def test_silent_server_is_given_up(patience: Patience) -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()
        waiting = Waiting(sleep=patience.slept.append, clock=lambda: 0.0, attempts=2, timeout=0.05)

        with pytest.raises(DownloadProblem, match="le serveur ne répond pas"):
            probe(f"http://127.0.0.1:{deaf.getsockname()[1]}/big", waiting)


@pytest.mark.parametrize("url", ["file:///etc/hosts", "ftp://example.org/x", "data.gouv.fr", "http://"])
def test_other_than_web_address_is_refused(url: str, patience: Patience) -> None:
    with pytest.raises(BadOption):
        probe(url, patience.waiting())


@pytest.mark.parametrize("place", ["file:///etc/hosts", "/big"])
def test_redirect_out_of_the_web_or_without_end_is_refused(place: str, site: Site, patience: Patience) -> None:
    site.resources["/big"].probes.extend([f"302 Location={place}"] * 20)

    with pytest.raises(DownloadProblem, match="pas sûre"):
        probe(f"{site.url}/big", patience.waiting())


def test_proxy_of_the_environment_is_not_asked_for_this_machine(
    site: Site, patience: Patience, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.delenv("no_proxy", raising=False)

    assert probe(f"{site.url}/big", patience.waiting()).size == len(CONTENT)
    assert connections.host_of(site.url) == "127.0.0.1"


# --- The disk ---


def test_full_disk_keeps_what_was_received(site: Site, patience: Patience, tmp_path: Path) -> None:
    def full(path: Path) -> str:
        raise OSError(28, "No space left on device")

    waiting = patience.waiting()
    remote = probe(f"{site.url}/big", waiting)
    with pytest.raises(StoreProblem, match="Le disque est plein"):
        download(remote, tmp_path / "file", waiting=waiting, label="file", check=full)

    assert left_to_receive(tmp_path / "file", remote) == 0


def test_folder_that_is_not_there_is_said(site: Site, patience: Patience, tmp_path: Path) -> None:
    waiting = patience.waiting()
    remote = probe(f"{site.url}/big", waiting)

    with pytest.raises(StoreProblem, match="Impossible d'écrire"):
        download(remote, tmp_path / "absent" / "file", waiting=waiting, label="file")
