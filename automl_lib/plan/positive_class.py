"""Which of a target's two classes is the positive one, and the order of classes."""

from __future__ import annotations

from automl_lib.errors import PlanRefused
from domain.messages import Message

_POSITIVE_SPELLINGS = (
    "yes", "y", "1", "true", "t", "예", "네", "참", "o", "positive", "pos", "있음", "양성", "합격", "해당",
)  # fmt: skip


def positive_of(name: str, counts: dict[str, int], chosen: str | None) -> str | None:
    """The class that precision and sensitivity speak of.

    Args:
        name: of the column, for the sentence.
        counts: class → rows.
        chosen: people's choice; None for the rule: the affirmative, else the rarer one.

    Returns:
        None with more than two classes.

    Raises:
        PlanRefused: the choice is none of two classes.
    """
    if chosen is not None:
        if len(counts) != 2 or chosen not in counts:
            values = ", ".join(f"'{c}'" for c in sorted(counts, key=natural_order)[:10])
            raise PlanRefused(
                Message(
                    "The positive class '{chosen}' has to be one of a two-valued target's values. '{name}' has "
                    "{values}.",
                    chosen=chosen,
                    name=name,
                    values=values,
                ),
                code="positive_class",
            )
        return chosen
    if len(counts) != 2:
        return None
    by_spelling = sorted(
        (_POSITIVE_SPELLINGS.index(c.casefold()), c) for c in counts if c.casefold() in _POSITIVE_SPELLINGS
    )
    if by_spelling:
        return by_spelling[0][1]
    first, second = sorted(counts, key=natural_order)
    return first if counts[first] < counts[second] else second


def natural_order(name: str) -> tuple[int, float, str]:
    """A key to sort classes by: numbers by their size, before texts by their spelling."""
    try:
        return 0, float(name), name
    except ValueError:
        return 1, 0.0, name
