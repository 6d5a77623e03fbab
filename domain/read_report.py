"""What reading a table found, as kept with its document (READ_REPORT). No reading happens here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from domain.messages import Message, Sentences, Worded
from domain.table_schema import TableSchema

Example = tuple[str, str | None]


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
        files: SHA-256 of the files that keep the table, by name; empty until they are kept.
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
    files: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """JSON-serialisable; `from_json` reads it."""
        return {
            **vars(self),
            "schema": self.schema.to_dict(),
            "other_sheets": [asdict(sheet) for sheet in self.other_sheets],
            "header": asdict(self.header),
            "ledger": [entry.to_json() for entry in self.ledger],
            "files": dict(self.files),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ReadReport:
        """The report that `to_json` wrote; keys that earlier versions did not write have their defaults.

        Raises:
            KeyError: a key that every version wrote is missing.
        """
        return cls(
            name=data["name"],
            format=data["format"],
            rows=data["rows"],
            schema=TableSchema.from_dict(data["schema"]),
            encoding=data["encoding"],
            delimiter=data.get("delimiter"),
            sheet=data.get("sheet"),
            other_sheets=tuple(SheetInfo(**sheet) for sheet in data.get("other_sheets", [])),
            header=HeaderInfo(**data["header"]),
            ledger=tuple(LedgerEntry.from_json(entry) for entry in data.get("ledger", [])),
            files=data.get("files", {}),
        )
