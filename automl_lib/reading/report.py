"""What reading a table is given and what it found, as plain values that travel as JSON. No reading happens here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from domain.columns import Reading
from domain.messages import Message, Sentences, Worded
from domain.table_schema import TableSchema
from untrusted_files import FileLimits

Example = tuple[str, str | None]


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


@dataclass(frozen=True)
class LedgerEntry(Worded):
    """One kind of change made while reading.

    Attributes:
        column: label of the column, or None when the whole table is meant.
        code: stable short name of the kind in snake_case.
        count: how many cells, rows or columns it touched.
        examples: up to three pairs (as written, as read); the second is None for missing.
        message: the change in a sentence.
    """

    column: str | None
    code: str
    count: int
    examples: tuple[Example, ...]
    message: Message

    def to_json(self) -> dict[str, Any]:
        """JSON-serialisable; `from_json` reads it."""
        return {
            "column": self.column,
            "code": self.code,
            "count": self.count,
            "examples": [list(pair) for pair in self.examples],
            **self.message.to_json(),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> LedgerEntry:
        """The entry that `to_json` wrote."""
        pairs = tuple((raw, value) for raw, value in data["examples"])
        return cls(data["column"], data["code"], data["count"], pairs, Sentences(data["ko"], data["en"]))


@dataclass(frozen=True)
class SheetInfo:
    """One sheet of a workbook: its name, and whether people see its tab."""

    name: str
    hidden: bool


@dataclass(frozen=True)
class HeaderInfo:
    """Where the column names came from.

    Attributes:
        rows: header rows taken (0: names were generated; 2: two rows were joined).
        skipped: rows above the header that were passed over (titles, column letters).
    """

    rows: int
    skipped: int


@dataclass(frozen=True)
class ReadReport:
    """The outcome of reading a table.

    Attributes:
        name: the file's name as shown to people.
        format: "csv", "xlsx", "xlsb", "xls" or "ods", by content.
        rows: rows of data.
        schema: the columns.
        encoding: Python name of the charset of a text file, None for a workbook.
        delimiter: the character between cells of a text file, None for a workbook.
        sheet: the sheet that was read, None for a text file.
        other_sheets: the workbook's other sheets.
        header: where the column names came from.
        ledger: what was changed or noticed, in the order of the columns.
    """

    name: str
    format: str
    rows: int
    schema: TableSchema
    encoding: str | None
    delimiter: str | None
    sheet: str | None
    other_sheets: tuple[SheetInfo, ...]
    header: HeaderInfo
    ledger: tuple[LedgerEntry, ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "format": self.format,
            "rows": self.rows,
            "schema": self.schema.to_dict(),
            "encoding": self.encoding,
            "delimiter": self.delimiter,
            "sheet": self.sheet,
            "other_sheets": [asdict(sheet) for sheet in self.other_sheets],
            "header": asdict(self.header),
            "ledger": [entry.to_json() for entry in self.ledger],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> ReadReport:
        return cls(
            name=data["name"],
            format=data["format"],
            rows=data["rows"],
            schema=TableSchema.from_dict(data["schema"]),
            encoding=data["encoding"],
            delimiter=data["delimiter"],
            sheet=data["sheet"],
            other_sheets=tuple(SheetInfo(**s) for s in data["other_sheets"]),
            header=HeaderInfo(**data["header"]),
            ledger=tuple(LedgerEntry.from_json(e) for e in data["ledger"]),
        )
