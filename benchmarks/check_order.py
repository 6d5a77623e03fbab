"""Keystrokes until pages are as right as wanted, with texts checked in the queue's order and least certain first.

    python -m benchmarks.read_items LOOKED.json --half looked     # and --half unseen
    python -m benchmarks.check_order LOOKED.json UNSEEN.json

A person checks texts one after the other and types what is printed. A right text costs one keystroke (Enter). A wrong one costs one more for
each place that is changed (going there), one for each character taken away, and for each character typed one, or as many as
the syllable has jamo. Errors are edits without spaces. Their cost is weighted by the consequence of the true text, as
`domain.check_value` defines it. What the reader missed altogether is no text, and stays wrong in any order.

Prints JSON: for each file the keystrokes that take away half, three quarters, 90% and 95% of the errors, and of their cost; and those
of whole pages where one key confirms the texts of a page with a score from `SURE` on, with the share of the errors that is taken away.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rapidfuzz.distance import Levenshtein

from benchmarks.read_items import ReadItem, load
from domain.characters import is_syllable, jamo_of
from domain.check_value import check_value, consequence_of, expected_errors

SURE = 0.98
"""As the button of the console has it."""
SHARES = (0.5, 0.75, 0.9, 0.95)
Key = Callable[[ReadItem], float]
ORDERS: dict[str, Key] = {
    "score": lambda item: -item.score,
    "errors": lambda item: expected_errors(item.score, item.characters, len(item.text)),
    "value": lambda item: check_value(item.text, item.score, item.characters),
}
"""What comes first has the greatest key. "errors" is the queue's order without consequences."""


@dataclass(frozen=True)
class Check:
    """What checking one text costs and removes."""

    keystrokes: int
    errors: int
    cost: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("items", type=Path, nargs="+", help="files of benchmarks.read_items")
    options = parser.parse_args()
    found = {path.stem: measured(load(path)) for path in options.items}
    print(json.dumps(found, indent=1, ensure_ascii=False))


def measured(items: list[ReadItem]) -> dict[str, Any]:
    """The figures of one set of texts."""
    checks = [check_of(item) for item in items]
    characters = sum(len(item.truth) for item in items)
    found: dict[str, Any] = {
        "texts": len(items),
        "characters": characters,
        "wrong texts": sum(check.errors > 0 for check in checks),
        "character error rate": round(sum(check.errors for check in checks) / characters, 4),
        "keystrokes for all": sum(check.keystrokes for check in checks),
    }
    others = [check for item, check in zip(items, checks, strict=True) if item.score < SURE]
    found["sure texts at once"] = {
        "keystrokes": len({item.page for item in items}) + sum(check.keystrokes for check in others),
        "errors taken away": round(sum(map(_errors, others)) / max(1, sum(map(_errors, checks))), 3),
    }
    for name, size in (("errors", _errors), ("cost", _cost)):
        by_order = {order: _needed(items, checks, key, size) for order, key in ORDERS.items()}
        found[name] = {
            order: needed | {"fewer": _fewer(by_order["score"], needed)} for order, needed in by_order.items()
        }
    return found


def check_of(item: ReadItem) -> Check:
    """What a person does with a text."""
    read = "".join(item.text.split())
    keystrokes = 1
    for step in Levenshtein.opcodes(read, item.truth):
        if step.tag == "equal":
            continue
        typed = item.truth[step.dest_start : step.dest_end]
        keystrokes += 1 + (step.src_end - step.src_start) + sum(map(_strokes, typed))
    errors = Levenshtein.distance(read, item.truth)
    return Check(keystrokes, errors, errors * consequence_of(item.truth))


def _strokes(character: str) -> int:
    return (
        sum(jamo > 0 or place < 2 for place, jamo in enumerate(jamo_of(character)))
        if is_syllable(character)
        else 1
    )


def _needed(
    items: list[ReadItem], checks: list[Check], key: Key, size: Callable[[Check], float]
) -> dict[str, int]:
    """Keystrokes until each share of what is wrong is taken away."""
    order = sorted(range(len(items)), key=lambda n: key(items[n]), reverse=True)
    whole = sum(map(size, checks))
    done = list(_course([checks[n] for n in order], size))
    return {
        f"{share:.0%}": next(strokes for strokes, removed in done if removed >= share * whole - 1e-9)
        for share in SHARES
    }


def _course(checks: list[Check], size: Callable[[Check], float]) -> Iterator[tuple[int, float]]:
    strokes, removed = 0, 0.0
    yield strokes, removed
    for check in checks:
        strokes += check.keystrokes
        removed += size(check)
        yield strokes, removed


def _fewer(score: dict[str, int], other: dict[str, int]) -> dict[str, float]:
    return {f"than by score, {share}": round(1 - other[share] / max(1, score[share]), 3) for share in score}


def _errors(check: Check) -> float:
    return check.errors


def _cost(check: Check) -> float:
    return check.cost


if __name__ == "__main__":
    main()
