"""Turning the pages of long lists both ways by what stands at a page's ends: as quick on the last as on the first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")
Key = TypeVar("Key")


@dataclass(frozen=True)
class Turned(Generic[Row]):
    """One page.

    Attributes:
        back: whether there are rows in front of it.
        on: whether there are rows behind it.
    """

    rows: Sequence[Row]
    back: bool
    on: bool


def turn(
    ask: Callable[[Key | None, Key | None, int], Sequence[Row]],
    *,
    behind: Key | None,
    ahead_of: Key | None,
    size: int,
) -> Turned[Row]:
    """The page behind one row, or ahead of one; without either, the first.

    Args:
        ask: from (behind, ahead_of, limit) to the nearest rows, in the order of the list.
    """
    if ahead_of:
        rows = ask(None, ahead_of, size + 1)
        if len(rows) > size:
            return Turned(rows[-size:], back=True, on=True)
        behind = None  # what is left ahead is no full page: the first page, then
    rows = ask(behind or None, None, size + 1)
    return Turned(rows[:size], back=bool(behind), on=len(rows) > size)
