"""What reading a file found and changed, as plain values that travel as JSON. No reading happens here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from automl_lib.table import TableSchema

Example = tuple[str, str | None]


@dataclass(frozen=True)
class LedgerEntry:
    """One kind of change made while reading.

    Attributes:
        column: label of the column, or None when the whole table is meant.
        code: stable short name of the kind in snake_case.
        count: how many cells, rows or columns it touched.
        examples: up to three pairs (as written, as read); the second is None for missing.
        ko: the change in a Korean sentence.
        en: the same sentence in English.
    """

    column: str | None
    code: str
    count: int
    examples: tuple[Example, ...]
    ko: str
    en: str

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> LedgerEntry:
        pairs = tuple((raw, value) for raw, value in data["examples"])
        return cls(data["column"], data["code"], data["count"], pairs, data["ko"], data["en"])


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
    """The outcome of `read_table`.

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
        return {**asdict(self), "schema": self.schema.to_dict()}

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
            ledger=tuple(LedgerEntry.from_dict(e) for e in data["ledger"]),
        )
