"""How predictions turned out: `prediction_outcomes`. Comparing is `automl_lib.outcomes`."""

import json
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import dagster as dg
from pydantic import Field

from assets import checks
from assets.automl import by_hand, table_files
from assets.automl.brought_file import read_brought_file
from assets.automl.challenge import GROUP
from assets.automl.confirmation import predictions
from assets.automl.partitions import AUTOML_DOCUMENTS
from assets.automl.planned import LoadModel, kept_model
from assets.claiming import document_of, failing_in_words
from assets.runs import IO_RETRY, OWNERS
from assets.step import Step, open_step
from domain.decision_rules import DecisionRule
from domain.messages import Message
from domain.requests import RequestKind
from records import documents, trainings
from records import predictions as prediction_rows
from records.errors import DecisionRefused
from records.growth import outcomes
from records.growth.tables import Outcome
from records.tables import Prediction, Training
from resources.clock import Clock
from resources.database import Database
from resources.files import Files
from untrusted_files import Run, run

if TYPE_CHECKING:
    from automl_lib.outcome_measures import Expectation
    from automl_lib.outcomes import Known


class OutcomeChoice(dg.Config):
    """The outcomes to compare, for a run launched by hand; a request has staged them already."""

    file: str | None = Field(
        None,
        description="Path of the rows with outcomes: below the inbox, or in the store. Empty: the newest file again.",
    )
    prediction_id: str | None = Field(None, description="Number of the prediction. Empty: the newest one.")
    sheet: str | None = Field(
        None, description="Sheet of a workbook, by name or number. Empty: the one like the table."
    )


@dg.asset(
    deps=[predictions],
    partitions_def=AUTOML_DOCUMENTS,
    group_name=GROUP,
    owners=OWNERS,
    kinds={"table"},
    check_specs=[checks.AS_GOOD_AS_AT_TRAINING],
    pool="read",
    retry_policy=IO_RETRY,
    description="Predictions compared with what became of their rows: accuracy of classes, of two classes also ROC AUC, precision "
    "and sensitivity, mean absolute error of numbers, beside the score on the held-out rows of the training.",
)
def prediction_outcomes(
    context: dg.AssetExecutionContext,
    config: OutcomeChoice,
    database: Database,
    files: Files,
    clock: Clock,
) -> dg.MaterializeResult:
    with failing_in_words():
        decide = by_hand.outcomes_of(
            files,
            document_of(context),
            context.run.run_id,
            config.file,
            config.sheet,
            config.prediction_id,
        )
    with open_step(context, database, clock, by_hand=RequestKind.OUTCOME, decide=decide) as step:
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
        earlier = outcomes.judged_before(session, outcome)
    rule = _rule(prediction, training)
    expected = _expected(training, rule)
    with TemporaryDirectory() as name:
        folder = Path(name)
        report = read_brought_file(step, files, document, outcome, folder, run)
        rows = NewRows.of_report(report, folder / table_files.CELLS)
        told = files.store.local(prediction.output_path or "", prediction.output_sha256)
        with load(files, training) as model, told as predicted:
            scored = score_outcomes(
                model,
                predicted,
                rows,
                expected,
                folder,
                before=_known(files, earlier),
                rule=rule,
                in_order=bool(step.request.params.get("in_order")),
            )
    kept = json.dumps([*scored.known.items()], ensure_ascii=False).encode()
    stored = files.store.put_bytes(kept, outcomes.known_path(outcome.doc_id, outcome.outcome_id))
    scores = replace(scored.scores, known_sha256=stored.sha256)
    with step.transaction() as session:
        row = outcomes.of_request(session, step.request_id)
        row.scores, row.judged_at = scores, step.clock.now()
    step.finish(
        {"outcome_id": outcome.outcome_id, "alarming": scores.is_alarming, **table_files.sheets_of(report)}
    )
    return dg.MaterializeResult(
        metadata=scores.to_json(), check_results=[checks.as_good_as_at_training(scores)]
    )


def _known(files: Files, earlier: Outcome | None) -> "Known":
    """The outcomes that were known before."""
    if earlier is None or earlier.scores is None or earlier.scores.known_sha256 is None:
        return {}
    path_kept = outcomes.known_path(earlier.doc_id, earlier.outcome_id)
    with files.store.local(path_kept, earlier.scores.known_sha256) as path:
        return dict(json.loads(path.read_text(encoding="utf-8")))


def _rule(prediction: Prediction, training: Training) -> DecisionRule | None:
    """The rule that the predictions were made by, with its scores on held-out rows where these were counted since."""
    rule, later = prediction.decision_rule, training.decision_rule
    if rule is not None and later is not None and later.threshold == rule.threshold:
        return replace(rule, held_out=rule.held_out or later.held_out)
    return rule


def _expected(training: Training, rule: DecisionRule | None) -> "Expectation":
    """The score on held-out rows, by the rule that the predictions were made by."""
    from automl_lib.outcome_measures import expectation_of

    evaluation = training.evaluation
    found = (evaluation.regression or evaluation.classification) if evaluation else None
    if found is None:
        raise DecisionRefused(Message("only predictions of a target can be compared with outcomes"))
    return expectation_of(found, rule)
