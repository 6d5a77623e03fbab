"""Whether new rows look like the rows a model learned from: `drift_report`, its warnings, and what it compares with."""

from automl_lib.drift.reference import ReferenceTable, WrittenForm, reference_table
from automl_lib.drift.report import DRIFT_CODES, DriftWarning, drift_report

__all__ = [
    "DRIFT_CODES",
    "DriftWarning",
    "ReferenceTable",
    "WrittenForm",
    "drift_report",
    "reference_table",
]
