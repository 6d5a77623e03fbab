"""Sentences about what a plan does that people may not expect. Counting it lives in `split`."""

from __future__ import annotations

from collections.abc import Mapping

from automl_lib.plan.effects import Note
from automl_lib.table import TableSchema


def notes_on(
    schema: TableSchema, unused: Mapping[str, str], across: int, *, without_target: int = 0, rows: int = 0
) -> tuple[Note, ...]:
    """Notes on rows and columns left out, and on rows that are on both sides of the split.

    Args:
        schema: of the table.
        unused: key → why no model sees the column, as `PlanCleaner.dropped_`.
        across: held-out rows that equal a training row.
        without_target: rows whose target is blank.
        rows: of the table.
    """
    notes = []
    if without_target:
        notes.append(
            Note(
                "rows_without_target",
                f"목표변수의 값이 빈 행 {without_target:,}개(전체 {rows:,}개)는 학습과 평가에 쓰지 않습니다.",
                f"{without_target:,} of {rows:,} rows have no value in the target; they are neither learned from nor scored.",
            )
        )
    notes += [
        Note(f"column_{why}", *_UNUSED[why](schema.by_key(key).label), column=key)
        for key, why in unused.items()
    ]
    if across:
        notes.append(
            Note(
                "duplicates_across_split",
                f"학습 행과 똑같은 평가 행이 {across}개 있어 점수가 실제보다 좋아 보일 수 있습니다.",
                f"{across} held-out rows equal a training row, so scores may look better than they are.",
            )
        )
    return tuple(notes)


_UNUSED = {
    "blank": lambda name: (
        f"'{name}' 칼럼은 모두 비어 있어 쓰지 않습니다.",
        f"The column '{name}' is blank and not used.",
    ),
    "constant": lambda name: (
        f"'{name}' 칼럼은 값이 하나뿐이라 쓰지 않습니다.",
        f"The column '{name}' has a single value and is not used.",
    ),
    "free_text": lambda name: (
        f"'{name}' 칼럼은 값이 거의 모두 달라 (이름, 번호, 글) 쓰지 않습니다.",
        f"Most values of the column '{name}' appear once (names, ids, prose); it is not used.",
    ),
}
