"""The split of a plan, with what the plan does to the table on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.plan_effect import Note, PlanEffect

if TYPE_CHECKING:
    import numpy as np

    from automl_lib.plan.preprocessing_plan import PreprocessingPlan

__all__ = ["Note", "PlanEffect", "PlannedSplit"]


@dataclass(frozen=True)
class PlannedSplit:
    """Positions of rows in the table, ascending.

    Attributes:
        train_rows: rows to learn from, after every removal.
        test_rows: held-out rows; empty for clustering.
        effect: what happened on the way.
        plan: the plan with all that it left open decided from the training rows.
    """

    train_rows: np.ndarray
    test_rows: np.ndarray
    effect: PlanEffect
    plan: PreprocessingPlan
