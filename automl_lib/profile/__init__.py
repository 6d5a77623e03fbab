"""What a table looks like, in numbers small enough to keep: statistics per column, and warnings.

`profile_table` reads the typed Parquet once and gives a `TableProfile` from which boxplots, tables,
warnings and drift reports are made without the data. Pictures are in `automl_lib.pictures`; what to
do about a warning is for people to decide.
"""

from automl_lib.profile.build import profile_table
from automl_lib.profile.leakage import leakage_warnings
from automl_lib.profile.result import (
    CategoryShares,
    ColumnProfile,
    Histogram,
    QuantileBins,
    TableProfile,
)
from automl_lib.profile.warnings import count_duplicate_rows, profile_warnings

__all__ = [
    "CategoryShares",
    "ColumnProfile",
    "Histogram",
    "QuantileBins",
    "TableProfile",
    "count_duplicate_rows",
    "leakage_warnings",
    "profile_table",
    "profile_warnings",
]
