"""What is reported on a plan's split beside what it holds out: why, how a random one would have looked, and what is on both
sides all the same."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from automl_lib.errors import AutomlError
from automl_lib.learners.encoding import TableEncoder
from automl_lib.plan import PlannedSplit, PreprocessingPlan
from automl_lib.plan.cleaner import cleaner_for
from automl_lib.plan.held_out import held_out_rows, split_keys
from automl_lib.plan.target import target_labels, target_numbers
from automl_lib.split_keys import SplitKeys
from domain.messages import Message
from domain.plan_effect import Note, PlanEffect
from domain.split import RandomComparison, SplitMethod, SplitSuggestion
from domain.table_schema import TableSchema
from domain.tasks import Task

if TYPE_CHECKING:
    import pandas as pd

_MOST_ROWS = 4_000
_REPEATS = 3
_TREES = 50
_FEWEST_HELD = 20
"""Rows to score a model on; on fewer the difference is chance."""
_SHARE_WORTH_A_REMARK = 0.1


def report_split(
    frame: pd.DataFrame,
    schema: TableSchema,
    plan: PreprocessingPlan,
    split: PlannedSplit,
    suggested: SplitSuggestion,
) -> PlanEffect:
    """The effect of a split, with its reason where it is the suggested one, a comparison, and remarks.

    Args:
        frame: the typed table.
        schema: of the table.
        plan: that made the split.
        split: of the table.
        suggested: for the table.
    """
    is_suggested = (plan.split, plan.split_column) == (suggested.method, suggested.column)
    effect = split.effect.with_split(
        reason=suggested.reason if is_suggested else None,
        comparison=compare_with_random(frame, schema, plan, split, suggested),
    )
    notes = _notes_on_both_sides(frame, schema, plan, split, suggested) if effect.split else ()
    return replace(effect, notes=effect.notes + notes)


def _notes_on_both_sides(
    frame: pd.DataFrame,
    schema: TableSchema,
    plan: PreprocessingPlan,
    split: PlannedSplit,
    suggested: SplitSuggestion,
) -> tuple[Note, ...]:
    notes = []
    if plan.split is not SplitMethod.GROUP and suggested.groups:
        key = suggested.groups[0]
        known = frame[key].iloc[split.test_rows].isin(frame[key].iloc[split.train_rows].dropna())
        if len(known) and (share := float(known.mean())) >= _SHARE_WORTH_A_REMARK:
            message = Message(
                "{share:.0%} of the held-out rows have a '{label}' that is also among the training rows: scores hold for "
                "such rows, and may be lower for new ones.",
                share=share,
                label=schema.by_key(key).label,
            )
            notes.append(Note("groups_across_split", message, key))
    if plan.split is SplitMethod.RANDOM and suggested.dates:
        key = suggested.dates[0]
        message = Message(
            "The split is random although '{label}' tells when a row was made: scores hold for rows between those learned "
            "from, and may be lower for later ones.",
            label=schema.by_key(key).label,
        )
        notes.append(Note("random_in_time", message, key))
    return tuple(notes)


def compare_with_random(
    frame: pd.DataFrame,
    schema: TableSchema,
    plan: PreprocessingPlan,
    split: PlannedSplit,
    suggested: SplitSuggestion | None = None,
) -> RandomComparison | None:
    """Scores one quick model on rows chosen as the plan chooses them, and on as many drawn at random.

    The model is a small forest of extremely randomised trees (Geurts et al., 2006), which remembers rows, as several families
    do. With a random split it also learns from the column of the groups. Both scores are means over a few repetitions, on at most some thousand training rows: held-out rows aren't looked at.

    Args:
        suggested: what a random split is compared with; None: with nothing.

    Returns:
        None for a random split where no other is suggested, and where too few rows or classes are left to score anything.
    """
    is_applied = plan.split is not SplitMethod.RANDOM
    if not is_applied and plan.target is not None and suggested is not None:
        plan = replace(plan, split=suggested.method, split_column=suggested.column)
    keys = split_keys(frame, plan)
    if keys is None or plan.target is None:
        return None
    rows = _some(split.train_rows, keys, plan.seed)
    by_split, by_chance = _columns_of_splits(plan, is_applied=is_applied)
    is_number = plan.task is Task.REGRESSION
    cells = frame[plan.target]
    labels = target_numbers(cells) if is_number else target_labels(cells, schema.by_key(plan.target).type)
    chosen: list[float] = []
    drawn: list[float] = []
    for repeat in range(_REPEATS):
        seeded = replace(plan, seed=repeat)
        try:
            test = held_out_rows(rows, labels, seeded, keys, "")
        except AutomlError:  # too few dates or groups among the training rows
            return None
        if len(test) < _FEWEST_HELD:
            return None
        at_random = np.random.default_rng(repeat).choice(rows, len(test), replace=False)
        for scores, held, columns in ((chosen, test, by_split), (drawn, at_random, by_chance)):
            learn = np.setdiff1d(rows, held, assume_unique=True)
            score = _score(frame, schema, replace(seeded, columns=columns), labels, learn, held)
            if score is not None:
                scores.append(score)
    if not chosen or not drawn:
        return None
    metric: Literal["r2", "roc_auc"] = "r2" if is_number else "roc_auc"
    return RandomComparison(metric, float(np.mean(chosen)), float(np.mean(drawn)), is_applied)


def _columns_of_splits(
    plan: PreprocessingPlan, *, is_applied: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Columns with the plan's split, and with a random one, in which models learn from the groups themselves.

    Args:
        is_applied: whether the columns of the plan are those of its split; else they are those of a random one.
    """
    if plan.split is not SplitMethod.GROUP:
        return plan.columns, plan.columns
    key = str(plan.split_column)
    without = tuple(column for column in plan.columns if column != key)
    return without or plan.columns, (*without, key) if is_applied else plan.columns


def _some(rows: np.ndarray, keys: SplitKeys, seed: int) -> np.ndarray:
    """At most `_MOST_ROWS` rows: whole groups, or rows of every time."""
    random = np.random.default_rng(seed)
    if len(rows) <= _MOST_ROWS:
        return rows
    if keys.method is SplitMethod.TIME:
        return np.sort(random.choice(rows, _MOST_ROWS, replace=False))
    groups, codes, sizes = np.unique(keys.codes[rows], return_inverse=True, return_counts=True)
    order = random.permutation(len(groups))
    taken = order[: max(2, int(np.searchsorted(np.cumsum(sizes[order]), _MOST_ROWS)))]
    return rows[np.isin(codes, taken)]


def _score(
    frame: pd.DataFrame,
    schema: TableSchema,
    plan: PreprocessingPlan,
    labels: np.ndarray,
    learn: np.ndarray,
    held: np.ndarray,
) -> float | None:
    """ROC AUC or R² on `held` of the quick model that learned from `learn`; None where there is none."""
    from sklearn.ensemble import ExtraTreesClassifier, ExtraTreesRegressor

    from automl_lib.evaluation.scores import classification_scores, regression_scores

    columns = list(plan.columns)
    cleaner = cleaner_for(plan, schema).fit(frame[columns].iloc[learn])
    inside, outside = (cleaner.transform(frame[columns].iloc[rows]) for rows in (learn, held))
    if not inside.shape[1]:
        return None
    encoder = TableEncoder(scaled=False, random_state=plan.seed)
    if plan.task is Task.REGRESSION:
        forest = ExtraTreesRegressor(_TREES, random_state=plan.seed)
        forest.fit(encoder.fit_transform(inside, labels[learn]).astype(np.float32), labels[learn])
        predicted = forest.predict(encoder.transform(outside).astype(np.float32))
        return regression_scores(labels[held], predicted).r2
    classes, truth = np.unique(labels[learn].astype(str), return_inverse=True)
    known = np.isin(labels[held].astype(str), classes)
    if len(classes) < 2 or not known.any():
        return None
    forest = ExtraTreesClassifier(_TREES, random_state=plan.seed)
    forest.fit(encoder.fit_transform(inside, truth).astype(np.float32), truth)
    probabilities = forest.predict_proba(encoder.transform(outside).astype(np.float32))[known]
    answers = np.searchsorted(classes, labels[held][known].astype(str))
    area: float | None = classification_scores(answers, probabilities, 0.5)["roc_auc"]
    return area
