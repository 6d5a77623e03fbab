"""Turning the pages of long lists both ways by what stands at a page's ends: as quick on the last as on the first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")
Key = TypeVar("Key")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page.

    Attributes:
        has_previous: whether there are rows in front of it.
        has_next: whether there are rows behind it.
    """

    rows: Sequence[Row]
    has_previous: bool
    has_next: bool


def paginate(
    ask: Callable[[Key | None, Key | None, int], Sequence[Row]],
    *,
    behind: Key | None,
    ahead_of: Key | None,
    size: int,
) -> Page[Row]:
    """The page behind one row, or ahead of one; without either, the first.

    Args:
        ask: from (behind, ahead_of, limit) to the nearest rows, in the order of the list.
    """
    if ahead_of:
        rows = ask(None, ahead_of, size + 1)
        if len(rows) > size:
            return Page(rows[-size:], has_previous=True, has_next=True)
        behind = None  # what is left ahead is no full page: the first page, then
    rows = ask(behind or None, None, size + 1)
    return Page(rows[:size], has_previous=bool(behind), has_next=len(rows) > size)
