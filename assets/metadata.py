"""What metadata of both halves is made of: tables and pictures."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any

import dagster as dg

from domain.registration_numbers import mask_resident_numbers

Metadata = dict[str, Any]
_DIGITS = 6


def table(rows: Sequence[Mapping[str, Any]]) -> dg.TableMetadataValue | str:
    """Rows as a table, with resident registration numbers masked; a dash where there are none."""
    if not rows:
        return "–"
    return dg.MetadataValue.table([dg.TableRecord({k: _cell(v) for k, v in row.items()}) for row in rows])


def rounded(value: Any) -> Any:
    """A number with the six digits that people compare and Dagster plots, or two decimals; anything else as it is."""
    if not isinstance(value, float):
        return value
    return round(value, 2) if abs(value) >= 10**_DIGITS else float(f"{value:.{_DIGITS}g}")


def picture(png: bytes) -> dg.MarkdownMetadataValue:
    """A PNG shown in the UI."""
    return dg.MetadataValue.md(f"![](data:image/png;base64,{base64.b64encode(png).decode()})")


def _cell(value: Any) -> str | int | float | bool | None:
    if isinstance(value, float):
        return round(value, 4)
    return value if isinstance(value, int | bool | None) else mask_resident_numbers(str(value))
