"""What people decide before training, and what that does to the rows.

`preprocessing_plan` is the decision as data, `target` judges the target column (`target_task` whether it is classes or numbers), `suggestion` proposes a
first plan, `split_suggestion` how rows are separated, `split` applies a plan (and previews it by the same function), `cleaner` is
its fitted half inside every model's pipeline. How a family of learners encodes columns is `automl_lib.learners`.
"""

from automl_lib.plan.effects import Note, PlanEffect, PlannedSplit
from automl_lib.plan.known_classes import for_known_classes, rows_of_other_classes
from automl_lib.plan.preprocessing_plan import PreprocessingPlan
from automl_lib.plan.split import apply_plan, preview
from automl_lib.plan.split_suggestion import suggest_split
from automl_lib.plan.suggestion import suggest_plan
from automl_lib.plan.target import check_target
from automl_lib.plan.target_task import target_question

__all__ = [
    "Note",
    "PlanEffect",
    "PlannedSplit",
    "PreprocessingPlan",
    "apply_plan",
    "check_target",
    "for_known_classes",
    "preview",
    "rows_of_other_classes",
    "suggest_plan",
    "suggest_split",
    "target_question",
]
