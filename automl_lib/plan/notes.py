"""Sentences about what a plan does that people may not expect. Counting it lives in `split`."""

from __future__ import annotations

from collections.abc import Mapping

from automl_lib.plan.effects import Note
from domain.messages import Message
from domain.table_schema import TableSchema


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
                Message(
                    "{without_target:,} of {rows:,} rows have no value in the target; they are neither learned "
                    "from nor scored.",
                    without_target=without_target,
                    rows=rows,
                ),
            )
        )
    notes += [
        Note(f"column_{why}", _UNUSED[why](schema.by_key(key).label), column=key)
        for key, why in unused.items()
    ]
    if across:
        notes.append(
            Note(
                "duplicates_across_split",
                Message(
                    "{across} held-out rows equal a training row, so scores may look better than they are.",
                    across=across,
                ),
            )
        )
    return tuple(notes)


_UNUSED = {
    "blank": lambda name: Message("The column '{name}' is blank and not used.", name=name),
    "constant": lambda name: Message("The column '{name}' has a single value and is not used.", name=name),
    "free_text": lambda name: Message(
        "Most values of the column '{name}' appear once (names, ids, prose); it is not used.", name=name
    ),
}
