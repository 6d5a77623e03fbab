"""What people choose in 데이터 전처리: the fields of a plan with their defaults and bounds.

The console's form, the options of the command line, Dagster's config and the stored decision are made from `PlanChoices`.
What a plan does to rows is in `automl_lib.plan`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from domain.labelled import Labelled
from domain.messages import Message
from domain.refusal import Refusal
from domain.seeds import LARGEST_SEED
from domain.split import SplitMethod

SMALLEST_TEST_SHARE, LARGEST_TEST_SHARE = 0.05, 0.5


class Duplicates(Labelled):
    """What is done with rows that repeat an earlier one."""

    KEEP = "keep", Message("keep")
    REMOVE = "remove", Message("remove")


class Missing(Labelled):
    """What is done with blank cells. REMOVE removes training rows."""

    KEEP = "keep", Message("keep")
    REMOVE = "remove", Message("remove rows")
    MEAN = "mean", Message("Mean")
    MEDIAN = "median", Message("median")
    MODE = "mode", Message("most frequent")
    CONSTANT = "constant", Message("constant")


class Outliers(Labelled):
    """What is done with numbers beyond the bounds of their column. REMOVE removes training rows."""

    KEEP = "keep", Message("keep")
    CLIP = "clip", Message("clip to the bounds")
    REMOVE = "remove", Message("remove rows")


class OutlierMethod(Labelled):
    """How the bounds of a column are computed."""

    IQR = "iqr", Message("IQR")
    ZSCORE = "zscore", Message("z-score")

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
        split: how the rows held out are chosen; None: as suggested for the table (`domain.split`). "METHOD:COLUMN", as
            forms send it, sets `split_column` too.
        split_column: key of the column with the dates or the groups; None: the one noticed in the table. No meaning
            for a random split.
    """

    model_config = ConfigDict(frozen=True)

    duplicates: Duplicates = Duplicates.KEEP
    # Models learn from blanks: as good as filled ones where they are random, better where they mean something.
    missing: Missing = Missing.KEEP
    constant: str | None = None
    outliers: Outliers = Outliers.KEEP
    outlier_method: OutlierMethod = OutlierMethod.IQR
    outlier_factor: float | None = Field(None, gt=0, allow_inf_nan=False)
    test_share: float = Field(0.25, ge=SMALLEST_TEST_SHARE, le=LARGEST_TEST_SHARE)
    seed: int = Field(0, ge=0, le=LARGEST_SEED)
    split: SplitMethod | None = None
    split_column: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _split_and_column(cls, values: Any) -> Any:
        text = values.get("split") if isinstance(values, Mapping) else None
        if text == "":
            return {**values, "split": None}
        if isinstance(text, str) and ":" in text:
            method, column = text.split(":", 1)
            return {**values, "split": method, "split_column": column}
        return values

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

    @classmethod
    def of_plan(cls, plan: Mapping[str, Any]) -> PlanChoices:
        """The choices in a stored plan. Plans of earlier versions have no method: they split at random."""
        return cls.model_validate({"split": SplitMethod.RANDOM, **plan})

    def to_json(self) -> dict[str, Any]:
        """JSON-serialisable; `model_validate` reads it."""
        return self.model_dump(mode="json")


DEFAULTS = PlanChoices()


def _refused(error: ValidationError, refusal: type[Refusal]) -> Refusal:
    first = error.errors(include_url=False)[0]
    name, value = str(first["loc"][0]), first["input"]
    annotation = PlanChoices.model_fields[name].annotation
    kind = (get_args(annotation) or (annotation,))[0]  # of `X | None`: X
    if name == "outlier_factor":
        return refusal(
            Message(
                "The outlier factor has to be a number above 0 (now {value}). Usual are 1.5 for iqr, 3 for zscore.",
                value=value,
            ),
            code=name,
        )
    if name == "test_share":
        return refusal(
            Message(
                "The held-out share has to be between {smallest} and {largest} (now {value}).",
                smallest=SMALLEST_TEST_SHARE,
                largest=LARGEST_TEST_SHARE,
                value=value,
            ),
            code=name,
        )
    if isinstance(kind, type) and issubclass(kind, Labelled):
        choices = ", ".join(kind)
    else:
        choices = f"0–{LARGEST_SEED}" if name == "seed" else "text"
    return refusal(
        Message(
            "The plan's {name} can't be '{value}'. Choose one of {choices}.",
            name=name,
            value=value,
            choices=choices,
        ),
        code="plan_choice",
    )
