"""Words of the pages where poles are kept."""

from __future__ import annotations

from django import template

register = template.Library()


@register.simple_tag
def counted(title: str, number: int) -> str:
    """``Axe %(n)s`` with the number of a row that is counted from zero."""
    return title % {"n": number + 1}
