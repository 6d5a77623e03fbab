"""What was seen while cells of one column were parsed. Plain counting; the sentences are in `ledger.py`."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

_EXAMPLES = 3


@dataclass
class ParseCounts:
    """Counts of one column, added up over batches.

    Attributes:
        cells: cells that weren't blank.
        failed: cells that didn't parse and became null.
        failed_examples: the first few of them.
        missing: words read as missing ("NA", "결측"…), by spelling.
        features: ways of writing that were understood ("thousands", "currency"…), by cells.
        examples: for each way, the first few (as written, as read).
        identifiers: cells that look like a number but are an identifier (leading zero, over 15 digits).
        identifier_examples: the first few of them.
        spellings: for true/false columns, how often each spelling stood there.
    """

    cells: int = 0
    failed: int = 0
    failed_examples: list[str] = field(default_factory=list)
    missing: Counter[str] = field(default_factory=Counter)
    features: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    identifiers: int = 0
    identifier_examples: list[str] = field(default_factory=list)
    spellings: Counter[str] = field(default_factory=Counter)

    @property
    def present(self) -> int:
        """Cells that hold a value: neither blank nor a word for missing."""
        return self.cells - sum(self.missing.values())

    def add(self, other: ParseCounts) -> None:
        """Adds the counts of a later batch."""
        self.cells += other.cells
        self.failed += other.failed
        self.failed_examples = (self.failed_examples + other.failed_examples)[:_EXAMPLES]
        self.missing.update(other.missing)
        self.features.update(other.features)
        for feature, pairs in other.examples.items():
            self.examples[feature] = (self.examples.get(feature, []) + pairs)[:_EXAMPLES]
        self.identifiers += other.identifiers
        self.identifier_examples = (self.identifier_examples + other.identifier_examples)[:_EXAMPLES]
        self.spellings.update(other.spellings)
