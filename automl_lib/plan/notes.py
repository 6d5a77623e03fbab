"""Sentences about what a plan does that people may not expect. Counting it lives in `split`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from automl_lib.plan.effects import Note
from domain.messages import Message
from domain.plan_effect import TEXT_USED
from domain.table_schema import TableSchema
from domain.text_columns import METRICS, TextCheck


def notes_on(
    schema: TableSchema,
    unused: Mapping[str, str],
    across: int,
    *,
    without_target: int = 0,
    rows: int = 0,
    texts: Sequence[TextCheck] = (),
) -> tuple[Note, ...]:
    """Notes on rows and columns left out, and on rows that are on both sides of the split.

    Args:
        schema: of the table.
        unused: key → why no model sees the column, as `PlanCleaner.dropped_`.
        across: held-out rows that equal a training row.
        without_target: rows whose target is blank.
        rows: of the table.
        texts: what was found of the columns of free text.
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
    notes += [_on_text(schema.by_key(check.column).label, check) for check in texts]
    looked_at = {check.column for check in texts}
    notes += [
        Note(f"column_{why}", _UNUSED[why](schema.by_key(key).label), column=key)
        for key, why in unused.items()
        if key not in looked_at
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


def _on_text(name: str, check: TextCheck) -> Note:
    values = {
        "name": name,
        "metric": METRICS[check.metric],
        "before": _score(check.without),
        "after": _score(check.with_text),
    }
    if check.used:
        message = Message(
            "The text column '{name}' is used: {metric} on held-back rows {before} → {after}.", **values
        )
        return Note(TEXT_USED, message, column=check.column)
    message = Message(
        "The text column '{name}' is not used: held-back rows are not predicted better by more than chance with it "
        "({metric} {before} → {after}).",
        **values,
    )
    return Note("column_free_text", message, column=check.column)


def _score(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


_UNUSED = {
    "blank": lambda name: Message("The column '{name}' is blank and not used.", name=name),
    "constant": lambda name: Message("The column '{name}' has a single value and is not used.", name=name),
    "free_text": lambda name: Message(
        "Most values of the column '{name}' appear once (names, ids, prose); it is not used.", name=name
    ),
}
