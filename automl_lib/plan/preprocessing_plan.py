"""The preprocessing plan as plain, validated data. What it does to rows lives in `split` and `cleaner`."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, get_args

from automl_lib.errors import PlanRefused

Duplicates = Literal["keep", "remove"]
Missing = Literal["keep", "remove", "mean", "median", "mode", "constant"]
Outliers = Literal["keep", "clip", "remove"]
OutlierMethod = Literal["iqr", "zscore"]


@dataclass(frozen=True)
class PreprocessingPlan:
    """What to do with a table before training; a change is a new plan.

    Everything statistical in it is learned from the training rows alone and repeated on new rows
    by the model's own pipeline. Rows are only ever removed from the training side: test rows and new rows are
    all predicted, their blanks filled with the training rows' median (mode for text).

    Attributes:
        target: key of the column to predict; None for clustering.
        columns: keys of the columns a model may use, the target not among them.
        duplicates: "remove" keeps the first of rows that agree in the target and every used
            column; "keep" leaves them, and the effect counts those that stand on both sides of the split.
        missing: blanks in used columns. "keep" leaves them to the learner (trees handle them;
            others fill the median and mark that they did), "remove" drops training rows that have any,
            "mean" / "median" fill numbers and dates (text: the most frequent value), "mode" fills the
            most frequent value, "constant" fills `constant`.
        constant: the value for missing = "constant"; has to be a number when a numeric column
            has blanks. Dates are filled with their median.
        outliers: numeric cells beyond the bounds. "clip" moves them to the bound, "remove" drops
            their training rows, "keep" does nothing.
        outlier_method: "iqr": Q1 − factor·IQR … Q3 + factor·IQR (Tukey); "zscore": mean ± factor
            standard deviations. A column without spread has no bounds.
        outlier_factor: > 0; usual values are 1.5 with "iqr" and 3 with "zscore".
        positive_class: the class precision and sensitivity speak of, when there are two; None
            takes `check_target`'s.
        test_share: share of rows held out, between 0.05 and 0.5; stratified by the target.
        seed: of the split.
    """

    target: str | None
    columns: tuple[str, ...]
    duplicates: Duplicates = "keep"
    missing: Missing = "keep"
    constant: str | None = None
    outliers: Outliers = "keep"
    outlier_method: OutlierMethod = "iqr"
    outlier_factor: float = 1.5
    positive_class: str | None = None
    test_share: float = 0.25
    seed: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", tuple(self.columns))
        for name, kind in _CHOICES.items():
            value = getattr(self, name)
            if value not in get_args(kind):
                choices = ", ".join(get_args(kind))
                raise PlanRefused(
                    "plan_choice",
                    ko=f"전처리 계획의 {name} 값 '{value}'은(는) 쓸 수 없습니다. {choices} 중에서 고르세요.",
                    en=f"The plan's {name} can't be '{value}'. Choose one of {choices}.",
                )
        if not self.columns:
            raise PlanRefused(
                "no_columns",
                ko="사용할 칼럼이 없습니다. 한 개 이상 고르세요.",
                en="No column is used. Choose at least one.",
            )
        if len(set(self.columns)) != len(self.columns) or self.target in self.columns:
            raise PlanRefused(
                "columns_repeat",
                ko="사용할 칼럼에 같은 칼럼이 두 번 있거나 목표변수가 들어 있습니다. 한 번씩만, 목표변수 없이 고르세요.",
                en="A used column is named twice, or is the target. Name each once, without the target.",
            )
        if self.missing == "constant" and self.constant is None:
            raise PlanRefused(
                "constant_missing",
                ko="결측값을 상수로 채우려면 상수 값을 적으세요.",
                en="Filling blanks with a constant needs the constant.",
            )
        if not (math.isfinite(self.outlier_factor) and self.outlier_factor > 0):
            raise PlanRefused(
                "outlier_factor",
                ko=f"이상값 배수는 0보다 커야 합니다 (지금 {self.outlier_factor}).",
                en=f"The outlier factor has to be above 0 (now {self.outlier_factor}).",
            )
        if not 0.05 <= self.test_share <= 0.5:
            raise PlanRefused(
                "test_share",
                ko=f"평가용 비율은 0.05에서 0.5 사이여야 합니다 (지금 {self.test_share}).",
                en=f"The held-out share has to be between 0.05 and 0.5 (now {self.test_share}).",
            )

    def without_target(self) -> PreprocessingPlan:
        """The same plan for clustering, which never sees the target."""
        return replace(self, target=None, positive_class=None)

    def to_dict(self) -> dict[str, Any]:
        return {**asdict(self), "columns": list(self.columns)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> PreprocessingPlan:
        """Raises PlanRefused for values or names a plan doesn't have."""
        unknown = sorted(set(data) - set(cls.__dataclass_fields__))
        if unknown or not {"target", "columns"} <= set(data):
            named = ", ".join(unknown) or "target, columns"
            raise PlanRefused(
                "plan_fields",
                ko=f"전처리 계획의 항목이 맞지 않습니다: {named}.",
                en=f"The plan's fields don't fit: {named}.",
            )
        return cls(**data)


_CHOICES = {
    "duplicates": Duplicates,
    "missing": Missing,
    "outliers": Outliers,
    "outlier_method": OutlierMethod,
}
