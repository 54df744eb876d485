"""The pages of the guide as HTML: Markdown written by us, its links led to the site's own pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from django.urls import reverse
from markdown_it import MarkdownIt
from markdown_it.token import Token

INDEX = "README"
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class GuidePage:
    """One page of the guide: its title, its text as HTML, its headings (anchor, words)."""

    name: str
    title: str
    html: str
    headings: tuple[tuple[str, str], ...]


def guide_names() -> list[str]:
    """The names of the pages, without the index."""
    return sorted(name for one in _folder().iterdir() if one.name.endswith(".md") and (name := one.name[:-3]) != INDEX)


@cache
def guide_page(name: str) -> GuidePage | None:
    """A page of the guide; ``INDEX`` is the first. None when there is none of that name."""
    if name != INDEX and not _NAME.fullmatch(name):
        return None
    file = _folder() / f"{name}.md"
    if not file.is_file():
        return None
    # html=False: the guide holds no markup of its own, and never will by mistake.
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(file.read_text(encoding="utf-8"))
    title, headings = _prepared(tokens)
    return GuidePage(name, title, str(markdown.renderer.render(tokens, markdown.options, {})), tuple(headings))


def _folder() -> Traversable:
    """Where the pages are: in the installed package, else in the checkout whose package this is."""
    packed = files("essaim") / "data" / "guide"
    return packed if packed.is_dir() else Path(__file__).resolve().parents[4] / "docs" / "guide"


def _prepared(tokens: list[Token]) -> tuple[str, list[tuple[str, str]]]:
    """Take the title out, give the headings their anchors, and lead links to the site's pages."""
    title = ""
    headings: list[tuple[str, str]] = []
    for place, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h1":
            title = tokens[place + 1].content
            for part in tokens[place : place + 3]:
                part.hidden, part.children, part.content = True, [], ""
        elif token.type == "heading_open":
            words = tokens[place + 1].content
            anchor = f"partie-{len(headings) + 1}"
            token.attrSet("id", anchor)
            headings.append((anchor, words))
        elif token.type == "table_open":
            token.attrSet("class", "guide-table")
        elif token.type == "inline":
            _lead(token.children or [])
    return title, headings


def _lead(parts: list[Token]) -> None:
    """Links between pages of the guide lead to their page here; those to other documents keep their words alone."""
    unled = False
    for part in parts:
        if part.type == "link_open":
            target = str(part.attrGet("href") or "")
            name = target.removesuffix(".md")
            unled = target.endswith(".md") and not _NAME.fullmatch(name)
            if unled:
                part.hidden = True
            elif target.endswith(".md"):
                part.attrSet("href", reverse("help-page", args=[name]))
        elif part.type == "link_close":
            part.hidden, unled = unled, False
