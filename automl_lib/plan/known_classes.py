"""A recipe that is applied again keeps the classes it was made for, whatever classes the target has got since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from automl_lib.plan.target import target_labels
from domain.tasks import Task

if TYPE_CHECKING:
    import pandas as pd

    from automl_lib.plan.preprocessing_plan import PreprocessingPlan
    from domain.table_schema import TableSchema


def for_known_classes(
    plan: PreprocessingPlan, frame: pd.DataFrame, schema: TableSchema, known: Collection[str]
) -> PreprocessingPlan:
    """The plan, limited to the classes that its model knows where the table has others.

    A model that knows more classes could not be compared with the one before on equal terms, and the costs of a decision are those
    of two classes.

    Args:
        plan: of a model.
        frame: the table as it is now, typed.
        schema: of the table.
        known: classes of the model; empty of one that predicts numbers.
    """
    limited = replace(plan, classes=tuple(known))
    return limited if known and rows_of_other_classes(limited, frame, schema) else plan


def rows_of_other_classes(
    plan: PreprocessingPlan, frame: pd.DataFrame, schema: TableSchema
) -> dict[str, int]:
    """The classes of the table that a plan leaves out, with their rows, the most frequent first."""
    if plan.target is None or plan.classes is None or plan.task is Task.REGRESSION:
        return {}
    names = target_labels(frame[plan.target], schema.by_key(plan.target).type)
    counted = Counter(str(name) for name in names if name is not None and name not in plan.classes)
    return dict(counted.most_common())
