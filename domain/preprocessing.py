"""What people choose in 데이터 전처리: the fields of a plan with their defaults and bounds.

The console's form, the options of the command line, Dagster's config and the stored decision are made from `PlanChoices`.
What a plan does to rows is in `automl_lib.plan`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from domain.labelled import Labelled
from domain.refusal import Refusal

SMALLEST_TEST_SHARE, LARGEST_TEST_SHARE = 0.05, 0.5
LARGEST_SEED = 2**32 - 1
"""The largest seed that NumPy and scikit-learn accept."""


class Duplicates(Labelled):
    """What is done with rows that repeat an earlier one."""

    KEEP = "keep", "그대로 둠"
    REMOVE = "remove", "제거"


class Missing(Labelled):
    """What is done with blank cells. REMOVE removes training rows."""

    KEEP = "keep", "그대로 둠"
    REMOVE = "remove", "행 제거"
    MEAN = "mean", "평균"
    MEDIAN = "median", "중앙값"
    MODE = "mode", "최빈값"
    CONSTANT = "constant", "상수"


class Outliers(Labelled):
    """What is done with numbers beyond the bounds of their column. REMOVE removes training rows."""

    KEEP = "keep", "그대로 둠"
    CLIP = "clip", "경계로 자름"
    REMOVE = "remove", "행 제거"


class OutlierMethod(Labelled):
    """How the bounds of a column are computed."""

    IQR = "iqr", "IQR"
    ZSCORE = "zscore", "z-score"

    @property
    def usual_factor(self) -> float:
        return 3.0 if self is OutlierMethod.ZSCORE else 1.5


USUAL_FACTORS = ", ".join(f"{method.usual_factor:g} for {method}" for method in OutlierMethod)


class PlanChoices(BaseModel):
    """The choices of one plan. Keys of other fields are ignored, so that stored plans can be read as choices.

    Attributes:
        constant: the value for missing = "constant".
        outlier_factor: multiple of the interquartile range or of the standard deviation; None takes the method's
            usual factor.
        test_share: share of the rows held out for evaluation.
        seed: of the split.
    """

    model_config = ConfigDict(frozen=True)

    duplicates: Duplicates = Duplicates.KEEP
    missing: Missing = Missing.MEDIAN
    constant: str | None = None
    outliers: Outliers = Outliers.KEEP
    outlier_method: OutlierMethod = OutlierMethod.IQR
    outlier_factor: float | None = Field(None, gt=0, allow_inf_nan=False)
    test_share: float = Field(0.25, ge=SMALLEST_TEST_SHARE, le=LARGEST_TEST_SHARE)
    seed: int = Field(0, ge=0, le=LARGEST_SEED)

    @property
    def factor(self) -> float:
        """The outlier factor in force."""
        return self.outlier_method.usual_factor if self.outlier_factor is None else self.outlier_factor

    @classmethod
    def parse(cls, values: Mapping[str, Any], refusal: type[Refusal]) -> PlanChoices:
        """The choices in `values`, which may come from people.

        Args:
            values: by name of the field; those that are absent have their defaults.
            refusal: the type of error to raise.

        Raises:
            Refusal: of the given type, where a value is none of the choices or out of bounds.
        """
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            raise _refused(error, refusal) from error

    def to_json(self) -> dict[str, Any]:
        """JSON-serialisable; `model_validate` reads it."""
        return self.model_dump(mode="json")


DEFAULTS = PlanChoices()


def _refused(error: ValidationError, refusal: type[Refusal]) -> Refusal:
    first = error.errors(include_url=False)[0]
    name, value = str(first["loc"][0]), first["input"]
    kind = PlanChoices.model_fields[name].annotation
    if name == "outlier_factor":
        return refusal(
            name,
            ko=f"이상값 기준의 배수(outlier_factor)는 0보다 큰 수여야 합니다 (지금 {value}). 보통 iqr 1.5, zscore 3을 씁니다.",
            en=f"the outlier factor has to be a number above 0 (now {value}); usual are 1.5 for iqr, 3 for zscore",
        )
    if name == "test_share":
        return refusal(
            name,
            ko=f"평가용 비율은 {SMALLEST_TEST_SHARE}에서 {LARGEST_TEST_SHARE} 사이여야 합니다 (지금 {value}).",
            en=f"The held-out share has to be between {SMALLEST_TEST_SHARE} and {LARGEST_TEST_SHARE} (now {value}).",
        )
    if isinstance(kind, type) and issubclass(kind, Labelled):
        choices = ", ".join(kind)
    else:
        choices = f"0–{LARGEST_SEED}" if name == "seed" else "text"
    return refusal(
        "plan_choice",
        ko=f"전처리 계획의 {name} 값 '{value}'은(는) 쓸 수 없습니다. {choices} 중에서 고르세요.",
        en=f"The plan's {name} can't be '{value}'. Choose one of {choices}.",
    )
