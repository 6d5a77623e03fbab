"""Judges a target column: which classes it has, which one is positive, or why it can't be one."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from automl_lib.errors import PlanRefused
from automl_lib.table import ColumnSchema, TableSchema
from domain.columns import ColumnType

if TYPE_CHECKING:
    import pandas as pd

MIN_ROWS = 20
MIN_CLASS_ROWS = 5
MAX_NUMERIC_CLASSES = 20
MAX_CLASSES = 100

_POSITIVE_SPELLINGS = (
    "yes", "y", "1", "true", "t", "예", "네", "참", "o", "positive", "pos", "있음", "양성", "합격", "해당",
)  # fmt: skip


@dataclass(frozen=True)
class TargetCheck:
    """A target column that classification can work with.

    Attributes:
        key, label: of the column.
        kind: "binary" (two classes) or "multiclass".
        classes: class → rows, in the order models use: with two classes the positive one last, else
            by number or by spelling.
        positive_class: with two classes yes / Y / 1 / True / 예 …, else the rarer; None with more.
        missing: rows whose target is blank; they are dropped.
    """

    key: str
    label: str
    kind: Literal["binary", "multiclass"]
    classes: dict[str, int]
    positive_class: str | None
    missing: int

    def to_dict(self) -> dict[str, Any]:
        """JSON-serialisable."""
        return asdict(self)


def target_labels(values: pd.Series, kind: ColumnType) -> np.ndarray:
    """The target's cells as class names: object array of str, None = blank. Whole numbers lose ".0"."""
    if kind.is_numeric:
        numbers = values.to_numpy(dtype=float)
        names = {v: _number_name(v) for v in np.unique(numbers[np.isfinite(numbers)])}
        return np.array([names.get(v) for v in numbers.tolist()], dtype=object)
    texts = [None if v is None or v != v else str(v).strip() or None for v in values.tolist()]
    return np.array(texts, dtype=object)


def check_target(
    frame: pd.DataFrame, schema: TableSchema, key: str, positive_class: str | None = None
) -> TargetCheck:
    """Says what `key` is as a target.

    Args:
        frame: as `automl_lib.frame.load_frame` gives it.
        schema: of the table.
        key: the target column.
        positive_class: people's choice, instead of the rule; only with two classes.

    Raises:
        PlanRefused: with code target_unknown, target_date, target_blank, too_few_rows, one_class,
            target_numeric, too_many_classes, too_few_members or positive_class.
    """
    column = _column(schema, key)
    name = column.label
    if column.type is ColumnType.DATE:
        raise PlanRefused(
            "target_date",
            ko=f"목표변수 '{name}'은(는) 날짜라서 분류할 수 없습니다. 값의 종류가 적은 칼럼을 고르세요.",
            en=f"The target '{name}' is a date, which can't be classified. Choose a column with few values.",
        )
    labels = target_labels(frame[key], column.type)
    present = labels[np.array([v is not None for v in labels], dtype=bool)]
    counts = _counts(present)
    _refuse_unfit(name, column, len(present), counts)
    chosen = _positive(name, counts, positive_class)
    order = sorted(counts, key=lambda c: (c == chosen, _natural(c)))
    return TargetCheck(
        key=key,
        label=name,
        kind="binary" if len(counts) == 2 else "multiclass",
        classes={c: counts[c] for c in order},
        positive_class=chosen,
        missing=len(labels) - len(present),
    )


def _column(schema: TableSchema, key: str) -> ColumnSchema:
    try:
        return schema.by_key(key)
    except KeyError:
        raise PlanRefused(
            "target_unknown",
            ko=f"목표변수 '{key}' 칼럼이 이 표에 없습니다. 표에 있는 칼럼을 고르세요.",
            en=f"The table has no column '{key}' to be the target. Choose one it has.",
        ) from None


def _refuse_unfit(name: str, column: ColumnSchema, rows: int, counts: dict[str, int]) -> None:
    if not rows:
        raise PlanRefused(
            "target_blank",
            ko=f"목표변수 '{name}'의 값이 모두 비어 있습니다. 다른 칼럼을 고르세요.",
            en=f"Every cell of the target '{name}' is blank. Choose another column.",
        )
    if len(counts) == 1:
        raise PlanRefused(
            "one_class",
            ko=f"목표변수 '{name}'에는 값이 '{next(iter(counts))}' 하나뿐이라 분류할 것이 없습니다. 다른 칼럼을 고르세요.",
            en=f"The target '{name}' has the single value '{next(iter(counts))}'; there is nothing to tell apart. "
            "Choose another column.",
        )
    if column.type.is_numeric and len(counts) > MAX_NUMERIC_CLASSES:
        raise PlanRefused(
            "target_numeric",
            ko=f"목표변수 '{name}'은(는) 서로 다른 값이 {len(counts)}개인 숫자라서 분류 대상이 아닙니다. "
            f"값이 {MAX_NUMERIC_CLASSES}개 이하인 칼럼을 고르거나 구간으로 나누어 올리세요.",
            en=f"The target '{name}' is a number with {len(counts)} different values, not a class. Choose a column "
            f"with at most {MAX_NUMERIC_CLASSES} values, or upload it cut into ranges.",
        )
    if rows < MIN_ROWS:
        raise PlanRefused(
            "too_few_rows",
            ko=f"목표변수 '{name}'의 값이 있는 행이 {rows}개뿐입니다. 적어도 {MIN_ROWS}개가 필요합니다.",
            en=f"Only {rows} rows have a value in the target '{name}'. At least {MIN_ROWS} are needed.",
        )
    if len(counts) > MAX_CLASSES:
        raise PlanRefused(
            "too_many_classes",
            ko=f"목표변수 '{name}'의 값이 {len(counts)}가지나 됩니다. {MAX_CLASSES}가지 이하인 칼럼을 고르세요.",
            en=f"The target '{name}' has {len(counts)} different values. Choose a column with at most {MAX_CLASSES}.",
        )
    refuse_rare_classes(name, counts)


def refuse_rare_classes(name: str, counts: dict[str, int], minimum: int = MIN_CLASS_ROWS) -> None:
    """Raises PlanRefused naming the classes with fewer than `minimum` rows."""
    rare = [c for c, n in counts.items() if n < minimum]
    if rare:
        named = ", ".join(f"'{c}' ({counts[c]})" for c in rare[:5]) + (" …" if len(rare) > 5 else "")
        raise PlanRefused(
            "too_few_members",
            ko=f"목표변수 '{name}'에서 행이 {minimum}개보다 적은 값이 있습니다: {named}. "
            "행을 더 모으거나, 그 값을 다른 값과 합치거나, 그 행을 빼고 올리세요.",
            en=f"Some values of the target '{name}' have fewer than {minimum} rows: {named}. "
            "Add rows, merge those values with others, or leave them out.",
        )


def _positive(name: str, counts: dict[str, int], chosen: str | None) -> str | None:
    if chosen is not None:
        if len(counts) != 2 or chosen not in counts:
            values = ", ".join(f"'{c}'" for c in sorted(counts, key=_natural)[:10])
            raise PlanRefused(
                "positive_class",
                ko=f"양성 값 '{chosen}'은(는) 값이 두 가지인 목표변수의 값이어야 합니다. '{name}'의 값: {values}.",
                en=f"The positive class '{chosen}' has to be one of a two-valued target's values. "
                f"'{name}' has {values}.",
            )
        return chosen
    if len(counts) != 2:
        return None
    by_spelling = sorted(
        (_POSITIVE_SPELLINGS.index(c.casefold()), c) for c in counts if c.casefold() in _POSITIVE_SPELLINGS
    )
    if by_spelling:
        return by_spelling[0][1]
    first, second = sorted(counts, key=_natural)
    return first if counts[first] < counts[second] else second


def _counts(names: np.ndarray) -> dict[str, int]:
    values, counts = np.unique(names.astype(str), return_counts=True) if len(names) else ((), ())
    return {str(v): int(n) for v, n in zip(values, counts, strict=True)}


def _number_name(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def _natural(name: str) -> tuple[int, float, str]:
    try:
        return 0, float(name), name
    except ValueError:
        return 1, 0.0, name
