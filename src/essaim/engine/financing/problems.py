"""One thing to look at in a plan: its code, its sentences, and the place they are about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlanProblem:
    """One thing to look at.

    Attributes:
        code: which check found it; stable.
        message, advice: what is wrong, and what to do.
        year: 0 is the first; None when it is about every year.
        line: key of the plan's line, or of its lasting need or resource; "" when it is about none.
        must: whether the plan cannot be sent as it is; False for what one should know.
    """

    code: str
    message: str
    advice: str = ""
    year: int | None = None
    line: str = ""
    must: bool = True
