"""Whether a class is so rare that scores mislead, and what is said about it."""

from __future__ import annotations

from collections.abc import Mapping

from domain.messages import Message
from domain.proportions import percent

RARE_SHARE = 0.1
"""A class of two is rare below this share; of more, below this share of an even one, doubled."""


def rare_class(classes: Mapping[str, int]) -> str | None:
    """The rarest class, where it is rare; None where the classes are balanced well enough.

    Args:
        classes: class → rows.
    """
    rows = sum(classes.values())
    if len(classes) < 2 or not rows:
        return None
    rarest = min(classes, key=classes.__getitem__)
    return rarest if classes[rarest] < 2 * RARE_SHARE / len(classes) * rows else None


def imbalance_sentence(classes: Mapping[str, int]) -> Message | None:
    """What to know where a class is rare: how rare, which scores to look at, and what is done about it."""
    rarest = rare_class(classes)
    if rarest is None:
        return None
    rows, common = sum(classes.values()), max(classes, key=classes.__getitem__)
    said = {
        "rare": rarest,
        "share": percent(classes[rarest] / rows),
        "count": classes[rarest],
        "rows": rows,
        "common": common,
        "accuracy": percent(classes[common] / rows),
    }
    if len(classes) == 2:
        return Message(
            "'{rare}' is only {share} ({count:,} of {rows:,} rows). Always answering '{common}' is right for {accuracy} of the "
            "rows, so look at average precision, sensitivity and F1 rather than accuracy. The probabilities stay as they are, "
            "and the threshold is chosen on held-back rows for '{rare}' to be found; costs can choose it as well.",
            **said,
        )
    return Message(
        "'{rare}' is only {share} ({count:,} of {rows:,} rows). Always answering '{common}' is right for {accuracy} of the rows, "
        "so look at the scores by class rather than accuracy.",
        **said,
    )
