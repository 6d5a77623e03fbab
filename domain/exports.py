"""Files that are made of a table's models when people ask for them: which there are, and in which formats."""

from __future__ import annotations

from collections.abc import Mapping

from domain.requests import RequestKind

TABLE_EXPORTS: Mapping[RequestKind, tuple[str, ...]] = {
    RequestKind.MODEL_REPORT: ("pdf", "html"),
    RequestKind.PREDICTION_EXPORT: ("xlsx",),
}
"""Formats by the kind of the request."""
