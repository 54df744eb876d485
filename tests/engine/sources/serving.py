"""A local web server that behaves, or misbehaves as it is told, one mood after the other."""

from __future__ import annotations

import re
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PROBE = "bytes=0-0"


@dataclass
class Resource:
    """A file to be served.

    Attributes:
        content: its bytes.
        etag: its ETag, quotes included; "" for none.
        modified: its Last-Modified; "" for none.
        ranges: whether parts are given.
        moods: what happens to the next requests, in order ("" or none left: all is well). "cut N": the connection is
            cut after N bytes; "claim N": N bytes are announced, whatever is there; "mute": no length is announced;
            "shift": another part than the one asked; "500", "429 Retry-After=3"…: that answer.
        probes: the same for probes (the first byte asked).
    """

    content: bytes
    etag: str = '"v1"'
    modified: str = "Sun, 01 Nov 2026 06:00:00 GMT"
    ranges: bool = True
    moods: deque[str] = field(default_factory=deque)
    probes: deque[str] = field(default_factory=deque)


@dataclass
class Site:
    """A running server: its address, what it serves, and the requests it got (path, Range, status)."""

    url: str
    resources: dict[str, Resource]
    seen: list[tuple[str, str, int]] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)

    def ranges(self, path: str) -> list[str]:
        """Range headers of the requests for ``path``, probes left out."""
        return [asked for where, asked, _status in self.seen if where == path and asked != PROBE]


@contextmanager
def serving(**resources: Resource) -> Iterator[Site]:
    """Serve ``resources`` at /name on this machine for the time of a block; /to/name redirects to it."""
    site = Site("", {f"/{name}": resource for name, resource in resources.items()})

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            answer(self, site)

        def log_message(self, format: str, *args: object) -> None:
            """Tests stay quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    site.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def answer(handler: BaseHTTPRequestHandler, site: Site) -> None:
    """Answer one request in the mood of the day."""
    asked = handler.headers.get("Range", "")
    site.agents.add(handler.headers.get("User-Agent", ""))
    if handler.path.startswith("/to/"):
        return plain(handler, site, asked, 302, Location=handler.path.removeprefix("/to"))
    resource = site.resources.get(handler.path)
    if resource is None:
        return plain(handler, site, asked, 404)
    queue = resource.probes if asked == PROBE else resource.moods
    mood, *details = (queue.popleft() if queue else "").split() or [""]
    if mood.isdigit():
        return plain(handler, site, asked, int(mood), **dict(detail.split("=", 1) for detail in details))
    return send(handler, site, resource, asked, mood, int(details[0]) if details else 0)


def plain(handler: BaseHTTPRequestHandler, site: Site, asked: str, status: int, **headers: str) -> None:
    site.seen.append((handler.path, asked, status))
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value.replace("_", " "))
    handler.send_header("Content-Length", "0")
    handler.end_headers()


def send(handler: BaseHTTPRequestHandler, site: Site, resource: Resource, asked: str, mood: str, n: int) -> None:
    content, first, status = resource.content, 0, 200
    condition = handler.headers.get("If-Range", "")
    part = re.fullmatch(r"bytes=(\d+)-(\d*)", asked)
    if part and resource.ranges and condition in ("", resource.etag, resource.modified):
        first = int(part[1]) + (7 if mood == "shift" else 0)
        last = int(part[2] or len(content) - 1)
        if first >= len(content):
            return plain(handler, site, asked, 416)
        status, content = 206, content[first : last + 1]
    whole = n if mood == "claim" else len(resource.content)
    body = content[:n] if mood == "cut" else content
    announced = n - first if mood == "claim" else len(content)
    site.seen.append((handler.path, asked, status))
    handler.send_response(status)
    if status == 206:
        handler.send_header("Content-Range", f"bytes {first}-{first + announced - 1}/{whole}")
    if mood != "mute":
        handler.send_header("Content-Length", str(announced))
    for name, value in (("ETag", resource.etag), ("Last-Modified", resource.modified)):
        if value:
            handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)
    handler.close_connection = True
