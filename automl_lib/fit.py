"""The one-shot: from a file and a target's header to scored models, without servers or database.

It only strings together reading, planning, training and evaluation; the command line prints what it returns.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from automl_lib.errors import AutomlError, PlanRefused
from automl_lib.learners import CLASSIFIERS, LEARNERS
from automl_lib.learners.catalogue import Progress
from automl_lib.plan import Note, PlannedSplit, PreprocessingPlan, apply_plan, check_target, suggest_plan
from automl_lib.table import TableSchema
from automl_lib.training import choose_best, train

if TYPE_CHECKING:
    import pandas as pd

    from automl_lib.reading import ReadChoices, ReadLimits
    from automl_lib.trained_model import TrainedModel

_HEADLINES = ("precision", "sensitivity", "f1", "roc_auc", "log_loss")


def fit_file(
    path: Path,
    target_label: str,
    models: Sequence[str] = CLASSIFIERS,
    test_path: Path | None = None,
    budget_seconds: float | None = None,
    seed: int = 0,
    progress: Progress | None = None,
    limits: ReadLimits | None = None,
    choices: ReadChoices | None = None,
) -> dict[str, Any]:
    """Reads a file, trains models on it by a suggested plan, and scores them on held-out rows.

    Args:
        path: CSV or spreadsheet.
        target_label: header of the column to predict.
        models: codes of `LEARNERS`.
        test_path: a file of rows to score on; without it a quarter of the rows is held out.
        budget_seconds: for everything; each model gets its share of what is left. What has begun is finished.
        seed: of the split and of training.
        progress: told before every model.
        limits: what each file may cost to read; the defaults of `ReadLimits` if None.
        choices: what people decided about the columns of `path`.

    Returns:
        JSON-serialisable: "models" {code: precision, sensitivity, f1, roc_auc, log_loss, fit_seconds, …}, "best" (a
        code, chosen without the held-out rows, or None), "clusterings" {code: …}, "refused" {code: sentences},
        "target", "positive_class", "classes", "rows", "plan", "notes", "seed".

    Raises:
        FileRefused, PlanRefused, PredictionRefused: about the files, the target, or the test file's columns.
        TrainingRefused: every model was refused; the first refusal.
        KeyError: an unknown code.
    """
    unknown = [code for code in models if code not in LEARNERS]
    if unknown:
        raise KeyError(unknown[0])
    deadline = None if budget_seconds is None else time.monotonic() + budget_seconds
    frame, schema, held_out, notes = _read(path, test_path, target_label, limits, choices)
    target = _target_key(schema, target_label, path)
    learned = frame if held_out is None else frame.iloc[: held_out[0]]
    plan, plan_notes = suggest_plan(learned, schema, target, seed=seed)
    check = check_target(learned, schema, target)
    if held_out is not None and test_path is not None:
        known = set(check.classes)
        frame, held_out = _with_known_classes(frame, schema, target, held_out, known, test_path.name)
        plan = replace(plan, positive_class=check.positive_class)
    split = apply_plan(frame, schema, plan, held_out=held_out)
    result: dict[str, Any] = {"models": {}, "best": None, "clusterings": {}, "refused": {}}
    validations: dict[str, Any] = {}
    refusals: list[AutomlError] = []
    for done, code in enumerate(models):
        if progress is not None:
            progress(done, len(models), LEARNERS[code].ko, LEARNERS[code].en)
        share = None if deadline is None else max(0.0, deadline - time.monotonic()) / (len(models) - done)
        try:
            model = _train(frame, schema, plan, code, split, seed, share)
        except AutomlError as refusal:
            refusals.append(refusal)
            result["refused"][code] = {"ko": refusal.ko, "en": refusal.en}
            continue
        validations[code] = model.validation
        result["models" if model.is_classifier else "clusterings"][code] = _scores(model, frame, split)
    if refusals and len(refusals) == len(models):
        raise refusals[0]
    return result | {
        "best": choose_best(validations),
        "target": target_label,
        "positive_class": check.positive_class,
        "classes": check.classes,
        "rows": {"train": len(split.train_rows), "test": len(split.test_rows)},
        "plan": plan.to_dict(),
        "notes": [asdict(n) for n in (*notes, *plan_notes, *split.effect.notes)],
        "seed": seed,
    }


def _read(
    path: Path,
    test_path: Path | None,
    target_label: str,
    limits: ReadLimits | None,
    choices: ReadChoices | None,
) -> tuple[pd.DataFrame, TableSchema, np.ndarray | None, tuple[Note, ...]]:
    """The rows to learn from, those of the test file behind them, and where the latter stand."""
    import pandas as pd
    import polars as pl

    from automl_lib.frame import load_frame
    from automl_lib.prediction import typed_cells
    from automl_lib.reading import read_table

    with tempfile.TemporaryDirectory(prefix="saebyeok-fit-") as folder:
        work = Path(folder)
        report = read_table(path, work, name=path.name, limits=limits, choices=choices)
        frame = load_frame(work / "typed.parquet", report.schema)
        if test_path is None:
            return frame, report.schema, None, ()
        target = _target_key(report.schema, target_label, path)
        (work / "test").mkdir()
        test_report = read_table(test_path, work / "test", name=test_path.name, limits=limits)
        cells = pl.read_parquet(work / "test" / "cells.parquet")
        cells = cells.rename({c.key: c.label for c in test_report.schema.columns})
        every = [c.key for c in report.schema.columns]
        typed, notes = typed_cells(cells, report.schema, every, exact=(target,), file=test_path.name)
        both = pd.concat([frame, typed], ignore_index=True)
        return both, report.schema, np.arange(len(frame), len(both)), notes


def _target_key(schema: TableSchema, label: str, path: Path) -> str:
    from automl_lib.prediction import match_labels

    found = match_labels([label], [c.label for c in schema.columns])
    if label not in found:
        headers = ", ".join(f"'{c.label}'" for c in schema.columns[:20])
        raise PlanRefused(
            "target_unknown",
            ko=f"'{path.name}'에 '{label}' 칼럼이 없습니다. 이 중에서 고르세요: {headers}.",
            en=f"'{path.name}' has no column '{label}'. Choose one of {headers}.",
        )
    return schema.by_label(found[label]).key


def _with_known_classes(
    frame: pd.DataFrame,
    schema: TableSchema,
    target: str,
    held_out: np.ndarray,
    classes: set[str],
    file: str,
) -> tuple[pd.DataFrame, np.ndarray]:
    """Leaves out test rows whose class training doesn't have; they can't be scored."""
    from automl_lib.plan.target import target_labels

    names = target_labels(frame[target].iloc[held_out], schema.by_key(target).type)
    known = np.array([name in classes for name in names], dtype=bool)
    if not known.any():
        raise PlanRefused(
            "test_classes",
            ko=f"'{file}' 파일에 학습한 값이 있는 행이 없습니다. 목표변수의 값이 같은 파일을 주세요.",
            en=f"No row of '{file}' has a class that training knows. Give a file with the same target values.",
        )
    rows = np.concatenate([np.arange(held_out[0]), held_out[known]])
    return frame.iloc[rows].reset_index(drop=True), np.arange(held_out[0], len(rows))


def _train(
    frame: pd.DataFrame,
    schema: TableSchema,
    plan: PreprocessingPlan,
    code: str,
    split: PlannedSplit,
    seed: int,
    share: float | None,
) -> TrainedModel:
    # A clustering takes every row, but here the test file's rows are only for scoring.
    rows = frame if LEARNERS[code].group == "classification" else frame.iloc[np.sort(split.train_rows)]
    return train(rows, schema, plan, code, seed=seed, budget_seconds=share, split=split)


def _scores(model: TrainedModel, frame: pd.DataFrame, split: PlannedSplit) -> dict[str, Any]:
    from automl_lib.evaluation import evaluate_classifier, evaluate_clustering

    if not model.is_classifier:
        clusters = evaluate_clustering(model, frame)
        return {
            "clusters": clusters.clusters,
            "silhouette": clusters.silhouette,
            "sizes": list(clusters.sizes),
            "agreement": clusters.agreement,
            "fit_seconds": model.fit_seconds,
        }
    scores = evaluate_classifier(model, frame.iloc[split.test_rows])
    return {
        **{name: getattr(scores, name) for name in _HEADLINES},
        "fit_seconds": model.fit_seconds,
        "accuracy": scores.accuracy,
        "threshold": model.threshold,
        "validation": dict(model.validation),
        "settings": dict(model.settings),
    }
