"""Whether new rows look like the rows a model learned from: `drift_report` and its warnings."""

from automl_lib.drift.report import DriftWarning, drift_report

__all__ = ["DriftWarning", "drift_report"]
