"""Which documents are learnt from and which judge: given once, and kept."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

TRAIN, VALIDATION = "train", "validation"
SHARE = 0.2


def assign_parts(counts: Mapping[str, int], known: Mapping[str, str]) -> dict[str, str]:
    """A part for every group (document, or page where documents are few) that has none yet.

    Groups go in the order of a hash of their name, each to validation while that has less than its share
    of the items; so the choice depends on nothing but names, counts and what was given before.

    Args:
        counts: items of each group.
        known: parts given before, of these groups or others.

    Returns:
        The parts of all groups of `counts`.
    """
    parts = {name: known[name] for name in counts if name in known}
    total = sum(counts.values())
    held = sum(counts[name] for name, part in parts.items() if part == VALIDATION)
    for name in sorted(counts.keys() - parts.keys(), key=_shuffled):
        # Never all of it: something is to be learnt from.
        last = len(parts) == len(counts) - 1 and TRAIN not in parts.values()
        wanted = held + counts[name] / 2 <= SHARE * total and not last
        parts[name] = VALIDATION if wanted else TRAIN
        held += counts[name] if wanted else 0
    return parts


def _shuffled(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()
