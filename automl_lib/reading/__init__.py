"""From a file to a typed table, and from text cells of new rows to typed values in the same way.

`read_table_in_subprocess` reads a file, `parse_cells` reads new rows by a schema. `retype` and `write_typed` follow a person's change of
a column's type, and `retyped_ledger` says what it changed. Statistics and plots are in other packages.

table: the steps of reading one file. kinds: the kind of a file by its content. refusals: why a file is refused. text_files, workbooks:
from a file to cells. raw_table: the stream of cells and `cells.parquet`. layout: which rows are data. column_types, parsing: types and
values. choices: limits and choices. column_ledger, table_ledger: the sentences about what was changed.
"""

from __future__ import annotations

from automl_lib.reading.choices import ReadChoices, ReadLimits
from automl_lib.reading.column_ledger import retyped_ledger
from automl_lib.reading.column_types.new_dates import OtherDates, write_typed_dates
from automl_lib.reading.column_types.options import reading_of
from automl_lib.reading.column_types.table_types import retype
from automl_lib.reading.parsing.counts import ParseCounts
from automl_lib.reading.parsing.parse import (
    parse_cells,
    parse_cells_counted,
    typed_classes,
    with_any_class,
    write_typed,
)
from automl_lib.reading.table import read_table_in_subprocess
from domain.columns import Reading

__all__ = [
    "OtherDates",
    "ParseCounts",
    "ReadChoices",
    "ReadLimits",
    "Reading",
    "parse_cells",
    "parse_cells_counted",
    "read_table_in_subprocess",
    "reading_of",
    "retype",
    "retyped_ledger",
    "typed_classes",
    "with_any_class",
    "write_typed",
    "write_typed_dates",
]
