"""An address for every route, whatever its parameters."""

import re

from django.urls import URLPattern, reverse

_SAMPLE = {"str": "x", "slug": "x", "int": 1, "uuid": "00000000-0000-0000-0000-000000000000", "path": "x"}
_PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")


def address(pattern: URLPattern, pole_slug: str) -> str:
    """The route's address for the pole of that slug; other parameters name things that do not exist."""
    wanted = _PARAMETER.findall(str(pattern.pattern))
    kwargs = {name: pole_slug if name == "slug" else _SAMPLE.get(kind or "str", "x") for kind, name in wanted}
    return reverse(str(pattern.name), kwargs=kwargs)


def is_sure_to_answer(pattern: URLPattern) -> bool:
    """Whether anybody finds a page there: others may be closed, or about something that does not exist."""
    names = {name for _kind, name in _PARAMETER.findall(str(pattern.pattern))}
    return pattern.callback.rule.__name__ == "anyone" and names <= {"slug"}
