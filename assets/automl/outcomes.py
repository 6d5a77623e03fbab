"""How predictions turned out: `prediction_outcomes`. Comparing is `automl_lib.outcomes`."""

from pathlib import Path
from statistics import pstdev
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import dagster as dg

from assets import checks
from assets.automl import table_files
from assets.automl.brought_file import read_brought_file
from assets.automl.challenge import GROUP
from assets.automl.confirmation import predictions
from assets.automl.partitions import AUTOML_DOCUMENTS
from assets.automl.planned import LoadModel, kept_model
from assets.runs import IO_RETRY, OWNERS
from assets.step import Step, open_step
from domain.messages import Message
from domain.requests import RequestKind
from records import documents, trainings
from records import predictions as prediction_rows
from records.errors import DecisionRefused
from records.growth import outcomes
from records.tables import Prediction, Training
from resources.clock import Clock
from resources.database import Database
from resources.files import Files
from untrusted_files import Run, run

if TYPE_CHECKING:
    from automl_lib.outcomes import Expectation


@dg.asset(
    deps=[predictions],
    partitions_def=AUTOML_DOCUMENTS,
    group_name=GROUP,
    owners=OWNERS,
    kinds={"table"},
    check_specs=[checks.AS_GOOD_AS_AT_TRAINING],
    pool="read",
    retry_policy=IO_RETRY,
    description="Predictions compared with what became of their rows: accuracy of classes, mean absolute error of numbers, "
    "beside the score on the held-out rows of the training.",
)
def prediction_outcomes(
    context: dg.AssetExecutionContext, database: Database, files: Files, clock: Clock
) -> dg.MaterializeResult:
    with open_step(context, database, clock, by_hand=RequestKind.OUTCOME) as step:
        return compare_outcomes(step, files)


def compare_outcomes(
    step: Step, files: Files, load: LoadModel = kept_model, run: Run = run
) -> dg.MaterializeResult:
    """Compare predictions with the file that the step's request brought, and settle it."""
    from automl_lib.new_rows import NewRows
    from automl_lib.outcomes import score_outcomes

    with step.database.reading() as session:
        outcome = outcomes.of_request(session, step.request_id)
        prediction = prediction_rows.get(session, outcome.prediction_id)
        document = documents.get(session, step.doc_id)
        training = trainings.get(session, prediction.training_id or "")
    expected = _expected(prediction, training)
    with TemporaryDirectory() as name:
        folder = Path(name)
        report = read_brought_file(step, files, document, outcome, folder, run)
        rows = NewRows.of_report(report, folder / table_files.CELLS)
        told = files.store.local(prediction.output_path or "", prediction.output_sha256)
        with load(files, training) as model, told as predicted:
            scores = score_outcomes(model, predicted, rows, expected, folder)
    with step.transaction() as session:
        row = outcomes.of_request(session, step.request_id)
        row.scores, row.judged_at = scores, step.clock.now()
    step.finish({"outcome_id": outcome.outcome_id, "alarming": scores.is_alarming})
    return dg.MaterializeResult(
        metadata=scores.to_json(), check_results=[checks.as_good_as_at_training(scores)]
    )


def _expected(prediction: Prediction, training: Training) -> "Expectation":
    """The score on held-out rows, by the rule that the predictions were made by."""
    from automl_lib.outcomes import Expectation

    evaluation = training.evaluation
    if evaluation is not None and (errors := evaluation.regression) is not None:
        off = [abs(a - p) for a, p in zip(errors.actual, errors.predicted, strict=True)]
        return Expectation(errors.mae, errors.rows, pstdev(off))
    if evaluation is None or (scores := evaluation.classification) is None:
        raise DecisionRefused(Message("only predictions of a target can be compared with outcomes"))
    rule = prediction.decision_rule
    if rule is not None and rule.held_out is None and (later := training.decision_rule) is not None:
        rule = later if later.threshold == rule.threshold else rule  # judged since the prediction
    judged = rule.held_out if rule is not None and rule.held_out is not None else scores
    return Expectation(judged.accuracy, scores.rows)
