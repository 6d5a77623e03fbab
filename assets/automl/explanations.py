"""Why each trained model predicts what it predicts: an asset for each model that learns a target, after its evaluation.

What is measured is `automl_lib.explanations`. Scores come first: these steps have the lowest priority of a training, and their trouble fails neither
the training nor another step.
"""

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import dagster as dg

from assets import checks
from assets.automl import metadata, table_files
from assets.automl.models import GROUP, MODEL_ASSETS, training_of
from assets.automl.partitions import AUTOML_DOCUMENTS
from assets.automl.planned import kept_model, load_planned
from assets.runs import OWNERS, PRIORITY_TAG
from assets.step import RETRYABLE, Step, open_step
from domain.explanations import ModelExplanation
from domain.learners import CLASSIFICATION, LEARNERS, Learner, explanation_step
from domain.messages import Message
from domain.requests import RequestKind
from records import documents, explanations
from records.errors import Superseded
from records.tables import Document, Plan, Training
from resources.clock import Clock
from resources.database import Database
from resources.files import Files

if TYPE_CHECKING:
    from automl_lib.explanations import Background

_MOST_TRAINING_ROWS = 100_000
"""Of more, evenly chosen ones show what the columns hold; a copy of all would double the memory of the step."""
_CHECKED_ROWS = 3
"""Held-out rows whose contributions are computed and added up."""
_CHECK_EVALUATIONS = 200
"""The sum is exact however few predictions are made."""


def build_explanation_asset(info: Learner) -> dg.AssetsDefinition:
    """The explanation of the models of one learner."""
    _, evaluation = MODEL_ASSETS[info.code]

    @dg.asset(
        name=explanation_step(info.code),
        deps=[evaluation],
        partitions_def=AUTOML_DOCUMENTS,
        group_name=GROUP,
        owners=OWNERS,
        kinds={"scikitlearn"},
        op_tags={PRIORITY_TAG: "-2"},  # after all scores, those of the ensemble too
        check_specs=[checks.contributions_spec(info.code), checks.held_out_spec(info.code)],
        description=f"Why {info.name.en} predicts what it does: permutation importance of the columns on held-out rows, partial dependence, "
        "and the training rows that single predictions are compared with.",
    )
    def explanation(
        context: dg.AssetExecutionContext, database: Database, files: Files, clock: Clock
    ) -> dg.MaterializeResult:
        with open_step(context, database, clock, by_hand=RequestKind.TRAIN, settles=False) as step:
            return _explain(step, files, info, training_of(step, info.code))

    return explanation


EXPLANATION_ASSETS = {
    code: build_explanation_asset(info) for code, info in LEARNERS.items() if info.group == CLASSIFICATION
}


@dataclass(frozen=True)
class Made:
    """An explanation and what was measured on the way."""

    explanation: ModelExplanation
    background: "Background | None" = None
    additivity_error: float | None = None
    seconds: float = 0.0


def explain_training(step: Step, files: Files, training: Training) -> Made:
    """Explain the model of an evaluated training, and keep the explanation; what goes wrong is a note in it."""
    began = time.monotonic()
    step.report(0, 0, Message("measuring the importance of columns"))
    with step.database.reading() as session:
        document = documents.get(session, step.doc_id)
        plan_row = session.get_one(Plan, (step.doc_id, training.plan_version))
    try:
        made = _made(files, document, plan_row, training)
    except (Superseded, *RETRYABLE):
        raise
    except Exception as error:  # noqa: BLE001 - the scores are there, and nothing else depends on it
        what = f"{type(error).__name__}: {error}"
        why = Message("error in the explanation: {error}", error=what)
        made = Made(ModelExplanation((), None, None, 0, 0, notes=(why,)))
    kept = None
    if made.background is not None:
        key = f"automl/{step.doc_id}/trainings/{training.training_id}/background.json"
        stored = files.store.put_bytes(made.background.to_bytes(), key)
        kept = stored.key, stored.sha256
    with step.transaction() as session:
        explanations.put(
            session, training.training_id, made.explanation, background=kept, now=step.clock.now()
        )
    seconds = time.monotonic() - began
    took = f"{seconds:.1f}"
    for note in made.explanation.notes:
        step.log_line(note)
    step.log_line(Message("explained in {seconds} s", seconds=took))
    return replace(made, seconds=seconds)


def _explain(step: Step, files: Files, info: Learner, training: Training) -> dg.MaterializeResult:
    made = explain_training(step, files, training)
    return dg.MaterializeResult(
        metadata=metadata.of_explanation(training.training_id, made.explanation, made.seconds),
        check_results=[
            checks.contributions_add_up(info.code, made.additivity_error),
            checks.enough_held_out(info.code, made.explanation.rows),
        ],
    )


def _made(files: Files, document: Document, plan_row: Plan, training: Training) -> Made:
    from automl_lib.explanations import contributions, explain_model

    planned = load_planned(files, document, plan_row)
    held_out = planned.frame.iloc[planned.test_rows]
    with kept_model(files, training) as model:
        every = -(-len(planned.train_rows) // _MOST_TRAINING_ROWS)
        learned = planned.frame.iloc[planned.train_rows[::every]]
        found = explain_model(model, learned, held_out, seed=training.seed or 0)
        if found.background is None:
            return Made(found.explanation)
        checked = held_out.iloc[:_CHECKED_ROWS]
        explained = contributions(model, checked, found.background, evaluations=_CHECK_EVALUATIONS)
    cells = _cells(files, document, found.background.usual_row)
    columns = tuple(replace(column, typical=cells[column.key]) for column in found.background.columns)
    return Made(
        replace(found.explanation, columns=columns),
        replace(found.background, columns=columns),
        explained.additivity_error,
    )


def _cells(files: Files, document: Document, row: int) -> dict[str, str | None]:
    """The cells of a row by key, as people wrote them."""
    import polars as pl

    with table_files.cells(files.store, document) as path:
        found: dict[str, str | None] = pl.scan_parquet(path).slice(row, 1).collect().row(0, named=True)
    return found
