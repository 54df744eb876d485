"""How values read on a page."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import unquote, urlsplit

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from essaim.engine import language
from essaim.kit.dates import DAY, date_in_words
from essaim.tables import formats

register = template.Library()
_ADDRESS_LENGTH = 90


@register.simple_tag
def semicolon() -> str:
    """What stands between the items of a line: French puts a space before it, English does not."""
    return " ; " if language.current_language() == "fr" else "; "


@register.simple_tag
def named(text: str) -> str | SafeString:
    """A name of a model in the language in use; marked as French when it is the only one it has."""
    said = language.named(text)
    foreign = language.current_language() != "fr" and said == text
    return format_html('<span lang="fr">{}</span>', text) if foreign and text else said


@register.filter
def unmarked_name(text: str) -> str:
    """The same where no mark can stand: in an option, a title, a description."""
    return language.named(text)


@register.filter
def site_name(url: str) -> str:
    """The site of an address: ``https://www.rtes.fr/page`` → ``rtes.fr``."""
    return (urlsplit(url).hostname or url).removeprefix("www.")


@register.filter
def short_address(url: str) -> str:
    """An address as people read it, cut when it is long."""
    parts = urlsplit(url)
    text = unquote(f"{site_name(url)}{parts.path}").rstrip("/")
    return text if len(text) <= _ADDRESS_LENGTH else f"{text[: _ADDRESS_LENGTH - 1]}…"


@register.filter
def day(moment: datetime) -> str:
    """The day of a moment, in words."""
    return date_in_words(timezone.localtime(moment).date(), DAY)


@register.filter
def moment(when: datetime) -> str:
    """The day and the time of a moment, in words."""
    local = timezone.localtime(when)
    return f"{date_in_words(local.date(), DAY)}, {local:%H:%M}"


@register.filter
def euros(cents: int) -> str:
    """An amount; whole euros have no decimals."""
    return formats.euros(cents)
