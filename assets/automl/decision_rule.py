"""`decision_rule`: the threshold that a person chose for a model of two classes, judged on held-out rows.

The rule itself is set with the decision (`work_requests.decision_rules`), so that predictions use it at once.
"""

import dagster as dg
from pydantic import Field

from assets import checks
from assets.automl import by_hand, metadata, table_files
from assets.automl.models import model_comparison
from assets.automl.partitions import AUTOML_DOCUMENTS
from assets.automl.planned import LoadModel, kept_model, load_planned
from assets.runs import IO_RETRY, OWNERS
from assets.step import Step, open_step
from domain.decision_rules import RuleKind
from domain.messages import Message
from domain.requests import RequestKind
from domain.rule_sentences import rule_text
from records import documents, trainings
from records.errors import DecisionRefused
from records.tables import Plan
from resources.clock import Clock
from resources.database import Database
from resources.files import Files

GROUP = "automl_confirmation"


class RuleConfig(dg.Config):
    """What the threshold is chosen by, for a run launched by hand; a request has set it already."""

    training_id: str | None = Field(
        None, description="Number of the training. Empty: judge the rule of the confirmed one again."
    )
    kind: str = Field(RuleKind.F1.value, description=f"What it is chosen by: {', '.join(RuleKind)}.")
    miss_cost: int | None = Field(
        None, description="Won that a miss costs: a positive row that is not called so."
    )
    false_alarm_cost: int | None = Field(
        None, description="Won that a false alarm costs: another row that is called positive."
    )
    share: float | None = Field(
        None, description="Precision or recall to reach on held-back rows, above 0 and at most 1."
    )


@dg.asset(
    deps=[model_comparison],
    partitions_def=AUTOML_DOCUMENTS,
    group_name=GROUP,
    owners=OWNERS,
    kinds={"scikitlearn"},
    check_specs=[checks.RULE_HOLDS],
    retry_policy=IO_RETRY,
    description="The probability from which a model of two classes calls a row positive: by costs, precision or recall on "
    "held-back rows, with its scores on held-out rows.",
)
def decision_rule(
    context: dg.AssetExecutionContext,
    config: RuleConfig,
    database: Database,
    files: Files,
    clock: Clock,
) -> dg.MaterializeResult:
    values = {
        "kind": config.kind,
        "miss_cost": config.miss_cost,
        "false_alarm_cost": config.false_alarm_cost,
        "precision": config.share,
        "recall": config.share,
    }
    decide = by_hand.rule(config.training_id, values)
    with open_step(context, database, clock, by_hand=RequestKind.DECISION_RULE, decide=decide) as step:
        return judge_rule(step, files)


def judge_rule(
    step: Step,
    files: Files,
    load: LoadModel = kept_model,
    load_frame: table_files.LoadFrame = table_files.load_typed,
) -> dg.MaterializeResult:
    """Count the scores of a training's rule on held-out rows, and settle the request."""
    from automl_lib.evaluation import evaluate_classifier

    with step.database.reading() as session:
        document = documents.get(session, step.doc_id)
        training_id = step.request.params.get("training_id") or document.confirmed_training_id or ""
        training = trainings.get(session, training_id)
        plan_row = session.get_one(Plan, (step.doc_id, training.plan_version))
    rule = training.decision_rule
    if rule is None:
        raise DecisionRefused(
            Message(
                "training {training_id} has no decision rule yet; choose one first", training_id=training_id
            )
        )
    judged = rule
    if not training.stale:  # else the table may have other columns than the model was trained on
        step.report(0, 0, Message("judging the decision rule"))
        planned = load_planned(files, document, plan_row, load_frame)
        with load(files, training) as model:
            scores = evaluate_classifier(
                model.with_threshold(rule.threshold), planned.frame.iloc[planned.test_rows]
            )
        judged = rule.judged(scores)
    with step.transaction() as session:
        row = trainings.get(session, training_id)
        if row.decision_rule == rule:  # else another one was chosen meanwhile, and is judged next
            row.decision_rule = judged
    step.log_line(rule_text(judged))
    step.finish({"training_id": training_id, "threshold": rule.threshold})
    return dg.MaterializeResult(
        metadata={"training": training_id, **metadata.of_rule(judged)},
        check_results=[checks.rule_holds(judged, training.evaluation)],
    )
