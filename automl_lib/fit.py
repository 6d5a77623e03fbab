"""The one-shot: from a file and a target's header to scored models, without servers or database.

It only strings together reading, profiling, planning, training and evaluation, by the functions that the assets use;
the command line prints what it returns.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from automl_lib.fit_split import chosen_split
from automl_lib.fit_tables import AskTask, read_fit_table, read_test_rows
from automl_lib.fitted_models import fit_models
from automl_lib.learners.catalogue import Progress
from automl_lib.plan import Note, PlannedSplit, apply_plan, suggest_plan
from automl_lib.ruled_model import refuse_without_two_classes
from domain.decision_rules import RuleChoice
from domain.interval_coverage import coverage_remark
from domain.learners import CLASSIFIERS, ENSEMBLE, LEARNERS
from domain.messages import Message
from domain.split import SplitMethod
from domain.target_question import TargetQuestion
from domain.tasks import INTERVAL_SHARE, Task

if TYPE_CHECKING:
    import pandas as pd

    from automl_lib.drift import DriftWarning
    from automl_lib.explanations.explain import Explained
    from automl_lib.fit_predictions import RowsToPredict
    from automl_lib.reading import ReadChoices, ReadLimits
    from automl_lib.report.source import ReportSource
    from automl_lib.trained_model import TrainedModel
    from domain.model_choice import Recommendation

_RESERVED = 0.15
"""Share of the budget that is kept for what follows the trainings: importances, a report, new rows."""
_SHORTEST_EXPLANATION = 1.0
_ON_LEARNING = frozenset({"id_like", "many_categories", "prose", "leakage", "duplicate_of_target"})
"""Warnings on what models make of a column."""


def fit_file(
    path: Path,
    target_label: str,
    models: Sequence[str] = (*CLASSIFIERS, ENSEMBLE),
    test_path: Path | None = None,
    budget_seconds: float | None = None,
    seed: int = 0,
    progress: Progress | None = None,
    limits: ReadLimits | None = None,
    sheet: str | None = None,
    test_sheet: str | None = None,
    choices: ReadChoices | None = None,
    task: Task | None = None,
    ask_task: AskTask | None = None,
    split_method: SplitMethod | None = None,
    split_column: str | None = None,
    rule: RuleChoice | None = None,
    report: Callable[[ReportSource], object] | None = None,
    new_rows: RowsToPredict | None = None,
    keep: Path | None = None,
) -> dict[str, Any]:
    """Reads a file, trains models on it by a suggested plan, and scores them on held-out rows.

    Args:
        path: CSV or spreadsheet.
        target_label: header of the column to predict.
        models: codes of `LEARNERS`. An ensemble combines the ones before it; refused alone where it has too few.
        test_path: a file of rows to score on; without it a quarter of the rows is held out.
        budget_seconds: for everything; each model gets its share of what is left, but for a reserve. A fold that has begun is
            finished.
        seed: of the split and of training.
        progress: called before every model.
        limits: what each file may cost to read; the defaults of `ReadLimits` if None.
        sheet: which sheet of a workbook, by name or number from 1; None for the first that holds a table.
        test_sheet: the same of the test file.
        choices: what people decided about the columns of `path`.
        task: whether the target's values are classes or numbers; None: as `ask_task` answers, else as `check_target` decides.
        ask_task: asked where both are possible. The time that people take to answer is none of the budget.
        split_method: how rows are held out, and held back in cross-validation; None: as suggested for the table.
        split_column: header of the column with the dates or groups; None: the one noticed.
        rule: by what each model of two classes chooses its threshold; None: by F1.
        report: called with what a report on the best model says, if there is one.
        new_rows: a file whose rows the best model predicts; read before anything is trained.
        keep: a new folder for the best model and its table, as of `automl_lib.kept_fit`; without rows of `test_path`.

    Returns:
        JSON-serialisable: "task", "models" {code: precision, sensitivity, f1, roc_auc, log_loss, brier, fit_seconds, …, and
        "rule" where one is asked for; of
        regression r2, mae, rmse, mape, coverage, interval_width, fit_seconds, …}, "baseline" (always
        answering the mean, with its errors, or the most frequent class, with its accuracy), "best" (a
        code, chosen without the held-out rows, or None), "recommended" (sentences on why, and "worthwhile": whether it is better
        than the baseline; None without a best one), "importances" (of the best one's columns, `ModelExplanation.without_values()`;
        None without one or without time), "clusterings" {code: …}, "refused" {code: sentences},
        "target", "positive_class", "classes", "imbalance" (sentences where a class is rare, or None), "numbers" (of the target, None for classes), "reason" (sentences on why the task is
        this one, where both are possible, or None), "rows", "split" (`SplitEffect.to_json()`), "plan", "seed"; and what the full way reports on a document:
        "ledger" (what reading changed), "warnings" (of the profile, and columns that give the target away), "notes"
        (on the plan, on rows and columns left out, and on the test file). "predictions" (rows and warnings, `ScoredTable`;
        None without `new_rows`).

    Raises:
        FileRefused, PlanRefused, PredictionRefused: about the files, the target or a rule for it, or the columns of the test
            file or of the new rows.
        TrainingRefused: every model was refused, or each that could predict `new_rows` or be kept; the first refusal.
        KeyError: an unknown code.
    """
    # Before the imports, which take seconds.
    deadline = None if budget_seconds is None else time.monotonic() + budget_seconds
    import pandas as pd

    from automl_lib.fit_predictions import no_model_predicts, predict_rows, read_rows_to_predict
    from automl_lib.split_report import report_split

    unknown = [code for code in models if code not in LEARNERS]
    if unknown:
        raise KeyError(unknown[0])
    with tempfile.TemporaryDirectory(prefix="saebyeok-fit-") as folder:
        asked = _Asked(ask_task)
        table = read_fit_table(path, Path(folder), target_label, limits, sheet, choices, task, asked)
        deadline = None if deadline is None else deadline + asked.seconds
        notes: tuple[Note | DriftWarning, ...]
        check = table.check
        if rule is not None:
            refuse_without_two_classes(check)
        chosen = chosen_split(table, split_method, split_column, seed)
        plan, notes = suggest_plan(
            table.frame,
            table.schema,
            table.target,
            task=check.task,
            seed=seed,
            split=chosen.method,
            split_column=chosen.column,
        )
        frame, held_out = table.frame, None
        if test_path is not None:
            test, test_notes = read_test_rows(test_path, Path(folder), table, plan, limits, test_sheet)
            notes = (*test_notes, *notes)
            frame = pd.concat([frame, test], ignore_index=True)
            held_out = np.arange(len(table.frame), len(frame))
            plan = replace(plan, positive_class=check.positive_class)
        to_predict = read_rows_to_predict(new_rows, Path(folder), table.schema, limits) if new_rows else None
        split = apply_plan(frame, table.schema, plan, held_out=held_out)
        effect = report_split(frame, table.schema, split.plan, split, chosen.suggested)
        latest = None if deadline is None else deadline - _RESERVED * (budget_seconds or 0.0)
        fitted = fit_models(frame, table.schema, split, models, seed, latest, rule, progress)
        result, best = fitted.result, fitted.best
        seconds = None if deadline is None else deadline - time.monotonic()
        explained = _explained(fitted.models[best], frame, split, seconds) if best else None
        explanation = explained.explanation if explained else None
        if remark := _coverage_remark(result["models"].get(best), len(split.test_rows)):
            notes = (*notes, Note("interval_coverage", remark))
        if best and explained is None:
            notes = (*notes, _unexplained())
        if best and report is not None:
            from automl_lib.fit_report import fitted_source

            judged = frame.iloc[split.test_rows]
            report(fitted_source(path, table, judged, split, effect, fitted, explanation))
        if keep is not None:
            from automl_lib.fit_keeping import keep_best

            keep_best(keep, path, Path(folder), table, fitted, explained)
        if to_predict is not None:
            if best is None:
                raise fitted.refusals[0] if fitted.refusals else no_model_predicts()
            background = explained.background if explained else None
            result["predictions"] = predict_rows(to_predict, fitted.models[best], table.reference, background)
    # A note says that models don't use them, so what learning makes of them is no news.
    unused = {
        column.label
        for column in table.schema.columns
        if column.key != table.target
        and (column.key not in split.plan.columns or column.key in split.effect.columns_unused)
    }
    return result | {
        "best": best,
        "recommended": _sentence_of(fitted.recommendation),
        "importances": explanation.without_values() if explanation else None,
        "task": check.task,
        "target": target_label,
        "numbers": asdict(check.numbers) if check.numbers else None,
        "reason": check.reason.sentences if check.reason else None,
        "positive_class": check.positive_class,
        "classes": check.classes,
        "imbalance": check.imbalance.sentences if check.imbalance else None,
        "rows": {"train": len(split.train_rows), "test": len(split.test_rows)},
        "split": effect.split.to_json() if effect.split else None,
        "plan": split.plan.to_dict(),
        "ledger": [entry.to_json() for entry in table.ledger],
        "warnings": [
            warning.to_json()
            for warning in table.warnings
            if not (warning.code in _ON_LEARNING and warning.column in unused)
        ],
        "notes": [note.to_json() for note in (*notes, *fitted.notes, *effect.notes)],
        "seed": seed,
    }


class _Asked:
    """Asks, and notes how long the answer took."""

    def __init__(self, ask: AskTask | None) -> None:
        self._ask = ask
        self.seconds = 0.0

    def __call__(self, question: TargetQuestion) -> Task | None:
        started = time.monotonic()
        answer = self._ask(question) if self._ask else None
        self.seconds += time.monotonic() - started
        return answer


def _sentence_of(found: Recommendation | None) -> dict[str, Any] | None:
    return {**found.reason.sentences, "worthwhile": found.worthwhile} if found else None


def _coverage_remark(scores: dict[str, Any] | None, rows: int) -> Message | None:
    """On the intervals of the best model."""
    if not scores or scores.get("coverage") is None:
        return None
    return coverage_remark(scores["coverage"], rows, INTERVAL_SHARE)


def _unexplained() -> Note:
    message = Message(
        "The time limit left no room for the importance of columns; with more time (--budget), it is computed."
    )
    return Note("importances_left_out", message)


def _explained(
    model: TrainedModel, frame: pd.DataFrame, split: PlannedSplit, seconds: float | None
) -> Explained | None:
    from automl_lib.explanations import explain_model
    from automl_lib.explanations.importance import SECONDS

    if seconds is not None and seconds < _SHORTEST_EXPLANATION:
        return None
    most = SECONDS if seconds is None else min(SECONDS, seconds / 2)
    learned, held_out = frame.iloc[split.train_rows], frame.iloc[split.test_rows]
    return explain_model(model, learned, held_out, seed=model.seed, seconds=most)
