"""Which pages of a long list are offered: the ends, and those around the present one."""

from __future__ import annotations


def around(page: int, last: int, near: int = 2) -> list[int]:
    """Numbers of pages to link to; 0 stands for those left out.

    >>> around(7, 500)
    [1, 0, 5, 6, 7, 8, 9, 0, 500]
    >>> around(1, 4)
    [1, 2, 3, 4]
    """
    wanted = sorted({1, last, *range(max(1, page - near), min(last, page + near) + 1)})
    shown: list[int] = []
    for number in wanted:
        gap = number - (shown[-1] if shown else 0)
        shown += [0] if gap > 2 else [number - 1] if gap == 2 else []
        shown.append(number)
    return shown
