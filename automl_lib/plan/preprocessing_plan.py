"""The preprocessing plan as plain, validated data. What it does to rows lives in `split` and `cleaner`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from automl_lib.errors import PlanRefused
from domain.messages import Message
from domain.preprocessing import (
    DEFAULTS,
    Duplicates,
    Missing,
    OutlierMethod,
    Outliers,
    PlanChoices,
)
from domain.split import SplitMethod, SplitSuggestion
from domain.tasks import Task
from domain.text_columns import TextCheck


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
        test_share: share of rows held out; stratified by the target where it has classes.
        seed: of the split.
        split: how rows are held out, and held back in cross-validation: at random, the newest, or whole groups.
        split_column: key of the column with the times or groups, used by models or not; None for a random split.
        task: whether the target's values are classes or numbers; of no meaning without a target.
        classes: those that are learned, where the target has others since the plan was made: their rows count as without a target. None:
            all that the target has.
        texts: what was found of the columns of free text; None: `apply_plan` finds it out.
    """

    target: str | None
    columns: tuple[str, ...]
    duplicates: Duplicates = DEFAULTS.duplicates
    missing: Missing = DEFAULTS.missing
    constant: str | None = DEFAULTS.constant
    outliers: Outliers = DEFAULTS.outliers
    outlier_method: OutlierMethod = DEFAULTS.outlier_method
    outlier_factor: float = DEFAULTS.factor
    positive_class: str | None = None
    test_share: float = DEFAULTS.test_share
    seed: int = DEFAULTS.seed
    split: SplitMethod = SplitMethod.RANDOM
    split_column: str | None = None
    task: Task = Task.CLASSIFICATION
    classes: tuple[str, ...] | None = None
    texts: tuple[TextCheck, ...] | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", tuple(self.columns))
        choices = PlanChoices.parse(
            {name: getattr(self, name) for name in PlanChoices.model_fields}, PlanRefused
        )
        for name, value in choices:
            object.__setattr__(self, name, value)
        object.__setattr__(self, "task", _task(self.task))
        if self.split is SplitMethod.RANDOM or self.target is None:
            object.__setattr__(self, "split", SplitMethod.RANDOM)
            object.__setattr__(self, "split_column", None)
        elif self.split_column is None or self.split_column == self.target:
            raise _no_split_column(self.split)
        if not self.columns:
            raise PlanRefused(Message("No column is used. Choose at least one."), code="no_columns")
        if len(set(self.columns)) != len(self.columns) or self.target in self.columns:
            raise PlanRefused(
                Message(
                    "A used column is named twice, or is the target. Name each once, without the target."
                ),
                code="columns_repeat",
            )
        if self.missing == "constant" and self.constant is None:
            raise PlanRefused(
                Message("Filling blanks with a constant needs the constant."), code="constant_missing"
            )

    def without_target(self) -> PreprocessingPlan:
        """The same plan for clustering, which never sees the target and holds nothing out."""
        return replace(
            self, target=None, positive_class=None, task=Task.CLASSIFICATION, classes=None, texts=()
        )

    def to_dict(self) -> dict[str, Any]:
        texts = None if self.texts is None else [check.to_json() for check in self.texts]
        found = {**asdict(self), "columns": list(self.columns), "texts": texts}
        if self.classes is None:  # which earlier versions don't know
            del found["classes"]
        return found

    @classmethod
    def of(
        cls,
        choices: PlanChoices,
        *,
        target: str | None,
        columns: Iterable[str],
        positive_class: str | None,
        task: Task = Task.CLASSIFICATION,
        suggested: SplitSuggestion | None = None,
    ) -> PreprocessingPlan:
        """The plan that people's choices make for a table.

        What they left open is filled in: the usual outlier factor, and the suggested split. A column that names the groups is
        not among those that models use: rows of other groups have other values.
        """
        suggested = suggested or SplitSuggestion()
        split, column = choices.split, choices.split_column
        refuse_column_alone(split, column)
        if split is None:
            split, column = suggested.method, suggested.column
        column = column or suggested.column_for(split)
        used = [key for key in columns if split is not SplitMethod.GROUP or key != column]
        values = {
            **dict(choices),
            "outlier_factor": choices.factor,
            "split": split,
            "split_column": column,
        }
        return cls(target, tuple(used), positive_class=positive_class, task=task, **values)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> PreprocessingPlan:
        """The plan that `to_dict` wrote; one of an earlier version, without `texts`, uses none.

        Raises:
            PlanRefused: values or names a plan doesn't have.
        """
        unknown = sorted(set(data) - set(cls.__dataclass_fields__))
        if unknown or not {"target", "columns"} <= set(data):
            named = ", ".join(unknown) or "target, columns"
            raise PlanRefused(
                Message("The plan's fields don't fit: {named}.", named=named), code="plan_fields"
            )
        texts = data.get("texts", ())
        checks = None if texts is None else tuple(TextCheck.from_json(check) for check in texts)
        classes = data.get("classes")
        return cls(**{**data, "classes": None if classes is None else tuple(classes), "texts": checks})


def refuse_column_alone(split: SplitMethod | None, column: str | None) -> None:
    """Raises PlanRefused where people named a column to split by, and not whether by time or by group."""
    if split is None and column is not None:
        raise PlanRefused(
            Message("Choose also how to split by the column: by time (time) or by group (group)."),
            code="split_column",
        )


def _no_split_column(split: SplitMethod) -> PlanRefused:
    by_time = Message("Splitting by time needs a column with dates, other than the target. Choose one.")
    by_group = Message(
        "Splitting by group needs a column with the groups, other than the target. Choose one."
    )
    return PlanRefused(by_time if split is SplitMethod.TIME else by_group, code="split_column")


def _task(value: str) -> Task:
    try:
        return Task(value)
    except ValueError:
        raise PlanRefused(
            Message(
                "The plan's {name} can't be '{value}'. Choose one of {choices}.",
                name="task",
                value=value,
                choices=", ".join(Task),
            ),
            code="plan_choice",
        ) from None
