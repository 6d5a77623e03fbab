"""The before / after list of a night, out of the store: which items, and which of them people want to see."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from console.context import ConsoleContext
from records.ocr.learning.rescored import LIST, LIST_SHA256, RescoredItem, from_lines
from records.ocr.tables import Network

CHOICES: dict[str, Callable[[RescoredItem], bool]] = {
    "": lambda _: True,
    "better": lambda item: item.change < 0,
    "worse": lambda item: item.change > 0,
    "wrong": lambda item: not item.is_right,
}
"""By the name a page's query gives them."""


def rescored_items(context: ConsoleContext, network: Network) -> Sequence[RescoredItem] | None:
    """Every item the network read again that night; None where no list was left.

    Raises:
        StoreError: the list is missing from the store, or was changed.
    """
    kept = network.rescored or {}
    if LIST not in kept:
        return None
    with context.store.local(kept[LIST], kept[LIST_SHA256]) as path:
        return from_lines(path.read_bytes())
