"""Whether new rows look like the rows a model learned from: `drift_report`, its warnings, and what it compares with."""

from automl_lib.drift.reference import ReferenceTable, WrittenForm, reference_table
from automl_lib.drift.report import LATER_DATES, DriftWarning, drift_report

__all__ = [
    "LATER_DATES",
    "DriftWarning",
    "ReferenceTable",
    "WrittenForm",
    "drift_report",
    "reference_table",
]
