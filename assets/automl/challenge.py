"""Champion and challenger: `challenger_plan` → `challenger_model` → `challenge_verdict`.

The confirmed model's recipe is applied to the table as it has grown, and the better one stays. Judging is `automl_lib.challenge`.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import dagster as dg
from sqlalchemy.orm import Session

from assets import checks
from assets.automl import by_hand, metadata, mirroring, table_files
from assets.automl.additions import appended_rows
from assets.automl.confirmation import confirmed_model
from assets.automl.explanations import explain_training
from assets.automl.kept_plan import keep_plan
from assets.automl.model_training import train_model
from assets.automl.models import evaluate_training
from assets.automl.partitions import AUTOML_DOCUMENTS
from assets.automl.plan_table import AppliedPlan
from assets.automl.planned import kept_model, load_planned, newest_rows_of
from assets.runs import OWNERS
from assets.step import Step, open_step
from domain.automl import DocumentStatus
from domain.challenges import ChallengeVerdict
from domain.learners import LEARNERS
from domain.messages import Message
from domain.requests import RequestKind
from domain.split import SplitMethod
from records import documents, plans, trainings
from records.errors import DecisionRefused
from records.growth import challenges
from records.tables import Plan, Training
from resources.clock import Clock
from resources.database import Database
from resources.files import Files
from resources.tracking import Tracking
from work_requests import lifecycle
from work_requests.decision_rules import inherit_rule, refuse_lost_rule
from work_requests.renewal_decisions import recipe_of, refuse_changed_plan

GROUP = "automl_renewal"


@dg.asset(
    deps=[confirmed_model, appended_rows],
    partitions_def=AUTOML_DOCUMENTS,
    group_name=GROUP,
    owners=OWNERS,
    kinds={"table"},
    description="The confirmed model's plan applied to the table as it has grown. The newest rows, which that model can't "
    "have seen, are held out.",
)
def challenger_plan(
    context: dg.AssetExecutionContext, database: Database, files: Files, clock: Clock
) -> dg.MaterializeResult[None]:
    with open_step(context, database, clock, by_hand=RequestKind.CHALLENGE, decide=by_hand.challenge) as step:
        with database.reading() as session:
            done = challenges.of_request(session, step.request_id).plan_version
        if done is not None:  # by an earlier attempt, whose trainings go by it
            return dg.MaterializeResult(metadata={"plan version": done, "note": "done by an earlier attempt"})
        return dg.MaterializeResult(metadata=_apply_recipe(step, files))


@dg.asset(
    deps=[challenger_plan],
    partitions_def=AUTOML_DOCUMENTS,
    group_name=GROUP,
    owners=OWNERS,
    kinds={"scikitlearn"},
    pool="train",
    description="The confirmed model's family (of an ensemble: its members too) trained by the challenger's plan.",
)
def challenger_model(
    context: dg.AssetExecutionContext, database: Database, files: Files, clock: Clock
) -> dg.MaterializeResult[None]:
    with open_step(
        context, database, clock, by_hand=RequestKind.CHALLENGE, decide=by_hand.challenge_again
    ) as step:
        shown: metadata.Metadata = {}
        with database.reading() as session:
            challenge = challenges.of_request(session, step.request_id)
            champion = trainings.get(session, challenge.champion_id)
        for code in recipe_of(champion):
            told = train_model(
                step,
                files,
                LEARNERS[code],
                seed=champion.seed or 0,
                budget_seconds=champion.budget_seconds,
                plan_version=challenge.plan_version,
            )
            shown |= {f"{code}: {name}": value for name, value in told.items()}
        return dg.MaterializeResult(metadata=shown)


@dg.asset(
    deps=[challenger_model],
    partitions_def=AUTOML_DOCUMENTS,
    group_name=GROUP,
    owners=OWNERS,
    kinds={"mlflow"},
    check_specs=[checks.CHALLENGER_IS_BETTER],
    description="Both models on the same newest rows. The challenger is confirmed where the paired bootstrap says that it is "
    "better; else it is kept back with the reason.",
)
def challenge_verdict(
    context: dg.AssetExecutionContext, database: Database, files: Files, clock: Clock, tracking: Tracking
) -> dg.MaterializeResult:
    with open_step(
        context, database, clock, by_hand=RequestKind.CHALLENGE, decide=by_hand.challenge_again
    ) as step:
        with database.reading() as session:
            challenge = challenges.of_request(session, step.request_id)
            champion = trainings.get(session, challenge.champion_id)
            challenger = _trained(session, step, champion)
        evaluate_training(step, files, LEARNERS[challenger.model_code], challenger)
        explain_training(step, files, challenger)
        verdict = challenge.verdict or _settle(step, challenger, _judge(step, files, champion, challenger))
        context.log.info(verdict.reason.en)
        shown = mirroring.mirror_one(
            database, files, tracking, challenger.training_id, step.guard, context.log.warning
        )
        if verdict.promoted:  # MLflow calls each mirrored model of a document with a champion its challenger
            mirroring.register_one(
                database, files, tracking, challenger.training_id, step.guard, context.log.warning
            )
        step.finish({"promoted": verdict.promoted, **verdict.reason.sentences})
    return dg.MaterializeResult(
        metadata={**shown, **verdict.to_json(), "reason": verdict.reason.en},
        check_results=[checks.challenger_is_better(verdict)],
    )


CHALLENGE_ASSETS: Sequence[dg.AssetsDefinition] = (challenger_plan, challenger_model, challenge_verdict)


def _trained(session: Session, step: Step, champion: Training) -> Training:
    """The challenger that was trained for the step's request."""
    found = trainings.of_request(session, step.request_id, champion.model_code)
    if not found:
        raise DecisionRefused(Message("no challenger is trained; materialize challenger_model first"))
    return found[0]


def _apply_recipe(step: Step, files: Files) -> dict[str, Any]:
    from automl_lib.newest_rows import newest_rows, sentence_on
    from automl_lib.plan import PreprocessingPlan, apply_plan, for_known_classes

    step.report(0, 0, Message("reading the table"))
    with step.database.reading() as session:
        document = documents.get(session, step.doc_id)
        challenge = challenges.of_request(session, step.request_id)
        champion = trainings.get(session, challenge.champion_id)
        refuse_changed_plan(document, champion)
        plan_row = session.get_one(Plan, (step.doc_id, champion.plan_version))
    schema = table_files.report_of(document).schema
    plan = PreprocessingPlan.from_dict(plan_row.plan)
    with table_files.typed(files.store, document) as typed:
        frame = table_files.load_typed(document, typed)
    plan = for_known_classes(plan, frame, schema, plan_row.effect["classes_train"])
    newest = newest_rows(frame, schema, plan, plan_row.effect["rows_total"])
    split = apply_plan(frame, schema, plan, held_out=newest.rows, apart=newest.apart)
    held_out = sentence_on(newest, schema, plan, len(frame) - plan_row.effect["rows_total"])
    shown = split.effect.split and replace(split.effect.split, message=held_out)
    effect = replace(split.effect, split=shown)
    version = keep_plan(step, files, document, frame, AppliedPlan(split.plan, split, effect), chosen=newest)
    with step.transaction() as session:
        challenges.of_request(session, step.request_id).plan_version = version
    labels = {column.key: column.label for column in schema.columns}
    said: dict[str, Any] = {"plan version": version}
    if plan.split is SplitMethod.GROUP:
        said["judged on new groups"] = newest.apart
    return {**said, **metadata.of_effect(split.effect, labels)}


def _judge(step: Step, files: Files, champion: Training, challenger: Training) -> ChallengeVerdict:
    from automl_lib.challenge import judge
    from automl_lib.plan import rows_of_other_classes

    with step.database.reading() as session:
        document = documents.get(session, step.doc_id)
        plan_row = session.get_one(Plan, (step.doc_id, challenger.plan_version))
    planned = load_planned(files, document, plan_row)
    newest = newest_rows_of(files, plan_row)
    with kept_model(files, champion) as old, kept_model(files, challenger) as new:
        verdict = judge(
            old,
            new,
            planned.frame.iloc[planned.test_rows],
            planned.frame[str(planned.plan.target)].iloc[planned.train_rows],
            knows_groups=newest is not None and not newest.apart,
            repeated=newest.repeated if newest else 0,
            seed=challenger.seed or 0,
        )
    return replace(verdict, left_out=rows_of_other_classes(planned.plan, planned.frame, planned.schema))


def _settle(step: Step, challenger: Training, verdict: ChallengeVerdict) -> ChallengeVerdict:
    """Keep the verdict and, where the challenger is better, confirm it with its plan; the verdict with what hindered that."""
    now = step.clock.now()
    if verdict.promoted:
        try:
            with step.transaction() as session:
                _confirm(session, step, challenger.training_id, now)
                challenges.set_judged(
                    challenges.of_request(session, step.request_id), challenger.training_id, verdict, now
                )
            return verdict
        except DecisionRefused as refusal:
            verdict = replace(verdict, promoted=False, hindrance=refusal.message)
    with step.transaction() as session:
        trainings.get(session, challenger.training_id).stale = True
        challenges.set_judged(
            challenges.of_request(session, step.request_id), challenger.training_id, verdict, now
        )
    return verdict


def _confirm(session: Session, step: Step, training_id: str, now: datetime) -> None:
    """Confirm the challenger. Raises DecisionRefused where people decided something else meanwhile."""
    challenge = challenges.of_request(session, step.request_id)
    document = documents.get(session, step.doc_id)
    training = trainings.get(session, training_id)
    if document.confirmed_training_id != challenge.champion_id:
        raise DecisionRefused(Message("another model was confirmed meanwhile"))
    refuse_changed_plan(document, trainings.get(session, challenge.champion_id))
    refuse_lost_rule(session, document, training)
    inherit_rule(session, document, training, by=step.request.requested_by, now=now)
    plans.put_in_force(session, document, training.plan_version)
    trainings.confirm(document, training, now)
    documents.set_status(document, DocumentStatus.MODEL_CONFIRMED, now)
    lifecycle.note_done(
        session,
        RequestKind.CONFIRM_MODEL,
        doc_id=step.doc_id,
        params={"training_id": training_id, "challenge": challenge.challenge_id},
        by=step.request.requested_by,
        now=now,
    )
