"""From a profile of `automl_lib` to rows of TB_AUTOML_COLUMN_INFO."""

from __future__ import annotations

from automl_lib.profile import ColumnProfile, TableProfile
from automl_lib.reading import reading_of
from domain.table_schema import TableSchema
from records.tables import ColumnInfo


def column_rows(doc_id: str, profile: TableProfile, schema: TableSchema) -> list[ColumnInfo]:
    """One row per column. Dates keep their range in PROFILE; the numeric columns are for numbers."""
    return [
        ColumnInfo(
            doc_id=doc_id,
            column_no=number,
            key=column.key,
            label=column.label,
            type=column.type.value,
            min=_number(column.min),
            max=_number(column.max),
            mean=column.mean,
            std=column.std,
            var=column.var,
            q1=_number(column.q1),
            q2=_number(column.q2),
            q3=_number(column.q3),
            missing=column.missing,
            distinct=column.distinct,
            profile=column.to_dict(),
            parsing={**schema.by_key(column.key).parsing, "reading": reading_of(schema.by_key(column.key))},
        )
        for number, column in enumerate(profile.columns, start=1)
    ]


def profiles_of(columns: list[ColumnInfo]) -> list[ColumnProfile]:
    """The profiles back from their rows."""
    return [ColumnProfile.from_dict(column.profile) for column in columns]


def _number(value: float | str | None) -> float | None:
    return float(value) if isinstance(value, int | float) else None
