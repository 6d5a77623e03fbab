"""What was seen while cells of one column were parsed. Plain counting; the sentences are in `column_ledger.py`."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from domain.shown_numbers import exact_number

if TYPE_CHECKING:
    import polars as pl

MIDNIGHT = " 00:00:00"  # which a date without a time has
_EXAMPLES = 3
_LONGEST_EXAMPLE = 60


@dataclass
class ParseCounts:
    """Counts of one column, added up over batches.

    Attributes:
        cells: cells that weren't blank.
        failed: cells that didn't parse and became null.
        failed_examples: the first few of them.
        missing: words read as missing ("NA", "결측"…), by spelling.
        answers: words of which some are missing elsewhere, kept as values ("없음"), by spelling.
        features: ways of writing that were understood ("thousands", "scaled"…), by cells.
        examples: for each way, the first few (as written, as read).
        identifiers: cells that look like a number but are an identifier (leading zero, over 15 digits, 63E07).
        identifier_examples: the first few of them.
        spellings: for true/false columns, how often each spelling occurs.
        units: cells with a unit, by unit (see `units.py`).
        bare: numbers other than 0 that have neither a unit nor 천, 만, 억.
        zones: times with a time zone, by its offset ("+09:00").
    """

    cells: int = 0
    failed: int = 0
    failed_examples: list[str] = field(default_factory=list)
    missing: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    features: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    identifiers: int = 0
    identifier_examples: list[str] = field(default_factory=list)
    spellings: Counter[str] = field(default_factory=Counter)
    units: Counter[str] = field(default_factory=Counter)
    bare: int = 0
    zones: Counter[str] = field(default_factory=Counter)

    @property
    def present(self) -> int:
        """Cells that hold a value: neither blank nor a word for missing."""
        return self.cells - sum(self.missing.values())

    @property
    def parsed(self) -> int:
        """Cells that hold a value of the column's type."""
        return self.present - self.failed

    def add(self, other: ParseCounts) -> None:
        """Adds the counts of a later batch."""
        self.cells += other.cells
        self.failed += other.failed
        self.failed_examples = (self.failed_examples + other.failed_examples)[:_EXAMPLES]
        self.missing.update(other.missing)
        self.answers.update(other.answers)
        self.features.update(other.features)
        for feature, pairs in other.examples.items():
            self.examples[feature] = (self.examples.get(feature, []) + pairs)[:_EXAMPLES]
        self.identifiers += other.identifiers
        self.identifier_examples = (self.identifier_examples + other.identifier_examples)[:_EXAMPLES]
        self.spellings.update(other.spellings)
        self.units.update(other.units)
        self.bare += other.bare
        self.zones.update(other.zones)

    def note(self, feature: str, where: pl.Series, raw: pl.Series, values: pl.Series) -> None:
        """Counts a way of writing where `where` holds, with examples of cells and their values."""
        if not where.any():
            return
        written, read = raw.filter(where), values.filter(where)
        self.features[feature] += len(written)
        pairs = zip(written.head(_EXAMPLES), read.head(_EXAMPLES), strict=True)
        self.examples.setdefault(feature, []).extend((_short(r), _short(_as_read(v))) for r, v in pairs)

    def note_failed(self, raw: pl.Series) -> None:
        """Counts cells that don't parse."""
        self.failed += len(raw)
        self.failed_examples += [_short(r) for r in raw.head(_EXAMPLES)]

    def note_identifiers(self, cells: pl.Series) -> None:
        """Counts cells that would lose something as numbers."""
        self.identifiers += len(cells)
        room = _EXAMPLES - len(self.identifier_examples)
        self.identifier_examples += cells.head(max(0, room)).to_list()

    def note_missing(self, words: pl.Series) -> None:
        """Counts words for missing."""
        self.missing.update(dict(words.value_counts().iter_rows()))


def _as_read(value: object) -> str:
    return exact_number(value) if isinstance(value, int | float) else str(value).removesuffix(MIDNIGHT)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_EXAMPLE else text[: _LONGEST_EXAMPLE - 1] + "…"
