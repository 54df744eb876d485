"""What one visitor may ask, and how the settings change it."""

from __future__ import annotations

from dataclasses import dataclass

from essaim.engine.errors import BadOption
from essaim.engine.language import gettext as _


@dataclass(frozen=True, slots=True)
class Limit:
    """So many times in so many seconds."""

    times: int
    seconds: int


# What one visitor may ask: ESSAIM_LIMITS changes them.
DEFAULTS = {
    "sign-in": Limit(10, 600),
    "visitor-form": Limit(5, 3600),
    "draft": Limit(20, 3600),
    "founders-request": Limit(20, 3600),
    "invitation": Limit(40, 3600),
    "export": Limit(60, 600),
    "upload": Limit(60, 3600),
    "scan": Limit(20, 3600),
    "scan-count": Limit(120, 600),
    "api": Limit(600, 60),
    "look-up": Limit(30, 600),
    "look-up-site": Limit(2, 1),
}


def limits_from(text: str) -> dict[str, Limit]:
    """The limits, with those written in ``text``: ``sign-in=20/600 export=100/60`` (times/seconds).

    Raises:
        BadOption: an unknown limit, or no whole numbers.
    """
    limits = dict(DEFAULTS)
    for word in text.replace(",", " ").split():
        name, _equals, rate = word.partition("=")
        times, _slash, seconds = rate.partition("/")
        if name not in limits or not (times.isdecimal() and seconds.isdecimal() and int(times) and int(seconds)):
            raise BadOption(
                _("La limite « %(word)s » (ESSAIM_LIMITS) n'est pas comprise.") % {"word": word},
                _("Écrivez par exemple sign-in=20/600 : vingt fois en 600 secondes. Limites : %(names)s.")
                % {"names": ", ".join(limits)},
            )
        limits[name] = Limit(int(times), int(seconds))
    return limits
