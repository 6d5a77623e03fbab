"""What reading a table is given: limits and decisions about columns. What it finds is `domain.read_report`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from domain.columns import Reading
from untrusted_files import FileLimits


@dataclass(frozen=True)
class ReadLimits(FileLimits):
    """Resource limits of reading one table.

    Attributes:
        max_rows: rows of data, header not counted.
        max_columns: columns.
        max_cells: rows times columns.
        max_unpacked_bytes: size of all members of a workbook once unpacked, in bytes.
    """

    max_rows: int = 20_000_000
    max_columns: int = 5_000
    max_cells: int = 1_000_000_000
    max_unpacked_bytes: int = 4 * 1024**3


@dataclass(frozen=True)
class ReadChoices:
    """Decisions by column label.

    Attributes:
        readings: how to read a column.
        missing: the words that mean missing in a column, instead of the usual ones.
        missing_everywhere: the same for all other columns; None leaves it to their cells.
    """

    readings: Mapping[str, Reading] = field(default_factory=dict)
    missing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    missing_everywhere: tuple[str, ...] | None = None

    def missing_in(self, label: str) -> tuple[str, ...] | None:
        """The words for missing in a column; None leaves it to its cells."""
        return self.missing.get(label, self.missing_everywhere)

    def labels(self) -> set[str]:
        """The columns that are named."""
        return {*self.readings, *self.missing}

    def to_dict(self) -> dict[str, Any]:
        """JSON-serialisable."""
        return {
            "readings": {label: reading.value for label, reading in self.readings.items()},
            "missing": {label: list(words) for label, words in self.missing.items()},
            "missing_everywhere": None if (words := self.missing_everywhere) is None else list(words),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> ReadChoices:
        everywhere = data["missing_everywhere"]
        return cls(
            {label: Reading(value) for label, value in data["readings"].items()},
            {label: tuple(words) for label, words in data["missing"].items()},
            None if everywhere is None else tuple(everywhere),
        )
