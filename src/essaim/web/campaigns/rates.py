"""A response rate in words, each share with its denominator."""

from __future__ import annotations

from dataclasses import dataclass

from essaim.apps.campaigns.queries import Rate
from essaim.engine.language import gettext as _
from essaim.tables.formats import percent


@dataclass(frozen=True, slots=True)
class Step:
    """How many poles did something, out of how many."""

    label: str
    n: int
    of: int
    share: str


def rate_lines(rate: Rate, public: bool = False) -> list[Step]:
    """The steps of a campaign. In public, invited and validated only: refusals are nobody's business."""
    steps = [(_("invités"), rate.invited), (_("ont validé"), rate.validated)]
    if not public:
        steps = [
            (_("invités"), rate.invited), (_("ont ouvert le questionnaire"), rate.opened),
            (_("ont commencé à répondre"), rate.started), (_("ont validé"), rate.validated),
            (_("ont refusé"), rate.refused), (_("injoignables"), rate.unreachable),
        ]  # fmt: skip
    # Of no pole at all there is no share.
    return [Step(name, n, rate.poles, percent(n / rate.poles, 0) if rate.poles else "") for name, n in steps]
