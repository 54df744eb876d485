"""Indicators of a territory beside its references.

The location quotient follows Farhauer & Kröll (2013), as printed in the documentation of the R package REAT:
LQ = (e_ij / e_j) / (e_i / e). Its interval is exact (Clopper & Pearson 1934) on the territory's share, the reference
being taken as known.
"""

from __future__ import annotations

from dataclasses import dataclass

from scipy.special import betaincinv

from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _


@dataclass(frozen=True)
class Quotient:
    """A location quotient and its interval.

    Attributes:
        value: how many times the reference's share; 1 = the same share.
        low, high: interval at ``level``.
        level: e.g. 0.95.
    """

    value: float
    low: float
    high: float
    level: float


def location_quotient(
    part: int, whole: int, reference_part: int, reference_whole: int, *, level: float = 0.95
) -> Quotient | None:
    """How over- or under-represented is a kind of actor here, compared with a reference?

    LQ = (part / whole) / (reference_part / reference_whole). Example (Farhauer & Kröll): 1,714 of 79,006 against
    879,213 of 15,593,224 gives 0.3847623.

    Args:
        part, whole: counts in the territory, 0 ≤ part ≤ whole.
        reference_part, reference_whole: counts in the reference.
        level: of the interval, between 0 and 1.

    Returns:
        The quotient, or None when it does not exist (nothing counted here, or none in the reference).

    Raises:
        InvalidValue: a part larger than its whole, or a negative count.
    """
    if not 0 <= part <= whole or not 0 <= reference_part <= reference_whole:
        raise InvalidValue(_("Un quotient de localisation demande des parties comprises entre 0 et leur tout."))
    if whole == 0 or reference_part == 0:
        return None
    share = reference_part / reference_whole
    tail = (1 - level) / 2
    low = 0.0 if part == 0 else float(betaincinv(part, whole - part + 1, tail))
    high = 1.0 if part == whole else float(betaincinv(part + 1, whole - part, 1 - tail))
    return Quotient(part / whole / share, low / share, high / share, level)
