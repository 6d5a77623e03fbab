"""From a file people bring to a typed table, and from text cells to typed values the same way later on.

`read_table_in_subprocess` reads a file. `parse_cells` reads new rows by a schema. `retype` and
`write_typed` follow a person's change of a column's type, and `retyped_ledger` tells what it cost. Statistics and plots live in other packages.
"""

from __future__ import annotations

from automl_lib.reading.column_ledger import retyped_ledger
from automl_lib.reading.column_types.retype import reading_of
from automl_lib.reading.column_types.table_types import retype
from automl_lib.reading.parsing.counts import ParseCounts
from automl_lib.reading.parsing.typed import parse_cells, parse_cells_counted, write_typed
from automl_lib.reading.report import (
    HeaderInfo,
    LedgerEntry,
    ReadChoices,
    ReadLimits,
    ReadReport,
    SheetInfo,
)
from automl_lib.reading.table import read_table_in_subprocess
from domain.columns import Reading

__all__ = [
    "HeaderInfo",
    "LedgerEntry",
    "ParseCounts",
    "ReadChoices",
    "ReadLimits",
    "ReadReport",
    "Reading",
    "SheetInfo",
    "parse_cells",
    "parse_cells_counted",
    "read_table_in_subprocess",
    "reading_of",
    "retype",
    "retyped_ledger",
    "write_typed",
]
