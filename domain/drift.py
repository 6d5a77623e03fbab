"""Which remarks on new rows say that they differ from the rows a model learned from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_CODES = frozenset({"distribution_shift", "missing_change", "unseen_categories", "out_of_range"})
_INFO = "info"


def is_drift(remark: Mapping[str, Any]) -> bool:
    """Whether a remark, in JSON as `DriftWarning` writes it, says that rows differ in a way that matters."""
    return remark["code"] in _CODES and remark.get("severity") != _INFO
