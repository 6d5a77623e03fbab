"""Doubts that come from how the file was read: what the ledger tells, with what people may do about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from automl_lib.profile.result import ProfileWarning
from automl_lib.reading.ledger import NEARLY
from automl_lib.reading.total_rows import TOTAL_ROWS

if TYPE_CHECKING:
    from automl_lib.reading import LedgerEntry


def reading_warnings(ledger: Sequence[LedgerEntry]) -> list[ProfileWarning]:
    """The doubts, in the order of the ledger."""
    found: list[ProfileWarning] = []
    for entry in ledger:
        if entry.code.startswith(NEARLY):
            found.append(_nearly(entry))
        elif entry.code == TOTAL_ROWS:
            found.append(_totals(entry))
    return found


def nearly_typed(ledger: Sequence[LedgerEntry]) -> set[str]:
    """Labels of the columns that stay text for a few cells."""
    return {entry.column for entry in ledger if entry.code.startswith(NEARLY) and entry.column}


def _nearly(entry: LedgerEntry) -> ProfileWarning:
    kind = entry.code.removeprefix(NEARLY)
    return ProfileWarning(
        "nearly_typed",
        entry.column,
        f"{entry.ko} 그 칸을 빈 값으로 보아도 되면 칼럼 유형을 {kind}(으)로 바꾸세요. 아니면 그 칸을 고쳐 다시 올려 주세요.",
        f"{entry.en} If those cells may count as missing, change the column's type to {kind}; otherwise mend them and upload the file again.",
        "warning",
    )


def _totals(entry: LedgerEntry) -> ProfileWarning:
    return ProfileWarning(
        TOTAL_ROWS,
        None,
        f"{entry.ko} 그대로 두면 통계와 학습에 섞입니다. 그 행을 지우고 다시 올려 주세요.",
        f"{entry.en} Left there it counts in statistics and training; remove it and upload the file again.",
        "warning",
    )
