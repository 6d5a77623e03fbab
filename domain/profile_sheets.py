"""The profile of a table as sheets of a workbook: its columns, their frequent values, and what to look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from domain.columns import ColumnType
from domain.messages import Bilingual, Language, Message, in_context, sentence_in
from domain.sheets import Sheet, SheetCell

PROFILE_SHEETS = (
    in_context("sheet", "Columns"),
    in_context("sheet", "Frequent values"),
    in_context("sheet", "To look at"),
)
STATISTICS: Mapping[str, Message] = {
    "min": Message("Min"),
    "max": Message("Max"),
    "mean": Message("Mean"),
    "std": Message("Std. dev."),
    "var": Message("Variance"),
    "q1": Message("25%"),
    "q2": Message("50%"),
    "q3": Message("75%"),
    "missing": Message("Missing"),
    "distinct": in_context("statistic", "Distinct"),
}


def profile_sheets(
    columns: Sequence[Mapping[str, Any]],
    remarks: Sequence[Bilingual],
    ledger: Sequence[Bilingual],
    language: Language,
    *,
    unused: frozenset[str] = frozenset(),
) -> list[Sheet]:
    """The sheets of a profile.

    Args:
        columns: profiles as `automl_lib.profile.ColumnProfile.to_dict` gives them, in the order of the file.
        remarks: what to be wary of.
        ledger: what was read differently from how it is written.
        unused: keys of columns that people left out.
    """

    def said(message: Message) -> str:
        return message.render(language)

    names = [said(name) for name in PROFILE_SHEETS]
    column_name = said(Message("Column"))
    titles = [column_name, said(Message("Type")), said(Message("Used"))]
    statistics = [
        [
            str(one["label"]),
            said(ColumnType(one["type"]).message),
            "N" if one["key"] in unused else "Y",
            *(_value(one.get(name), one["type"]) for name, _ in STATISTICS.items()),
        ]
        for one in columns
    ]
    frequent: list[list[SheetCell]] = [
        [str(one["label"]), str(value), int(count)] for one in columns for value, count in one["top_values"]
    ]
    sentences = [
        *([sentence_in(language, remark), said(Message("To look at"))] for remark in remarks),
        *([sentence_in(language, entry), said(Message("Reading"))] for entry in ledger),
    ]
    return [
        Sheet(names[0], [*titles, *(said(title) for _, title in STATISTICS.items())], statistics),
        Sheet(names[1], [column_name, said(Message("Value")), said(Message("Rows"))], frequent),
        Sheet(names[2], [said(Message("Sentence")), said(Message("Kind"))], sentences),
    ]


def _value(value: Any, kind: str) -> SheetCell:
    """A statistic as a number, or as a date where the column is of dates."""
    if kind == ColumnType.DATE and isinstance(value, str):
        try:
            return (
                datetime.fromisoformat(value) if len(value) > len("2025-01-01") else date.fromisoformat(value)
            )
        except ValueError:
            return value
    return value if isinstance(value, str | int | float) else None
